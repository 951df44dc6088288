#include "phantom.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::anatomy {
namespace {

using testing::Phantom;
using testing::Pose;

double degreesBetweenOfVertebra(const Vec3& a, const Vec3& b) {
  return std::acos(std::clamp(a.normalized().dot(b.normalized()), -1.0, 1.0)) * 180.0 /
         std::numbers::pi;
}

VertebraAnatomy measured(const Phantom& phantom,
                         const Pose& pose = {},
                         const Vec3& spacingMm = Vec3::Ones()) {
  const Case patient = testing::phantomCase(phantom, pose, spacingMm);
  return measureVertebra(patient, patient.structures.front());
}

/// VertebraErrors of many measurements of one quantity.
struct VertebraErrors {
  std::vector<double> values;

  double quantile(double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  }
  void expectMedianBelow(double limit, const char* what) {
    EXPECT_LE(quantile(0.5), limit) << what;
    EXPECT_LE(quantile(0.95), 2.0 * limit) << what;
    ::testing::Test::RecordProperty(
        what, std::to_string(quantile(0.5)) + " / " + std::to_string(quantile(0.95)));
    std::printf(
        "%-28s median %.2f  95%% %.2f  limit %.2f\n", what, quantile(0.5), quantile(0.95), limit);
  }
};

struct Accuracy {
  VertebraErrors centroidMm, axesDeg, isthmusMm, heightMm, pedicleAxisDeg, pedicleCentreMm, trusted;

