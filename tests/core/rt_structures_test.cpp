#include "core/io/dicom/rt_structures.h"

#include "core/error.h"
#include "tests/core/made_structures.h"
#include "tests/core/shapes.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <functional>
#include <gmock/gmock.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using labels::LabelLayer;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Grid smallGrid(const Eigen::Matrix3d& axes = Eigen::Matrix3d::Identity()) {
  return {{60, 50, 40}, axes * Vec3(-29.5, -24.5, -19.5), Vec3::Ones(), axes};
}

/// Boxes across z, every 3 mm from -9 to 9.
std::vector<MadeContour> stackedBoxes(double left, double right) {
  std::vector<MadeContour> contours;
  for (double z = -9.0; z <= 9.0; z += 3.0)
    contours.push_back({boxMm({left, -5, z}, {right, 5, z})});
  return contours;
}

struct ReadSet {
  std::vector<LabelLayer> layers;
  std::vector<Remark> remarks;

  std::string told(const std::string& key) const {
    for (const Remark& remark : remarks) {
      if (remark.key == key)
        return remark.text;
    }
    return {};
  }
  const labels::LabelMeaning& meaning(std::uint16_t value) const {
    return layers.front().meanings.at(value);
  }
  double volumeMl(std::uint16_t value) const {
    double volume = 0.0;
    for (const LabelLayer& layer : layers) {
      const auto extent = layer.extents.find(value);
      if (extent != layer.extents.end())
        volume += 1e-3 * layer.labels.grid().voxelVolumeMm3() *
                  static_cast<double>(extent->second.voxels);
    }
    return volume;
  }
};

class RtStructures : public testing::Test {
 protected:
  ReadSet read(const DicomMaker& maker,
               const Grid& grid = smallGrid(),
               const ImportChoices& choices = {}) {
    ReadSet set;
    set.layers = readRtStructures(maker.write(folder_ / "plan.dcm"), grid, choices, set.remarks);
    return set;
  }
  ReadSet read(const std::vector<MadeRoi>& rois) { return read(madeStructureSet(rois)); }

  std::string refusal(const DicomMaker& maker) {
    try {
      read(maker);
    } catch (const Error& error) {
      return error.what();
    }
    return "read";
  }
  std::string refusal(const std::vector<MadeRoi>& rois) { return refusal(madeStructureSet(rois)); }
  /// Of a structure set whose only contour was changed.
  std::string refusalWith(const std::function<void(DicomMaker&)>& change) {
    DicomMaker contour = madeContour({boxMm({-5, -5, 0}, {5, 5, 0})});
    change(contour);
    DicomMaker maker = madeStructureSet({{.number = 4, .name = "GTV"}});
    return refusal(maker.putItems(0x30060039, {madeRoiContours(4, {contour})}));
  }

  TemporaryFolder folder_;
};

TEST_F(RtStructures, BecomeLabelsWithNamesAndRoles) {
  const ReadSet set = read({{7, "L3", "ORGAN", stackedBoxes(-20, -10)},
                            {2, "GTV_L3", "GTV", stackedBoxes(-8, -2)},
                            {9, "gtv1", "", stackedBoxes(0, 4)},
                            {1, "Contour A", "EXTERNAL", stackedBoxes(6, 8)},
                            {3, "PTV Tumor", "PTV", stackedBoxes(10, 12)},
                            {5, "CTV 30Gy", "", stackedBoxes(14, 16)},
                            {6, "Spinal cord", "AVOIDANCE", stackedBoxes(18, 20)},
                            {8, "Table", "SUPPORT", stackedBoxes(22, 24)},
                            {10, "", "ORGAN", stackedBoxes(26, 28)}});
  ASSERT_EQ(set.layers.size(), 1U);
  EXPECT_TRUE(set.layers.front().segments);
  EXPECT_THAT(set.remarks, IsEmpty());
  EXPECT_EQ(set.meaning(1).id, "vertebra_L3");
  EXPECT_EQ(set.meaning(2),
            (labels::LabelMeaning{"lesion_1", "GTV_L3", Role::Lesion, Basis::Measured, false}));
  EXPECT_EQ(set.meaning(3),
            (labels::LabelMeaning{"lesion_2", "gtv1", Role::Lesion, Basis::Measured, false}));
  EXPECT_EQ(set.meaning(4).role, Role::Skin);
  EXPECT_EQ(set.meaning(4).name, "Contour A");
  EXPECT_EQ(set.meaning(5),
            (labels::LabelMeaning{"ptv_tumor", "PTV Tumor", Role::Other, Basis::Measured, true}));
  EXPECT_TRUE(set.meaning(6).planned);
  EXPECT_EQ(set.meaning(7).role, Role::Cord);
  EXPECT_TRUE(set.meaning(8).planned);
  EXPECT_EQ(set.meaning(9).name, "ROI 10");
  EXPECT_NEAR(set.volumeMl(1), 0.1 * 10.0 * 2.1, 0.02);
}

