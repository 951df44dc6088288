#include "core/dice.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar::numerics {
namespace {

TEST(Dice, GivesTheSameNumbersForASeedEverywhere) {
  Dice dice(5);
  EXPECT_DOUBLE_EQ(dice.normal(), 0.86394503559301283);
  EXPECT_DOUBLE_EQ(dice.normal(), -0.77478385152740425);
  EXPECT_DOUBLE_EQ(dice.normal(), 1.8030460589590978);
  const Vec3 last(1.8030460589590978, -0.77478385152740425, 0.86394503559301283);
  EXPECT_TRUE(Dice(5).direction().isApprox(last.normalized(), 1e-15));
  EXPECT_DOUBLE_EQ(Dice(5).logNormal(0.7), std::exp(0.7 * 0.86394503559301283));
}

TEST(Dice, DrawsEvenAndNormalNumbers) {
  Dice dice(1);
  constexpr int kDraws = 20000;
  double even = 0.0, normal = 0.0, squares = 0.0;
  Vec3 directions = Vec3::Zero();
  for (int n = 0; n < kDraws; ++n) {
    const double u = dice.uniform();
    EXPECT_TRUE(u > 0.0 && u < 1.0);
    even += u;
    const double z = dice.normal(2.0);
    normal += z;
    squares += z * z;
    EXPECT_GE(dice.normalLength(0.1, 1.0), 0.0);
    directions += dice.direction();
  }
  EXPECT_NEAR(even / kDraws, 0.5, 0.01);
  EXPECT_NEAR(normal / kDraws, 0.0, 0.05);
  EXPECT_NEAR(squares / kDraws, 4.0, 0.15);
  EXPECT_LT(directions.norm() / kDraws, 0.03);
}

}  // namespace
}  // namespace trocar::numerics
