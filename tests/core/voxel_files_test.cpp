// Voxels in several files and voxels packed by bzip2.
#include "core/error.h"
#include "core/io/image_file.h"
#include "tests/core/small_images.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <bzlib.h>
#include <cmath>
#include <gmock/gmock.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::array<int, 3> kPartedSize{3, 4, 5};
constexpr std::size_t kPartedPlane = 12;

/// Voxels that are all different.
std::string countedVoxels() {
  std::string voxels;
  for (char n = 0; n < 60; ++n)
    voxels += n;
  return voxels;
}

std::string bzipped(const std::string& bytes) {
  std::string packed(bytes.size() + bytes.size() / 100 + 600, '\0');
  auto length = static_cast<unsigned>(packed.size());
  std::string copy = bytes;
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(
                packed.data(), &length, copy.data(), static_cast<unsigned>(copy.size()), 9, 0, 0),
            BZ_OK);
  packed.resize(length);
  return packed;
}

std::string voxelsRead(const fs::path& path) {
  const RawImage image = readImageFile(path);
  return {reinterpret_cast<const char*>(image.bytes.data()), image.bytes.size()};
}

std::string partedRefusal(const fs::path& path) {
  try {
    voxelsRead(path);
  } catch (const Error& error) {
    return error.what();
  }
  return "read";
}

/// Slice n as `name(n)`, counted from 1.
template <typename Name>
void writeSlices(const TemporaryFolder& folder, const Name& name) {
  for (std::size_t n = 0; n < 5; ++n)
    writeBytes(folder / name(n + 1), countedVoxels().substr(n * kPartedPlane, kPartedPlane));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string metaOf(const std::string& dataFile) {
  return replaced(smallMeta(kPartedSize, VoxelToPatient::Identity(), ""), "LOCAL\n", dataFile);
}

/// A header without its empty line, which need not follow a list.
std::string nrrdOf(const std::string& fields) {
  std::string text = smallNrrd("LPS", kPartedSize, VoxelToPatient::Identity(), "");
  text.pop_back();
  return text + fields;
}

TEST(VoxelFiles, AMetaImageMayListThemOrNumberThem) {
  const TemporaryFolder folder;
  writeSlices(folder, [](std::size_t n) { return "slice " + std::to_string(n) + ".raw"; });
  std::string list = "LIST 2\n";
  for (int n = 1; n <= 5; ++n)
    list += "slice " + std::to_string(n) + ".raw\r\n";
  EXPECT_EQ(voxelsRead(writeBytes(folder / "list.mhd", metaOf(list))), countedVoxels());
  writeSlices(folder, [](std::size_t n) { return "s" + std::to_string(1000 + n) + ".raw"; });
  EXPECT_EQ(voxelsRead(writeBytes(folder / "numbers.mhd", metaOf("s1%03d.raw 1 5 1\n"))),
            countedVoxels());
  EXPECT_NE(voxelsRead(writeBytes(folder / "back.mhd", metaOf("s1%03d.raw 5 1 -1\n"))),
            countedVoxels());
}

TEST(VoxelFiles, AnNrrdMayListThemOrNumberThem) {
  const TemporaryFolder folder;
  writeSlices(folder, [](std::size_t n) { return std::to_string(n) + ".raw"; });
  EXPECT_EQ(voxelsRead(writeBytes(folder / "list.nhdr",
                                  nrrdOf("data file: LIST\n1.raw\n2.raw\n3.raw\n4.raw\n5.raw\n"))),
            countedVoxels());
  EXPECT_EQ(
      voxelsRead(writeBytes(folder / "numbers.nhdr", nrrdOf("data file: ./%d.raw 1 5 1 2\n\n"))),
      countedVoxels());
}

TEST(VoxelFiles, AreRefusedByTheNameThatIsMissingOrMakesNoSense) {
  const TemporaryFolder folder;
  writeSlices(folder, [](std::size_t n) { return std::to_string(n) + ".raw"; });
  const auto refusal = [&](const std::string& dataFile) {
    return partedRefusal(writeBytes(folder / "a.mhd", metaOf(dataFile)));
  };
  EXPECT_THAT(refusal("LIST\n1.raw\n2.raw\n3.raw\n4.raw\n6.raw\n"), HasSubstr("\"6.raw\""));
  EXPECT_THAT(refusal("LIST\n1.raw\n2.raw\n3.raw\n"), HasSubstr("shorter"));
  EXPECT_THAT(refusal("LIST\n1.raw\n2.raw\n1.raw\n2.raw\n1.raw\n2.raw\n1.raw\n"),
              HasSubstr("no equal parts of the 7 files"));
  for (const char* bad : {"LIST\n",
                          "%s 1 5 1\n",
                          "%d.raw\n",
                          "%d.raw 1 5 0\n",
                          "%d.raw 5 1 1\n",
                          "%d%d.raw 1 5 1\n",
                          "%100d.raw 1 5 1\n",
                          "%d.raw 0 2000000000 1\n"})
    EXPECT_THAT(refusal(bad), HasSubstr("ElementDataFile")) << bad;
}

TEST(VoxelFiles, ThatBzip2PackedAreReadAndDamagedOnesRefused) {
  const TemporaryFolder folder;
  const std::string packed = bzipped(countedVoxels());
  const auto file = [&](const std::string& voxels) {
    std::string text = smallNrrd("LPS", kPartedSize, VoxelToPatient::Identity(), voxels);
    return writeBytes(folder / "a.nrrd", replaced(text, "encoding: raw", "encoding: bzip2"));
  };
  EXPECT_EQ(voxelsRead(file(packed)), countedVoxels());
  const std::string halves =
      bzipped(countedVoxels().substr(0, 30)) + bzipped(countedVoxels().substr(30));
  EXPECT_EQ(voxelsRead(file(halves)), countedVoxels()) << "two streams";
  EXPECT_THAT(partedRefusal(file(packed.substr(0, packed.size() / 2))), HasSubstr("breaks off"));
  std::string damaged = packed;
  damaged[packed.size() / 2] = static_cast<char>(~damaged[packed.size() / 2]);
  EXPECT_THAT(partedRefusal(file(damaged)), HasSubstr("damaged"));
}

}  // namespace
}  // namespace trocar