TEST_F(RtStructures, LieOnTheirSideWhateverWayTheAxesRun) {
  Eigen::Matrix3d flipped = Eigen::Matrix3d::Identity();
  flipped(0, 0) = -1.0;
  flipped(2, 2) = -1.0;
  for (const Eigen::Matrix3d& axes : {Eigen::Matrix3d(Eigen::Matrix3d::Identity()), flipped}) {
    const Grid grid = smallGrid(axes);
    const ReadSet set = read(madeStructureSet({{1, "Kidney left", "", stackedBoxes(8, 20)}}), grid);
    const LabelMap& map = set.layers.front().labels;
    EXPECT_EQ(map.nearest({12, 0, 0}, 0), 1);
    EXPECT_EQ(map.nearest({-12, 0, 0}, 0), 0);
    EXPECT_EQ(map.nearest({12, 0, 8}, 0), 1);
    EXPECT_NEAR(set.volumeMl(1), 0.12 * 10.0 * 2.1, 0.02);
  }
}

TEST_F(RtStructures, KeepWhatOverlapsInLayersOfItsOwn) {
  const ReadSet set = read({{1, "L3", "ORGAN", stackedBoxes(-20, 0)},
                            {2, "GTV", "GTV", stackedBoxes(-10, 5)},
                            {3, "Aorta", "ORGAN", stackedBoxes(10, 15)}});
  ASSERT_EQ(set.layers.size(), 2U);
  EXPECT_THAT(set.layers[0].extents, testing::SizeIs(2));
  EXPECT_THAT(set.layers[1].extents, testing::SizeIs(1));
  EXPECT_NEAR(set.volumeMl(2), 0.15 * 10.0 * 2.1, 0.02);
}

TEST_F(RtStructures, TellWhatHoldsNoVoxel) {
  std::vector<MadeContour> apart = stackedBoxes(-20, -10);
  apart.erase(apart.begin() + 2, apart.begin() + 5);
  std::vector<MadeContour> twice = stackedBoxes(0, 10);
  twice.push_back(twice[3]);
  const ReadSet set = read({{1, "L3", "", apart},
                            {2, "L4", "", {}},
                            {3, "Iso", "ISOCENTER", {{{Vec3(1, 2, 3)}, "POINT"}}},
                            {4, "Line", "", {{boxMm({0, 0, 0}, {5, 5, 0}), "OPEN_PLANAR"}}},
                            {5, "Liver", "", twice}});
  EXPECT_THAT(labels::emptySegments(set.layers), ElementsAre("L4"));
  EXPECT_THAT(set.told("open-contours"), HasSubstr("left out: Iso, Line."));
  EXPECT_THAT(set.told("contour-gaps"), HasSubstr("L3 (12.0 mm)"));
  EXPECT_THAT(set.told("repeated-contours"), HasSubstr("Liver"));
  EXPECT_EQ(set.meaning(3).name, "Liver");
  EXPECT_NEAR(set.volumeMl(3), 0.1 * 10.0 * 2.1, 0.02);
}

TEST_F(RtStructures, GiveASinglePlaneTheStepOfTheOthers) {
  const ReadSet set =
      read({{1, "L3", "", stackedBoxes(-20, -10)},
            {2, "GTV", "GTV", {{boxMm({0, -5, 0}, {10, 5, 0})}}},
            {3,
             "GTV 2",
             "GTV",
             {{boxMm({15, -5, -6}, {25, 5, -6})}, {boxMm({15, -5, 6}, {25, 5, 6})}}}});
  EXPECT_NEAR(set.volumeMl(2), 0.1 * 10.0 * 0.3, 0.01);
  EXPECT_NEAR(set.volumeMl(3), 0.1 * 10.0 * 0.6, 0.01);
  EXPECT_THAT(set.told("contour-gaps"), HasSubstr("GTV 2 (12.0 mm)"));
}

