#include "render/mesh/coarse_mesh.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar::render {
namespace {

TEST(CoarseMesh, OfABallIsABallOfAFewPerCentOfTheTriangles) {
  const Mesh ball = ellipsoidMesh({.centreMm = {10, -20, 30}, .radiiMm = {25, 25, 25}}, 120);
  const Mesh coarse = coarseMesh(ball, 6.0);
  EXPECT_LT(coarse.triangles.size(), ball.triangles.size() / 10);
  EXPECT_NEAR(volumeMl(coarse), volumeMl(ball), 0.05 * volumeMl(ball));
  for (std::size_t p = 0; p < coarse.pointsMm.size(); ++p) {
    const auto& at = coarse.pointsMm[p];
    const Vec3 out = Vec3(at[0], at[1], at[2]) - Vec3(10, -20, 30);
    EXPECT_NEAR(out.norm(), 25.0, 1.0);
    const auto& normal = coarse.normals[p];
    EXPECT_GT(Vec3(normal[0], normal[1], normal[2]).dot(out.normalized()), 0.95);
  }
}

/// A nerve of 2 mm is thinner than the cubes.
TEST(CoarseMesh, OfAThinTubeKeepsItsSidesApart) {
  const Mesh tube = tubeMesh({{{0, 0, 0}, {20, 5, 0}, {40, 0, 10}}, 1.0});
  const Mesh coarse = coarseMesh(tube, 3.0);
  EXPECT_FALSE(coarse.empty());
  EXPECT_GT(volumeMl(coarse), 0.4 * volumeMl(tube));
}

TEST(CoarseMesh, OfNothingIsNothing) {
  EXPECT_TRUE(coarseMesh({}, 3.0).empty());
}

}  // namespace
}  // namespace trocar::render
