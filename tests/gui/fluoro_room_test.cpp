#include "app/actions/action.h"
#include "app/document.h"
#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "app/gui/window/main_window.h"
#include "core/error.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <gtest/gtest.h>

namespace trocar::gui {
namespace {

void perform(app::Document& document,
             const char* id,
             const nlohmann::json& arguments = nlohmann::json::object()) {
  actions::runAction(document, actions::findAction(id), arguments);
}

/// A document in the room, with N1 in the hand.
class RoomActions : public testing::Test {
 protected:
  RoomActions() {
    document_.open(sampleWithNeedles());
    perform(document_, "select-needle", {{"needle", "N1"}});
    perform(document_, "fluoroscopy");
  }
  const fluoro::Room& room() const { return document_.room(); }

  app::Document document_;
};

TEST_F(RoomActions, ItOpensOnApAndLateralWithTheNeedleInTheHand) {
  EXPECT_EQ(document_.view().place, app::Place::Fluoroscopy);
  EXPECT_EQ(room().presets[0], "ap");
  EXPECT_EQ(room().presets[1], "lateral");
  ASSERT_TRUE(room().drive);
  EXPECT_EQ(room().drive->id, "N1");
  EXPECT_TRUE(room().held[0]) << "planning pictures follow";
  EXPECT_EQ(room().exposures.shots, 0);
}

TEST_F(RoomActions, ShowsACannulaDrawnBackForWhatRunsThroughIt) {
  perform(document_, "leave-room");
  const double wholeMm = document_.plan().find("N2")->trajectory.lengthMm();
  perform(document_, "probe", {{"needle", "N2"}, {"instrument", "icerod-1.5"}});
  const double backMm = document_.plan().needles.back().cannulaBackMm;
  ASSERT_GT(backMm, 20.0);
  perform(document_, "fluoroscopy");
  for (const Needle& needle : needlesIn(room())) {
    if (needle.id == "N2") {
      EXPECT_NEAR(needle.trajectory.lengthMm(), wholeMm - backMm, 1e-6);
    }
  }
  EXPECT_EQ(document_.plan().find("N2")->trajectory.lengthMm(), wholeMm);
}

TEST_F(RoomActions, TheLastImageIsHeldUntilTheNextExposure) {
  perform(document_, "room-look", {{"follows", false}});
  const fluoro::Exposed before = *room().held[0];
  perform(document_, "arm", {{"plane", 0}, {"byLaoDeg", 20}});
  perform(document_, "drive-advance", {{"mm", -5}});
  EXPECT_EQ(*room().held[0], before);
  perform(document_, "expose", {{"plane", 0}});
  EXPECT_NE(*room().held[0], before);
  EXPECT_EQ(room().held[0]->setup.angles.laoDeg, 20.0);
  EXPECT_EQ(room().exposures.shots, 1);
  perform(document_, "fluoro-run", {{"on", true}});
  perform(document_, "room-time", {{"seconds", 2.0}});
  perform(document_, "drive-advance", {{"mm", 1}});
  EXPECT_EQ(room().held[0]->needles, fluoro::needlesIn(room())) << "a run shows what moves";
  EXPECT_NEAR(room().exposures.seconds, fluoro::kShotS + 2.0, 1e-9);
}

TEST_F(RoomActions, AnArmThatWouldStandInThePatientIsRefused) {
  const fluoro::CarmSetup before = room().arms[0];
  EXPECT_THROW(perform(document_, "arm", {{"plane", 0}, {"cranDeg", 85}}), Error);
  EXPECT_EQ(room().arms[0], before);
}

TEST_F(RoomActions, ANeedleIsTakenIntoThePlanAsOneUndoableStep) {
  perform(document_, "drive-advance", {{"mm", -5}});
  const Vec3 tip = room().drive->tipMm();
  perform(document_, "drive-accept");
  EXPECT_LT((document_.plan().find("N1")->trajectory.target - tip).norm(), 1e-9);
  document_.undo();
  EXPECT_GT((document_.plan().find("N1")->trajectory.target - tip).norm(), 4.0);
}

TEST_F(RoomActions, AFreshNeedleStandsOnTheSkinWherePointed) {
  perform(document_, "drive-new");
  EXPECT_EQ(room().drive->depthMm, 0.0);
  perform(document_, "arm-view", {{"plane", 0}, {"view", "ap"}});
  const fluoro::CarmSetup& arm = room().arms[0];
  perform(document_, "drive-entry", {{"plane", 0}, {"columnPx", 300.0}, {"rowPx", 240.0}});
  const Eigen::Vector2d seen = fluoro::carmGeometry(arm).project(room().drive->skinMm);
  EXPECT_NEAR(seen.x(), 300.0, 0.5);
  EXPECT_NEAR(seen.y(), 240.0, 0.5);
  EXPECT_GT(room().drive->skinMm.y(), arm.isocentreMm.y()) << "prone: from the back";
}

/// A school that keeps its records in a scratch folder.
class SchoolActions : public testing::Test {
 protected:
  SchoolActions() {
    fluoro::School school;
    school.folder = folder_.path();
    school.learner = "tester";
    document_.setSchool(school);
    perform(document_, "school");
  }
  ScratchFolder folder_;
  app::Document document_;
};

TEST_F(SchoolActions, ALessonWithholdsThePlannerAndGradesTheArm) {
  perform(document_, "lesson-start", {{"lesson", "barrel"}});
  EXPECT_EQ(document_.view().place, app::Place::Fluoroscopy);
  EXPECT_FALSE(isPossible(actions::findAction("suggest"), document_));
  EXPECT_FALSE(isPossible(actions::findAction("step-needles"), document_));
  EXPECT_FALSE(isPossible(actions::findAction("findings"), document_));
  EXPECT_FALSE(document_.room().held[0]) << "nothing is seen before an exposure";
  EXPECT_THROW(perform(document_, "room-look", {{"follows", true}}), Error);
  perform(document_, "arm", {{"plane", 0}, {"laoDeg", 14}, {"cranDeg", 0}});
  perform(document_, "expose", {{"plane", 0}});
  perform(document_, "lesson-hint");
  perform(document_, "lesson-finish");
  ASSERT_TRUE(document_.school().debriefing);
  EXPECT_EQ(document_.view().place, app::Place::School);
  EXPECT_EQ(document_.school().records.size(), 1U);
  EXPECT_GT(document_.school().debriefing->grade.hintCost, 0.0);
  EXPECT_TRUE(isPossible(actions::findAction("step-needles"), document_));
}

TEST_F(SchoolActions, AnInterruptedLessonIsResumed) {
  perform(document_, "lesson-start", {{"lesson", "order-rule"}});
  perform(document_, "expose", {{"plane", 0}});
  perform(document_, "drive-advance", {{"mm", 20}});
  perform(document_, "lesson-leave");
  EXPECT_FALSE(document_.school().running);
  perform(document_, "lesson-start", {{"lesson", "order-rule"}});
  EXPECT_EQ(document_.room().drive->depthMm, 20.0);
  EXPECT_EQ(document_.room().exposures.shots, 1);
  EXPECT_FALSE(isPossible(actions::findAction("lesson-start"), document_))
      << "one lesson at a time";
}

/// Pictures must come while the arm goes on turning, not only when it rests. Prints the rate, which
/// is no part of the verdict; 15 a second are wanted on two free cores.
TEST(FluoroRoomWindow, PicturesFollowWhileTheArmTurns) {
  ScratchFolder folder;
  MainWindow window(folder.path() / "state");
  window.resize(1440, 900);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&window));
  window.document().open(sampleWithNeedles());
  window.runner().run("fluoroscopy");
  ASSERT_TRUE(waitFor([&] {
    return window.document().view().place == app::Place::Fluoroscopy && window.room().isVisible() &&
           window.room().maker().isSettled();
  }));
  const int before = window.room().maker().drawn();
  const auto followed = [&] { return window.room().maker().drawn() - before; };
  QElapsedTimer timer;
  timer.start();
  int step = 0;
  EXPECT_TRUE(waitFor([&] {
    window.runner().run("arm", {{"plane", 0}, {"laoDeg", 20.0 * std::sin(0.1 * ++step)}});
    return followed() >= 20;
  })) << followed()
      << " pictures in " << step << " steps";
  std::printf("%.0f pictures a second while the arm turns\n",
              1000.0 * followed() / static_cast<double>(std::max<qint64>(1, timer.elapsed())));
}

