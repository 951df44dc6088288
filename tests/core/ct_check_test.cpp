// Whether numbers are a CT in Hounsfield units, and what fills it where nothing was measured.
#include "core/io/ct_check.h"

#include "core/io/padding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <random>

namespace trocar {
namespace {

using testing::HasSubstr;

constexpr int kBodySide = 48;
const Grid kBodyGrid({kBodySide, kBodySide, 12}, Vec3::Zero(), Vec3(2, 2, 3));

/// Distance of a voxel from the axis of the image, in voxels.
double radiusOf(const VoxelIndex& voxel) {
  constexpr double kMiddle = 0.5 * (kBodySide - 1);
  return std::hypot(voxel.i - kMiddle, voxel.j - kMiddle);
}

/// Values with noise of so many units.
Volume filledVolume(const std::function<double(const VoxelIndex&)>& value, double noise) {
  std::mt19937 generator(7);
  std::normal_distribution<double> normal(0.0, noise);
  std::vector<std::int16_t> voxels(kBodyGrid.voxelCount());
  for (std::size_t v = 0; v < voxels.size(); ++v)
    voxels[v] = static_cast<std::int16_t>(
        std::lround(value(kBodyGrid.voxelAt(v)) + (noise > 0.0 ? normal(generator) : 0.0)));
  return {kBodyGrid, std::move(voxels)};
}

double bodyHu(const VoxelIndex& voxel) {
  const double radius = radiusOf(voxel);
  if (radius < 5.0)
    return 400.0;
  if (radius < 14.0)
    return 50.0;
  return radius < 18.0 ? -100.0 : -1000.0;
}

/// What is said of it: a refusal, or the keys of its doubts, or nothing.
std::string verdictOn(const Volume& ct) {
  const HuSpread spread(ct, paddingOf(ct));
  std::string said = whyNoCt(spread);
  for (const Doubt& doubt : doubtsAboutCt(spread, ct.grid()))
    said += said.empty() ? doubt.key() : "";
  return said;
}

TEST(CtCheck, ABodyInAirAndACropOutOfABodyAreCts) {
  EXPECT_EQ(verdictOn(filledVolume(bodyHu, 15.0)), "");
  EXPECT_EQ(verdictOn(filledVolume([](const VoxelIndex& v) { return std::max(bodyHu(v), -100.0); },
                                   15.0)),
            "");
}

TEST(CtCheck, APhantomDrawnInHounsfieldUnitsIsACt) {
  const auto phantom = [](double tissueHu) {
    return filledVolume(
        [tissueHu](const VoxelIndex& v) {
          if (v.i + v.j + v.k == 0)
            return -1000.0;
          return radiusOf(v) < 5 ? tissueHu : tissueHu - 150.0;
        },
        0.0);
  };
  EXPECT_EQ(verdictOn(phantom(50.0)), "");
  // Without fat it may be a map of anything with a mark for what is missing.
  EXPECT_NE(verdictOn(phantom(400.0)), "");
}

TEST(CtCheck, OtherImagesAreNotThoughSomeOfTheirValuesAreNegative) {
  const Volume mr = filledVolume(
      [](const VoxelIndex& v) {
        return v.k == 0 && v.j == 0 && v.i < 3 ? -1.0 : std::max(0.0, bodyHu(v) + 200.0);
      },
      0.0);
  EXPECT_THAT(verdictOn(mr), HasSubstr("are 0 or more"));
  const Volume z = filledVolume([](const VoxelIndex&) { return 0.0; }, 2.0);
  EXPECT_EQ(verdictOn(z), "not-hounsfield");
  const Volume labels =
      filledVolume([](const VoxelIndex& v) { return radiusOf(v) < 5 ? 20.0 : 0.0; }, 0);
  EXPECT_THAT(verdictOn(labels), HasSubstr("none of its values is negative"));
  const Volume zero = filledVolume([](const VoxelIndex&) { return 0.0; }, 0.0);
  EXPECT_THAT(verdictOn(zero), HasSubstr("all its values are 0"));
}

TEST(CtCheck, ACtWithoutItsRescaleIsToldFromAnMr) {
  const Volume shifted =
      filledVolume([](const VoxelIndex& v) { return std::max(0.0, bodyHu(v) + 1024.0); }, 0.0);
  EXPECT_THAT(verdictOn(shifted), HasSubstr("saved without its rescale"));
}

TEST(CtCheck, ACtWhoseSignWasTurnedOrThatWasScaledIsDoubted) {
  const auto changed = [](double factor) {
    const Volume ct = filledVolume(bodyHu, 15.0);
    std::vector<std::int16_t> hu = ct.voxels();
    for (std::int16_t& value : hu)
      value = static_cast<std::int16_t>(factor * value);
    return verdictOn({ct.grid(), std::move(hu)});
  };
  EXPECT_EQ(changed(1.0), "");
  EXPECT_EQ(changed(-1.0), "not-hounsfield");
  EXPECT_EQ(changed(0.5), "not-hounsfield");
}

TEST(CtCheck, AnImageSmallerThanAVertebraIsADoubtWithItsSize) {
  const Volume ct = filledVolume(bodyHu, 15.0);
  const Volume tiny(Grid(ct.grid().size(), Vec3::Zero(), Vec3(0.2, 0.2, 0.3)), ct.voxels());
  const auto doubts = doubtsAboutCt(HuSpread(tiny, {}), tiny.grid());
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(doubts[0].key(), "odd-size");
  EXPECT_THAT(doubts[0].what(), HasSubstr("9.6 x 9.6 x 3.6 mm"));
}

TEST(CtCheck, ValuesThatWereCutOffAreSaidButNotAScannersOwnRange) {
  const auto clipped = [](int low, int high) {
    const Volume ct = filledVolume(bodyHu, 60.0);
    std::vector<std::int16_t> hu = ct.voxels();
    for (std::int16_t& value : hu)
      value = std::clamp(value, static_cast<std::int16_t>(low), static_cast<std::int16_t>(high));
    return remarksOnClipping(HuSpread({ct.grid(), std::move(hu)}, {}));
  };
  EXPECT_TRUE(clipped(-1024, 3071).empty());
  EXPECT_TRUE(clipped(-1000, 3071).empty());
  ASSERT_EQ(clipped(-1024, 350).size(), 1U);
  EXPECT_THAT(clipped(-1024, 350)[0].text, HasSubstr("350 HU"));
  EXPECT_EQ(clipped(-160, 240).size(), 2U);
  EXPECT_TRUE(remarksOnClipping(HuSpread(filledVolume(bodyHu, 0.0), {})).empty()) << "a drawn body";
}

TEST(Padding, OutsideTheCircleOfTheReconstructionIsAirWhateverFillsIt) {
  for (const int fill : {-1200, -2000, -3024, -32768, 3071, 0}) {
    const Volume plain = filledVolume(bodyHu, 15.0);
    std::vector<std::int16_t> hu = plain.voxels();
    std::size_t outside = 0;
    for (std::size_t v = 0; v < hu.size(); ++v) {
      if (radiusOf(kBodyGrid.voxelAt(v)) < 0.5 * kBodySide)
        continue;
      hu[v] = static_cast<std::int16_t>(fill);
      ++outside;
    }
    const Volume ct(kBodyGrid, std::move(hu));
    EXPECT_EQ(paddingOf(ct).belowAir, fill < -1400) << fill;
    EXPECT_EQ(verdictOn(ct), "") << fill;
    const PaddedVolume cleaned = paddingAsAir(ct, paddingOf(ct));
    std::size_t wrong = 0;
    for (std::size_t v = 0; v < ct.voxels().size(); ++v) {
      const bool padded = radiusOf(kBodyGrid.voxelAt(v)) >= 0.5 * kBodySide;
      wrong += cleaned.ct.data()[v] != (padded ? -1024 : ct.data()[v]) ? 1U : 0U;
    }
    EXPECT_EQ(wrong, 0U) << fill;
    const double share = static_cast<double>(outside) / static_cast<double>(kBodyGrid.voxelCount());
    EXPECT_NEAR(cleaned.share, fill < -1100 ? 0.0 : share, 1e-9) << fill;
  }
}

TEST(Padding, ABodyWithoutAirIsACtWhereItsPaddingIs3071) {
  const Volume ct = filledVolume(
      [](const VoxelIndex& v) { return bodyHu(v) < -500.0 ? 3071.0 : std::max(bodyHu(v), 40.0); },
      0.0);
  EXPECT_EQ(verdictOn(ct), "");
  EXPECT_EQ(paddingAsAir(ct, paddingOf(ct)).ct.at({0, 0, 0}), -1024);
}

TEST(Padding, ABodyAirAndMetalAreNone) {
  const Volume ct =
      filledVolume([](const VoxelIndex& v) { return radiusOf(v) < 3.0 ? 3071.0 : bodyHu(v); }, 0.0);
  EXPECT_TRUE(paddingOf(ct).none());
  const Volume crop =
      filledVolume([](const VoxelIndex& v) { return std::max(bodyHu(v), -100.0); }, 15.0);
  EXPECT_TRUE(paddingOf(crop).none());
}

}  // namespace
}  // namespace trocar
