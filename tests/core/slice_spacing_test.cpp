#include "core/io/dicom/slice_spacing.h"

#include "core/io/dicom/slice_shifts.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar {
namespace {

std::vector<double> placesMm(int count, double stepMm) {
  std::vector<double> places;
  for (int n = 0; n < count; ++n)
    places.push_back(-40.0 + stepMm * n);
  return places;
}

TEST(SliceSpacing, TakesRoundedPlacesAsEven) {
  for (const double step : {0.3, 0.625, 0.703125, 1.953125, 4.999}) {
    std::vector<double> places = placesMm(200, step);
    for (double& place : places)
      place = std::round(place * 10.0) / 10.0;
    const SliceSpacing spacing = spacingOf(places, 0.0);
    EXPECT_TRUE(spacing.even) << step;
    EXPECT_NEAR(spacing.stepMm, step, 0.1 / 199) << step;
    EXPECT_EQ(spacing.sources.size(), 200U);
  }
}

TEST(SliceSpacing, PutsSlicesInPlaceAroundMissingOnes) {
  for (const int missing : {1, 7, 18}) {
    std::vector<double> places = placesMm(20, 1.25);
    places.erase(places.begin() + missing);
    const SliceSpacing spacing = spacingOf(places, 0.0);
    EXPECT_NEAR(spacing.stepMm, 1.25, 1e-9);
    EXPECT_EQ(spacing.madeUp, (std::vector<SliceRange>{{missing, missing}}));
    EXPECT_EQ(spacing.sources.size(), 20U);
    EXPECT_EQ(spacing.sources[static_cast<std::size_t>(missing)].part, 0.5);
    EXPECT_EQ(spacing.sources.back().below, 18U);
    EXPECT_NEAR(spacing.widestMm, 2.5, 1e-9);
  }
}

TEST(SliceSpacing, KeepsTheFinerOfTwoSteps) {
  std::vector<double> places = placesMm(5, 1.0);
  for (int n = 1; n < 7; ++n)
    places.push_back(-36.0 + 2.0 * n);
  const SliceSpacing spacing = spacingOf(places, 0.0);
  EXPECT_NEAR(spacing.stepMm, 1.0, 1e-9);
  EXPECT_EQ(spacing.madeUpSlices(), 6);
}

TEST(SliceSpacing, InterpolatesPlacesWithoutAStep) {
  const SliceSpacing spacing = spacingOf({0.0, 1.0, 2.3, 3.1, 4.6, 5.2, 6.4}, 0.0);
  EXPECT_FALSE(spacing.even);
  EXPECT_TRUE(spacing.madeUp.empty());
  const SliceSource& third = spacing.sources[2];
  EXPECT_LT(third.below, third.above);
}

TEST(SliceSpacing, GivesASingleSliceItsThickness) {
  EXPECT_EQ(spacingOf({12.0}, 3.0).stepMm, 3.0);
  EXPECT_EQ(spacingOf({12.0}, 0.0).stepMm, 1.0);
}

TEST(SliceShifts, TellsATiltFromOneSliceBeside) {
  const std::vector<double> along = placesMm(30, 2.0);
  std::vector<Eigen::Vector2d> leaning;
  for (const double place : along)
    leaning.emplace_back(0.0, std::tan(0.3) * place);
  EXPECT_NEAR(shiftsAlong(along, leaning).tiltDegrees, 0.3 * 180.0 / M_PI, 1e-9);
  leaning[11] += Eigen::Vector2d(9.0, 0.0);
  const SliceShifts shifts = shiftsAlong(along, leaning);
  EXPECT_NEAR(shifts.tiltDegrees, 0.3 * 180.0 / M_PI, 1e-9);
  EXPECT_NEAR(shifts.besideMm[11], 9.0, 1e-9);
  EXPECT_NEAR(shifts.besideMm[12], 0.0, 1e-9);
}

}  // namespace
}  // namespace trocar
