#include "core/dicom_export.h"

#include "core/import.h"
#include "core/io.h"
#include "core/process.h"
#include "core/seg_nrrd.h"
#include "planning/handover/segments.h"
#include "tests/core/shapes.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <gmock/gmock.h>
#include <map>
#include <sstream>

namespace trocar::handover {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

const DicomStamp kStamp{"a plan", "20260131", "142500"};

Vec3 centreOf(const Case& patient, const std::string& id) {
  const Structure* structure = patient.find(id);
  if (structure == nullptr)
    return Vec3::Constant(std::nan(""));
  const auto mask = maskOf(patient, *structure, patient.ct.grid());
  Vec3 sum = Vec3::Zero();
  double count = 0.0;
  for (std::size_t v = 0; v < mask.voxels().size(); ++v) {
    if (mask.voxels()[v] != 0) {
      sum += mask.grid().voxelToPatient(mask.grid().voxelAt(v));
      count += 1.0;
    }
  }
  return sum / count;
}

/// An oblique CT that is a ramp from right to left, a dense vertebra that holds a lesion, and a
/// kidney on each side. Axes may be turned round, as those of NIfTI files are.
Case obliqueCase(const Vec3& signs = Vec3::Ones()) {
  const Eigen::Matrix3d axes = turned(12.0) * signs.asDiagonal();
  const Vec3 spacing(1.5, 1.25, 2.0);
  const Vec3 half(29, 34, 21);
  const Grid grid({59, 69, 43}, -axes * half.cwiseProduct(spacing), spacing, axes);
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  std::vector<std::int16_t> hu(grid.voxelCount(), 0);
  for (std::size_t v = 0; v < labels.size(); ++v) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(v));
    hu[v] = static_cast<std::int16_t>(std::lround(8.0 * p.x() + p.z()) - 100);
    if (p.norm() < 15.0) {
      labels[v] = (p - Vec3(0, 0, 6)).norm() < 5.0 ? 2 : 1;
      hu[v] = static_cast<std::int16_t>(hu[v] + 500);
    }
    if ((p - Vec3(30, 5, 5)).norm() < 7.0)
      labels[v] = 3;
    if ((p - Vec3(-30, 5, -5)).norm() < 7.0)
      labels[v] = 4;
  }
  Case patient;
  patient.id = "oblique";
  patient.title = "Somchai <L3>";
  patient.ct = Volume(grid, hu);
  patient.layers = {LabelMap(grid, labels)};
  patient.structures = {labelled("vertebra_L3", Role::Vertebra, {1, 2}),
                        labelled("lesion_1", Role::Lesion, {2}),
                        labelled("kidney_left", Role::Kidney, {3}),
                        labelled("kidney_right", Role::Kidney, {4})};
  patient.structures[1].name = "ก้อน \\ 1";
  return patient;
}

Plan planOfANeedle() {
  Needle needle;
  needle.id = "N1";
  needle.instrument = "bone-needle-11g";
  needle.trajectory = {Vec3(20, 30, 0), Vec3(2, -3, 4)};
  Plan plan;
  plan.needles = {needle};
  return plan;
}

/// Writes the derived CT and the segmentation, and reads both as a patient comes in.
Case reopenedDicom(const Case& patient, const TemporaryFolder& folder) {
  const DicomOrigin origin = dicomOrigin(patient);
  fs::create_directory(folder / "ct");
  for (int k = 0; k < patient.ct.grid().size()[2]; ++k)
    writeFileAtomically(folder / "ct" / (std::to_string(k) + ".dcm"),
                        derivedCtImage(patient, origin, kStamp, k));
  writeFileAtomically(
      folder / "seg.dcm",
      dicomSegmentation(
          patient.ct.grid(), segmentsOf(patient, planOfANeedle(), {}), origin, kStamp));
  return importCase(folder / "ct", {{.path = folder / "seg.dcm"}});
}

void expectSamePlaces(const Case& before, const Case& after) {
  for (const char* id : {"vertebra_L3", "lesion_1", "kidney_left", "kidney_right"}) {
    ASSERT_NE(after.find(id), nullptr) << id;
    EXPECT_NEAR(volumeMl(after, *after.find(id)), volumeMl(before, *before.find(id)), 1e-6) << id;
    EXPECT_LT((centreOf(after, id) - centreOf(before, id)).norm(), 1e-3) << id;
  }
  EXPECT_GT(centreOf(after, "kidney_left").x(), 20.0);
  EXPECT_LT(centreOf(after, "kidney_right").x(), -20.0);
}

