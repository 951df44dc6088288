#include "planning/fixation/corridor_search.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar::fixation {
namespace {

/// A long cylinder of bone about a line.
access::BoneDistance cylinder(const Vec3& through,
                              const Vec3& along,
                              double radiusMm,
                              double halfMm) {
  return [=](const Vec3& p) {
    const Vec3 d = p - through;
    const double depth = d.dot(along);
    return std::max((d - depth * along).norm() - radiusMm, std::abs(depth) - halfMm);
  };
}

access::BoneDistance box(const Vec3& half) {
  return [half](const Vec3& p) { return (p.cwiseAbs() - half).maxCoeff(); };
}

CorridorProblem alongX(const access::BoneDistance& bone) {
  CorridorProblem problem;
  problem.bone = bone;
  problem.head = {Vec3(40, 0, 0), 15.0};
  problem.tip = {Vec3(-40, 0, 0), 15.0};
  problem.limits = {.boneAheadMm = 5.0,
                    .clearanceMm = 2.0,
                    .entryZoneMm = 3.0,
                    .followedMm = 60.0,
                    .marginMm = 1.0};
  return problem;
}

TEST(CorridorSearch, FindsTheAxisOfACylinderInACylinder) {
  const Vec3 along = Vec3(1.0, 0.1, -0.12).normalized();
  const Vec3 through(0.0, 4.0, -3.0);
  const auto ways = widestCorridors(alongX(cylinder(through, along, 9.0, 60.0)), 1);
  ASSERT_EQ(ways.size(), 1u);
  EXPECT_NEAR(ways[0].clearRadiusMm, 9.0, 0.2);
  EXPECT_GT(std::abs(ways[0].axis.direction().dot(along)), std::cos(0.01));
  const Vec3 offset = ways[0].axis.entry - through;
  EXPECT_LT((offset - offset.dot(along) * along).norm(), 0.4);
}

TEST(CorridorSearch, TheWidestWayThroughABoxIsItsMiddle) {
  const auto ways = widestCorridors(alongX(box(Vec3(50, 7, 11))), 1);
  ASSERT_EQ(ways.size(), 1u);
  EXPECT_NEAR(ways[0].clearRadiusMm, 7.0, 0.15);
  EXPECT_NEAR(ways[0].axis.entry.x(), 50.0, 0.1);
}

TEST(CorridorSearch, KeepsTheWholeEndOfTheThreadInBone) {
  const auto ways = widestCorridors(alongX(box(Vec3(50, 10, 10))), 1);
  ASSERT_EQ(ways.size(), 1u);
  EXPECT_NEAR(ways[0].axis.target.x(), -45.0, 0.5);
}

TEST(CorridorSearch, AStructureInTheMiddlePushesTheWayAside) {
  CorridorProblem problem = alongX(box(Vec3(50, 20, 20)));
  problem.critical = [](const Vec3& p) { return std::hypot(p.x(), p.y() - 2.0) - 3.0; };
  const auto ways = widestCorridors(problem, 1);
  ASSERT_EQ(ways.size(), 1u);
  // Between the nerve's edge at y = -1, 2 mm around it, and the wall at y = -20.
  EXPECT_NEAR(ways[0].clearRadiusMm, 8.5, 0.3);
  EXPECT_LT(ways[0].axis.pointAtDepth(45.0).y(), -8.0);
}

TEST(CorridorSearch, KeepsTheLimitsItIsGiven) {
  CorridorProblem problem = alongX(box(Vec3(50, 20, 20)));
  problem.limits.boneAheadMm = 12.0;
  problem.limits.clearanceMm = 6.0;
  problem.critical = [](const Vec3& p) { return std::hypot(p.x(), p.y() - 2.0) - 3.0; };
  const auto ways = widestCorridors(problem, 1);
  ASSERT_EQ(ways.size(), 1u);
  EXPECT_NEAR(ways[0].axis.target.x(), -38.0, 0.5);
  // Between 6 mm around the nerve's edge at y = -1 and the wall at y = -20.
  EXPECT_NEAR(ways[0].clearRadiusMm, 6.5, 0.3);
}

TEST(CorridorSearch, BoneThatIsTooShortHasNoCorridor) {
  CorridorProblem problem = alongX(box(Vec3(15, 10, 10)));
  problem.neededMm = 60.0;
  EXPECT_TRUE(widestCorridors(problem, 3).empty());
}

TEST(CorridorSearch, MirroredBoneGivesTheMirroredWay) {
  const Vec3 along = Vec3(1.0, 0.15, 0.1).normalized();
  const Vec3 through(0.0, 3.0, 2.0);
  const auto one = widestCorridors(alongX(cylinder(through, along, 8.0, 60.0)), 1);
  CorridorProblem mirrored =
      alongX(cylinder(Vec3(0, 3, 2), Vec3(-along.x(), along.y(), along.z()), 8.0, 60.0));
  std::swap(mirrored.head, mirrored.tip);
  const auto other = widestCorridors(mirrored, 1);
  ASSERT_EQ(one.size(), 1u);
  ASSERT_EQ(other.size(), 1u);
  EXPECT_NEAR(one[0].clearRadiusMm, other[0].clearRadiusMm, 0.15);
  EXPECT_NEAR(one[0].axis.direction().x(), -other[0].axis.direction().x(), 0.01);
  EXPECT_NEAR(one[0].axis.direction().y(), other[0].axis.direction().y(), 0.02);
}

TEST(CorridorSearch, GivesTheSameWaysTwice) {
  const auto problem = alongX(box(Vec3(50, 9, 14)));
  const auto one = widestCorridors(problem, 4);
  const auto two = widestCorridors(problem, 4);
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t n = 0; n < one.size(); ++n)
    EXPECT_EQ(one[n].axis, two[n].axis);
}

}  // namespace
}  // namespace trocar::fixation
