#include "core/io/image_file.h"

#include "core/error.h"
#include "core/io/dicom/dicom_volume.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <gmock/gmock.h>
#include <numeric>

namespace trocar {
namespace {

namespace fs = std::filesystem;

LabelMap labelsIn(const fs::path& path) {
  return labelsOf(readImageFile(path), 0, path.string());
}

Volume numbersIn(const fs::path& path) {
  std::vector<Remark> remarks;
  return hounsfieldVolume(readImageFile(path), path.string(), remarks);
}

TEST(ImageFile, PutsAll48AxisOrdersOfAnImageAtTheSamePlaceInThePatient) {
  SKIP_WITHOUT("nii_niivue/nifti_space");
  const Volume reference = numbersIn(testData("nii_niivue/nifti_space/RAS.nii.gz"));
  int files = 0;
  for (const auto& entry : fs::directory_iterator(testData("nii_niivue/nifti_space"))) {
    ++files;
    const Volume image = numbersIn(entry.path());
    ASSERT_EQ(image.voxels().size(), reference.voxels().size());
    std::size_t wrong = 0;
    for (std::size_t v = 0; v < reference.voxels().size(); v += 3) {
      const Vec3 point = reference.grid().voxelToPatient(reference.grid().voxelAt(v));
      wrong += image.nearest(point, -1024) != reference.voxels()[v] ? 1U : 0U;
    }
    EXPECT_EQ(wrong, 0U) << entry.path();
  }
  EXPECT_EQ(files, 48);
}

TEST(ImageFile, ReadsTheVariantsOfNrrdToTheSameBall) {
  SKIP_WITHOUT("nrrd_pynrrd");
  for (const char* name : {"BallBinary30x30x30.nrrd",
                           "BallBinary30x30x30.nhdr",
                           "BallBinary30x30x30_gz.nrrd",
                           "BallBinary30x30x30_gz_byteskip_minus_one.nrrd",
                           "BallBinary30x30x30_gz_lineskip.nrrd",
                           "BallBinary30x30x30_byteskip_minus_one.nhdr",
                           "BallBinary30x30x30.nii.gz"}) {
    const LabelMap ball = labelsIn(testData("nrrd_pynrrd") / name);
    EXPECT_EQ(std::count(ball.voxels().begin(), ball.voxels().end(), 257), 14328) << name;
  }
}

TEST(ImageFile, RefusesWhatIsNoVolumeOfPlainNumbers) {
  SKIP_WITHOUT("nrrd_pynrrd");
  for (const char* name : {"nrrd_pynrrd/test1d_ascii.nrrd",
                           "nrrd_pynrrd/test2d_ascii.nrrd",
                           "nii_niivue/complex_image.nii.gz",
                           "nii_nibabel/example4d.nii.gz",
                           "nii_nibabel/nifti1.hdr",
                           "nrrd_pynrrd/LICENSE"})
    EXPECT_THROW(readImageFile(testData(name)), Error) << name;
}

TEST(ImageFile, ReadsRealNrrdFilesPackedInEitherWay) {
  SKIP_WITHOUT("nrrd_pynrrd");
  const RawImage plain = readImageFile(testData("nrrd_pynrrd/BallBinary30x30x30.nrrd"));
  for (const char* name :
       {"nrrd_pynrrd/BallBinary30x30x30_bz2.nrrd", "nrrd_pynrrd/BallBinary30x30x30_gz.nrrd"})
    EXPECT_EQ(readImageFile(testData(name)).bytes, plain.bytes) << name;
}

/// The images of a folder, whatever their modality.
std::vector<DicomImage> imagesIn(const fs::path& folder) {
  std::vector<DicomImage> images;
  for (const auto& entry : fs::directory_iterator(folder))
    images.push_back(readDicomImage(entry.path()).value());
  return images;
}

TEST(ImageFile, DecodesDicomAndItsNiftiCopyToTheSameVoxelsAtTheSamePlaces) {
  SKIP_WITHOUT("dcm_dicom2nifti");
  const fs::path root = testData("dcm_dicom2nifti/generic");
  for (const char* name : {"anatomical/001",
                           "anatomical/002_non_isotropic",
                           "compressed/001",
                           "compressed_j2k/001",
                           "compressed_jpeg/001",
                           "compressed_jpegls/001",
                           "compressed_rle/001"}) {
    const std::vector<DicomImage> images = imagesIn(root / name);
    std::vector<FrameRef> frames;
    for (const DicomImage& image : images)
      frames.push_back({&image, 0});
    std::vector<Remark> remarks;
    const Volume dicom = volumeOf(frames, {}, remarks, {}).ct;
    const RawImage raw = readImageFile(root / (std::string(name) + "_ground_truth.nii.gz"));
    const Volume nifti = hounsfieldVolume(raw, name, remarks);
    ASSERT_EQ(dicom.voxels().size(), nifti.voxels().size()) << name;
    std::size_t wrong = 0;
    for (std::size_t v = 0; v < dicom.voxels().size(); ++v) {
      const Vec3 point = dicom.grid().voxelToPatient(dicom.grid().voxelAt(v));
      wrong += nifti.nearest(point, -9999) != dicom.voxels()[v] ? 1U : 0U;
    }
    EXPECT_EQ(wrong, 0U) << name;
  }
}

}  // namespace
}  // namespace trocar
