#include "app/gui/parts/number_field.h"
#include "app/gui/window/focus_rule.h"
#include "app/gui/window/main_window.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTextEdit>
#include <QVBoxLayout>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace trocar::gui {
namespace {

/// A key that acts alone, and the action it would start.
struct PlainKey {
  std::string action;
  Qt::Key key;
  Qt::KeyboardModifiers modifiers;
};

std::vector<PlainKey> plainKeys() {
  std::vector<PlainKey> keys;
  for (const actions::Action& action : actions::allActions()) {
    for (const QString& word :
         QString::fromStdString(action.shortcut).split("; ", Qt::SkipEmptyParts)) {
      const QKeyCombination key = QKeySequence(word)[0];
      if (isPlain(QKeyEvent(QEvent::KeyPress, key.key(), key.keyboardModifiers())))
        keys.push_back({action.id, key.key(), key.keyboardModifiers()});
    }
  }
  return keys;
}

/// A letter as the keyboard sends it, with its text.
void press(QWidget& widget, const PlainKey& key) {
  QTest::keyClick(&widget, key.key, key.modifiers);
}

Evaluation findingsOf(const std::vector<std::string>& rules) {
  Evaluation evaluation;
  for (const std::string& rule : rules) {
    Finding finding;
    finding.rule = rule;
    finding.subject = "N1";
    finding.severity = Finding::Severity::Warning;
    finding.text = "Something about " + rule + ".";
    evaluation.findings.push_back(finding);
  }
  return evaluation;
}

class Focus : public testing::Test {
 protected:
  void SetUp() override {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1440, 900);
    window_->show();
    window_->activateWindow();
    QApplication::setActiveWindow(window_.get());
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    app::Opened opened = sampleWithNeedles();
    Bookmark mark;
    mark.title = "Here";
    opened.plan.bookmarks = {mark};
    window_->document().open(opened);
    shown();
  }
  void shown() const {
    ASSERT_TRUE(waitFor([&] { return !window_->isWaitingToShow(); }));
  }
  app::Document& document() const { return window_->document(); }
  Runner& runner() const { return window_->runner(); }
  /// No field has the focus.
  void focusAView() const { window_->pane(1).setFocus(); }

  ScratchFolder folder_;
  std::unique_ptr<MainWindow> window_;
};

/// The fields on one page, also those that are hidden there now.
std::vector<QWidget*> fieldsIn(QWidget& page) {
  std::vector<QWidget*> fields;
  for (QWidget* widget : page.findChildren<QWidget*>()) {
    const bool inner = widget->objectName() == "qt_spinbox_lineedit";
    if (takesText(widget) && !inner)
      fields.push_back(widget);
  }
  return fields;
}

TEST_F(Focus, NoKeyTypedIntoAnyFieldIsAShortcut) {
  const std::vector<PlainKey> keys = plainKeys();
  ASSERT_GT(keys.size(), 30U);
  runner().run("bookmark-go", {{"bookmark", 1}});
  shown();
  std::size_t tried = 0;
  for (QWidget* field : fieldsIn(*window_)) {
    for (QWidget* above = field; above && above != window_.get(); above = above->parentWidget()) {
      above->setEnabled(true);
      above->QWidget::show();
    }
    field->setFocus();
    ASSERT_TRUE(QApplication::focusWidget() && (field == QApplication::focusWidget() ||
                                                field->isAncestorOf(QApplication::focusWidget())))
        << field->objectName().toStdString();
    const std::vector<Needle> needles = document().plan().needles;
    for (const PlainKey& key : keys) {
      const app::ViewState view = document().view();
      press(*QApplication::focusWidget(), key);
      EXPECT_EQ(document().plan().needles.size(), needles.size())
          << key.action << " in " << field->objectName().toStdString();
      EXPECT_EQ(document().view(), view)
          << key.action << " in " << field->objectName().toStdString();
    }
    for (std::size_t n = 0; n < needles.size(); ++n)
      EXPECT_EQ(document().plan().needles[n].trajectory.entry, needles[n].trajectory.entry)
          << field->objectName().toStdString();
    ++tried;
  }
  EXPECT_GT(tried, 8U);
}

