#include "core/error.h"
#include "core/import.h"
#include "core/io.h"
#include "tests/core/shapes.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <gmock/gmock.h>
#include <numeric>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

bool hasRemark(const CtImport& ct, const std::string& key) {
  for (const Remark& remark : ct.remarks) {
    if (remark.key == key)
      return true;
  }
  return false;
}

std::string refusalOf(const fs::path& path, const std::string& series = {}) {
  try {
    readCt(path, {.series = series});
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

/// For images that are too small for a patient.
const ImportChoices kAnyway = {.despite = {"odd-size", "not-hounsfield"}};

/// A NIfTI-1 file of 16-bit voxels 0, -1, -2 .. with this affine (RAS) and these dimensions.
fs::path writeNifti(const fs::path& path,
                    std::array<std::int16_t, 3> size,
                    const Eigen::Matrix<float, 3, 4>& affine,
                    float slope = 0.0F,
                    float intercept = 0.0F) {
  std::array<char, 352> header{};
  const auto put = [&](std::size_t at, const auto& value) {
    std::memcpy(header.data() + at, &value, sizeof(value));
  };
  put(0, std::int32_t{348});
  put(40, std::array<std::int16_t, 8>{3, size[0], size[1], size[2], 1, 1, 1, 1});
  put(70, std::int16_t{4});
  put(72, std::int16_t{16});
  put(76,
      std::array<float, 8>{
          1, affine.col(0).norm(), affine.col(1).norm(), affine.col(2).norm(), 0, 0, 0, 0});
  put(108, 352.0F);
  put(112, slope);
  put(116, intercept);
  header[123] = 2;  // Millimetres.
  put(254, std::int16_t{1});
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 4; ++column)
      put(280 + 16 * row + 4 * column, affine(static_cast<int>(row), static_cast<int>(column)));
  }
  std::memcpy(header.data() + 344, "n+1", 4);
  std::ofstream file(path, std::ios::binary);
  file.write(header.data(), header.size());
  for (int v = 0; v < size[0] * size[1] * size[2]; ++v) {
    const auto value = static_cast<std::int16_t>(-v);
    file.write(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  return path;
}

TEST(ReadCt, TurnsNiftiRasIntoLpsAndKeepsTheOrderOfTheVoxels) {
  const TemporaryFolder folder;
  Eigen::Matrix<float, 3, 4> affine;
  affine << 0, -2, 0, 10, 1.5F, 0, 0, -20, 0, 0, 3,
      30;  // i runs anterior, j runs left, k runs superior.
  const CtImport import = readCt(writeNifti(folder / "a.nii", {4, 5, 6}, affine), kAnyway);
  const Grid& grid = import.ct.grid();
  EXPECT_EQ(grid.size(), (std::array<int, 3>{4, 5, 6}));
  EXPECT_TRUE(grid.spacingMm().isApprox(Vec3(1.5, 2, 3), 1e-6));
  EXPECT_TRUE(grid.originMm().isApprox(Vec3(-10, 20, 30), 1e-6));
  EXPECT_TRUE(grid.voxelToPatient(Vec3(1, 0, 0)).isApprox(Vec3(-10, 18.5, 30), 1e-6));
  EXPECT_TRUE(grid.voxelToPatient(Vec3(0, 1, 0)).isApprox(Vec3(-8, 20, 30), 1e-6));
  EXPECT_EQ(import.ct.at({3, 2, 1}), -(3 + 4 * 2 + 20));
  EXPECT_EQ(import.position, PatientPosition::Unknown);
}

TEST(ReadCt, AppliesTheSlopeAndInterceptOfANifti) {
  const TemporaryFolder folder;
  const Eigen::Matrix<float, 3, 4> affine = Eigen::Matrix<float, 3, 4>::Identity();
  const CtImport import =
      readCt(writeNifti(folder / "a.nii", {2, 2, 2}, affine, 2.0F, -1000.0F), kAnyway);
  EXPECT_EQ(import.ct.voxels(),
            (std::vector<std::int16_t>{-1000, -1002, -1004, -1006, -1008, -1010, -1012, -1014}));
}

TEST(ReadCt, RefusesBrokenFilesWithOneSentence) {
  const TemporaryFolder folder;
  const Eigen::Matrix<float, 3, 4> affine = Eigen::Matrix<float, 3, 4>::Identity();
  const fs::path whole = writeNifti(folder / "whole.nii", {20, 20, 20}, affine);
  for (const int kept : {0, 100, 348, 5000}) {
    const fs::path cut = folder / ("cut" + std::to_string(kept) + ".nii");
    std::ofstream(cut, std::ios::binary)
        << readFile(whole).substr(0, static_cast<std::size_t>(kept));
    const std::string refusal = refusalOf(cut);
    EXPECT_THAT(refusal, HasSubstr(cut.string())) << kept;
    EXPECT_EQ(refusal.find('\n'), std::string::npos);
  }
  for (const char* name : {"ct_verse014/sub-verse014_ct.nii.gz",
                           "segnrrd_slicerio/CTChest4.nrrd",
                           "nrrd_pynrrd/BallBinary30x30x30.nrrd",
                           "nii_niivue/mha.mha"}) {
    if (!fs::exists(testData(name)))
      continue;
    const std::string bytes = readFile(testData(name));
    const fs::path cut = folder / fs::path(name).filename();
    std::ofstream(cut, std::ios::binary) << bytes.substr(0, bytes.size() * 9 / 10);
    EXPECT_THAT(refusalOf(cut), HasSubstr("Cannot read " + cut.string())) << name;
  }
  std::ofstream(folder / "letter.nii.gz") << "Dear colleague";
  EXPECT_THAT(refusalOf(folder / "letter.nii.gz"), HasSubstr("letter.nii.gz"));
  EXPECT_THAT(refusalOf(folder / "missing.nii.gz"), HasSubstr("no such file"));
  EXPECT_THAT(refusalOf(folder.path()), HasSubstr("holds no DICOM images"));
}

TEST(ReadCt, DecodesTheSameSliceFromEveryLosslessTransferSyntax) {
  SKIP_WITHOUT("dcm_cornerstone_ts");
  int lossless = 0;
  std::vector<std::int16_t> first;
  for (const auto& entry : fs::directory_iterator(testData("dcm_cornerstone_ts"))) {
    if (!entry.path().filename().string().starts_with("CTImage.dcm"))
      continue;
    const CtImport import = readCt(entry.path());
    EXPECT_EQ(import.position, PatientPosition::Supine);
    if (hasRemark(import, "lossy-compression"))
      continue;
    ++lossless;
    const auto& hu = import.ct.voxels();
    // The stored values sum to 19640763; the rescale intercept is -1024. Outside the field they are
    // -2000, 55772 times, which is read as air.
    EXPECT_EQ(std::accumulate(hu.begin(), hu.end(), 0LL),
              19640763LL - 1024LL * 512 * 512 + 2000LL * 55772)
        << entry.path();
    if (first.empty())
      first = hu;
    EXPECT_EQ(hu, first) << entry.path();
  }
  EXPECT_EQ(lossless, 10);
}

TEST(ReadCt, WarnsOfLossyAndEightBitImages) {
  SKIP_WITHOUT("dcm_cornerstone_ts");
  const CtImport import = readCt(testData(
      "dcm_cornerstone_ts/CTImage.dcm_JPEGProcess1TransferSyntax_1.2.840.10008.1.2.4.50.dcm"));
  EXPECT_TRUE(hasRemark(import, "lossy-compression"));
  EXPECT_TRUE(hasRemark(import, "eight-bit"));
}

TEST(ReadCt, SaysThatAnMrIsNoCt) {
  SKIP_WITHOUT("dcm_dicom2nifti");
  EXPECT_THAT(refusalOf(testData("dcm_dicom2nifti/generic/compressed_j2k/001")),
              HasSubstr("but MR"));
  SKIP_WITHOUT("dcmseg_dcmqi");
  EXPECT_THAT(refusalOf(testData("dcmseg_dcmqi/liver.dcm")), HasSubstr("but SEG"));
}

TEST(ReadCt, ReadsOddDicomFilesOrRefusesThemWithOneSentence) {
  SKIP_WITHOUT("dcm_pydicom_odd");
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(testData("dcm_pydicom_odd"))) {
    if (!entry.is_regular_file())
      continue;
    ++files;
    EXPECT_EQ(refusalOf(entry.path()).find('\n'), std::string::npos) << entry.path();
  }
  EXPECT_GT(files, 40);
  EXPECT_THAT(refusalOf(testData("dcm_pydicom_odd/MR_truncated.dcm")),
              HasSubstr("damaged or cut short"));
}

TEST(ReadCt, ChoosesTheLargestSeriesAndObeysAWish) {
  SKIP_WITHOUT("dcm_pydicom_odd");
  const fs::path folder = testData("dcm_pydicom_odd/dicomdirtests");
  const CtImport largest = readCt(folder, kAnyway);
  EXPECT_EQ(largest.ct.grid().size()[2], 5);
  EXPECT_TRUE(hasRemark(largest, "several-series"));
  ImportChoices choices = kAnyway;
  choices.series = largest.dicom.at("SeriesInstanceUID");
  const CtImport wanted = readCt(folder, choices);
  EXPECT_EQ(wanted.ct.voxels(), largest.ct.voxels());
  EXPECT_FALSE(hasRemark(wanted, "several-series"));
  EXPECT_THAT(refusalOf(folder, "1.3.6.1.4.1.5962.1.1.0.0.0.1196530851.28319.0.2"),
              HasSubstr("too unevenly"));
  EXPECT_THAT(refusalOf(folder, "1.2.3"), HasSubstr("choose one of"));
}

TEST(ReadCt, PutsTheSlicesOfATiltedGantryStraight) {
  SKIP_WITHOUT("dcm_gantry_philips");
  const CtImport import = readCt(testData("dcm_gantry_philips/tilt_minus18.5"));
  EXPECT_TRUE(hasRemark(import, "gantry-tilt"));
  EXPECT_FALSE(hasRemark(import, "uneven-slices"));
  const Grid& grid = import.ct.grid();
  // 2.5 mm along the table are 2.5 cos(18.5 deg) across the slices, with a shift of 2.5 sin(18.5
  // deg).
  EXPECT_NEAR(grid.spacingMm()[2], 2.5 * std::cos(Angle::fromDegrees(18.5).radians()), 1e-3);
  EXPECT_EQ(grid.size(), (std::array<int, 3>{512, 512 + 32, 20}));
}

/// Copies a CT series without the files that `left out` names, and maybe twice.
void copySome(const fs::path& from, const fs::path& to, const std::vector<int>& leftOut) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(from))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  fs::create_directories(to);
  for (std::size_t n = 0; n < files.size(); ++n) {
    if (std::find(leftOut.begin(), leftOut.end(), static_cast<int>(n)) == leftOut.end())
      fs::copy_file(files[n], to / files[n].filename());
  }
}