TEST(DicomExport, AForeignCaseReopensInPlaceAndLeftStaysLeft) {
  for (const Vec3& signs : {Vec3(1, 1, 1), Vec3(-1, -1, 1), Vec3(-1, 1, 1), Vec3(1, 1, -1)}) {
    const TemporaryFolder folder;
    const Case before = obliqueCase(signs);
    const Case after = reopenedDicom(before, folder);
    expectSamePlaces(before, after);
    for (const Vec3& p : {Vec3(0, 0, 0), Vec3(20, -10, 8), Vec3(-25, 12, -6)})
      EXPECT_NEAR(huAt(after.ct, p), huAt(before.ct, p), 1.0) << p.transpose();
    EXPECT_NEAR(centreOf(after, "N1").x(), 11.0, 1.0) << "half a voxel along z";
  }
}

TEST(DicomExport, TheReopenedCaseKnowsItsImagesAndIsExportedByThem) {
  const TemporaryFolder folder;
  const Case before = obliqueCase();
  const Case after = reopenedDicom(before, folder);
  const DicomOrigin made = dicomOrigin(before);
  const DicomOrigin known = dicomOrigin(after);
  EXPECT_TRUE(made.derived);
  EXPECT_FALSE(known.derived);
  EXPECT_TRUE(known.imagesAreSlices);
  EXPECT_EQ(known.studyUid, made.studyUid);
  EXPECT_EQ(known.seriesUid, made.seriesUid);
  EXPECT_EQ(known.frameOfReferenceUid, made.frameOfReferenceUid);
  ASSERT_EQ(known.images.size(), made.images.size());
  for (std::size_t k = 0; k < made.images.size(); ++k)
    EXPECT_EQ(known.images[k].sopInstanceUid, made.images[k].sopInstanceUid) << k;
}

TEST(DicomExport, NothingNamesThePatientAndTheSameExportIsTheSameFile) {
  const Case patient = obliqueCase();
  const auto segments = segmentsOf(patient, {}, {});
  const auto make = [&] {
    return dicomSegmentation(patient.ct.grid(), segments, dicomOrigin(patient), kStamp, false);
  };
  EXPECT_EQ(make(), make());
  EXPECT_THAT(make(), Not(HasSubstr("Somchai")));
  EXPECT_THAT(derivedCtImage(patient, dicomOrigin(patient), kStamp, 0), Not(HasSubstr("Somchai")));
}

TEST(DicomExport, ASegmentKeepsItsNameInEveryScriptItsSideAndItsColour) {
  const Case patient = obliqueCase();
  const Segment white{"kidney_left", "ไต, почка \\ 肾", "kidney", {255, 255, 255}, {{5, 4}}};
  const std::string bytes =
      dicomSegmentation(patient.ct.grid(), {white}, dicomOrigin(patient), kStamp, false);
  EXPECT_THAT(bytes, HasSubstr("ไต, почка   肾"));
  EXPECT_THAT(bytes, HasSubstr("ISO_IR 192"));
  EXPECT_THAT(bytes, HasSubstr("7771000"));
  // (0062,000D): L* 100, a* 0 and b* 0 in 16 bits.
  const std::string tag("\x62\x00\x0D\x00US\x06\x00", 8);
  ASSERT_THAT(bytes, HasSubstr(tag));
  std::array<std::uint16_t, 3> lab{};
  std::memcpy(lab.data(), bytes.data() + bytes.find(tag) + tag.size(), sizeof lab);
  EXPECT_NEAR(lab[0], 65535, 20);
  EXPECT_NEAR(lab[1], 32896, 20);
  EXPECT_NEAR(lab[2], 32896, 20);
}

// PS3.5, B.2: "2.25." and an UUID as a decimal number without leading zeros, at most 64 characters.
TEST(DicomExport, UidsAreValidAndFollowFromTheText) {
  for (int n = 0; n < 200; ++n) {
    const std::string uid = uidFrom(std::to_string(n));
    EXPECT_LE(uid.size(), 44U);
    EXPECT_TRUE(uid.starts_with("2.25.")) << uid;
    EXPECT_NE(uid[5], '0') << uid;
    EXPECT_EQ(uid.find_first_not_of("0123456789."), std::string::npos) << uid;
  }
  EXPECT_EQ(uidFrom("a"), uidFrom("a"));
  EXPECT_NE(uidFrom("a"), uidFrom("b"));
}

