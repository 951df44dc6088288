#include "core/io/nifti.h"

#include "core/error.h"
#include "core/io.h"
#include "core/io/image_file.h"
#include "tests/core/shapes.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <cstring>
#include <numeric>

namespace trocar {
namespace {

template <typename T>
T valueAt(const std::string& header, std::size_t at) {
  T value;
  std::memcpy(&value, header.data() + at, sizeof value);
  return value;
}

/// An oblique field whose numbers all differ; axes may be turned round.
Image<float> field(const Vec3& signs) {
  const Grid grid({4, 5, 6},
                  Vec3(-31.5, 12.25, 800.0),
                  Vec3(1.5, 1.25, 2.0),
                  turned(12.0) * signs.asDiagonal());
  std::vector<float> values(grid.voxelCount());
  std::iota(values.begin(), values.end(), -17.25F);
  return {grid, std::move(values)};
}

TEST(Nifti, AFieldLiesWhereItLayAndLeftStaysLeft) {
  const TemporaryFolder folder;
  for (const Vec3& signs : {Vec3(1, 1, 1), Vec3(-1, 1, 1), Vec3(-1, -1, 1), Vec3(1, 1, -1)}) {
    const Image<float> before = field(signs);
    writeNifti(folder / "field.nii", before);
    const RawImage after = readImageFile(folder / "field.nii");
    EXPECT_EQ(after.grid.size(), before.grid().size());
    for (const VoxelIndex& v : {VoxelIndex{0, 0, 0}, VoxelIndex{3, 1, 2}, VoxelIndex{1, 4, 5}})
      EXPECT_LT((after.grid.voxelToPatient(v) - before.grid().voxelToPatient(v)).norm(), 1e-4);
    ASSERT_EQ(after.type, ScalarType::Float);
    ASSERT_EQ(after.bytes.size(), before.voxels().size() * sizeof(float));
    EXPECT_EQ(std::memcmp(after.bytes.data(), before.data(), after.bytes.size()), 0);
  }
}

// NIfTI-1: dim at byte 40, pixdim at 76, vox_offset at 108, scl_slope at 112.
TEST(Nifti, FramesAreAFourthAxisInSixtyFourths) {
  const TemporaryFolder folder;
  const Grid grid = field(Vec3::Ones()).grid();
  writeNiftiSeries(folder / "film.nii", grid, 3, 12.5, [&](int n) {
    return Image<float>(
        grid, std::vector<float>(grid.voxelCount(), -40.0F + 0.25F * static_cast<float>(n)));
  });
  const std::string bytes = readFile(folder / "film.nii");
  EXPECT_EQ(valueAt<std::int16_t>(bytes, 40), 4);
  EXPECT_EQ(valueAt<std::int16_t>(bytes, 48), 3);
  EXPECT_FLOAT_EQ(valueAt<float>(bytes, 92), 12.5F);
  EXPECT_FLOAT_EQ(valueAt<float>(bytes, 112), 1.0F / 64.0F);
  EXPECT_EQ(valueAt<float>(bytes, 116), 0.0F);
  const auto from = static_cast<std::size_t>(valueAt<float>(bytes, 108));
  const std::size_t frame = grid.voxelCount() * sizeof(std::int16_t);
  ASSERT_EQ(bytes.size(), from + 3 * frame);
  for (std::size_t n = 0; n < 3; ++n)
    EXPECT_EQ(valueAt<std::int16_t>(bytes, from + n * frame), -2560 + 16 * static_cast<int>(n));
}

TEST(Nifti, SaysWhereItCannotWrite) {
  EXPECT_THROW(writeNifti("/proc/no/such/field.nii", field(Vec3::Ones())), Error);
}

}  // namespace
}  // namespace trocar
