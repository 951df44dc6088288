// Where the voxels of NIfTI, NRRD and MHA files lie, and files that do not say it.
#include "core/error.h"
#include "core/gzip.h"
#include "core/io/image/placement.h"
#include "core/io/image_file.h"
#include "tests/core/small_images.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <random>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Generator = std::mt19937;

VoxelToPatient randomPlace(Generator& generator) {
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> offset(-2000.0, 2000.0);
  std::uniform_real_distribution<double> spacing(0.2, 5.0);
  const Eigen::Quaterniond turn =
      Eigen::Quaterniond(normal(generator), normal(generator), normal(generator), normal(generator))
          .normalized();
  const Vec3 steps(spacing(generator), spacing(generator), spacing(generator));
  VoxelToPatient place;
  place.leftCols<3>() = turn.toRotationMatrix() * steps.asDiagonal();
  if (generator() % 2 == 0)
    place.col(0) = -place.col(0);
  place.col(3) = Vec3(offset(generator), offset(generator), offset(generator));
  return place;
}

VoxelToPatient placeOf(const Grid& grid) {
  VoxelToPatient place;
  place.leftCols<3>() = grid.directions() * grid.spacingMm().asDiagonal();
  place.col(3) = grid.originMm();
  return place;
}

double largestDifference(const VoxelToPatient& a, const VoxelToPatient& b) {
  return (a - b).cwiseAbs().maxCoeff();
}

VoxelToPatient turnedAboutZ(VoxelToPatient place) {
  place.topRows<2>() *= -1.0;
  return place;
}

