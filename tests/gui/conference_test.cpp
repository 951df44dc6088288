#include "app/bookmarks.h"
#include "app/gui/parts/numbers.h"
#include "app/gui/window/main_window.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QApplication>
#include <QCheckBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <gtest/gtest.h>

#include <memory>

namespace trocar::gui {
namespace {

/// The window in front of a room of people.
class ConferenceRoom : public testing::Test {
 protected:
  void SetUp() override {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1280, 720);
    window_->show();
    window_->activateWindow();
    QApplication::setActiveWindow(window_.get());
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    window_->document().open(sampleWithNeedles());
    ASSERT_TRUE(waitFor([&] { return window_->facts().surfaces() && shown(); }));
  }
  bool shown() const { return !window_->isWaitingToShow(); }
  void press(int key) {
    QTest::keyClick(window_.get(), Qt::Key(key));
    ASSERT_TRUE(waitFor([&] { return shown(); }));
  }
  template <typename Widget>
  Widget* find(const char* name) const {
    return window_->findChild<Widget*>(name);
  }
  app::Document& document() const { return window_->document(); }
  QString title() const { return find<QLabel>("conferenceTitle")->text(); }

  ScratchFolder folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(ConferenceRoom, ShowsTheBookmarksAloneAndStepsByAClickersKeys) {
  press(Qt::Key_F5);
  ASSERT_EQ(document().view().place, app::Place::Conference);
  EXPECT_EQ(title(), "The plan");
  EXPECT_FALSE(find<QWidget>("topBar")->isVisible()) << "it names the patient";
  EXPECT_FALSE(find<QWidget>("pageFrame")->isVisible());
  EXPECT_FALSE(find<QWidget>("findingsLine")->isVisible());
  EXPECT_TRUE(window_->pane(0).isVisible());
  EXPECT_EQ(window_->size(), window_->screen()->size());
  for (const int key : {Qt::Key_PageDown, Qt::Key_Space}) {
    const int before = document().view().bookmark;
    press(key);
    EXPECT_EQ(document().view().bookmark, before + 1) << key;
  }
  for (const int key : {Qt::Key_PageUp, Qt::Key_Left}) {
    const int before = document().view().bookmark;
    press(key);
    EXPECT_EQ(document().view().bookmark, before - 1) << key;
  }
  press(Qt::Key_Up);
  EXPECT_EQ(document().view().bookmark, 0) << "stays at the first";
  press(Qt::Key_Escape);
  EXPECT_EQ(document().view().place, app::Place::Planner);
  EXPECT_TRUE(find<QWidget>("topBar")->isVisible());
  EXPECT_FALSE(window_->conference().isVisible());
}

TEST_F(ConferenceRoom, KeysOfThePlannerRestWhileItRuns) {
  press(Qt::Key_F5);
  const Plan before = document().plan();
  press(Qt::Key_Right);
  EXPECT_EQ(document().plan(), before) << "no needle is nudged";
  press(Qt::Key_L);
  EXPECT_TRUE(document().view().laserOn);
  EXPECT_TRUE(window_->conference().laser().isOn());
  EXPECT_FALSE(document().plan().find("N1")->locked);
  press(Qt::Key_N);
  EXPECT_TRUE(find<QWidget>("presenterNotes")->isVisible());
  EXPECT_EQ(find<QLabel>("presenterNext")->text(), text(app::bookmarksOf(document())[2].title));
  press(Qt::Key_Escape);
  EXPECT_FALSE(window_->conference().laser().isOn());
  EXPECT_EQ(QApplication::overrideCursor(), nullptr);
  EXPECT_FALSE(find<QWidget>("presenterNotes")->isVisible());
}

TEST_F(ConferenceRoom, SaysInItsBandWhatABookmarkLacks) {
  Bookmark bookmark = app::presentBookmark(document());
  bookmark.title = "Before";
  bookmark.needle = "N9";
  document().commit("Look", withBookmark(document().plan(), bookmark));
  press(Qt::Key_F5);
  EXPECT_TRUE(find<QLabel>("conferenceMissing")->isVisible());
  EXPECT_TRUE(find<QLabel>("conferenceMissing")->text().contains("needle N9, which is no longer"));
}

TEST_F(ConferenceRoom, AFlightArrivesWithinItsTimeAndLetsTheProgramGoOn) {
  const Eye there = app::bookmarksOf(document())[1].eye;
  QElapsedTimer clock;
  clock.start();
  window_->runner().run("bookmark-go", {{"bookmark", 2}});
  EXPECT_LT(clock.elapsed(), 200) << "starting it blocks nobody";
  const auto arrived = [&] {
    const render::Camera now = window_->pane(0).view().camera();
    return (now.positionMm - there.positionMm).norm() < 0.5 &&
           (now.focusMm - there.focusMm).norm() < 0.5;
  };
  ASSERT_TRUE(waitFor(arrived));
  ASSERT_TRUE(document().eye());
  EXPECT_NEAR((document().eye()->positionMm - there.positionMm).norm(), 0.0, 1.0)
      << "the next bookmark would be taken from here";
}

TEST_F(ConferenceRoom, BookmarksAreListedWrittenAndTickedOnTheReviewPage) {
  window_->runner().run("review-part", {{"part", "present"}});
  ASSERT_TRUE(waitFor([&] { return shown(); }));
  QTest::mouseClick(find<QPushButton>("bookmark-add"), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return shown(); }));
  ASSERT_EQ(document().plan().bookmarks.size(), 1U);
  EXPECT_TRUE(find<QPushButton>("bookmark1")->isVisible());
  window_->runner().run("review-part", {{"part", "prepare"}});
  ASSERT_TRUE(waitFor([&] { return shown(); }));
  find<QCheckBox>("tick-safety.antibiotics")->click();
  EXPECT_EQ(document().plan().ticks.at("safety").count("antibiotics"), 1U);
  EXPECT_TRUE(find<QLabel>("order")->text().contains("Access"));
  window_->runner().run("review-part", {{"part", "plan"}});
  ASSERT_TRUE(waitFor([&] { return shown(); }));
  EXPECT_TRUE(find<QLabel>("changes")->text().contains("Bookmarks: 1 instead of 0."));
}

}  // namespace
}  // namespace trocar::gui
