#include "app/actions/action.h"
#include "app/document.h"
#include "core/error.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle_path.h"
#include "planning/search/suggest.h"
#include "tests/gui/samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace trocar::gui {
namespace {

using nlohmann::json;

TEST(Actions, ALockedNeedleStaysWhereItIs) {
  app::Document document;
  document.open(sampleWithNeedles());
  actions::runAction(document, actions::findAction("lock-needle"), json::object());
  const Trajectory before = document.selectedNeedle()->trajectory;
  EXPECT_THROW(
      actions::runAction(document, actions::findAction("move-needle"), {{"byMm", {1, 0, 0}}}),
      Error);
  EXPECT_FALSE(actions::findAction("nudge-left").enabled(document));
  EXPECT_EQ(document.selectedNeedle()->trajectory, before);
}

TEST(Actions, NudgeTowardsTheScreensLeftIsThePatientsRightInAxial) {
  app::Document document;
  document.open(sampleWithNeedles());
  const double x = document.selectedNeedle()->trajectory.target.x();
  actions::runAction(document, actions::findAction("nudge-left"), json::object());
  EXPECT_DOUBLE_EQ(document.selectedNeedle()->trajectory.target.x(), x - 0.5);
  actions::runAction(document, actions::findAction("push-right"), json::object());
  EXPECT_DOUBLE_EQ(document.selectedNeedle()->trajectory.target.x(), x + 4.5);
}

TEST(Actions, MirroringPutsALeftNeedleOnTheRight) {
  app::Opened opened = sampleWithNeedles();
  opened.plan.needles.pop_back();
  app::Document document;
  document.open(opened);
  const double mid = document.model().vertebra("L3")->bodyCentroidMm.x();
  actions::runAction(document, actions::findAction("mirror-needle"), json::object());
  const Needle& mirrored = *document.selectedNeedle();
  EXPECT_EQ(mirrored.side, Side::Right);
  EXPECT_LT(mirrored.trajectory.target.x(), mid);
  EXPECT_LT(mirrored.trajectory.entry.x(), mid);
}

TEST(Actions, ACurveKeepsTheShaftAndIsMirroredToTheOtherSide) {
  app::Opened opened = sampleWithNeedles();
  opened.plan.needles.pop_back();
  app::Document document;
  document.open(opened);
  const Trajectory straight = document.selectedNeedle()->trajectory;
  actions::runAction(document,
                     actions::findAction("bend"),
                     {{"needle", "N1"}, {"towards", "left"}, {"angleDeg", 30}, {"lengthMm", 20}});
  ASSERT_TRUE(document.selectedNeedle()->bend);
  EXPECT_EQ(document.selectedNeedle()->bend->towards, Vec3::UnitX());
  const NeedlePath bent(*document.selectedNeedle());
  EXPECT_NEAR(bent.shaft().direction().dot(straight.direction()), 1.0, 1e-9) << "the shaft stays";
  EXPECT_NEAR(bent.lengthMm(), straight.lengthMm(), 0.01);
  EXPECT_GT(bent.tipMm().x(), straight.target.x() + 1.0) << "towards the patient's left";
  actions::runAction(document, actions::findAction("mirror-needle"), json::object());
  EXPECT_LT(document.selectedNeedle()->bend->towards.x(), -0.9);
}

TEST(Actions, PlacementErrorIsChosenOrEntered) {
  app::Document document;
  document.open(sampleWithNeedles());
  actions::runAction(document, actions::findAction("placement"), {{"technique", "robot"}});
  EXPECT_EQ(document.plan().placement, PlacementChoice("robot"));
  actions::runAction(
      document, actions::findAction("placement"), {{"technique", "own"}, {"own", "3,1,2,1"}});
  EXPECT_EQ(document.plan().placement, PlacementChoice(PlacementError{3.0, 1.0, 2.0, 1.0}));
  EXPECT_THROW(
      actions::runAction(
          document, actions::findAction("placement"), {{"technique", "own"}, {"own", "3"}}),
      Error);
  EXPECT_THROW(
      actions::runAction(document, actions::findAction("placement"), {{"technique", "by-luck"}}),
      Error);
}

TEST(Actions, APairMovesSymmetricallyWhereThatIsOn) {
  app::Document document;
  document.open(sampleOpened());
  actions::runAction(document, actions::findAction("plan-level"), json::object());
  const std::vector<Needle> before = document.plan().needles;
  const Vec3 left = document.model().vertebra("L3")->frame.left;
  const json move = {{"needle", before[0].id}, {"byMm", {3.0, 1.0, -2.0}}};
  actions::runAction(document, actions::findAction("move-needle"), move);
  EXPECT_EQ(document.plan().needles[1], before[1]) << "off: the other stays";
  actions::runAction(document, actions::findAction("undo"), json::object());
  actions::runAction(document, actions::findAction("symmetric"), {{"on", true}});
  actions::runAction(document, actions::findAction("move-needle"), move);
  const Vec3 by = document.plan().needles[0].trajectory.target - before[0].trajectory.target;
  const Vec3 mirrored = document.plan().needles[1].trajectory.target - before[1].trajectory.target;
  EXPECT_NEAR(by.dot(left), -mirrored.dot(left), 1e-9) << "away from the midline on both sides";
  EXPECT_NEAR((by - by.dot(left) * left - mirrored + mirrored.dot(left) * left).norm(), 0.0, 1e-9);
  actions::runAction(document, actions::findAction("undo"), json::object());
  EXPECT_EQ(document.plan().needles, before) << "one step";
}

TEST(Actions, OnlyWhatIsOnTheShelfIsSearchedWith) {
  ScratchFolder folder;
  app::Document document;
  document.open(sampleOpened());
  document.setShelf(app::readShelf(folder.path() / "shelf.json"));
  EXPECT_TRUE(document.shelf().lacking.empty());
  EXPECT_TRUE(app::needlesForSearch(document.shelf()).empty());
  for (const Instrument& one : instrumentCatalogue()) {
    if (one.kind == InstrumentKind::BoneNeedle && one.id != "bone-needle-13g")
      actions::runAction(document,
                         actions::findAction("shelf-place"),
                         {{"instrument", one.id}, {"present", false}});
  }
  EXPECT_EQ(app::needlesForSearch(document.shelf()), std::vector<std::string>{"bone-needle-13g"});
  const app::Shelf kept = app::readShelf(folder.path() / "shelf.json");
  EXPECT_EQ(kept.lacking, document.shelf().lacking);
  actions::runAction(
      document, actions::findAction("suggest"), {{"approach", "transpedicular"}, {"side", "left"}});
  ASSERT_TRUE(document.suggestions());
  for (const search::SuggestionCard& card : document.suggestions()->cards)
    EXPECT_EQ(card.needles.front().instrument, "bone-needle-13g");
  actions::runAction(
      document, actions::findAction("shelf-place"), {{"instrument", "bone-needle-13g"}});
  EXPECT_THROW(actions::runAction(document, actions::findAction("suggest"), json::object()), Error);
  actions::runAction(document, actions::findAction("shelf-fill"), json::object());
  EXPECT_TRUE(document.shelf().lacking.empty());
  std::ofstream(folder.path() / "shelf.json") << "[1, 2";
  EXPECT_THROW(app::readShelf(folder.path() / "shelf.json"), Error);
}

TEST(Actions, PlanningALevelPlacesOneNeedleOnEachSide) {
  app::Document document;
  document.open(sampleOpened());
  actions::runAction(document, actions::findAction("plan-level"), json::object());
  ASSERT_EQ(document.plan().needles.size(), 2U);
  const double mid = document.model().vertebra("L3")->bodyCentroidMm.x();
  for (const Needle& needle : document.plan().needles) {
    EXPECT_EQ(needle.level, "L3");
    const bool onLeft = needle.trajectory.entry.x() > mid;
    EXPECT_EQ(needle.side, onLeft ? Side::Left : Side::Right);
  }
  EXPECT_NE(document.plan().needles[0].side, document.plan().needles[1].side);
  EXPECT_EQ(document.view().step, app::Step::Needles);
  actions::runAction(document, actions::findAction("plan-level"), json::object());
  EXPECT_EQ(document.plan().needles.size(), 2U) << "placed again, not twice";
}

TEST(Actions, AProbeMovesWithItsCannulaAndComesOutWithoutATrace) {
  app::Document document;
  document.open(sampleWithNeedles());
  const Trajectory before = document.selectedNeedle()->trajectory;
  actions::runAction(document, actions::findAction("probe"), {{"instrument", "thermocouple-20g"}});
  ASSERT_EQ(document.plan().needles.size(), 3U);
  const Needle probe = document.plan().needles.back();
  EXPECT_EQ(probe.through, "N1");
  EXPECT_EQ(probe.trajectory.target, before.target);
  actions::runAction(
      document, actions::findAction("move-needle"), {{"needle", "N1"}, {"byMm", {2, 0, 0}}});
  EXPECT_EQ(document.plan().find(probe.id)->trajectory.target, Vec3(before.target + Vec3(2, 0, 0)));
  actions::runAction(
      document, actions::findAction("probe"), {{"needle", "N1"}, {"instrument", ""}});
  EXPECT_EQ(document.plan().needles.size(), 2U);
  EXPECT_NEAR(
      (document.plan().find("N1")->trajectory.target - before.target - Vec3(2, 0, 0)).norm(),
      0.0,
      1e-9);
}

TEST(Actions, TheWheelKeepsToTheCtAndToWholeSlices) {
  app::Document document;
  document.open(sampleOpened());
  const double z = document.view().crosshairMm.z();
  actions::runAction(document, actions::findAction("scroll"), {{"view", "axial"}, {"slices", 2}});
  EXPECT_NEAR(document.view().crosshairMm.z(), z + 5.0, 1e-9)
      << "two slices of 2.5 mm, towards the head";
  actions::runAction(
      document, actions::findAction("scroll"), {{"view", "axial"}, {"slices", 10000}});
  EXPECT_TRUE(document.patient().ct.grid().contains(document.view().crosshairMm));
}

}  // namespace
}  // namespace trocar::gui