TEST(DicomExport, ARealSeriesKeepsItsUids) {
  SKIP_WITHOUT("dcmseg_dcmqi/ct-3slice");
  const CtImport ct = readCt(testData("dcmseg_dcmqi/ct-3slice"));
  Case patient;
  patient.ct = ct.ct;
  patient.dicom = ct.dicom;
  patient.remarks = ct.remarks;
  const DicomOrigin origin = dicomOrigin(patient);
  EXPECT_FALSE(origin.derived);
  EXPECT_TRUE(origin.imagesAreSlices);
  EXPECT_EQ(origin.studyUid, ct.dicom.at("StudyInstanceUID"));
  EXPECT_EQ(origin.images.size(), 3U);
}

/// What dciodvfy of dicom3tools has against a file: its lines that begin with Error.
std::string complaintsAbout(const fs::path& file) {
  std::string errors;
  const ProcessResult checker = runProcess({installedProgram("dciodvfy"), {file.string()}});
  std::istringstream lines(checker.err + checker.out);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("Error"))
      errors += line + "\n";
  }
  return errors;
}

TEST(DicomExport, TheStandardsCheckerFindsNoError) {
  if (installedProgram("dciodvfy").empty())
    GTEST_SKIP() << "no dciodvfy (package dicom3tools)";
  const TemporaryFolder folder;
  const Case patient = obliqueCase();
  const DicomOrigin origin = dicomOrigin(patient);
  const DicomPicture picture{4, 2, std::vector<std::uint8_t>(24, 7)};
  const std::map<std::string, std::string> files = {
      {"ct.dcm", derivedCtImage(patient, origin, kStamp, 3)},
      {"seg.dcm",
       dicomSegmentation(
           patient.ct.grid(), segmentsOf(patient, planOfANeedle(), {}), origin, kStamp, false)},
      {"sc.dcm", dicomCapture({picture}, "ภาพ", 1, origin, kStamp)},
      {"scs.dcm", dicomCapture({picture, picture}, "two", 1, origin, kStamp)},
      {"pdf.dcm", dicomPdf("%PDF-1.4\n%%EOF\n", "Plan", origin, kStamp)}};
  for (const auto& [name, bytes] : files) {
    writeFileAtomically(folder / name, bytes);
    EXPECT_EQ(complaintsAbout(folder / name), "") << name;
  }
}

TEST(SegNrrd, OverlappingSegmentsReopenInPlace) {
  for (const Vec3& signs : {Vec3(1, 1, 1), Vec3(-1, 1, 1)}) {
    const TemporaryFolder folder;
    const Case before = obliqueCase(signs);
    const auto segments = segmentsOf(before, planOfANeedle(), {});
    writeFileAtomically(folder / "plan.seg.nrrd", segNrrd(before.ct.grid(), segments));
    const DicomOrigin origin = dicomOrigin(before);
    fs::create_directory(folder / "ct");
    for (int k = 0; k < before.ct.grid().size()[2]; ++k)
      writeFileAtomically(folder / "ct" / (std::to_string(k) + ".dcm"),
                          derivedCtImage(before, origin, kStamp, k));
    Case after = importCase(folder / "ct", {{.path = folder / "plan.seg.nrrd"}});
    for (const char* id : {"kidney_left", "kidney_right"}) {
      ASSERT_NE(after.find(id), nullptr) << id;
      EXPECT_LT((centreOf(after, id) - centreOf(before, id)).norm(), 1e-3) << id;
    }
  }
}

/// A case with a structure of every kind that a name alone does not tell: an estimated one, one
/// with a role that no dictionary knows, one that carries a person's own name.
Case oddlyNamedCase() {
  Case patient = obliqueCase();
  patient.structures[2] = {
      "root_L3_left", "L3 root, left", Role::Nerve, patient.structures[2].region, Basis::Estimated};
  patient.structures[3] = {
      "thigh_front", "Vorne | rechts", Role::Muscle, patient.structures[3].region, Basis::Entered};
  return patient;
}

