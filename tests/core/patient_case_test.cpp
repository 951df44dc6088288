#include "core/error.h"
#include "core/label_extents.h"
#include "core/patient/cache.h"
#include "core/patient_revisions.h"
#include "core/patients.h"
#include "tests/threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace trocar {
namespace {

/// Coarse, to be quick.
constexpr double kPatientCaseSpacingMm = 4.0;

const Case& ordinaryPatient() {
  static const Case patient = makeBundledPatient("l3-breast", kPatientCaseSpacingMm);
  return patient;
}

double meanHuOfPatientCase(const Case& patient, const std::string& id) {
  const Structure* structure = patient.find(id);
  if (structure == nullptr)
    return -9999;
  const auto& values = std::get<LabelRegion>(structure->region).values;
  const auto& labels = patient.layers.front().voxels();
  double sum = 0;
  double count = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (std::find(values.begin(), values.end(), labels[i]) != values.end()) {
      sum += patient.ct.voxels()[i];
      count += 1;
    }
  return count > 0 ? sum / count : -9999;
}

Vec3 centroid(const Case& patient, const std::string& id) {
  const auto& values = std::get<LabelRegion>(patient.find(id)->region).values;
  const LabelMap& map = patient.layers.front();
  Vec3 sum = Vec3::Zero();
  double count = 0;
  for (std::size_t i = 0; i < map.voxels().size(); ++i)
    if (std::find(values.begin(), values.end(), map.voxels()[i]) != values.end()) {
      sum += map.grid().voxelToPatient(map.grid().voxelAt(i));
      count += 1;
    }
  return sum / count;
}

TEST(BundledPatient, TheFirstIsTheOrdinaryLumbarCase) {
  EXPECT_EQ(bundledPatients().front().id, "l3-breast");
  EXPECT_FALSE(bundledPatients().front().history.empty());
}

TEST(BundledPatient, SaysThatTheProgramMadeItsCt) {
  const Case patient = makeBundledPatient("l3-breast", kPatientCaseSpacingMm);
  ASSERT_EQ(patient.remarks.size(), 1U);
  EXPECT_EQ(patient.remarks[0].key, kMadeCt);
}

TEST(BundledPatient, AnUnknownIdIsRefusedWithTheKnownOnes) {
  try {
    makeBundledPatient("nobody", kPatientCaseSpacingMm);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("l3-breast"), std::string::npos);
  }
}

TEST(BundledPatient, LiesBesideTheProgramSoThatTheFirstOpeningIsQuick) {
  for (const BundledPatient& patient : bundledPatients()) {
    const auto folder = synthetic::shippedPatientFolder(patient.id);
    ASSERT_TRUE(folder);
    if (!std::filesystem::exists(folder->parent_path()))
      GTEST_SKIP() << "this build ships no patients (TROCAR_SHIP_PATIENTS)";
    EXPECT_TRUE(std::filesystem::exists(*folder)) << *folder << " is an older one, or none";
  }
  const std::string id = "acetabulum-renal";
  const auto shipped = synthetic::readKeptPatient(*synthetic::shippedPatientFolder(id), id, {});
  ASSERT_TRUE(shipped);
  EXPECT_EQ(shipped->title, makeBundledPatient(id, kPatientCaseSpacingMm).title);
  EXPECT_NE(shipped->find("hip_right"), nullptr);
}

TEST(BundledPatient, TheNumberOfThreadsDoesNotChangeAByte) {
  const auto patient = [] { return makeBundledPatient("l3-breast", kPatientCaseSpacingMm); };
  const Case one = withThreads(1, patient);
  const Case two = withThreads(2, patient);
  EXPECT_EQ(one.ct.voxels(), two.ct.voxels());
  EXPECT_EQ(one.layers.front().voxels(), two.layers.front().voxels());
  EXPECT_EQ(one.structures, two.structures);
}

TEST(BundledPatient, TissuesHaveTheirUsualHounsfieldUnits) {
  const Case& patient = ordinaryPatient();
  EXPECT_NEAR(meanHuOfPatientCase(patient, "aorta"), 145, 30);
  EXPECT_NEAR(meanHuOfPatientCase(patient, "psoas_left"), 50, 20);
  EXPECT_GT(meanHuOfPatientCase(patient, "vertebra_L2"), 150);
  EXPECT_LT(meanHuOfPatientCase(patient, "lesion_1"), 110);
}

