#include "core/region_distance.h"

#include "tests/core/shapes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar {
namespace {

TEST(TubeDistance, IsExactBesideAndBeyondTheEnds) {
  const TubeRegion tube{{{0, 0, 0}, {0, 0, 10}}, 2.0};
  EXPECT_NEAR(signedDistanceMm(tube, {5, 0, 5}), 3.0, 1e-12);
  EXPECT_NEAR(signedDistanceMm(tube, {0, 0, 5}), -2.0, 1e-12);
  EXPECT_NEAR(signedDistanceMm(tube, {3, 4, 10}), 3.0, 1e-12);
  EXPECT_NEAR(signedDistanceMm(tube, {0, 3, -4}), 3.0, 1e-12);
}

TEST(EllipsoidDistance, OfABallIsTheRadiusAway) {
  EllipsoidRegion ball;
  ball.centreMm = Vec3(1, 2, 3);
  ball.radiiMm = Vec3::Constant(5.0);
  for (const Vec3& offset : {Vec3(0, 0, 0), Vec3(1, 1, 1), Vec3(0, 0, 9), Vec3(-20, 5, 3)})
    EXPECT_NEAR(signedDistanceMm(ball, ball.centreMm + offset), offset.norm() - 5.0, 1e-7);
}

TEST(EllipsoidDistance, IsKnownAlongTheNormalOfAnySurfacePoint) {
  EllipsoidRegion body;
  body.centreMm = Vec3(-3, 8, 1);
  body.axes = turned(50.0);
  body.radiiMm = Vec3(12, 7, 4);
  for (const double polar : {0.0, 0.4, 1.1, 1.5707963}) {
    for (const double azimuth : {0.0, 0.7, 1.5707963, 2.5}) {
      const Vec3 unit(std::sin(polar) * std::cos(azimuth),
                      std::sin(polar) * std::sin(azimuth),
                      std::cos(polar));
      const Vec3 surface = body.radiiMm.cwiseProduct(unit);
      const Vec3 normal = unit.cwiseQuotient(body.radiiMm).normalized();
      for (const double away :
           {-1.0, 0.0, 0.5, 30.0}) {  // The smallest radius of curvature is 16 / 12 mm.
        const Vec3 point = body.centreMm + body.axes * (surface + away * normal);
        EXPECT_NEAR(signedDistanceMm(body, point), away, 1e-6) << polar << ' ' << azimuth;
      }
    }
  }
}

TEST(EllipsoidDistance, AtTheCentreIsTheShortestRadius) {
  EllipsoidRegion body;
  body.radiiMm = Vec3(12, 7, 4);
  EXPECT_NEAR(signedDistanceMm(body, Vec3::Zero()), -4.0, 1e-7);
}

}  // namespace
}  // namespace trocar
