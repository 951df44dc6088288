// Headers of text: MetaImage and NRRD, and what is damaged in them.
#include "core/error.h"
#include "core/gzip.h"
#include "core/io/image_file.h"
#include "tests/core/small_images.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <clocale>
#include <gmock/gmock.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::array<int, 3> kSmallSize{3, 4, 5};
const std::string kSmallVoxels(60, '\3');

/// What reading these bytes is refused with; empty where they are read.
std::string refusalOfBytes(const std::string& bytes) {
  const TemporaryFolder folder;
  try {
    readImageFile(writeBytes(folder / "image", bytes));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

std::string withField(std::string bytes, const std::string& key, const std::string& value) {
  const std::size_t at = bytes.find(key) + key.size();
  return bytes.replace(at, bytes.find('\n', at) - at, value);
}

TEST(MetaImage, MalformedFieldsAreRefusedByName) {
  const std::string good = smallMeta(kSmallSize, VoxelToPatient::Identity(), kSmallVoxels);
  EXPECT_EQ(refusalOfBytes(good), "");
  for (const auto& [key, value] : {std::pair("NDims", "-1"),
                                   std::pair("NDims", "99"),
                                   std::pair("NDims", "0"),
                                   std::pair("DimSize", "40 36"),
                                   std::pair("DimSize", "3 4 -5"),
                                   std::pair("ElementSpacing", "1"),
                                   std::pair("ElementSpacing", "0 0 0"),
                                   std::pair("ElementSpacing", "-1 1 1"),
                                   std::pair("ElementSpacing", "1,5 1,5 1,5"),
                                   std::pair("ElementSpacing", "nan 1 1"),
                                   std::pair("ElementType", "MET_NONSENSE"),
                                   std::pair("TransformMatrix", "1 0"),
                                   std::pair("Offset", "-30")})
    EXPECT_THAT(refusalOfBytes(withField(good, std::string(key) + " =", std::string(" ") + value)),
                HasSubstr(key))
        << key << " " << value;
  EXPECT_NE(refusalOfBytes(withField(good, "DimSize =", " 100000 100000 100000")), "");
  EXPECT_NE(refusalOfBytes(smallMeta(kSmallSize,
                                     VoxelToPatient::Identity(),
                                     kSmallVoxels,
                                     "ElementNumberOfChannels = 100000000\n")),
            "");
  EXPECT_THAT(refusalOfBytes(good.substr(0, good.size() - 1)), HasSubstr("shorter"));
}

TEST(MetaImage, CompressedVoxelsNeedNoSizeButMustBeWhole) {
  const std::string packed = gzipped(kSmallVoxels);
  const auto file = [](const std::string& voxels) {
    return smallMeta(kSmallSize, VoxelToPatient::Identity(), voxels, "CompressedData = True\n");
  };
  EXPECT_EQ(refusalOfBytes(file(packed)), "");
  EXPECT_THAT(refusalOfBytes(file(packed.substr(0, packed.size() / 2))), HasSubstr("shorter"));
  std::string damaged = packed;
  damaged[12] = static_cast<char>(~damaged[12]);
  EXPECT_NE(refusalOfBytes(file(damaged)), "");
}

TEST(MetaImage, AnOrientationThatContradictsItsMatrixIsADoubt) {
  const auto file = [](const char* letters) {
    return smallMeta(kSmallSize,
                     VoxelToPatient::Identity(),
                     kSmallVoxels,
                     std::string("AnatomicalOrientation = ") + letters + "\n");
  };
  EXPECT_EQ(refusalOfBytes(file("RAI")), "");
  EXPECT_EQ(refusalOfBytes(file("???")), "");
  EXPECT_THAT(refusalOfBytes(file("LPI")), HasSubstr("AnatomicalOrientation"));
}

TEST(Nrrd, MalformedFieldsAreRefusedByName) {
  const std::string good = smallNrrd(
      "LPS", kSmallSize, VoxelToPatient::Identity(), kSmallVoxels, "kinds: domain domain domain\n");
  EXPECT_EQ(refusalOfBytes(good), "");
  for (const auto& [key, value] : {std::pair("dimension", "-1"),
                                   std::pair("sizes", "3 4"),
                                   std::pair("sizes", "3 4 99999999999"),
                                   std::pair("type", "block"),
                                   std::pair("encoding", "bzip2"),
                                   std::pair("space directions", "(1,0) (0,1) (0,0)"),
                                   std::pair("space directions", "1 0 0 0 1 0 0 0 1"),
                                   std::pair("space origin", "(0,0,inf)")})
    EXPECT_NE(refusalOfBytes(withField(good, std::string(key) + ":", std::string(" ") + value)), "")
        << key << " " << value;
  EXPECT_THAT(refusalOfBytes(good.substr(0, good.size() - 1)), HasSubstr("shorter"));
  EXPECT_THAT(refusalOfBytes(withField(good, "kinds: ", "domain domain domain\nsizes: 1 1 1")),
              HasSubstr("twice"));
}

TEST(Nrrd, NumbersHaveAPointInEveryLocale) {
  const TemporaryFolder folder;
  VoxelToPatient place = VoxelToPatient::Identity();
  place(0, 0) = 1.25;
  const fs::path path =
      writeBytes(folder / "a.nrrd", smallNrrd("LPS", kSmallSize, place, kSmallVoxels));
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  const bool comma = std::setlocale(LC_NUMERIC, "de_DE.UTF-8") != nullptr;
  const double spacing = readImageFile(path).grid.spacingMm()[0];
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(spacing, 1.25);
  if (!comma)
    GTEST_SKIP() << "the locale de_DE.UTF-8 is not installed";
}

TEST(Labels, NearlyWholeNumbersAreRoundedAndOthersNamed) {
  const auto labels = [](float value) {
    RawImage image;
    image.grid = Grid({2, 1, 1}, Vec3::Zero(), Vec3::Ones());
    image.type = ScalarType::Float;
    const std::array<float, 2> voxels = {0.0F, value};
    image.bytes.resize(sizeof(voxels));
    std::memcpy(image.bytes.data(), voxels.data(), sizeof(voxels));
    return labelsOf(image, 0, "labels.nii");
  };
  EXPECT_EQ(labels(28.0001F).voxels()[1], 28);
  EXPECT_EQ(labels(0.9999847F).voxels()[1], 1);
  EXPECT_EQ(labels(-1.0F).voxels()[1], 0);
  EXPECT_EQ(labels(65535.0F).voxels()[1], 65535);
  for (const float bad : {28.3F, -2.0F, 65536.0F, std::numeric_limits<float>::quiet_NaN()})
    EXPECT_THROW(labels(bad), Error) << bad;
  try {
    labels(28.3F);
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("voxel (1, 0, 0) holds 28.3"));
  }
}

}  // namespace
}  // namespace trocar