TEST_F(Focus, EveryKindOfFieldKeepsItsKeys) {
  auto* box = new QWidget(window_->centralWidget());
  auto* rows = new QVBoxLayout(box);
  auto* combo = new QComboBox();
  combo->setEditable(true);
  const std::vector<QWidget*> fields = {
      new QLineEdit(), new QTextEdit(), new QPlainTextEdit(), new NumberField(), combo};
  for (QWidget* field : fields)
    rows->addWidget(field);
  box->show();
  const Plan plan = document().plan();
  for (QWidget* field : fields) {
    EXPECT_TRUE(takesText(field)) << field->metaObject()->className();
    for (const PlainKey& key : plainKeys()) {
      field->setFocus();
      const app::ViewState view = document().view();
      press(*QApplication::focusWidget(), key);
      EXPECT_EQ(document().plan(), plan) << key.action;
      EXPECT_EQ(document().view(), view) << key.action;
    }
  }
  focusAView();
}

TEST_F(Focus, ALetterActsWhereNoFieldHasIt) {
  focusAView();
  const bool before = document().view().crosshairShown;
  QTest::keyClick(&window_->pane(1), Qt::Key_X);
  EXPECT_NE(document().view().crosshairShown, before);
}

TEST_F(Focus, AReasonGoesOnWhenTheListOfFindingsIsMadeAnew) {
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  runner().run("review-part", {{"part", "findings"}});
  runner().run("step-review");
  ASSERT_TRUE(document().enterEvaluation(document().planSerial(), findingsOf({"one", "two"})));
  shown();
  auto* reason = window_->findChild<QLineEdit*>("reason-two-N1");
  ASSERT_TRUE(reason);
  reason->setFocus();
  QTest::keyClicks(reason, "warm sal");
  ASSERT_TRUE(
      document().enterEvaluation(document().planSerial(), findingsOf({"three", "two", "one"})));
  shown();
  auto* again = window_->findChild<QLineEdit*>("reason-two-N1");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->text(), "warm sal");
  ASSERT_EQ(QApplication::focusWidget(), again);
  QTest::keyClicks(again, "ine");
  EXPECT_EQ(again->text(), "warm saline");
  EXPECT_TRUE(window_->findChild<QPushButton*>("accept-two-N1")->isEnabled());
  QTest::keyClick(again, Qt::Key_Return);
  ASSERT_EQ(document().plan().acceptances.size(), 1U);
  EXPECT_EQ(document().plan().acceptances[0].reason, "warm saline");
}

TEST_F(Focus, LettersDoNotActWhileTheFieldTheyWereMeantForIsGone) {
  auto* field = new QLineEdit(window_->centralWidget());
  field->show();
  field->setFocus();
  QTest::keyClicks(field, "wor");
  delete field;
  const Plan before = document().plan();
  const app::ViewState view = document().view();
  for (const Qt::Key key : {Qt::Key_D, Qt::Key_A, Qt::Key_T, Qt::Key_X, Qt::Key_M, Qt::Key_Left})
    QTest::keyClick(window_.get(), key);
  EXPECT_EQ(document().plan(), before);
  EXPECT_EQ(document().view(), view);
  QTest::mouseClick(window_->findChild<QWidget*>("badge"), Qt::LeftButton);
  QTest::keyClick(window_.get(), Qt::Key_X);
  EXPECT_NE(document().view().crosshairShown, view.crosshairShown) << "a click ends it";
}

TEST_F(Focus, WhatIsTypedAfterAFieldWasLeftOnPurposeActs) {
  auto* field = new QLineEdit(window_->centralWidget());
  field->show();
  field->setFocus();
  QTest::keyClicks(field, "word");
  QTest::keyClick(field, Qt::Key_Return);
  focusAView();
  const bool before = document().view().crosshairShown;
  QTest::keyClick(&window_->pane(1), Qt::Key_X);
  EXPECT_NE(document().view().crosshairShown, before);
  delete field;
}