TEST(SchoolWindow, ADebriefingIsAloneAlsoAfterASecondTry) {
  ScratchFolder folder;
  MainWindow window(folder.path() / "state");
  window.resize(1440, 900);
  window.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&window));
  fluoro::School school = window.document().school();
  school.folder = folder.path();
  window.document().setSchool(school);
  for (int round = 0; round < 2; ++round) {
    window.runner().run("lesson-start", {{"lesson", "barrel"}, {"fresh", true}});
    ASSERT_TRUE(waitFor([&] { return window.document().school().running.has_value(); }));
    window.runner().run("lesson-finish");
    ASSERT_TRUE(waitFor([&] { return window.document().school().debriefing != nullptr; }));
    ASSERT_TRUE(waitFor([&] { return !window.isWaitingToShow(); }));
    EXPECT_TRUE(window.findChild<QLabel*>("debriefingPoints")->isVisible());
    EXPECT_FALSE(window.findChild<QPushButton*>("lessonStart")->isVisible());
  }
}

TEST(FluoroRoomWindow, SpaceExposesAndTheModesLookDifferent) {
  ScratchFolder folder;
  MainWindow window(folder.path() / "state");
  window.resize(1440, 900);
  window.show();
  window.activateWindow();
  QApplication::setActiveWindow(&window);
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&window));
  window.document().open(sampleWithNeedles());
  window.runner().run("fluoroscopy");
  ASSERT_TRUE(waitFor([&] { return window.room().isVisible() && !window.isWaitingToShow(); }));
  QTest::keyClick(&window.room().pane(0), Qt::Key_Space);
  EXPECT_EQ(window.document().room().exposures.shots, 1);
  const double depth = window.document().room().drive ? window.document().room().drive->depthMm : 0;
  QTest::keyClick(&window.room().pane(0), Qt::Key_PageUp);
  if (window.document().room().drive) {
    EXPECT_NEAR(window.document().room().drive->depthMm, depth - 1.0, 1e-9);
  }
  EXPECT_EQ(window.findChild<QLabel*>("modeName")->text(), "PLANNING");
}

}  // namespace
}  // namespace trocar::gui
