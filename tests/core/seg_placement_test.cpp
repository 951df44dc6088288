#include "core/io/dicom/seg_placement.h"

#include <gtest/gtest.h>

namespace trocar {
namespace {

const Grid kCt({40, 30, 20}, Vec3(-10, 5, 100), Vec3(1, 1, 2));

/// A segmentation of the CT's columns and rows, or half of them, with frames at some heights.
DicomImage imageWith(const std::vector<double>& heightsMm, double pixelMm = 1.0) {
  DicomImage image;
  image.rows = static_cast<int>(30 / pixelMm);
  image.columns = static_cast<int>(40 / pixelMm);
  for (const double height : heightsMm) {
    DicomFrame frame;
    frame.positionMm = kCt.originMm() + Vec3(0.5 * (pixelMm - 1.0), 0.5 * (pixelMm - 1.0), height);
    frame.alongRow = Vec3::UnitX();
    frame.alongColumn = Vec3::UnitY();
    frame.columnSpacingMm = pixelMm;
    frame.rowSpacingMm = pixelMm;
    frame.thicknessMm = 2.0;
    image.frames.push_back(frame);
  }
  return image;
}

TEST(SegPlacement, LaysSparseFramesOnTheSlicesOfTheCt) {
  const SegPlacement placement = placementOf(imageWith({30, 6, 12}), 0.0, &kCt);
  EXPECT_EQ(placement.grid, kCt);
  EXPECT_EQ(placement.frames[0].voxel(7, 3), kCt.offset({3, 7, 15}));
  EXPECT_EQ(placement.frames[1].voxel(0, 0), kCt.offset({0, 0, 3}));
  EXPECT_EQ(placement.frames[2].voxel(29, 39), kCt.offset({39, 29, 6}));
}

TEST(SegPlacement, FollowsFramesWhoseAxesRunTheOtherWay) {
  DicomImage image = imageWith({4});
  image.frames[0].positionMm += Vec3(39, 0, 0);
  image.frames[0].alongRow = -Vec3::UnitX();
  const SegPlacement placement = placementOf(image, 0.0, &kCt);
  EXPECT_EQ(placement.grid, kCt);
  EXPECT_EQ(placement.frames[0].voxel(5, 0), kCt.offset({39, 5, 2}));
  EXPECT_EQ(placement.frames[0].voxel(5, 39), kCt.offset({0, 5, 2}));
}

TEST(SegPlacement, StepsAsTheCtWhereItsPixelsAreOthers) {
  const SegPlacement placement = placementOf(imageWith({6, 20}, 2.0), 0.0, &kCt);
  EXPECT_EQ(placement.grid.spacingMm(), Vec3(2, 2, 2));
  EXPECT_EQ(placement.grid.size()[2], 10) << "eight slices, and one more to each side";
  const Vec3 corner =
      placement.grid.voxelToPatient(placement.grid.voxelAt(placement.frames[0].voxel(0, 0)));
  EXPECT_LT((corner - Vec3(-9.5, 5.5, 106)).norm(), 1e-9);
}

TEST(SegPlacement, KnowsNoStepButTheFilesWithoutACt) {
  EXPECT_EQ(placementOf(imageWith({0, 8, 12}), 4.0, nullptr).grid.size()[2], 4);
  EXPECT_EQ(placementOf(imageWith({0, 8, 12}), 0.0, nullptr).grid.size()[2], 7) << "thickness";
  DicomImage without = imageWith({0, 8, 12});
  without.frames[0].thicknessMm = 0.0;
  EXPECT_EQ(placementOf(without, 0.0, nullptr).grid.size()[2], 4) << "the smallest gap";
}

}  // namespace
}  // namespace trocar