void expectSameAndNothingMore(const Case& before, const Case& after) {
  for (const Structure& structure : before.structures) {
    const Structure* back = after.find(structure.id);
    ASSERT_NE(back, nullptr) << structure.id;
    EXPECT_EQ(back->role, structure.role) << structure.id;
    EXPECT_EQ(back->basis, structure.basis) << structure.id;
  }
  for (const Structure& structure : after.structures) {
    if (before.find(structure.id) == nullptr && structure.role != Role::Skin &&
        structure.role != Role::Canal) {
      EXPECT_EQ(structure.id, "N1");
      EXPECT_EQ(structure.role, Role::Other);
    }
  }
  EXPECT_TRUE(std::any_of(after.remarks.begin(), after.remarks.end(), [](const Remark& remark) {
    return remark.key == "planned-segments";
  }));
}

TEST(Segments, ComeBackFromDicomAsWhatTheyWere) {
  const TemporaryFolder folder;
  const Case before = oddlyNamedCase();
  expectSameAndNothingMore(before, reopenedDicom(before, folder));
}

TEST(Segments, ComeBackFromSlicerAsWhatTheyWere) {
  const TemporaryFolder folder;
  const Case before = oddlyNamedCase();
  reopenedDicom(before, folder);
  writeFileAtomically(folder / "plan.seg.nrrd",
                      segNrrd(before.ct.grid(), segmentsOf(before, planOfANeedle(), {})));
  expectSameAndNothingMore(before, importCase(folder / "ct", {{.path = folder / "plan.seg.nrrd"}}));
}

TEST(Segments, AScrewIsAsLongAsItIs) {
  const Case patient = obliqueCase();
  Plan plan = planOfANeedle();
  plan.needles[0].instrument = "screw-6.5";
  plan.needles[0].trajectory = {Vec3(0, 40, 0), Vec3(0, -20, 0)};
  plan.needles[0].purpose = Purpose::Screw;
  Evaluation evaluation;
  evaluation.needles.push_back({});
  evaluation.needles[0].id = "N1";
  evaluation.needles[0].screw = ScrewGrade{};
  evaluation.needles[0].screw->lengthMm = 35.0;
  double low = 100.0;
  double high = -100.0;
  for (const Segment& segment : segmentsOf(patient, plan, evaluation)) {
    for (const VoxelRun& run : segment.runs) {
      for (std::size_t v = run.first; segment.id == "N1" && v < run.first + run.count; ++v) {
        const double y = patient.ct.grid().voxelToPatient(patient.ct.grid().voxelAt(v)).y();
        low = std::min(low, y);
        high = std::max(high, y);
      }
    }
  }
  EXPECT_NEAR(high - low, 35.0, 2.5);
  EXPECT_NEAR(low, -20.0, 1.5);
}

TEST(Segments, ANeedleAndZonesLieWhereThePlanHasThem) {
  const Case patient = obliqueCase();
  Evaluation evaluation;
  ablation::AblationZone zone;
  zone.isothermC = -20.0;
  zone.ellipsoid = EllipsoidRegion{Vec3(10, 0, 0), Eigen::Matrix3d::Identity(), Vec3(12, 8, 8)};
  evaluation.ablation = ablation::AblationResult{};
  evaluation.ablation->zones = {zone};
  const auto segments = segmentsOf(patient, planOfANeedle(), evaluation);
  ASSERT_EQ(segments.size(), 6U);
  EXPECT_EQ(segments[4].id, "N1");
  EXPECT_EQ(segments[5].id, "zone_minus_20C");
  const double ml =
      static_cast<double>(voxelCount(segments[5])) * patient.ct.grid().voxelVolumeMm3() / 1000.0;
  EXPECT_NEAR(ml, 4.0 / 3.0 * 3.14159265 * 12 * 8 * 8 / 1000.0, 0.1);
}

TEST(Segments, RunsAndLayersKeepEveryVoxel) {
  const std::vector<std::uint8_t> mask = {1, 1, 0, 0, 1, 0, 1, 1, 1};
  EXPECT_EQ(runsOf(mask), (std::vector<VoxelRun>{{0, 2}, {4, 1}, {6, 3}}));
  const Grid grid({9, 1, 1}, Vec3::Zero(), Vec3::Ones());
  const std::vector<Segment> segments = {{"a", "", "other", {}, {{0, 3}}},
                                         {"b", "", "other", {}, {{2, 2}}},
                                         {"c", "", "other", {}, {{5, 2}}}};
  EXPECT_EQ(layersOf(segments, grid), (std::vector<int>{0, 1, 0}));
}

}  // namespace
}  // namespace trocar::handover
