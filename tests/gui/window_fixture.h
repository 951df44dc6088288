#pragma once

#include "app/gui/window/main_window.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QApplication>
#include <QComboBox>
#include <QMessageBox>
#include <gtest/gtest.h>

#include <memory>

namespace trocar::gui {

/// The panes of a window that was just opened.
constexpr int kScene = 0;
constexpr int kWindowAxial = 1;
constexpr int kSagittal = 2;

/// A window on the sample, on a real display.
class Window : public testing::Test {
 protected:
  void openWindow(const app::Opened& opened) {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1440, 900);
    window_->show();
    window_->activateWindow();
    QApplication::setActiveWindow(window_.get());
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    window_->document().open(opened);
    ASSERT_TRUE(waitFor([&] { return shown(); }));
  }
  void SetUp() override { openWindow(sampleWithNeedles()); }

  bool shown() const {
    return !window_->isWaitingToShow() && window_->pane(kWindowAxial).view().state().patient;
  }
  /// Brings the slices to a place and waits until they are there.
  void sliceTo(const Vec3& pointMm) const {
    window_->runner().run("go-to", {{"atMm", {pointMm.x(), pointMm.y(), pointMm.z()}}});
    ASSERT_TRUE(waitFor([&] { return shown(); }));
  }
  app::Document& document() const { return window_->document(); }
  const Needle& needle(const char* id) const { return *document().plan().find(id); }
  template <typename Widget>
  Widget* find(const QString& name) const {
    return window_->findChild<Widget*>(name);
  }
  QMessageBox* question(const char* name = "unsavedQuestion") const {
    return window_->findChild<QMessageBox*>(name);
  }
  /// Presses a button of a question, that about the unsaved plan; false where it is not asked.
  bool answer(const QString& word, const char* name = "unsavedQuestion") const {
    const QMessageBox* box = question(name);
    for (QAbstractButton* button : box ? box->buttons() : QList<QAbstractButton*>()) {
      if (button->text().remove('&') == word) {
        button->click();
        return waitFor([&] { return question(name) == nullptr; });
      }
    }
    return false;
  }
  void settle() const {
    ASSERT_TRUE(waitFor([&] { return document().evaluationIsCurrent(); }));
    QCoreApplication::processEvents();
  }

  /// As a person chooses a line of a list.
  static void choose(QComboBox* combo, const char* key) {
    const int index = combo->findData(key);
    ASSERT_GE(index, 0) << key;
    combo->setCurrentIndex(index);
    emit combo->activated(index);
  }

  ScratchFolder folder_;
  std::unique_ptr<MainWindow> window_;
};

}  // namespace trocar::gui