TEST(ReadCt, InterpolatesMissingSlicesInPlaceAndSaysSo) {
  SKIP_WITHOUT("ct_totalseg_dicom20");
  const fs::path series = testData("ct_totalseg_dicom20/example_ct_dicom");
  const CtImport whole = readCt(series);
  EXPECT_TRUE(whole.remarks.empty());
  const TemporaryFolder folder;
  copySome(series, folder / "gap", {7, 8});
  const CtImport gap = readCt(folder / "gap");
  EXPECT_TRUE(hasRemark(gap, "uneven-slices"));
  EXPECT_EQ(gap.ct.grid().size(), whole.ct.grid().size());
  EXPECT_TRUE(gap.ct.grid().originMm().isApprox(whole.ct.grid().originMm(), 1e-6));
  const std::size_t plane = 512 * 512;
  for (const std::size_t slice : {0U, 5U, 15U, 19U}) {
    EXPECT_TRUE(std::equal(whole.ct.data() + slice * plane,
                           whole.ct.data() + (slice + 1) * plane,
                           gap.ct.data() + slice * plane))
        << slice;
  }
}

TEST(ReadCt, LeavesOutRepeatedSlices) {
  SKIP_WITHOUT("ct_totalseg_dicom20");
  const TemporaryFolder folder;
  copySome(testData("ct_totalseg_dicom20/example_ct_dicom"), folder / "twice/a", {});
  copySome(testData("ct_totalseg_dicom20/example_ct_dicom"), folder / "twice/b", {});
  const CtImport twice = readCt(folder / "twice");
  EXPECT_TRUE(hasRemark(twice, "duplicate-slices"));
  EXPECT_EQ(twice.ct.grid().size()[2], 20);
}

TEST(ReadCt, RefusesASeriesWithATruncatedFileAndNamesIt) {
  SKIP_WITHOUT("ct_totalseg_dicom20");
  const TemporaryFolder folder;
  copySome(testData("ct_totalseg_dicom20/example_ct_dicom"),
           folder / "cut",
           {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  const fs::path victim = fs::directory_iterator(folder / "cut")->path();
  for (const double share : {0.3, 0.9}) {
    fs::permissions(victim, fs::perms::owner_write, fs::perm_options::add);
    fs::resize_file(
        victim, static_cast<std::uintmax_t>(share * static_cast<double>(fs::file_size(victim))));
    EXPECT_THAT(refusalOf(folder / "cut"), HasSubstr(victim.filename().string())) << share;
  }
}

}  // namespace
}  // namespace trocar
