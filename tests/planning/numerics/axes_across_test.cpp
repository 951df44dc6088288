#include "planning/numerics/axes_across.h"

#include <Eigen/Geometry>
#include <gtest/gtest.h>

#include <cmath>

namespace trocar::numerics {
namespace {

TEST(AxesAcross, AreRightHandedAndLevelUnlessTheDirectionIsSteep) {
  for (const Vec3& along : {Vec3(1, 0, 0), Vec3(0.3, -0.8, 0.2), Vec3(0, 0, -1), Vec3(0.1, 0, 5)}) {
    const Vec3 w = along.normalized();
    const AxesAcross axes(w);
    EXPECT_TRUE(axes.u.cross(axes.v).isApprox(w, 1e-12));
    EXPECT_NEAR(axes.u.dot(w), 0.0, 1e-12);
    EXPECT_NEAR(axes.u.norm(), 1.0, 1e-12);
    EXPECT_TRUE(std::abs(w.z()) >= 0.9 || std::abs(axes.u.z()) < 1e-12);
    EXPECT_TRUE(axes.at(0.5 * std::acos(-1.0)).isApprox(axes.v, 1e-12));
  }
}

}  // namespace
}  // namespace trocar::numerics