TEST(BundledPatient, LeftIsLeft) {
  const Case& patient = ordinaryPatient();
  EXPECT_GT(centroid(patient, "kidney_left").x(), 30);
  EXPECT_LT(centroid(patient, "kidney_right").x(), -30);
  EXPECT_GT(centroid(patient, "aorta").x(), centroid(patient, "vena_cava").x() + 10);
  EXPECT_GT(centroid(patient, "root_L4_left").x(), 10);
  EXPECT_LT(centroid(patient, "hip_right").x(), -50);
}

// A plan made on a patient of an earlier revision opens on today's.
TEST(BundledPatient, OfAnEarlierRevisionIsKnownByItsContents) {
  const std::string today = contentHash(loadBundledPatient("t10-renal"));
  const std::string before = "52e064454d25fa5e46206e7774ba409e7c039479adcd5ba654769fbc7ed6dd4b";
  EXPECT_TRUE(areOneBundledPatient("t10-renal", before, today));
  EXPECT_FALSE(areOneBundledPatient("l3-breast", before, today));
  EXPECT_FALSE(areOneBundledPatient("t10-renal", before, "another"));
}

/// Voxels of a lung with a neighbour that is neither lung nor pleura of its side.
int bareVoxels(const Case& patient, const std::string& side) {
  const Structure* lung = patient.find("lung_" + side);
  const Structure* pleura = patient.find("pleura_" + side);
  if (lung == nullptr)
    return 0;
  if (pleura == nullptr)
    return 1;
  const LabelMap& map = patient.layers.front();
  const std::vector<std::uint8_t> inLung = membershipOf(std::get<LabelRegion>(lung->region));
  const std::vector<std::uint8_t> inPleura = membershipOf(std::get<LabelRegion>(pleura->region));
  const auto [nx, ny, nz] = map.grid().size();
  int bare = 0;
  for (int k = 1; k + 1 < nz; ++k) {
    for (int j = 1; j + 1 < ny; ++j) {
      for (int i = 1; i + 1 < nx; ++i) {
        if (inLung[map.voxels()[map.grid().offset({i, j, k})]] == 0)
          continue;
        for (const VoxelIndex& beside : {VoxelIndex{i - 1, j, k},
                                         {i + 1, j, k},
                                         {i, j - 1, k},
                                         {i, j + 1, k},
                                         {i, j, k - 1},
                                         {i, j, k + 1}}) {
          const std::uint16_t value = map.voxels()[map.grid().offset(beside)];
          bare += inLung[value] == 0 && inPleura[value] == 0 ? 1 : 0;
        }
      }
    }
  }
  return bare;
}

TEST(BundledPatient, PleuraCoversEveryLungAllRound) {
  int lungs = 0;
  for (const BundledPatient& one : bundledPatients()) {
    SCOPED_TRACE(one.id);
    const Case patient = loadBundledPatient(one.id);
    for (const char* side : {"left", "right"}) {
      EXPECT_EQ(bareVoxels(patient, side), 0) << side;
      lungs += patient.find(std::string("lung_") + side) != nullptr ? 1 : 0;
    }
  }
  EXPECT_GE(lungs, 4);
}

TEST(BundledPatient, LesionsBelongToTheirBone) {
  const Case& patient = ordinaryPatient();
  const auto& lesion = std::get<LabelRegion>(patient.find("lesion_1")->region).values;
  const auto& bone = std::get<LabelRegion>(patient.find("vertebra_L3")->region).values;
  EXPECT_TRUE(std::includes(bone.begin(), bone.end(), lesion.begin(), lesion.end()));
}

TEST(BundledPatient, CancellingStopsTheWork) {
  std::stop_source stop;
  const Progress progress(stop.get_token(), [&](double fraction) {
    if (fraction > 0.1)
      stop.request_stop();
  });
  EXPECT_THROW(makeBundledPatient("l3-breast", kPatientCaseSpacingMm, progress), Cancelled);
}

}  // namespace
}  // namespace trocar