TEST_F(Focus, LettersGoIntoASheetThatIsAboutToOpen) {
  focusAView();
  const Plan before = document().plan();
  QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
  ASSERT_EQ(document().view().overlay, app::Overlay::Palette);
  QTest::keyClick(window_.get(), Qt::Key_A);
  QTest::keyClick(window_.get(), Qt::Key_T);
  EXPECT_EQ(document().plan(), before);
  EXPECT_TRUE(window_->findChild<QLineEdit*>("paletteSearch")->hasFocus());
}

TEST_F(Focus, KeysDoNotReachThePlanUnderASheet) {
  const Plan before = document().plan();
  runner().run("shortcuts");
  shown();
  for (const PlainKey& key : plainKeys())
    press(*window_, key);
  EXPECT_EQ(document().plan(), before);
  QTest::keyClick(window_.get(), Qt::Key_Escape);
  EXPECT_EQ(document().view().overlay, app::Overlay::None);
}

TEST_F(Focus, WhatIsDisabledForAWhileHasTheFocusAgainAfterwards) {
  auto* box = new QWidget(window_->centralWidget());
  auto* rows = new QVBoxLayout(box);
  auto* button = new QPushButton("first");
  auto* next = new QLineEdit();
  rows->addWidget(button);
  rows->addWidget(next);
  box->show();
  button->setFocus();
  button->setEnabled(false);
  EXPECT_NE(QApplication::focusWidget(), next) << "the focus hopped";
  button->setEnabled(true);
  EXPECT_EQ(QApplication::focusWidget(), button);
  QTest::keyClick(button, Qt::Key_Tab);
  EXPECT_EQ(QApplication::focusWidget(), next) << "Tab moves it";
  delete box;
}

/// Blocks of 200 pixels below each other, and one in front that grows.
class Blocks : public Page {
 public:
  explicit Blocks(Runner& runner) : Page(app::Step::Review, "Blocks", runner) {
    growing_ = new QWidget();
    grow(20);
    body()->addWidget(growing_);
    for (int n = 0; n < 12; ++n) {
      auto* block = new QFrame();
      block->setObjectName(QString("block%1").arg(n));
      block->setFixedHeight(200);
      body()->addWidget(block);
    }
  }
  void show(const Shown&) override {}
  void grow(int height) { growing_->setFixedHeight(height); }

 private:
  QWidget* growing_;
};

TEST_F(Focus, APageStaysWhereOneReadsWhileWhatIsAboveGrows) {
  Blocks page(runner());
  page.resize(400, 500);
  page.QWidget::show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&page));
  auto* bar = page.findChild<QScrollArea*>()->verticalScrollBar();
  bar->setValue(1000);
  const auto* read = page.findChild<QFrame*>("block5");
  const int before = read->mapTo(&page, QPoint(0, 0)).y();
  page.grow(260);
  EXPECT_TRUE(waitFor([&] { return bar->value() > 1000; }));
  EXPECT_EQ(read->mapTo(&page, QPoint(0, 0)).y(), before);
  page.grow(20);
  EXPECT_TRUE(waitFor([&] { return bar->value() == 1000; }));
}

TEST_F(Focus, AHalfTypedNumberIsLeftAlone) {
  auto* field = new NumberField(window_->centralWidget());
  field->setRange(-180.0, 180.0);
  field->setSuffix("°");
  field->setDecimals(0);
  field->show();
  showValue(*field, 12.0);
  EXPECT_EQ(field->text(), "12°");
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, "35");
  showValue(*field, 12.0);
  showValue(*field, 13.0);
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_DOUBLE_EQ(field->value(), 35.0);
  showValue(*field, 14.0);
  EXPECT_DOUBLE_EQ(field->value(), 14.0) << "once it is entered, what is true is shown";
  delete field;
}

}  // namespace
}  // namespace trocar::gui
