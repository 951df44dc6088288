#include "core/error.h"
#include "core/import.h"
#include "tests/core/shapes.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <map>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

bool hasRemark(const Case& patient, const std::string& key) {
  for (const Remark& remark : patient.remarks) {
    if (remark.key == key)
      return true;
  }
  return false;
}

double volumeOf(const Case& patient, const std::string& id) {
  const Structure* structure = patient.find(id);
  return structure == nullptr ? 0.0 : volumeMl(patient, *structure);
}

Vec3 centroidOf(const Case& patient, const std::string& id) {
  const auto& region = std::get<LabelRegion>(patient.find(id)->region);
  const LabelMap& labels = patient.layers.at(static_cast<std::size_t>(region.layer));
  Vec3 sum = Vec3::Zero();
  double count = 0.0;
  for (std::size_t v = 0; v < labels.voxels().size(); ++v) {
    if (std::find(region.values.begin(), region.values.end(), labels.voxels()[v]) ==
        region.values.end())
      continue;
    sum += labels.grid().voxelToPatient(labels.grid().voxelAt(v));
    ++count;
  }
  return sum / count;
}

/// Mean HU of the CT in a structure: bone is dense only where labels and CT lie at the same place.
double meanHu(const Case& patient, const std::string& id) {
  const Image<std::uint8_t> mask = maskOf(patient, *patient.find(id), patient.ct.grid());
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t v = 0; v < mask.voxels().size(); ++v) {
    if (mask.voxels()[v] != 0) {
      sum += patient.ct.voxels()[v];
      ++count;
    }
  }
  return sum / count;
}

class Verse014 : public testing::Test {
 protected:
  static fs::path ct() { return testData("ct_verse014/sub-verse014_ct.nii.gz"); }
  static fs::path mask() { return testData("ct_verse014/sub-verse014_seg-vert_msk.nii.gz"); }
};

TEST_F(Verse014, NeedsItsSchemeAndThenHasItsFiveLevels) {
  SKIP_WITHOUT("ct_verse014");
  EXPECT_THROW(importCase(ct(), {{.path = mask()}}), Error);
  const Case patient = importCase(ct(), {{.path = mask()}}, {.scheme = "verse"});
  EXPECT_THAT(levelsOf(patient), ElementsAre("L1", "L2", "L3", "L4", "L5"));
  // Voxel counts of the file, 2 mm^3 each.
  const std::map<std::string, double> expectedMl = {
      {"L1", 44.9}, {"L2", 48.9}, {"L3", 55.2}, {"L4", 59.3}, {"L5", 61.7}};
  for (const auto& [level, volume] : expectedMl) {
    EXPECT_NEAR(volumeOf(patient, "vertebra_" + level), volume, 0.01 * volume) << level;
    EXPECT_TRUE(touchesBorder(patient, *patient.find("vertebra_" + level)));
  }
  EXPECT_FALSE(hasRemark(patient, "levels-out-of-order"));
}

TEST_F(Verse014, LiesWhereItsBodyCentroidsSay) {
  SKIP_WITHOUT("ct_verse014");
  const Case patient = importCase(ct(), {{.path = mask()}}, {.scheme = "verse"});
  // sub-verse014_seg-vb_ctd.json: voxel coordinates of the bodies along P, I, R.
  const std::map<std::string, Vec3> bodies = {{"vertebra_L1", Vec3(75.1, 35.0, 22.6)},
                                              {"vertebra_L3", Vec3(52.3, 90.1, 21.9)},
                                              {"vertebra_L5", Vec3(77.1, 146.8, 19.8)}};
  for (const auto& [id, voxel] : bodies) {
    const Vec3 point = patient.ct.grid().voxelToPatient(voxel);
    EXPECT_TRUE(contains(patient, *patient.find(id), point)) << id;
    EXPECT_LT(point[1], centroidOf(patient, id)[1])
        << "a body lies in front of its vertebra's centroid";
  }
  EXPECT_GT(centroidOf(patient, "vertebra_L1")[2], centroidOf(patient, "vertebra_L5")[2] + 90.0);
}

TEST_F(Verse014, HasNoSkinForItsFieldOfViewCutsTheBody) {
  SKIP_WITHOUT("ct_verse014");
  const Case patient = importCase(ct(), {{.path = mask()}}, {.scheme = "verse"});
  EXPECT_TRUE(patient.withRole(Role::Skin).empty());
  EXPECT_TRUE(hasRemark(patient, "no-skin"));
}

