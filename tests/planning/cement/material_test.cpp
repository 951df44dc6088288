#include "core/error.h"
#include "planning/cement/cement_product.h"
#include "planning/cement/flow/bone_flow.h"
#include "planning/cement/flow/cannula_flow.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace trocar::cement {
namespace {

// Baroud et al. 2004: 4.45e-8 +- 1.72e-8 m2 along the axis of human lumbar cores.
TEST(BoneFlow, AtTenPercentBoneThePermeabilityIsThatOfLumbarCores) {
  EXPECT_NEAR(permeabilityM2(0.10), 4.45e-8, 0.1e-8);
}

// Nauman et al. 1999: 2.7e-11 to 2.0e-8 m2 in human trabecular bone; denser bone is tighter.
TEST(BoneFlow, DenserBoneIsTighter) {
  EXPECT_LT(permeabilityM2(0.3), 2.0e-8);
  EXPECT_GT(permeabilityM2(0.3), 2.7e-11);
  EXPECT_GT(permeabilityM2(0.15), permeabilityM2(0.2));
  EXPECT_LT(boneVolumeFraction(100), boneVolumeFraction(300));
}

// Hagen-Poiseuille: 8 eta L Q / (pi R^4).
// Hagen and Poiseuille: mean speed in a round tube = d^2 / 32 / viscosity x pressure gradient.
TEST(BoneFlow, AVeinOfTwoMillimetresLetsThreeTimesAsMuchThroughAsLumbarBone) {
  EXPECT_DOUBLE_EQ(tubePermeabilityM2(2.0), 1.25e-7);
  EXPECT_NEAR(tubePermeabilityM2(2.0) / permeabilityM2(0.10), 2.8, 0.1);
}

TEST(CannulaFlow, OfANewtonianFluidIsPoiseuilles) {
  const double radiusM = 1.194e-3;
  const double exactPa = 8.0 * 100.0 * 0.125 * 0.05e-6 / (std::numbers::pi * std::pow(radiusM, 4));
  EXPECT_NEAR(cannulaPressureKPa({100.0, 1.0}, 2.388, 125.0, 0.05), exactPa / 1000.0, 1e-9);
}

// Power law: the pressure grows with the rate to the exponent.
TEST(CannulaFlow, OfAShearThinningFluidGrowsWithTheRateToTheExponent) {
  const double slow = cannulaPressureKPa({100.0, 0.4}, 2.388, 125.0, 0.05);
  const double fast = cannulaPressureKPa({100.0, 0.4}, 2.388, 125.0, 0.10);
  EXPECT_NEAR(fast / slow, std::pow(2.0, 0.4), 1e-9);
}

TEST(CannulaFlow, DeadVolumeIsTheBores) {
  Instrument needle;
  needle.innerDiameterMm = 2.0;
  needle.lengthMm = 100.0;
  EXPECT_NEAR(deadVolumeMl(needle), std::numbers::pi * 0.1, 1e-9);
  needle.deadVolumeMl = 0.5;
  EXPECT_EQ(deadVolumeMl(needle), 0.5);
}

TEST(CementProduct, ThickensUntilItsWorkingTimeEnds) {
  for (const CementProduct& product : cementCatalogue()) {
    const double endS = workingTimeS(product, product.referenceC);
    EXPECT_GT(endS, product.startS) << product.id;
    EXPECT_LT(rheology(product, 60.0, 22.0).consistencyPaSn,
              rheology(product, 120.0, 22.0).consistencyPaSn);
    EXPECT_NEAR(rheology(product, endS, product.referenceC).consistencyPaSn,
                product.thickestPaSn,
                1e-6 * product.thickestPaSn);
    EXPECT_FALSE(product.source.empty());
  }
}

TEST(CementProduct, InAWarmRoomTheWorkingTimeHalvesEverySevenDegrees) {
  const CementProduct& product = cementCatalogue().front();
  EXPECT_NEAR(workingTimeS(product, product.referenceC + 7.0),
              0.5 * workingTimeS(product, product.referenceC),
              1e-9);
}

TEST(CementProduct, RefusesABadFileInOneSentence) {
  EXPECT_THROW(cementsFromJson("{}", "a.json"), Error);
  EXPECT_THROW(cementsFromJson(R"({"cements": []})", "a.json"), Error);
  EXPECT_THROW(cementsFromJson(R"({"cements": [{"id": "x"}]})", "a.json"), Error);
  EXPECT_THROW(findCement("glue"), Error);
}

}  // namespace
}  // namespace trocar::cement
