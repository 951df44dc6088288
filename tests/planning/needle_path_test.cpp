#include "planning/plan/needle_path.h"

#include "core/angle.h"
#include "core/error.h"
#include "planning/model/clearance.h"
#include "planning/plan/bend_text.h"
#include "planning/plan/plan_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace trocar {
namespace {

Needle bentNeedle(double lengthMm, double angleDeg, const Vec3& towards) {
  Needle needle;
  needle.id = "N1";
  needle.instrument = "curved-needle-13g";
  needle.trajectory = {{0, 100, 0}, {0, 0, 0}};
  needle.bend = Bend{lengthMm, angleDeg, towards};
  return needle;
}

double angleDeg(const Vec3& a, const Vec3& b) {
  return Angle::fromRadians(std::acos(std::clamp(a.dot(b), -1.0, 1.0))).degrees();
}

TEST(NeedlePath, OfAStraightNeedleIsItsTrajectory) {
  const Trajectory line{{10, 80, 5}, {-3, 2, 1}};
  const NeedlePath path(line);
  EXPECT_TRUE(path.arc().empty());
  EXPECT_DOUBLE_EQ(path.lengthMm(), line.lengthMm());
  EXPECT_EQ(path.pointAtDepth(12.5), line.pointAtDepth(12.5));
  EXPECT_EQ(path.tipMm(), line.target);
}

TEST(NeedlePath, ABendKeepsEntryAndTargetItsLengthAndItsAngle) {
  for (const double turn : {5.0, 30.0, 60.0, 90.0}) {
    const NeedlePath path(bentNeedle(30.0, turn, Vec3::UnitX()));
    EXPECT_EQ(path.entryMm(), Vec3(0, 100, 0));
    EXPECT_EQ(path.tipMm(), Vec3(0, 0, 0));
    EXPECT_NEAR(path.arcLengthMm(), 30.0, 0.01);
    // The last chord leans half a step less than the arc's end.
    EXPECT_NEAR(
        angleDeg(path.shaft().direction(), path.tipDirection()), turn * (1 - 0.5 / 30), 1e-3);
    // Shaft, then r sin t ahead and r (1 - cos t) aside.
    const double t = Angle::fromDegrees(turn).radians();
    const double r = 30.0 / t;
    const double aside = r * (1.0 - std::cos(t));
    EXPECT_NEAR(
        path.shaft().lengthMm(), std::sqrt(100.0 * 100.0 - aside * aside) - r * std::sin(t), 1e-9);
    // Tangential where it leaves the shaft.
    EXPECT_NEAR(angleDeg(path.shaft().direction(), path.arc().front().direction()),
                0.5 * turn / 30.0,
                1e-3);
  }
}

TEST(NeedlePath, TheTipTurnsToTheSideThatWasAsked) {
  for (const Vec3& side : {Vec3(1, 0, 0), Vec3(-1, 0, 0), Vec3(0, 0, 1), Vec3(0.0, 0.0, -2.0)}) {
    const NeedlePath path(bentNeedle(20.0, 45.0, side));
    EXPECT_GT(path.tipDirection().dot(side), 0.0);
    EXPECT_LT(path.shaft().direction().dot(side), 0.0) << "the shaft points past the other side";
    EXPECT_NEAR(path.tipDirection().dot(side.cross(Vec3::UnitY())), 0.0, 1e-9);
  }
}

TEST(NeedlePath, DepthsRunAlongTheArc) {
  const NeedlePath path(bentNeedle(30.0, 60.0, Vec3::UnitX()));
  double summed = 0.0;
  Vec3 before = path.entryMm();
  for (int step = 1; step <= 4000; ++step) {
    const Vec3 at = path.pointAtDepth(path.lengthMm() * step / 4000);
    summed += (at - before).norm();
    before = at;
  }
  EXPECT_NEAR(summed, path.lengthMm(), 1e-3);
  EXPECT_NEAR((path.pointAtDepth(path.lengthMm()) - path.tipMm()).norm(), 0.0, 1e-9);
  const NeedlePath part = path.upTo(path.lengthMm() - 10.25);
  EXPECT_NEAR((part.tipMm() - path.pointAtDepth(path.lengthMm() - 10.25)).norm(), 0.0, 1e-9);
  EXPECT_NEAR(part.arcLengthMm(), path.arcLengthMm() - 10.25, 1e-9);
}

TEST(NeedlePath, CrossesAPlaneOnItsArcWhereTheCircleDoes) {
  const NeedlePath path(bentNeedle(30.0, 60.0, Vec3::UnitX()));
  const Vec3 across = (path.tipDirection() -
                       path.tipDirection().dot(path.shaft().direction()) * path.shaft().direction())
                          .normalized();
  const double r = 30.0 / (std::numbers::pi / 3.0);
  // r (1 - cos t) = 5 mm beside the shaft.
  const double turn = std::acos(1.0 - 5.0 / r);
  const auto depth = path.crossingDepthMm(path.shaft().entry + 5.0 * across, across);
  ASSERT_TRUE(depth.has_value());
  EXPECT_NEAR(*depth, path.shaft().lengthMm() + r * turn, 0.02);
  EXPECT_FALSE(path.crossingDepthMm(path.entryMm(), Vec3::UnitY()).has_value());
}

TEST(NeedlePath, WhatDoesNotFitIsStraight) {
  Needle needle = bentNeedle(30.0, 60.0, Vec3::UnitX());
  EXPECT_TRUE(bendFits(needle.trajectory, *needle.bend));
  needle.trajectory.entry = {0, 20, 0};
  EXPECT_FALSE(bendFits(needle.trajectory, *needle.bend));
  EXPECT_TRUE(NeedlePath(needle).arc().empty());
  EXPECT_FALSE(bendFits({{0, 100, 0}, {0, 0, 0}}, {30.0, 60.0, Vec3::UnitY()})) << "no side";
}

TEST(NeedlePath, TheWorkingPartIsTheChordOfItsEnd) {
  const Needle needle = bentNeedle(30.0, 60.0, Vec3::UnitX());
  const NeedlePath path(needle);
  const Trajectory axis = tipAxis(needle, 20.0);
  EXPECT_EQ(axis.target, needle.trajectory.target);
  EXPECT_NEAR((axis.entry - path.pointAtDepth(path.lengthMm() - 20.0)).norm(), 0.0, 1e-12);
  Needle straight = needle;
  straight.bend.reset();
  EXPECT_EQ(workingAxis(straight), straight.trajectory);
}

TEST(NeedlePath, ABentShaftIsHeldAgainstWhatItsCurveComesNear) {
  // The bulge of the curve lies where the straight line from entry to target does not pass.
  const Needle bent = bentNeedle(40.0, 90.0, Vec3::UnitX());
  const NeedlePath path(bent);
  const Vec3 corner = path.shaft().target;
  const Shaft other{Trajectory{corner - Vec3(0, 0, 50), corner + Vec3(0, 0, 50)}, 1.0};
  EXPECT_LT(clearanceBetween({path, 1.0}, other).distanceMm, 0.0);
  EXPECT_NEAR(
      clearanceBetween({bent.trajectory, 1.0}, other).distanceMm, std::abs(corner.x()) - 2.0, 1e-9);
}

TEST(BendText, ReadsLengthAngleAndDirectionInThePatient) {
  const Bend left = bendFromText("30,40,left", {});
  EXPECT_EQ(left, (Bend{30.0, 40.0, Vec3::UnitX()}));
  EXPECT_EQ(bendFromText("30, 40, medial", Side::Left).towards, -Vec3::UnitX());
  EXPECT_EQ(bendFromText("30,40,medial", Side::Right).towards, Vec3::UnitX());
  EXPECT_EQ(bendFromText("30,40,lateral", Side::Right).towards, -Vec3::UnitX());
  EXPECT_EQ(describe(left), "curved by 40 degrees over 30 mm to the patient's left");
  for (const char* bad : {"30,40", "30,0,left", "-3,40,left", "30,40,left,up", "30,200,left", ""})
    EXPECT_THROW(bendFromText(bad, {}), Error) << bad;
  EXPECT_THROW(bendFromText("30,40,medial", {}), Error) << "no side to be medial of";
}

TEST(BendText, APlanKeepsItsBendsAndRefusesABadOne) {
  Plan plan;
  plan.needles = {bentNeedle(25.0, 35.0, Vec3(0.6, 0.0, 0.8))};
  const std::string text = planToJson(plan);
  EXPECT_EQ(planFromJson(text, "my.json").needles, plan.needles);
  std::string bad = text;
  bad.replace(bad.find("35.0"), 4, "-5.0");
  EXPECT_THROW(planFromJson(bad, "my.json"), Error);
}

}  // namespace
}  // namespace trocar