  void add(const Phantom& phantom, unsigned seed, const Vec3& spacingMm) {
    const Pose pose = testing::randomPose(seed);
    const VertebraAnatomy anatomy = measured(phantom, pose, spacingMm);
    ASSERT_TRUE(anatomy.trust.trusted) << anatomy.trust.why;
    centroidMm.values.push_back(
        (anatomy.bodyCentroidMm - (pose.originMm + pose.axes * phantom.bodyCentroidMm())).norm());
    axesDeg.values.push_back(degreesBetweenOfVertebra(anatomy.frame.left, pose.axes.col(0)));
    axesDeg.values.push_back(degreesBetweenOfVertebra(anatomy.frame.posterior, pose.axes.col(1)));
    axesDeg.values.push_back(degreesBetweenOfVertebra(anatomy.frame.superior, pose.axes.col(2)));
    heightMm.values.push_back(std::abs(anatomy.body.heightMiddleMm - phantom.heightMm));
    for (const int side : {1, -1}) {
      const PedicleAnatomy& pedicle = side > 0 ? anatomy.left : anatomy.right;
      ASSERT_TRUE(pedicle.trust.trusted) << pedicle.trust.why;
      const double width = side > 0 ? phantom.leftPedicleMm : phantom.rightPedicleMm;
      isthmusMm.values.push_back(std::abs(pedicle.isthmusWidthMm - width));
      pedicleAxisDeg.values.push_back(
          degreesBetweenOfVertebra(pedicle.axis, pose.axes * phantom.pedicleAxis(side)));
      pedicleCentreMm.values.push_back(
          (pedicle.centreMm - (pose.originMm + pose.axes * phantom.pedicleCentreMm(side))).norm());
    }
  }
};

TEST(Vertebra, isMeasuredAsItWasMadeAtOneMillimetre) {
  Accuracy accuracy;
  for (unsigned seed = 1; seed <= 8; ++seed)
    accuracy.add(
        seed % 2 == 0 ? testing::lumbarPhantom() : testing::thoracicPhantom(), seed, Vec3::Ones());
  accuracy.centroidMm.expectMedianBelow(0.5, "centroid, mm");
  accuracy.axesDeg.expectMedianBelow(2.0, "axes, degrees");
  accuracy.isthmusMm.expectMedianBelow(0.6, "isthmus width, mm");
  accuracy.heightMm.expectMedianBelow(0.7, "height, mm");
  accuracy.pedicleAxisDeg.expectMedianBelow(2.5, "pedicle axis, degrees");
  accuracy.pedicleCentreMm.expectMedianBelow(1.5, "pedicle centre, mm");
}

TEST(Vertebra, isMeasuredOnThickSlices) {
  Accuracy accuracy;
  for (unsigned seed = 1; seed <= 4; ++seed)
    accuracy.add(testing::lumbarPhantom(), seed, {1.0, 1.0, 2.0});
  accuracy.centroidMm.expectMedianBelow(0.7, "centroid, mm");
  accuracy.axesDeg.expectMedianBelow(2.5, "axes, degrees");
  accuracy.isthmusMm.expectMedianBelow(0.9, "isthmus width, mm");
}

TEST(Vertebra, keepsLeftAndRightApart) {
  Phantom phantom = testing::lumbarPhantom();
  phantom.leftPedicleMm = 11.0;
  phantom.rightPedicleMm = 7.0;
  const VertebraAnatomy anatomy = measured(phantom);
  EXPECT_GT(anatomy.left.centreMm.x(), 10.0);
  EXPECT_LT(anatomy.right.centreMm.x(), -10.0);
  EXPECT_NEAR(anatomy.left.isthmusWidthMm, 11.0, 0.8);
  EXPECT_NEAR(anatomy.right.isthmusWidthMm, 7.0, 0.8);
  EXPECT_GT(anatomy.frame.left.x(), 0.99);
  EXPECT_NEAR(
      anatomy.frame.left.dot(anatomy.frame.posterior.cross(anatomy.frame.superior)), 1.0, 1e-9);
  for (const PedicleSection& section : anatomy.left.sections)
    EXPECT_LT(section.medialMm.x(), section.lateralMm.x());
  for (const PedicleSection& section : anatomy.right.sections)
    EXPECT_GT(section.medialMm.x(), section.lateralMm.x());
}

TEST(Vertebra, saysWhichPedicleIsMissing) {
  Phantom phantom = testing::lumbarPhantom();
  phantom.rightPedicleMm = 0.0;
  const VertebraAnatomy anatomy = measured(phantom);
  EXPECT_TRUE(anatomy.left.trust.trusted) << anatomy.left.trust.why;
  EXPECT_FALSE(anatomy.right.trust.trusted);
  EXPECT_FALSE(anatomy.right.trust.why.empty());
}

TEST(Vertebra, ofABodyAloneHasABodyButNoPedicles) {
  Phantom phantom = testing::lumbarPhantom();
  phantom.arch = false;
  phantom.leftPedicleMm = phantom.rightPedicleMm = 0.0;
  const VertebraAnatomy anatomy = measured(phantom);
  EXPECT_FALSE(anatomy.trust.trusted);
  EXPECT_FALSE(anatomy.left.trust.trusted);
  EXPECT_FALSE(anatomy.canalCentreMm.has_value());
  EXPECT_NEAR(anatomy.body.heightMiddleMm, phantom.heightMm, 1.0);
}

TEST(Vertebra, cutByTheBorderIsNotTrusted) {
  const Phantom phantom = testing::lumbarPhantom();
  const Grid halfBody({90, 140, 60}, {-45, -45, 2}, Vec3::Ones());
  const Case patient = testing::labelledCase(halfBody, {"L3"}, [&](const Vec3& p) -> std::uint16_t {
    return phantom.contains(p) ? 1 : 0;
  });
  const VertebraAnatomy anatomy = measureVertebra(patient, patient.structures.front());
  EXPECT_FALSE(anatomy.trust.trusted);
}

TEST(Vertebra, withItsTransverseProcessesCutOffIsStillTrusted) {
  const Phantom phantom = testing::lumbarPhantom();
  const Grid narrow({60, 140, 110}, {-29.5, -45, -55}, Vec3::Ones());
  const Case patient = testing::labelledCase(
      narrow, {"L3"}, [&](const Vec3& p) -> std::uint16_t { return phantom.contains(p) ? 1 : 0; });
  const VertebraAnatomy anatomy = measureVertebra(patient, patient.structures.front());
  EXPECT_TRUE(anatomy.trust.trusted) << anatomy.trust.why;
  EXPECT_TRUE(anatomy.left.trust.trusted) << anatomy.left.trust.why;
  EXPECT_TRUE(anatomy.right.trust.trusted) << anatomy.right.trust.why;
}

TEST(Vertebra, thatIsNoneIsSaidPlainly) {
  const Grid grid({60, 60, 60}, Vec3::Zero(), Vec3::Constant(4.0));
  const Case patient = testing::labelledCase(
      grid, {"L1", "L2", "L3", "nonsense"}, [](const Vec3& p) -> std::uint16_t {
        if (p.isZero(1e-9))
          return 1;
        return p.z() > 40.0 ? 3 : 0;
      });
  const std::vector<VertebraAnatomy> anatomies = measureVertebrae(patient);
  ASSERT_EQ(anatomies.size(), 4U);
  for (const VertebraAnatomy& anatomy : anatomies) {
    EXPECT_FALSE(anatomy.trust.trusted);
    EXPECT_FALSE(anatomy.trust.why.empty());
    EXPECT_FALSE(anatomy.left.trust.trusted);
  }
}

/// The label of one phantom under many names.
Case manyNames(const std::vector<std::string>& ids) {
  Case patient = testing::phantomCase(testing::lumbarPhantom(), {}, Vec3::Constant(2.0));
  const Structure original = patient.structures.front();
  patient.structures.clear();
  for (const std::string& id : ids) {
    patient.structures.push_back(original);
    patient.structures.back().id = id;
    patient.structures.back().name = id;
  }
  return patient;
}

TEST(Vertebrae, fortyOfThemAreAllMeasured) {
  std::vector<std::string> ids;
  for (int n = 1; n <= 40; ++n)
    ids.push_back("vertebra_" + std::to_string(n));
  const std::vector<VertebraAnatomy> anatomies = measureVertebrae(manyNames(ids));
  ASSERT_EQ(anatomies.size(), 40U);
  for (const VertebraAnatomy& anatomy : anatomies) {
    EXPECT_TRUE(anatomy.trust.trusted) << anatomy.trust.why;
    EXPECT_EQ(anatomy.bodyCentroidMm, anatomies.front().bodyCentroidMm);
    EXPECT_FALSE(anatomy.collapseFraction.has_value()) << "no level, no neighbours";
  }
}

TEST(Vertebrae, standInTheirOrderWithASixthLumbarAThirteenthThoracicAndOnesWithoutALevel) {
  const Case patient =
      manyNames({"bone", "vertebra_L6", "vertebra_L5", "vertebra_T13", "vertebra_T12", "x_L99"});
  const std::vector<VertebraAnatomy> anatomies = measureVertebrae(patient);
  ASSERT_EQ(anatomies.size(), 6U);
  EXPECT_EQ(anatomies[0].structureId, "vertebra_T12");
  EXPECT_EQ(anatomies[1].structureId, "vertebra_T13");
  EXPECT_EQ(anatomies[2].structureId, "vertebra_L5");
  EXPECT_EQ(anatomies[3].structureId, "vertebra_L6");
  for (const VertebraAnatomy& anatomy : anatomies)
    EXPECT_TRUE(anatomy.trust.trusted) << anatomy.trust.why;
}

TEST(Vertebrae, thatPointBeyondTheLayersOrAtNoLabelAreSaidToBeEmpty) {
  Case patient = manyNames({"vertebra_L1", "vertebra_L2", "vertebra_L3", "vertebra_L4"});
  patient.structures[0].region = LabelRegion{7, {1}};
  patient.structures[1].region = LabelRegion{-1, {1}};
  patient.structures[2].region = LabelRegion{0, {}};
  patient.structures[3].region =
      EllipsoidRegion{Vec3::Zero(), Eigen::Matrix3d::Identity(), Vec3::Ones()};
  for (const VertebraAnatomy& anatomy : measureVertebrae(patient)) {
    EXPECT_FALSE(anatomy.trust.trusted);
    EXPECT_EQ(anatomy.trust.why, "The structure has no voxel in a label map.");
    EXPECT_EQ(anatomy.body.volumeMl, 0.0);
  }
}

TEST(Vertebra, givesTheSameNumbersEveryTime) {
  const Case patient = testing::phantomCase(testing::lumbarPhantom(), testing::randomPose(3));
  const VertebraAnatomy once = measureVertebra(patient, patient.structures.front());
  const VertebraAnatomy again = measureVertebrae(patient).front();
  EXPECT_EQ(once.bodyCentroidMm, again.bodyCentroidMm);
  EXPECT_EQ(once.left.axis, again.left.axis);
  EXPECT_EQ(once.right.isthmusWidthMm, again.right.isthmusWidthMm);
}

}  // namespace
}  // namespace trocar::anatomy
