#include "planning/cement/flow/leak_ensemble.h"

#include "planning/cement/body/cement_site.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace trocar::cement {
namespace {

TEST(LeakEnsemble, DrawsWhereTheVeinsLie) {
  const std::vector<FlowFactors> factors = drawFlowFactors(400, 5);
  double up = 0.0, upSquare = 0.0, trunk = 0.0;
  for (const FlowFactors& drawn : factors) {
    up += drawn.veinPlace.upShare / 400.0;
    upSquare += drawn.veinPlace.upShare * drawn.veinPlace.upShare / 400.0;
    trunk += drawn.veinPlace.trunkShare / 400.0;
  }
  EXPECT_NEAR(up, 0.0, 0.02);
  EXPECT_NEAR(std::sqrt(upSquare), 0.1, 0.02);
  EXPECT_NEAR(trunk, VeinPlace{}.trunkShare, 0.02);
}

TEST(LeakEnsemble, NamesThePublishedShareOfARoute) {
  for (const char* route : {"basivertebral", "segmental", "cortical", "disc"}) {
    const auto share = publishedLeakShare(route);
    ASSERT_TRUE(share) << route;
    EXPECT_GT((*share)[0], 0.05) << route;
    EXPECT_LT((*share)[0], (*share)[1]) << route;
    EXPECT_LT((*share)[1], 0.6) << route;
  }
  EXPECT_FALSE(publishedLeakShare("track"));
}

}  // namespace
}  // namespace trocar::cement
