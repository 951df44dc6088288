#include "core/box.h"

#include <gtest/gtest.h>

#include <vector>

namespace trocar {
namespace {

TEST(Box, HoldsItsPointsAndItsMargin) {
  const std::vector<Vec3> points{{1, 2, 3}, {-4, 5, 0}};
  const Box box = boxAround(points, 2.0);
  EXPECT_EQ(box.lowMm, Vec3(-6, 0, -2));
  EXPECT_EQ(box.highMm, Vec3(3, 7, 5));
  EXPECT_TRUE(holds(box, {3, 7, 5})) << "a corner";
  EXPECT_FALSE(holds(box, {3.1, 7, 5}));
}

TEST(Box, MeetsWhatItTouches) {
  const Box box{{0, 0, 0}, {1, 1, 1}};
  EXPECT_TRUE(meet(box, {{1, 0, 0}, {2, 1, 1}})) << "a face";
  EXPECT_TRUE(meet(box, {{0.2, 0.2, 0.2}, {0.3, 0.3, 0.3}})) << "inside";
  EXPECT_FALSE(meet(box, {{1.1, 0, 0}, {2, 1, 1}}));
  EXPECT_FALSE(meet(box, {{0, 0, -2}, {1, 1, -0.1}}));
}

TEST(Box, OfNoPointHoldsAndMeetsNothing) {
  const Box none = boxAround({}, 5.0);
  EXPECT_FALSE(holds(none, Vec3::Zero()));
  EXPECT_FALSE(meet(none, {{-9, -9, -9}, {9, 9, 9}}));
}

}  // namespace
}  // namespace trocar