TEST_F(Verse014, HasACanalBehindTheBodies) {
  SKIP_WITHOUT("ct_verse014");
  const Case patient = importCase(ct(), {{.path = mask()}}, {.scheme = "verse"});
  ASSERT_NE(patient.find("canal"), nullptr);
  EXPECT_EQ(patient.find("canal")->basis, Basis::Estimated);
  // A lumbar canal is some 23 x 15 mm wide and here about 150 mm long: 20 to 60 ml.
  EXPECT_GT(volumeOf(patient, "canal"), 20.0);
  EXPECT_LT(volumeOf(patient, "canal"), 60.0);
  EXPECT_GT(centroidOf(patient, "canal")[1],
            patient.ct.grid().voxelToPatient(Vec3(52.3, 90.1, 21.9))[1]);
}

TEST(TotalSpine, IsDetectedWithItsVolumesAndLevels) {
  SKIP_WITHOUT("ct_totalseg_spine_report");
  const fs::path root = testData("ct_totalseg_spine_report");
  const Case patient = importCase(root / "example_ct.nii.gz", {{.path = root / "totalseg.nii.gz"}});
  EXPECT_THAT(levelsOf(patient), ElementsAre("T11", "T12", "L1", "L2", "L3", "L4", "L5"));
  for (const char* level : {"L1", "L2", "L3", "L4", "L5"})
    EXPECT_GT(meanHu(patient, "vertebra_" + std::string(level)), 100.0) << level;
  EXPECT_GT(centroidOf(patient, "vertebra_L1")[2], centroidOf(patient, "vertebra_L2")[2]);
  ASSERT_EQ(patient.withRole(Role::Skin).size(), 1U);
  EXPECT_EQ(patient.withRole(Role::Skin)[0]->basis, Basis::Estimated);
}

TEST(TotalSpine, WithBodiesAloneHasAnAmbiguousNumberingAndNoCanal) {
  SKIP_WITHOUT("ct_totalseg_spine_report");
  const fs::path root = testData("ct_totalseg_spine_report");
  const fs::path bodies = root / "totalseg_vertebrae_pp_refined.nii.gz";
  const Case patient =
      importCase(root / "example_ct.nii.gz", {{.path = bodies}}, {.scheme = "verse"});
  EXPECT_THAT(levelsOf(patient), ElementsAre("T12", "L1", "L2", "L3", "L4", "L5"));
  EXPECT_TRUE(hasRemark(patient, "no-canal"));
  EXPECT_EQ(patient.find("canal"), nullptr);
}

TEST(TotalDicom, PutsLabelsWithFlippedAxesOnTheJpeg2000Series) {
  SKIP_WITHOUT("ct_totalseg_dicom20");
  const fs::path root = testData("ct_totalseg_dicom20");
  const Case patient =
      importCase(root / "example_ct_dicom", {{.path = root / "example_seg_dicom.nii.gz"}});
  EXPECT_EQ(patient.position, PatientPosition::Supine);
  EXPECT_NEAR(meanHu(patient, "vertebra_T12"), 267.0, 3.0);
  EXPECT_NEAR(meanHu(patient, "aorta"), 177.0, 3.0);
  EXPECT_GT(centroidOf(patient, "rib_left_9")[0], centroidOf(patient, "rib_right_9")[0] + 100.0);
  EXPECT_GT(centroidOf(patient, "spleen")[0], centroidOf(patient, "liver")[0] + 50.0)
      << "the liver is on the right";
  EXPECT_FALSE(hasRemark(patient, "sides-swapped"));
}

TEST(ImportCase, TakesASingleMaskOnAnotherGridByItsRoleAndId) {
  SKIP_WITHOUT("dcmseg_dcmqi");
  const fs::path root = testData("dcmseg_dcmqi");
  const Case patient =
      importCase(root / "ct-3slice",
                 {{.path = root / "liver.dcm"},
                  {.path = root / "spine_seg.nrrd", .role = Role::Lesion, .id = "lesion_1"}});
  EXPECT_EQ(patient.layers.size() - patient.withRole(Role::Skin).size(), 1U)
      << "one grid, one layer";
  EXPECT_EQ(patient.find("lesion_1")->role, Role::Lesion);
  EXPECT_EQ(patient.find("lesion_1")->name, "Lesion 1");
  EXPECT_NEAR(volumeOf(patient, "liver"), 107098 * 0.810547 * 0.810547 / 1000.0, 0.01);
  EXPECT_EQ(patient.dicom.count("StudyInstanceUID"), 1U);
}

TEST(ImportCase, RefusesLabelsOfAnotherImage) {
  SKIP_WITHOUT("ct_totalseg_spine_report");
  SKIP_WITHOUT("ct_verse014");
  try {
    importCase(testData("ct_totalseg_spine_report/example_ct.nii.gz"),
               {{.path = testData("ct_totalseg_dicom20/example_seg_dicom.nii.gz")}});
    FAIL() << "no refusal";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("does not overlap the CT"));
  }
}

/// A body 144 mm wide with a block of bone in it, 3 mm voxels.
const Grid kBody({48, 40, 30}, Vec3(-70.5, -58.5, 0), Vec3(3, 3, 3));

