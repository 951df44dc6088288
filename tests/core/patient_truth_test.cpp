#include "core/patient/morphometry.h"
#include "core/patient/parameters.h"
#include "core/patient/truth.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar {
namespace {

const PatientTruth& truth() {
  static const PatientTruth known = truthOf("l3-breast");
  return known;
}

const VertebraTruth& at(const std::string& level) {
  for (const VertebraTruth& each : truth().vertebrae)
    if (each.level == level)
      return each;
  throw std::out_of_range(level);
}

TEST(PatientTruth, EveryVertebraFromT1ToL5IsKnown) {
  ASSERT_EQ(truth().vertebrae.size(), 17U);
  EXPECT_EQ(truth().vertebrae.front().level, "T1");
  EXPECT_EQ(truth().vertebrae.back().level, "L5");
}

TEST(PatientTruth, FramesAreRightHandedAndStandUpright) {
  for (const VertebraTruth& vertebra : truth().vertebrae) {
    EXPECT_NEAR((vertebra.left.cross(vertebra.posterior) - vertebra.superior).norm(), 0, 1e-9);
    EXPECT_GT(vertebra.superior.z(), 0.7) << vertebra.level;
    EXPECT_GT(vertebra.left.x(), 0.9) << vertebra.level;
  }
}

TEST(PatientTruth, PediclesAreAsWideAsTheirParametersToHalfAMillimetre) {
  const auto sizes = synthetic::patientParameters("l3-breast").sizes;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_NEAR(truth().vertebrae[i].leftPedicle.isthmusWidthMm, sizes[i].pedicleWidthMm, 0.5)
        << sizes[i].level;
    EXPECT_NEAR(truth().vertebrae[i].leftPedicle.isthmusWidthMm,
                truth().vertebrae[i].rightPedicle.isthmusWidthMm,
                0.1);
  }
}

TEST(PatientTruth, PediclesLieOnTheirSides) {
  for (const VertebraTruth& vertebra : truth().vertebrae) {
    EXPECT_GT((vertebra.leftPedicle.centreMm - vertebra.canalCentreMm).dot(vertebra.left), 8);
    EXPECT_LT((vertebra.rightPedicle.centreMm - vertebra.canalCentreMm).dot(vertebra.left), -8);
    EXPECT_LT(vertebra.leftPedicle.axis.dot(vertebra.posterior), -0.8) << "from back to front";
  }
}

// Mean of 87 patients: width 46.7 (39.4 to 58.8), depth 35.0 (29.5 to 42.0), height 27.8 (23.5 to
// 32.3), canal 26.7 (21.5 to 31.8) by 16.7 (13.0 to 20.4) mm, over L2 to L5. Clouthier et al.,
// J Biomech 2023;146:111421.
TEST(PatientTruth, LumbarSizesLieWithinThoseOfACohort) {
  for (const std::string level : {"L2", "L3", "L4", "L5"}) {
    const VertebraTruth& vertebra = at(level);
    EXPECT_GT(vertebra.bodyWidthMm, 39.3);
    EXPECT_LT(vertebra.bodyWidthMm, 58.8);
    EXPECT_GT(0.5 * (vertebra.heightAnteriorMm + vertebra.heightPosteriorMm), 23.5);
    EXPECT_LT(0.5 * (vertebra.heightAnteriorMm + vertebra.heightPosteriorMm), 32.3);
    EXPECT_GT(vertebra.canalDepthMm, 13.0);
    EXPECT_LT(vertebra.canalDepthMm, 20.4);
  }
}

TEST(PatientTruth, TheLordosisIsOrdinary) {
  const double cosine = at("L1").superior.dot(truth().sacrum.superior);
  const double lordosisDeg = std::acos(cosine) * 180 / M_PI;
  EXPECT_GT(lordosisDeg, 30);
  EXPECT_LT(lordosisDeg, 70);
}

TEST(PatientTruth, HipLandmarksStandInTheirOrder) {
  for (const HipTruth& hip : truth().hips) {
    EXPECT_GT(hip.anteriorSuperiorSpineMm.z(), hip.anteriorInferiorSpineMm.z() + 20);
    EXPECT_GT(hip.anteriorInferiorSpineMm.z(), hip.acetabularCentreMm.z() + 20);
    EXPECT_LT(hip.ischialTuberosityMm.z(), hip.ischialSpineMm.z() - 40);
    EXPECT_GT(hip.posteriorSuperiorSpineMm.y(), hip.anteriorSuperiorSpineMm.y() + 100);
  }
  EXPECT_GT(truth().hips[0].acetabularCentreMm.x(), 60);
  EXPECT_LT(truth().hips[1].acetabularCentreMm.x(), -60);
}

}  // namespace
}  // namespace trocar
