#include "core/nearest_whole.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar {
namespace {

TEST(NearestWhole, IsThatOfLroundWhereverThatIsAnInt) {
  for (const double number : {0.0,
                              0.49999999999999994,
                              0.5,
                              1.5,
                              2.5,
                              -0.5,
                              -1.5,
                              -2.4999999999999996,
                              1234567.5,
                              -1999999999.5,
                              1e-300})
    EXPECT_EQ(nearestWhole(number), std::lround(number)) << number;
  EXPECT_EQ(nearestWhole(1e308), std::numeric_limits<int>::max());
  EXPECT_EQ(nearestWhole(-1e308), std::numeric_limits<int>::min());
  EXPECT_EQ(nearestWhole(std::nan("")), std::numeric_limits<int>::min());
}

}  // namespace
}  // namespace trocar