TEST_F(RtStructures, ObliqueToTheCtAreLeftOutAndNamed) {
  std::vector<MadeContour> oblique = stackedBoxes(-8, 8);
  for (MadeContour& contour : oblique) {
    for (Vec3& corner : contour.cornersMm)
      corner = turned(30.0) * corner;
  }
  const ReadSet set = read({{1, "L3", "", stackedBoxes(-20, -10)}, {2, "Slanted", "", oblique}});
  EXPECT_THAT(set.told("oblique-contours"), HasSubstr("left out: Slanted."));
  EXPECT_EQ(set.layers.front().meanings.size(), 1U);
  EXPECT_THAT(refusal({{2, "Slanted", "", oblique}}),
              AllOf(HasSubstr("plan.dcm: its contours are oblique"), HasSubstr("(Slanted)")));
}

TEST_F(RtStructures, HaveHolesWhereContoursOfTheExclusiveKindLieOverEachOther) {
  const ReadSet set = read({{1,
                             "Ring",
                             "",
                             {{boxMm({-10, -10, 0}, {10, 10, 0}), "CLOSEDPLANAR_XOR"},
                              {boxMm({-5, -5, 0}, {5, 5, 0}), "CLOSEDPLANAR_XOR"}}}});
  EXPECT_NEAR(set.volumeMl(1), 0.3, 0.01);
}

TEST_F(RtStructures, ReadNamesInTheirCharacterSetAndLongContoursOfUnknownKind) {
  DicomMaker contour = madeContour({circleMm({0, 0, 0}, 10.0)});
  contour.put(0x30060050, "UN", cornersText(circleMm({0, 0, 0}, 10.0)));
  DicomMaker maker = madeStructureSet({{.number = 1, .name = "Wirbelk\xF6rper L3"}});
  maker.put(0x00080005, "CS", "ISO_IR 100").putItems(0x30060039, {madeRoiContours(1, {contour})});
  const ReadSet set = read(maker);
  EXPECT_EQ(set.meaning(1).id, "vertebra_L3");
  EXPECT_NEAR(set.volumeMl(1), 0.314, 0.01);
}

TEST_F(RtStructures, RefuseContoursThatCannotBeRightWithRoiTagAndValue) {
  const auto data = [](const std::string& text) {
    return [text](DicomMaker& contour) { contour.put(0x30060050, "DS", text); };
  };
  EXPECT_THAT(refusalWith(data("1\\2\\3\\4")),
              AllOf(HasSubstr("plan.dcm: ROI 4 \"GTV\", contour 1: its ContourData (3006,0050)"),
                    HasSubstr("holds 4 numbers, which are no points of three")));
  EXPECT_THAT(refusalWith(data("1,5\\2\\3\\4\\5\\3\\7\\8\\3")),
              HasSubstr("\"1,5\" is no number (DICOM writes 1.25 with a point)"));
  EXPECT_THAT(refusalWith(data("nan\\2\\3\\4\\5\\3\\7\\8\\3")), HasSubstr("\"nan\" is no number"));
  EXPECT_THAT(refusalWith(data("1e30\\2\\3\\4\\5\\3\\7\\8\\3\\1\\2\\3")),
              HasSubstr("holds 1e+30, farther than 10 m from the origin"));
  EXPECT_THAT(refusalWith([](DicomMaker& contour) { contour.put(0x30060046, "IS", "12"); }),
              HasSubstr("NumberOfContourPoints (3006,0046) is 12, but its ContourData (3006,0050) "
                        "holds 4 points"));
  EXPECT_THAT(refusalWith([&](DicomMaker& contour) {
                data("1\\2\\3\\4\\5\\3")(contour);
                contour.remove(0x30060046);
              }),
              HasSubstr("holds 2 points, which enclose nothing"));
  EXPECT_THAT(refusalWith([](DicomMaker& contour) { contour.put(0x30060042, "CS", "SPLINE"); }),
              HasSubstr("ContourGeometricType (3006,0042) is \"SPLINE\", which is not known"));
  EXPECT_THAT(refusalWith([](DicomMaker& contour) { contour.put(0x30060045, "DS", "0\\0\\5"); }),
              HasSubstr("ContourOffsetVector (3006,0045) is not 0"));
  EXPECT_THAT(refusalWith(data("0\\0\\0\\9\\0\\9\\9\\9\\0\\0\\9\\9")),
              AllOf(HasSubstr("ROI 4 \"GTV\""), HasSubstr("leaves its plane by")));
}