std::string imageRefusalOf(const fs::path& path, const ImportChoices& choices = {}) {
  try {
    readImageFile(path, choices);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(ImagePlace, RandomAxesAndOffsetsOfNiftiAreThoseOfItsSformToTheLastBit) {
  const TemporaryFolder folder;
  Generator generator(1);
  for (int n = 0; n < 200; ++n) {
    SmallNifti nifti;
    nifti.sform = randomPlace(generator).cast<float>().cast<double>();
    for (int axis = 0; axis < 3; ++axis)
      nifti.pixdim[static_cast<std::size_t>(axis + 1)] =
          static_cast<float>(nifti.sform.col(axis).norm());
    const RawImage image = readImageFile(writeBytes(folder / "a.nii", nifti.bytes()));
    EXPECT_LT(largestDifference(turnedAboutZ(placeOf(image.grid)), nifti.sform), 1e-12) << n;
    EXPECT_TRUE(image.remarks.empty());
  }
}

TEST(ImagePlace, RandomAxesAndOffsetsOfNrrdAndMetaImageAreThoseOfTheHeader) {
  const TemporaryFolder folder;
  Generator generator(2);
  const std::array<int, 3> size{3, 4, 5};
  const std::string voxels(60, '\1');
  for (int n = 0; n < 200; ++n) {
    const VoxelToPatient place = randomPlace(generator);
    const fs::path nrrd =
        writeBytes(folder / "a.nrrd", smallNrrd("left-posterior-superior", size, place, voxels));
    EXPECT_LT(largestDifference(placeOf(readImageFile(nrrd).grid), place), 1e-12) << n;
    const fs::path meta = writeBytes(folder / "a.mha", smallMeta(size, place, voxels));
    EXPECT_LT(largestDifference(placeOf(readImageFile(meta).grid), place), 1e-12) << n;
  }
}

TEST(ImagePlace, QformsOfRandomAxesLieWhereTheSformLies) {
  const TemporaryFolder folder;
  Generator generator(3);
  for (int n = 0; n < 200; ++n) {
    const VoxelToPatient place = randomPlace(generator);
    const Vec3 spacing = place.leftCols<3>().colwise().norm();
    Eigen::Matrix3d turn = place.leftCols<3>() * spacing.cwiseInverse().asDiagonal();
    SmallNifti nifti;
    nifti.pixdim = {1,
                    static_cast<float>(spacing[0]),
                    static_cast<float>(spacing[1]),
                    static_cast<float>(spacing[2])};
    if (turn.determinant() < 0.0) {
      turn.col(2) *= -1.0;
      nifti.pixdim[0] = -1;
    }
    Eigen::Quaterniond quaternion(turn);
    if (quaternion.w() < 0.0)
      quaternion.coeffs() *= -1.0;
    nifti.quaternion = quaternion.vec();
    nifti.qOffset = place.col(3);
    nifti.sform = place;
    nifti.qformCode = 1;
    const RawImage both = readImageFile(writeBytes(folder / "both.nii", nifti.bytes()));
    EXPECT_TRUE(both.remarks.empty()) << n;
    nifti.sformCode = 0;
    const RawImage image = readImageFile(writeBytes(folder / "q.nii", nifti.bytes()));
    EXPECT_LT(largestDifference(turnedAboutZ(placeOf(image.grid)), place), 5e-3) << n;
  }
}

/// All orders and signs of three axes, in their 48 letters.
std::vector<std::string> allAxes() {
  std::vector<std::string> all;
  for (const char* pairs : {"LRPASI", "LRSIPA", "PALRSI", "PASILR", "SILRPA", "SIPALR"}) {
    for (unsigned signs = 0; signs < 8; ++signs) {
      const std::string letters(pairs);
      all.push_back(
          {letters[signs & 1U], letters[2 + (signs >> 1U & 1U)], letters[4 + (signs >> 2U & 1U)]});
    }
  }
  return all;
}

TEST(ImagePlace, AMarkerLiesAtItsPlaceInAllAxisOrdersOfAllNrrdSpaces) {
  const TemporaryFolder folder;
  const std::array<int, 3> size{3, 4, 5};
  std::string voxels(60, '\0');
  voxels[2 + 3 * (1 + 4 * 3)] = '\7';
  const Vec3 spacing(1.5, 2.0, 2.5);
  const Vec3 origin(-11.0, 7.0, 101.0);
  const std::map<std::string, std::string> spaces = {{"right-anterior-superior", "RAS"},
                                                     {"RAS", "RAS"},
                                                     {"left-anterior-superior", "LAS"},
                                                     {"las", "LAS"},
                                                     {"Left-Posterior-Superior", "LPS"},
                                                     {"LPS", "LPS"}};
  for (const auto& [space, letters] : spaces) {
    const Eigen::Matrix3d toLps = axesFromLetters(letters).value();
    for (const std::string& axes : allAxes()) {
      VoxelToPatient place;  // In LPS.
      place.leftCols<3>() = axesFromLetters(axes).value() * spacing.asDiagonal();
      place.col(3) = origin;
      const fs::path path =
          writeBytes(folder / "a.nrrd", smallNrrd(space, size, toLps.inverse() * place, voxels));
      const LabelMap labels = labelsOf(readImageFile(path), 0, "a");
      EXPECT_EQ(labels.nearest(origin + place.leftCols<3>() * Vec3(2, 1, 3), 0), 7)
          << space << " " << axes;
      EXPECT_EQ(lettersOfAxes(labels.grid().directions()), axes);
    }
  }
}

TEST(ImagePlace, FilesThatDoNotSayTheirSidesAreRefusedUntilAPersonDoes) {
  const TemporaryFolder folder;
  SmallNifti nifti;
  nifti.sformCode = 0;
  nifti.pixdim = {1, 1, 2, 3};
  const std::array<int, 3> size{3, 4, 5};
  const VoxelToPatient place = VoxelToPatient::Identity();
  const std::string voxels(60, '\1');
  const std::string spaced = smallNrrd("", size, place, voxels, "spacings: 1 2 3\n");
  const std::string scanner = smallNrrd("scanner-xyz", size, place, voxels);
  std::string meta = smallMeta(size, place, voxels);
  meta.erase(meta.find("TransformMatrix"), meta.find("Offset") - meta.find("TransformMatrix"));
  for (const auto& [name, bytes] : {std::pair("a.nii", nifti.bytes()),
                                    std::pair("a.nrrd", spaced),
                                    std::pair("b.nrrd", scanner),
                                    std::pair("a.mha", meta)}) {
    const fs::path path = writeBytes(folder / name, bytes);
    EXPECT_THAT(imageRefusalOf(path), HasSubstr("which side is left")) << name;
    EXPECT_THAT(imageRefusalOf(path), HasSubstr("such as LPS")) << name;
    const RawImage image = readImageFile(path, {.axes = "PIR"});
    EXPECT_EQ(lettersOfAxes(image.grid.directions()), "PIR") << name;
    ASSERT_EQ(image.remarks.size(), 1U) << name;
    EXPECT_EQ(image.remarks[0].key, "axes-given");
    EXPECT_THAT(imageRefusalOf(path, {.axes = "LRS"}), HasSubstr("LRS"));
  }
  const Grid grid = readImageFile(folder / "a.nii", {.axes = "PIR"}).grid;
  EXPECT_TRUE(grid.spacingMm().isApprox(Vec3(1, 2, 3)));
}

TEST(ImagePlace, UnitsScaleStepsAndOriginAlike) {
  const TemporaryFolder folder;
  VoxelToPatient place = VoxelToPatient::Identity();
  place.col(3) = Vec3(-30, 20, 100);
  const VoxelToPatient wanted = turnedAboutZ(place);
  for (const auto& [code, scale] : {std::pair(1, 0.001), std::pair(3, 1000.0), std::pair(0, 1.0)}) {
    SmallNifti nifti;
    nifti.units = code;
    nifti.sform = scale * place;
    nifti.pixdim.fill(static_cast<float>(scale));
    const Grid grid = readImageFile(writeBytes(folder / "a.nii", nifti.bytes())).grid;
    EXPECT_LT(largestDifference(placeOf(grid), wanted), 1e-4) << code;
  }
  const std::string voxels(60, '\1');
  for (const auto& [unit, scale] :
       {std::pair("m", 0.001), std::pair("cm", 0.1), std::pair("um", 1000.0), std::pair("", 1.0)}) {
    const std::string each = std::string("\"") + unit + "\" ";
    const std::string line = "space units: " + each + each + each + "\n";
    const fs::path path =
        writeBytes(folder / "a.nrrd", smallNrrd("LPS", {3, 4, 5}, scale * wanted, voxels, line));
    EXPECT_LT(largestDifference(placeOf(readImageFile(path).grid), wanted), 1e-9) << unit;
  }
  const std::string inches =
      smallNrrd("LPS", {3, 4, 5}, wanted, voxels, "space units: \"in\" \"in\" \"in\"\n");
  EXPECT_THAT(imageRefusalOf(writeBytes(folder / "b.nrrd", inches)), HasSubstr("\"in\""));
}

TEST(ImagePlace, ImpossiblePlacesAreRefusedWithTheirNumber) {
  const TemporaryFolder folder;
  const auto refusal = [&](const std::function<void(SmallNifti&)>& change) {
    SmallNifti nifti;
    change(nifti);
    return imageRefusalOf(writeBytes(folder / "a.nii", nifti.bytes()));
  };
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(refusal([](SmallNifti&) {}), "");
  EXPECT_THAT(refusal([](SmallNifti& n) { n.sform(0, 0) = kNaN; }), HasSubstr("sform"));
  EXPECT_THAT(refusal([](SmallNifti& n) { n.sform(1, 3) = 1e18; }), HasSubstr("origin"));
  EXPECT_THAT(refusal([](SmallNifti& n) { n.pixdim[2] = 0; }), HasSubstr("pixdim[2] is 0"));
  EXPECT_THAT(refusal([](SmallNifti& n) { n.voxOffset = kNaN; }), HasSubstr("vox_offset"));
  EXPECT_THAT(refusal([](SmallNifti& n) { n.bits = 8; }), HasSubstr("bitpix"));
  EXPECT_THAT(refusal([](SmallNifti& n) { n.size[1] = -3; }), HasSubstr("-3 voxels"));
  EXPECT_THAT(refusal([](SmallNifti& n) { n.units = 1; }), HasSubstr("1000 mm"));
  EXPECT_THAT(refusal([](SmallNifti& n) {
                n.sform.leftCols<3>() *= 0.01;
                n.pixdim.fill(0.01F);
              }),
              HasSubstr("0.05 to 20 mm"));
  EXPECT_THAT(refusal([](SmallNifti& n) { n.sform(0, 1) = 0.3; }), HasSubstr("right angles"));
}

SmallNifti twoForms() {
  SmallNifti nifti;
  nifti.size = {40, 36, 24};
  nifti.qformCode = 1;
  return nifti;
}

TEST(ImagePlace, SformAndQformThatDifferAreSaid) {
  const TemporaryFolder folder;
  const auto read = [&](const SmallNifti& nifti, const ImportChoices& choices = {}) {
    return readImageFile(writeBytes(folder / "a.nii", nifti.bytes()), choices);
  };
  EXPECT_TRUE(read(twoForms()).remarks.empty());
  SmallNifti shifted = twoForms();
  shifted.qOffset = Vec3(35, 0, 0);
  const RawImage image = read(shifted);
  ASSERT_EQ(image.remarks.size(), 1U);
  EXPECT_EQ(image.remarks[0].key, "forms-differ");
  EXPECT_THAT(image.remarks[0].text, HasSubstr("35.0 mm"));
  EXPECT_TRUE(image.grid.originMm().isZero());

  SmallNifti longer = twoForms();
  longer.sform(2, 2) = 1.5;
  SmallNifti alone = longer;
  alone.qformCode = 0;
  SmallNifti otherSide = twoForms();
  otherSide.sform(0, 0) = -1.0;
  for (const SmallNifti& nifti : {longer, alone, otherSide}) {
    EXPECT_THROW(read(nifti), Doubt);
    const RawImage taken = read(nifti, {.despite = {"forms-contradict"}});
    ASSERT_EQ(taken.remarks.size(), 1U);
    EXPECT_EQ(taken.remarks[0].key, "forms-contradict");
    EXPECT_LT(largestDifference(turnedAboutZ(placeOf(taken.grid)), nifti.sform), 1e-9);
  }
  SmallNifti sheared = twoForms();
  sheared.sform(1, 2) = 0.6;
  EXPECT_THROW(read(sheared), Doubt);
  EXPECT_LT(
      largestDifference(turnedAboutZ(placeOf(read(sheared, {.despite = {"sheared-sform"}}).grid)),
                        VoxelToPatient::Identity()),
      1e-6);
}

TEST(ImagePlace, ItsBytesAreLookedAtAndNotItsName) {
  const TemporaryFolder folder;
  const SmallNifti nifti;
  const std::string nrrd = smallNrrd("LPS", {3, 4, 5}, nifti.sform, std::string(60, '\1'));
  for (const std::string& bytes : {nifti.bytes(), gzipped(nifti.bytes()), nrrd, gzipped(nrrd)}) {
    for (const char* name : {"a.nii", "a.nii.gz", "a.NII", "a", "a.mha"})
      EXPECT_EQ(imageRefusalOf(writeBytes(folder / name, bytes)), "") << name;
  }
  std::string analyze = nifti.bytes();
  analyze.replace(344, 4, 4, '\0');
  EXPECT_THAT(imageRefusalOf(writeBytes(folder / "b.nii", analyze)), HasSubstr("Analyze"));
  const std::string zipped = gzipped(nifti.bytes());
  EXPECT_THAT(imageRefusalOf(writeBytes(folder / "c.nii.gz", zipped.substr(0, zipped.size() - 9))),
              HasSubstr("shorter"));
}

}  // namespace
}  // namespace trocar
