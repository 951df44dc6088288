#include "planning/access/pedicle_path.h"

#include "tests/planning/analytic_vertebra.h"

#include <gtest/gtest.h>

namespace trocar::access {
namespace {

/// A needle of radius 1.5 mm moved by `offset` inside a pedicle of radius 5 mm leaves it by
/// |offset| - 3.5 mm.
Breach breachAt(const Vec3& offset, const AnalyticVertebra& vertebra = {}) {
  const BoneDistance bone = [&](const Vec3& p) { return vertebra.bone(p); };
  return gradeBreach(
      bone, vertebra.anatomy(), Side::Left, {AnalyticVertebra::straight(offset), 1.5});
}

TEST(PediclePath, GradesTheHalfOpenBandsOfACylinderInACylinder) {
  const std::vector<std::pair<double, char>> expected = {{0.0, 'A'},
                                                         {0.001, 'B'},
                                                         {1.999, 'B'},
                                                         {2.0, 'C'},
                                                         {3.999, 'C'},
                                                         {4.0, 'D'},
                                                         {5.999, 'D'},
                                                         {6.0, 'E'}};
  for (const auto& [excursionMm, grade] : expected) {
    const Breach breach = breachAt({-3.5 - excursionMm, 0, 0});
    EXPECT_NEAR(breach.maxExcursionMm, excursionMm, 1e-6);
    EXPECT_EQ(breach.grade, grade) << excursionMm;
  }
}

TEST(PediclePath, NamesTheWallThatIsCrossedForTheSideOfThePatient) {
  EXPECT_EQ(breachAt({-5, 0, 0}).direction, "medial");
  EXPECT_EQ(breachAt({5, 0, 0}).direction, "lateral");
  EXPECT_EQ(breachAt({0, 0, 5}).direction, "superior");
  EXPECT_EQ(breachAt({0, 0, -5}).direction, "inferior");
  EXPECT_EQ(breachAt({0, 0, 0}).direction, "none");
  const AnalyticVertebra vertebra;
  const Trajectory right{{-9, 90, 0}, {-9, -8, 0}};
  const Breach breach = gradeBreach([&](const Vec3& p) { return vertebra.bone(p); },
                                    vertebra.anatomy(),
                                    Side::Right,
                                    {right, 1.5});
  EXPECT_EQ(breach.direction, "medial");
}

TEST(PediclePath, LeavesTheEntryZoneUngraded) {
  // The shaft's own radius stands out of the bone where it enters: without the zone every needle is
  // a breach.
  EXPECT_EQ(breachAt({0, 0, 0}).grade, 'A');
}

TEST(PediclePath, MeasuresTheMarginToEachWall) {
  const auto margin = breachAt({-1.0, 0, 2.0}).wallMarginMm;
  ASSERT_TRUE(margin);
  EXPECT_NEAR(*margin->medial, std::sqrt(25.0 - 4.0) - 1.0 - 1.5, 0.02);
  EXPECT_NEAR(*margin->lateral, std::sqrt(25.0 - 4.0) + 1.0 - 1.5, 0.02);
  EXPECT_NEAR(*margin->superior, std::sqrt(25.0 - 1.0) - 2.0 - 1.5, 0.02);
  EXPECT_NEAR(*margin->inferior, std::sqrt(25.0 - 1.0) + 2.0 - 1.5, 0.02);
  const auto outside = breachAt({-5.0, 0, 0}).wallMarginMm;
  EXPECT_NEAR(*outside->medial, -1.5, 1e-6);
  EXPECT_FALSE(outside->lateral) << "nothing was measured there";
}

/// A needle that meets the posterior wall (y = 16) at x = `wallMm` and converges by `degrees`.
Trajectory converging(double wallMm, double degrees) {
  const double slope = std::tan(Angle::fromDegrees(degrees).radians());
  return {{wallMm + 70.0 * slope, 86.0, 0.0}, {wallMm - 24.0 * slope, -8.0, 0.0}};
}

TEST(PediclePath, OrderRuleLeadIsTheWayFromPosteriorToMedialWall) {
  // The medial wall of the left pedicle is the plane x = 9.
  const AnalyticVertebra vertebra;
  for (const double degrees : {5.0, 15.0, 25.0}) {
    const auto rule = orderRule(vertebra.anatomy(), Side::Left, converging(12.0, degrees));
    ASSERT_TRUE(rule && rule->leadMm);
    EXPECT_TRUE(rule->passes);
    EXPECT_NEAR(*rule->leadMm, 3.0 / std::sin(Angle::fromDegrees(degrees).radians()), 0.1);
  }
  const auto late = orderRule(vertebra.anatomy(), Side::Left, converging(7.0, 20.0));
  EXPECT_FALSE(late->passes);
  EXPECT_NEAR(*late->leadMm, -2.0 / std::sin(Angle::fromDegrees(20.0).radians()), 0.1);
}

TEST(PediclePath, OrderRuleIsTheSameOnTheOtherSide) {
  const AnalyticVertebra vertebra;
  Trajectory mirrored = converging(12.0, 15.0);
  mirrored.entry.x() *= -1.0;
  mirrored.target.x() *= -1.0;
  const auto left = orderRule(vertebra.anatomy(), Side::Left, converging(12.0, 15.0));
  const auto right = orderRule(vertebra.anatomy(), Side::Right, mirrored);
  EXPECT_NEAR(*left->leadMm, *right->leadMm, 1e-9);
}

TEST(PediclePath, ANeedleThatNeverConvergesHasNoLead) {
  const auto rule =
      orderRule(AnalyticVertebra().anatomy(), Side::Left, AnalyticVertebra::straight({0, 0, 0}));
  ASSERT_TRUE(rule);
  EXPECT_TRUE(rule->passes);
  EXPECT_FALSE(rule->leadMm);
}

// The three cases in which two views and three dimensions have to be told apart (clinical
// rules, 4.5).

TEST(Discordance, AStraightPedicleAndAPerfectShotPassBoth) {
  const AnalyticVertebra vertebra;
  const Trajectory axis = converging(13.0, 5.0);
  EXPECT_TRUE(orderRule(vertebra.anatomy(), Side::Left, axis)->passes);
  const BoneDistance bone = [&](const Vec3& p) { return vertebra.bone(p); };
  EXPECT_EQ(gradeBreach(bone, vertebra.anatomy(), Side::Left, {axis, 1.5}).grade, 'A');
}

TEST(Discordance, AViewTurnedByTenDegreesPassesWhatTheTrueViewFails) {
  const AnalyticVertebra vertebra;
  const Trajectory axis = converging(8.0, 10.0);
  const Vec3 spinousTip(0.0, 70.0, -5.0);
  const Angle turn = Angle::fromDegrees(10.0);
  EXPECT_FALSE(orderRule(vertebra.anatomy(), Side::Left, axis)->passes);
  const auto wrong = orderRule(vertebra.anatomy(), Side::Left, axis, Angle::fromDegrees(-10.0));
  const auto other = orderRule(vertebra.anatomy(), Side::Left, axis, turn);
  EXPECT_TRUE(wrong->passes || other->passes);
  EXPECT_NEAR(spinousOffsetMm(vertebra.anatomy(), spinousTip, Angle::fromDegrees(0.0)), 0.0, 1e-9);
  EXPECT_GT(std::abs(spinousOffsetMm(vertebra.anatomy(), spinousTip, turn)), 5.0);
}

TEST(Discordance, AConcaveMedialWallIsCrossedWhileBothViewsLookRight) {
  // The canal bulges 3 mm into the pedicle behind its isthmus, so the line on AP, drawn at the
  // isthmus, is not the wall.
  const AnalyticVertebra vertebra;
  const BoneDistance bone = [&](const Vec3& p) {
    const double bulge =
        std::hypot(p.x() - 5.0, p.y() - 27.0) - 7.0;  // A round canal: its wall reaches x = 12.
    return std::max(vertebra.bone(p), -bulge);
  };
  const Trajectory axis =
      AnalyticVertebra::straight({-2.0, 0, 0});  // Medial edge of the shaft at x = 10.5.
  EXPECT_TRUE(orderRule(vertebra.anatomy(), Side::Left, axis)->passes);
  const Breach breach = gradeBreach(bone, vertebra.anatomy(), Side::Left, {axis, 1.5});
  EXPECT_EQ(breach.grade, 'B');
  EXPECT_EQ(breach.direction, "medial");
  EXPECT_NEAR(breach.maxExcursionMm, 1.5, 0.05);
}

}  // namespace
}  // namespace trocar::access