TEST_F(RtStructures, RefuseRoisThatContradictEachOther) {
  const std::vector<MadeContour> boxes = stackedBoxes(-5, 5);
  EXPECT_THAT(refusal({{3, "A", "", boxes}, {3, "B", "", boxes}}),
              HasSubstr("\"A\" and \"B\" both have the ROINumber (3006,0022) 3"));
  DicomMaker stray = madeStructureSet({{1, "A", "", boxes}});
  EXPECT_THAT(refusal(stray.putItems(0x30060039, {madeRoiContours(8, {})})),
              HasSubstr("ReferencedROINumber (3006,0084) of item 1 of its ROIContourSequence "
                        "(3006,0039) is 8, which no ROI has"));
  DicomMaker doubled = madeStructureSet({{1, "A", "", boxes}});
  EXPECT_THAT(
      refusal(doubled.putItems(0x30060039, {madeRoiContours(1, {}), madeRoiContours(1, {})})),
      HasSubstr("ROI 1 \"A\" has two items of contours"));
  DicomMaker none = madeStructureSet({{1, "A", "", boxes}});
  EXPECT_THAT(refusal(none.remove(0x30060020)), HasSubstr("names no ROI"));
  EXPECT_THAT(refusal({{1, "A", "", {}}}), HasSubstr("it holds no closed contour"));
}

TEST_F(RtStructures, RefuseAFileThatEndsEarlyWhereverItDoes) {
  const std::string whole = madeStructureSet({{1, "L3", "", stackedBoxes(-5, 5)}}).file();
  std::size_t refused = 0;
  std::size_t tried = 0;
  for (std::size_t length = 400; length + 1 < whole.size(); length += 97, ++tried) {
    const fs::path file = folder_ / "plan.dcm";
    std::ofstream(file, std::ios::binary) << whole.substr(0, length);
    std::vector<Remark> remarks;
    try {
      readRtStructures(file, smallGrid(), {}, remarks);
    } catch (const Error& error) {
      ++refused;
      EXPECT_THAT(error.what(), HasSubstr("plan.dcm: "));
    }
  }
  EXPECT_EQ(refused, tried);
}

TEST_F(RtStructures, AreDoubtedWhereTheyLieOutsideTheCt) {
  std::vector<MadeContour> beyond = stackedBoxes(-20, -10);
  for (MadeContour& contour : beyond) {
    for (Vec3& corner : contour.cornersMm)
      corner[1] += 23.0;
  }
  const DicomMaker maker = madeStructureSet({{1, "L3", "", beyond}});
  EXPECT_EQ(refusal(maker), "read");
  for (MadeContour& contour : beyond) {
    for (Vec3& corner : contour.cornersMm)
      corner[1] += 200.0;
  }
  EXPECT_THAT(refusal({{1, "L3", "", beyond}}), HasSubstr("its contours lie outside the CT"));
  std::vector<MadeContour> both = stackedBoxes(-20, -10);
  both.insert(both.end(), beyond.begin(), beyond.end());
  both.push_back(beyond.front());
  both.back().cornersMm[0][0] -= 1.0;
  const DicomMaker mostly = madeStructureSet({{1, "L3", "", both}});
  EXPECT_THAT(refusal(mostly), HasSubstr("53 % of the points"));
  const ReadSet despite = read(mostly, smallGrid(), {.despite = {"labels-outside-ct"}});
  EXPECT_THAT(despite.told("labels-outside-ct"), HasSubstr("53 %"));
}

/// A CT of the block of bone, and structure sets that are imported on it.
class ImportedStructures : public testing::Test {
 protected:
  ImportedStructures() : ct_(writeMadeSeries(folder_.path() / "ct", 12, [](DicomMaker&, int) {})) {}