bool isBlock(const Vec3& at) {
  return std::abs(at[0] - 20.0) < 15.0 && std::abs(at[1] - 25.0) < 15.0 &&
         std::abs(at[2] - 40.0) < 15.0;
}

template <typename T>
void writeNrrd(const fs::path& path, const char* type, const std::function<T(const Vec3&)>& value) {
  std::ofstream file(path, std::ios::binary);
  file
      << "NRRD0004\ntype: " << type << "\ndimension: 3\nspace: left-posterior-superior\n"
      << "sizes: 48 40 30\nspace directions: (3,0,0) (0,3,0) (0,0,3)\nkinds: domain domain domain\n"
      << "endian: little\nencoding: raw\nspace origin: (-70.5,-58.5,0)\n\n";
  for (std::size_t v = 0; v < kBody.voxelCount(); ++v) {
    const T one = value(kBody.voxelToPatient(kBody.voxelAt(v)));
    file.write(reinterpret_cast<const char*>(&one), sizeof(one));
  }
}

class FilesOfABody : public testing::Test {
 protected:
  FilesOfABody() {
    writeNrrd<std::int16_t>(ct_, "short", [](const Vec3& at) {
      const bool body = at[0] * at[0] + at[1] * at[1] < 2500.0;
      return static_cast<std::int16_t>(isBlock(at) ? 500 : body ? 40 : -1000);
    });
  }

  fs::path mask(const std::string& name, const std::function<bool(const Vec3&)>& inside) const {
    writeNrrd<std::uint8_t>(folder_ / name, "uchar", [&](const Vec3& at) {
      return static_cast<std::uint8_t>(inside(at) ? 255 : 0);
    });
    return folder_ / name;
  }

  TemporaryFolder folder_;
  fs::path ct_ = folder_ / "ct.nrrd";
};

TEST_F(FilesOfABody, ComeAsAFolderOfOneFilePerStructure) {
  fs::create_directory(folder_ / "segmentations");
  mask("segmentations/vertebrae_L3.nrrd", isBlock);
  mask("segmentations/liver.nrrd", [](const Vec3& at) { return at[0] < -20.0 && at[2] < 50.0; });
  mask("segmentations/spleen.nrrd", [](const Vec3&) { return false; });
  mask("segmentations/thing.nrrd", [](const Vec3& at) { return isBlock(at) && at[2] < 40.0; });
  std::ofstream(folder_ / "segmentations/statistics.json") << "{}";
  const Case patient = importCase(ct_, {{.path = folder_ / "segmentations"}});
  EXPECT_NEAR(volumeOf(patient, "vertebra_L3"), 1000 * 0.027, 1e-9);
  EXPECT_GT(volumeOf(patient, "liver"), 100.0);
  EXPECT_GT(volumeOf(patient, "thing"), 10.0);
  EXPECT_EQ(patient.find("spleen"), nullptr);
  EXPECT_TRUE(hasRemark(patient, "empty-masks"));
  EXPECT_TRUE(hasRemark(patient, "unknown-names"));
}

TEST_F(FilesOfABody, AreDoubtedWhereBoneIsNotOnBoneUnlessAPersonKnowsBetter) {
  const fs::path off =
      mask("off.nrrd", [](const Vec3& at) { return isBlock(at + Vec3(40, 0, 0)); });
  const std::vector<LabelSource> labels = {
      {.path = off, .role = Role::Vertebra, .id = "vertebra_L3"}};
  try {
    importCase(ct_, labels);
    FAIL() << "no doubt";
  } catch (const Doubt& doubt) {
    EXPECT_EQ(doubt.key(), "labels-off-bone");
    EXPECT_EQ(std::string(doubt.what()).find(off.string()), std::string::npos) << "no path is kept";
  }
  EXPECT_TRUE(
      hasRemark(importCase(ct_, labels, {.despite = {"labels-off-bone"}}), "labels-off-bone"));
}

TEST_F(FilesOfABody, MayEachHaveANumberingOfTheirOwn) {
  writeNrrd<std::uint8_t>(folder_ / "verse.nrrd", "uchar", [](const Vec3& at) {
    return static_cast<std::uint8_t>(isBlock(at) ? 22 : 0);
  });
  writeNrrd<std::uint8_t>(folder_ / "total.nrrd", "uchar", [](const Vec3& at) {
    return static_cast<std::uint8_t>(at[0] < -30.0 ? 5 : 0);
  });
  const Case patient = importCase(ct_,
                                  {{.path = folder_ / "verse.nrrd", .scheme = "verse"},
                                   {.path = folder_ / "total.nrrd", .scheme = "totalsegmentator"}});
  EXPECT_NE(patient.find("vertebra_L3"), nullptr);
  EXPECT_NE(patient.find("liver"), nullptr);
}

}  // namespace
}  // namespace trocar
