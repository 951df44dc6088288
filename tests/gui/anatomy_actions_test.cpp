#include "app/actions/action.h"
#include "app/document.h"
#include "core/error.h"
#include "tests/gui/samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

TEST(Actions, RenumberingRenamesWhatThePlanNamesAndIsUndone) {
  app::Document document;
  document.open(sampleWithNeedles());
  actions::runAction(document,
                     actions::findAction("move-landmark"),
                     {{"landmark", "L3/canal"}, {"atMm", {0, 0, 0}}});
  const std::string hash = document.plan().patient.hash;
  actions::runAction(
      document, actions::findAction("pedicle-fracture"), {{"level", "L3"}, {"side", "left"}});
  actions::runAction(document, actions::findAction("renumber"), {{"steps", -1}});
  EXPECT_EQ(document.plan().needles.front().level, "L2");
  EXPECT_TRUE(hasPedicleFracture(document.plan(), "L2", Side::Left));
  EXPECT_EQ(document.view().level, "L2");
  EXPECT_EQ(document.patient().find("vertebra_L5"), nullptr);
  EXPECT_TRUE(document.plan().corrections.landmarksMm.contains("L2/canal"));
  EXPECT_EQ(document.model().vertebra("L2")->canalCentreMm, Vec3(0, 0, 0));
  EXPECT_EQ(document.plan().patient.hash, hash) << "the case itself stays as it came";
  actions::runAction(document, actions::findAction("renumber"), {{"steps", 1}});
  EXPECT_TRUE(document.plan().corrections.levels.empty());
  document.undo();
  document.undo();
  EXPECT_EQ(document.plan().needles.front().level, "L3");
  EXPECT_NE(document.patient().find("vertebra_L5"), nullptr);
}

TEST(Actions, AMovedIsthmusMovesTheTemplateWithIt) {
  app::Document document;
  document.open(sampleOpened());
  const Vec3 isthmus = document.model().vertebra("L3")->left.centreMm;
  const auto placed = [&] {
    actions::runAction(document,
                       actions::findAction("template"),
                       {{"level", "L3"}, {"approach", "transpedicular"}, {"side", "left"}});
    return document.plan().needles.back().trajectory;
  };
  const auto distanceTo = [](const Trajectory& path, const Vec3& pointMm) {
    return (pointMm - path.target).cross(path.direction()).norm();
  };
  const Vec3 moved = isthmus + Vec3(0, 0, 4);
  EXPECT_GT(distanceTo(placed(), moved), 2.0);
  actions::runAction(
      document,
      actions::findAction("move-landmark"),
      {{"landmark", "L3/pedicle_left"}, {"atMm", {moved.x(), moved.y(), moved.z()}}});
  EXPECT_LT(distanceTo(placed(), moved), 2.0);
}

}  // namespace
}  // namespace trocar::gui