  Case import(const DicomMaker& maker) {
    return importCase(ct_,
                      {{.path = maker.write(folder_ / "plan.dcm")}},
                      {.despite = {"odd-size", "not-hounsfield"}});
  }
  std::string importRefusal(const DicomMaker& maker) {
    try {
      import(maker);
    } catch (const Error& error) {
      return error.what();
    }
    return "imported";
  }
  static std::vector<MadeRoi> boneAndTarget() {
    std::vector<MadeContour> bone;
    std::vector<MadeContour> target;
    for (double z = 4.0; z <= 16.0; z += 2.0) {
      bone.push_back({boxMm({0.5, -13.7, z}, {24.4, 1.2, z})});
      target.push_back({boxMm({4.0, -10.0, z}, {14.0, -2.0, z})});
    }
    return {{1, "L3", "ORGAN", bone},
            {2, "GTV", "GTV", target},
            {3, "PTV", "PTV", target},
            {4, "L4", "ORGAN", {}}};
  }

  TemporaryFolder folder_;
  fs::path ct_;
};

std::string toldIn(const Case& patient, const std::string& key) {
  for (const Remark& remark : patient.remarks) {
    if (remark.key == key)
      return remark.text;
  }
  return {};
}

TEST_F(ImportedStructures, AreStructuresOfTheCase) {
  const Case patient = import(madeStructureSet(boneAndTarget()));
  ASSERT_NE(patient.find("vertebra_L3"), nullptr);
  ASSERT_NE(patient.find("lesion_1"), nullptr);
  ASSERT_NE(patient.find("ptv"), nullptr);
  EXPECT_EQ(patient.find("lesion_1")->role, Role::Lesion);
  EXPECT_EQ(patient.find("lesion_1")->name, "GTV");
  EXPECT_NEAR(volumeMl(patient, *patient.find("vertebra_L3")), 7 * 2 * 24 * 15 * 1e-3, 0.01);
  EXPECT_TRUE(contains(patient, *patient.find("vertebra_L3"), Vec3(8, -5, 10)));
  EXPECT_FALSE(contains(patient, *patient.find("vertebra_L3"), Vec3(-8, -5, 10)));
  EXPECT_THAT(toldIn(patient, "planned-segments"), HasSubstr("PTV"));
  EXPECT_THAT(toldIn(patient, "empty-segments"), HasSubstr("L4"));
  EXPECT_EQ(toldIn(patient, "drawn-on-another-series"), "");
}

TEST_F(ImportedStructures, OfAnotherFrameOfReferenceOrSeriesAreDoubted) {
  EXPECT_THAT(importRefusal(madeStructureSet(boneAndTarget(), "1.2.9.9")),
              HasSubstr("Label file 1 was not made on this CT: its "
                        "ReferencedFrameOfReferenceUID (3006,0024) is 1.2.9.9, the CT's 1.2.3.3"));
  DicomMaker series = madeStructureSet(boneAndTarget());
  series.putItems(0x30060010, {madeReferences("1.2.3.8")});
  EXPECT_THAT(toldIn(import(series), "drawn-on-another-series"), HasSubstr("1.2.3.8"));
  DicomMaker nowhere = madeStructureSet(boneAndTarget(), "");
  DicomMaker reference = madeReferences("1.2.3.8");
  nowhere.putItems(0x30060010, {reference.remove(0x00200052)});
  EXPECT_THAT(importRefusal(nowhere),
              HasSubstr("its RTReferencedSeriesSequence (3006,0014) is 1.2.3.8"));
  DicomMaker study = madeStructureSet(boneAndTarget());
  study.put(0x0020000D, "UI", "1.2.3.99");
  EXPECT_EQ(importRefusal(study), "imported") << "it names the CT's study as that of its images";
}

TEST_F(ImportedStructures, AreToldFromOtherFilesOfAPlan) {
  for (const auto& [modality, sopClass] : {std::pair("RTPLAN", "1.2.840.10008.5.1.4.1.1.481.5"),
                                           std::pair("RTDOSE", "1.2.840.10008.5.1.4.1.1.481.2"),
                                           std::pair("SR", "1.2.840.10008.5.1.4.1.1.88.33"),
                                           std::pair("CT", "1.2.840.10008.5.1.4.1.1.2")}) {
    DicomMaker maker;
    maker.put(0x00080016, "UI", sopClass).put(0x00080060, "CS", modality);
    EXPECT_THAT(importRefusal(maker),
                HasSubstr("no segmentation (" + std::string(modality) + "); give a SEG, RTSTRUCT"));
  }
}

}  // namespace
}  // namespace trocar
