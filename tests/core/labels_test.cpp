#include "core/error.h"
#include "core/io.h"
#include "core/labels/anatomy_check.h"
#include "core/labels/label_file.h"
#include "core/labels/label_set.h"
#include "core/labels/meaning.h"
#include "core/labels/numbering.h"
#include "core/segment_mark.h"
#include "tests/core/shapes.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <gmock/gmock.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Schemes, NumberTheSpineAsTheirAuthorsDo) {
  const labels::LabelMeanings& total = labels::namedScheme("totalsegmentator").labels;
  EXPECT_EQ(total.size(), 117U);
  EXPECT_EQ(total.at(27).id, "vertebra_L5");
  EXPECT_EQ(total.at(31).id, "vertebra_L1");
  EXPECT_EQ(total.at(50).id, "vertebra_C1");
  EXPECT_EQ(total.at(77), (labels::LabelMeaning{"hip_left", "Hip bone, left", Role::Hip}));
  EXPECT_EQ(total.at(78).id, "hip_right");
  EXPECT_EQ(total.at(79), (labels::LabelMeaning{"cord", "Spinal cord", Role::Cord}));
  EXPECT_EQ(total.at(52).role, Role::Artery);
  EXPECT_EQ(total.at(63), (labels::LabelMeaning{"vena_cava", "Inferior vena cava", Role::Vein}));
  EXPECT_EQ(total.at(25).id, total.at(26).id);
  const labels::LabelMeanings& verse = labels::namedScheme("verse").labels;
  EXPECT_EQ(verse.at(1).id, "vertebra_C1");
  EXPECT_EQ(verse.at(8).id, "vertebra_T1");
  EXPECT_EQ(verse.at(19).id, "vertebra_T12");
  EXPECT_EQ(verse.at(20).id, "vertebra_L1");
  EXPECT_EQ(verse.at(25).id, "vertebra_L6");
  EXPECT_EQ(verse.at(28).id, "vertebra_T13");
}

TEST(Schemes, RecogniseTheNamesThatPeopleGive) {
  EXPECT_EQ(labels::meaningOf("vertebrae_L3").id, "vertebra_L3");
  EXPECT_EQ(labels::meaningOf("L3 vertebra").id, "vertebra_L3");
  EXPECT_EQ(labels::meaningOf("T12").role, Role::Vertebra);
  EXPECT_EQ(labels::meaningOf("Left Lung").id, "lung_left");
  EXPECT_EQ(labels::meaningOf("hip_left").role, Role::Hip);
  EXPECT_EQ(labels::meaningOf("Spinal canal").role, Role::Canal);
  EXPECT_EQ(labels::meaningOf("inferior vena cava").id, "vena_cava");
  EXPECT_EQ(labels::meaningOf("Liver tumour").role, Role::Lesion);
  EXPECT_EQ(labels::meaningOf("L3-L4 disc").role, Role::Disc);
  EXPECT_EQ(labels::meaningOf("Segment_1").role, Role::Other);
  const std::vector<labels::LabelMeaning> both =
      labels::meaningsOf({"tumor", "metastasis", "thing", "Thing"});
  EXPECT_EQ(both[0].id, "lesion_1");
  EXPECT_EQ(both[1].id, "lesion_2");
  EXPECT_EQ(both[3].id, "thing_2");
  EXPECT_EQ(labels::nameFromId("superior_gluteal_artery_right"), "Superior gluteal artery, right");
}

TEST(Schemes, KnowRootsAndSegmentalArteriesByTheirNames) {
  for (const char* name :
       {"L3 root, left", "root_L3_left", "Left L3 nerve root", "L3 nerve left"}) {
    const labels::LabelMeaning meaning = labels::meaningOf(name);
    EXPECT_EQ(meaning.id, "root_L3_left") << name;
    EXPECT_EQ(meaning.role, Role::Nerve) << name;
  }
  EXPECT_EQ(labels::meaningOf("S1 root, right").id, "root_S1_right");
  EXPECT_EQ(labels::meaningOf("T11 segmental artery, right").id, "segmental_artery_T11_right");
  EXPECT_EQ(labels::meaningOf("Nervenwurzel L3 links").id, "root_L3_left");
  EXPECT_EQ(labels::meaningOf("Sciatic nerve, right").id, "sciatic_right");
  EXPECT_EQ(labels::meaningOf("L3 left").role, Role::Other);
  EXPECT_EQ(labels::meaningOf("L3 L4 root left").role, Role::Other);
}

TEST(Segments, AreWhatTheirMarkSaysUnlessAPersonRenamedThem) {
  const auto mark = [](const char* kind, Basis basis, const char* id, const char* name) {
    return "TerminologyEntry:x~SCT^1^y|" + toText({kind, basis, id, name});
  };
  const auto meanings = labels::meaningsOf({
      {"Front | thigh",
       "Segment_7",
       mark("muscle", Basis::Measured, "thigh_front_left", "Front | thigh")},
      {"L3 root, left", "a", mark("nerve", Basis::Estimated, "root_L3_left", "L3 root, left")},
      {"L3 root, left", "b", mark("nerve", Basis::Estimated, "root_L3_left", "L3 root, left")},
      {"Needle N1", "N1", mark("needle", Basis::Entered, "N1", "Needle N1")},
      {"Aorta", "x", mark("other", Basis::Measured, "mass_9", "Mass")},
      {"my nerve", "x", mark("nerve", Basis::Measured, "root_L2_left", "L2 root, left")},
  });
  EXPECT_EQ(meanings[0], (labels::LabelMeaning{"thigh_front_left", "Front | thigh", Role::Muscle}));
  EXPECT_EQ(meanings[1].role, Role::Nerve);
  EXPECT_EQ(meanings[1].basis, Basis::Estimated);
  EXPECT_EQ(meanings[2].id, "root_L3_left_2");
  EXPECT_EQ(meanings[3].id, "N1");
  EXPECT_EQ(meanings[3].role, Role::Other);
  EXPECT_TRUE(meanings[3].planned);
  EXPECT_EQ(meanings[4].id, "aorta");
  EXPECT_EQ(meanings[5].id, "root_L2_left");
  EXPECT_EQ(meanings[5].name, "my nerve");
}

TEST(Segments, WithoutAMarkFollowTheirNameThenTheirId) {
  const auto meanings = labels::meaningsOf({{"Nervenwurzel", "root_L3_left", "", false},
                                            {"Aorta", "root_L4_left", "", false},
                                            {"Needle N2", "N2", "", true},
                                            {"Foo bar", "Segment_1", "", false},
                                            {"x", "y", "Trocar.Kind:nerve|Trocar.Id:a b|", false}});
  EXPECT_EQ(meanings[0].id, "root_L3_left");
  EXPECT_EQ(meanings[0].role, Role::Nerve);
  EXPECT_EQ(meanings[1].role, Role::Artery);
  EXPECT_EQ(meanings[2].id, "N2");
  EXPECT_TRUE(meanings[2].planned);
  EXPECT_EQ(meanings[3].id, "foo_bar");
  EXPECT_EQ(meanings[4].role, Role::Other);
}

TEST(Schemes, NumberBothVersionsOfTotalSegmentatorAndSpineps) {
  const labels::LabelMeanings& first = labels::namedScheme("totalsegmentator-v1").labels;
  EXPECT_EQ(first.size(), 104U);
  EXPECT_EQ(first.at(20).id, "vertebra_L3");
  EXPECT_EQ(first.at(92).role, Role::Sacrum);
  const labels::LabelMeanings& parts = labels::namedScheme("spineps").labels;
  EXPECT_EQ(parts.at(20).id, "vertebra_L1");
  EXPECT_EQ(parts.at(41).id, "vertebral_arches");
  EXPECT_EQ(parts.at(49).id, "vertebral_bodies");
  EXPECT_EQ(parts.at(61).role, Role::Canal);
  EXPECT_EQ(parts.at(119).name, "Disc below T12");
}

TEST(Schemes, UnderstandNamesOfOtherLanguages) {
  for (const char* name : {"LWK3",
                           "LWK 3",
                           "Wirbelkörper L3",
                           "Wirbelko\u0308rper L3",
                           "Wirbelk\xf6rper L3",
                           "3. Lendenwirbel",
                           "vertèbre L3",
                           "vértebra lumbar 3",
                           "vertebra lombare 3",
                           "L3 wervel",
                           "third lumbar vertebra",
                           "kręg lędźwiowy 3",
                           "Trzon kręgu L3",
                           "3. bederní obratel",
                           "lannenikama 3",
                           "3-й поясничный позвонок",
                           "Позвонок L3",
                           "第3腰椎",
                           "第三腰椎",
                           "腰椎３",
                           "L3椎体",
                           "제3요추",
                           "요추 3번"})
    EXPECT_EQ(labels::meaningOf(name).id, "vertebra_L3") << name;
  for (const char* name :
       {"BWK 12", "Th12", "D12", "Brustwirbel 12", "vertèbre dorsale 12", "第十二胸椎", "흉추12"})
    EXPECT_EQ(labels::meaningOf(name).id, "vertebra_T12") << name;
  EXPECT_EQ(labels::meaningOf("HWK7").id, "vertebra_C7");
  EXPECT_EQ(labels::meaningOf("Kreuzbein").role, Role::Sacrum);
  for (const char* name : {"Os sacrum", "kość krzyżowa", "крестец", "骶骨", "仙骨", "천골"})
    EXPECT_EQ(labels::meaningOf(name).role, Role::Sacrum) << name;
  EXPECT_EQ(labels::meaningOf("左第7肋骨").id, "rib_left_7");
  EXPECT_EQ(labels::meaningOf("правое ребро 7").id, "rib_right_7");
  EXPECT_EQ(labels::meaningOf("沙发").id, "structure") << "ids are plain";
  EXPECT_EQ(labels::meaningOf("Steißbein").id, labels::meaningOf("coccyx").id);
  EXPECT_EQ(labels::meaningOf("Rippe 7 links").id, "rib_left_7");
  EXPECT_EQ(labels::meaningOf("7. Rippe rechts").id, "rib_right_7");
  EXPECT_EQ(labels::meaningOf("Niere, links").id, "kidney_left");
  EXPECT_EQ(labels::meaningOf("Becken rechts").id, "hip_right");
  EXPECT_EQ(labels::meaningOf("Metástasis L3").role, Role::Lesion);
  EXPECT_EQ(labels::meaningOf("Größe").id, "grosse") << "ids are plain";
  EXPECT_EQ(labels::meaningOf("L9").role, Role::Other);
}

LabelMap mapOf(const std::vector<std::uint16_t>& values) {
  std::vector<std::uint16_t> voxels(100, 0);
  std::copy(values.begin(), values.end(), voxels.begin());
  return {Grid({100, 1, 1}, Vec3::Zero(), Vec3::Ones()), voxels};
}

std::string refusalOf(const std::vector<std::uint16_t>& values, const std::string& scheme) {
  std::vector<Remark> remarks;
  try {
    labels::meaningsFor(
        mapOf(values), {.scheme = scheme}, {"a.nii", "Label file 1"}, Volume(), remarks);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(Numbering, IsTakenWhereOnlyOneFitsAndAskedForElsewhere) {
  EXPECT_EQ(refusalOf({26, 27, 31, 32, 79, 117}, "auto"), "");
  EXPECT_THAT(refusalOf({20, 21, 22, 23, 24}, "auto"),
              HasSubstr("say which: totalsegmentator, totalsegmentator-v1 or verse"));
  EXPECT_EQ(refusalOf({20, 21, 22, 23, 24}, "verse"), "");
  EXPECT_THAT(refusalOf({200, 201}, "auto"), HasSubstr("give a JSON file"));
  EXPECT_THAT(refusalOf({1}, "auto"), HasSubstr("say what it is"));
  EXPECT_THAT(refusalOf({255}, "auto"), HasSubstr("say what it is"));
  EXPECT_EQ(refusalOf({20, 21, 22, 120, 121}, "auto"), "") << "only SPINEPS numbers discs so";
  EXPECT_THAT(refusalOf({41, 49}, "auto"),
              HasSubstr("SPINEPS (Vertebral arches .. Vertebral bodies)"));
  EXPECT_THAT(refusalOf({27}, "v3"), HasSubstr("\"v3\" is unknown: choose auto"));
  EXPECT_THAT(refusalOf({20, 40}, "verse"), HasSubstr("40 are not in the numbering of VerSe"));
  EXPECT_THAT(refusalOf({}, "auto"), HasSubstr("empty"));
  EXPECT_THAT(refusalOf({1, 2}, "slicer"), HasSubstr("names no segments"));
  EXPECT_THAT(refusalOf({1, 2}, "/no/such/scheme.json"), HasSubstr("/no/such/scheme.json"));
}

TEST(Numbering, ReadsASchemeOfTheUsersOwnAndSaysWhatItLeftOut) {
  const TemporaryFolder folder;
  const std::string path = folder / "mine.json";
  std::ofstream(path) << R"({"5": {"id": "vertebra_L3", "name": "L3", "role": "vertebra"}})";
  std::vector<Remark> remarks;
  const labels::LabelMeanings meanings = labels::meaningsFor(
      mapOf({5, 6}), {.scheme = path}, {"a.nii", "Label file 1"}, Volume(), remarks);
  EXPECT_EQ(meanings.at(5).id, "vertebra_L3");
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_EQ(remarks[0].key, "unknown-labels");
  for (const char* bad : {"",
                          "[]",
                          "{\"x\": 1}",
                          R"({"5": {"id": "a b", "role": "vertebra"}})",
                          R"({"5": {"id": "a", "role": "thing"}})",
                          R"({"0": {"id": "a", "role": "bone"}})"}) {
    std::ofstream(path, std::ios::trunc) << bad;
    EXPECT_THAT(refusalOf({5}, path), HasSubstr(path)) << bad;
  }
}

/// Bone in soft tissue, and lung beside it.
Volume ctOf(const LabelMap& bone, int besideHu) {
  std::vector<std::int16_t> hu(bone.voxels().size());
  for (std::size_t v = 0; v < hu.size(); ++v) {
    const double across = std::abs(bone.grid().voxelToPatient(bone.grid().voxelAt(v))[0]);
    hu[v] = static_cast<std::int16_t>(bone.voxels()[v] != 0 ? 400 : across > 25.0 ? besideHu : 40);
  }
  return {bone.grid(), std::move(hu)};
}

/// Three bones one above the other, numbered from `first` below.
LabelMap columnFrom(int first) {
  const Grid grid({52, 30, 36}, Vec3(-76.5, -43.5, 0), Vec3(3, 3, 3));
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  for (std::size_t v = 0; v < voxels.size(); ++v) {
    const Vec3 at = grid.voxelToPatient(grid.voxelAt(v));
    const int level = static_cast<int>(at[2]) / 36;
    if (std::abs(at[0]) < 18.0 && std::abs(at[1]) < 15.0 && static_cast<int>(at[2]) % 36 < 27)
      voxels[v] = static_cast<std::uint16_t>(first + level);
  }
  return {grid, std::move(voxels)};
}

TEST(Numbering, DoesNotOverruleTheNamesOfSegments) {
  const LabelMap map = columnFrom(1);
  const labels::LabelLayer named(
      map, {{1, {"root_L3_left", "L3 root, left", Role::Nerve}}, {2, {}}, {3, {}}}, true);
  std::vector<Remark> remarks;
  const labels::LabelFileName file{"a.seg.nrrd", "Label file 1"};
  EXPECT_EQ(labels::meaningsFor(named, {.scheme = "verse"}, file, ctOf(map, 40), remarks),
            named.meanings);
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_EQ(remarks[0].key, "names-kept");
}

TEST(Numbering, IsToldFromAnotherVersionByTheCt) {
  // v2: L3, L2, L1; v1: T7, T6, T5.
  const LabelMap spine = columnFrom(29);
  std::vector<Remark> remarks;
  const labels::LabelFileName file{"a.nii", "Label file 1"};
  EXPECT_EQ(labels::meaningsFor(spine, {}, file, ctOf(spine, 40), remarks).at(29).id,
            "vertebra_L3");
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_EQ(remarks[0].key, "numbering-by-ct");
  EXPECT_THAT(remarks[0].text, HasSubstr("no lung lies beside"));
  EXPECT_EQ(labels::meaningsFor(spine, {}, file, ctOf(spine, -800), remarks).at(29).id,
            "vertebra_T6");
  const labels::LabelLayer layer(spine);
  try {
    labels::meaningsFor(layer, {.scheme = "totalsegmentator-v1"}, file, ctOf(spine, 40), remarks);
    FAIL() << "no doubt";
  } catch (const Doubt& doubt) {
    EXPECT_EQ(doubt.key(), "numbering-against-ct");
    EXPECT_THAT(doubt.what(), HasSubstr("which is the numbering totalsegmentator:"));
  }
  // v2: neck, v1: C1, oesophagus and trachea, which would be bone.
  const LabelMap neck = columnFrom(48);
  EXPECT_THROW(labels::meaningsFor(neck, {}, file, Volume(), remarks), Error);
}

TEST(LabelSet, MergesOverlappingMapsOnOneGridAndKeepsEveryVolume) {
  labels::LabelSet set;
  set.add(mapOf({1, 1, 1, 2, 2, 0, 0}),
          {{1, {"a", "A", Role::Bone}}, {2, {"b", "B", Role::Bone}}},
          "one");
  set.add(mapOf({0, 0, 1, 1, 0, 1, 0}), {{1, {"c", "C", Role::Lesion}}}, "two");
  ASSERT_EQ(set.layers().size(), 1U);
  Case patient;
  patient.layers = set.layers();
  patient.structures = set.structures();
  EXPECT_NEAR(volumeMl(patient, *patient.find("a")), 0.003, 1e-12);
  EXPECT_NEAR(volumeMl(patient, *patient.find("b")), 0.002, 1e-12);
  EXPECT_NEAR(volumeMl(patient, *patient.find("c")), 0.003, 1e-12);
  EXPECT_TRUE(contains(patient, *patient.find("a"), Vec3(2, 0, 0)));
  EXPECT_TRUE(contains(patient, *patient.find("c"), Vec3(2, 0, 0)));
  EXPECT_FALSE(contains(patient, *patient.find("c"), Vec3(4, 0, 0)));
  EXPECT_THROW(set.add(mapOf({1}), {{1, {"a", "A", Role::Bone}}}, "three"), Error);
}

TEST(LabelSet, KeepsAMapOnAnotherGridAsItsOwnLayer) {
  labels::LabelSet set;
  set.add(mapOf({1}), {{1, {"a", "A", Role::Bone}}}, "one");
  const LabelMap finer(Grid({200, 1, 1}, Vec3::Zero(), Vec3(0.5, 1, 1)),
                       std::vector<std::uint16_t>(200, 1));
  set.add(finer, {{1, {"b", "B", Role::Bone}}}, "two");
  EXPECT_EQ(set.layers().size(), 2U);
}

TEST(LabelSet, LeavesNoValueBehindThatIsWhollyCovered) {
  labels::LabelSet set;
  set.add(mapOf({1, 1, 2}), {{1, {"a", "A", Role::Bone}}, {2, {"b", "B", Role::Bone}}}, "one");
  set.add(mapOf({5, 5, 0}), {{5, {"c", "C", Role::Bone}}}, "two");
  set.add(mapOf({1, 0, 1}), {{1, {"d", "D", Role::Bone}}}, "three");
  Case patient;
  patient.structures = set.structures();
  patient.layers = set.takeLayers();
  for (const auto& [id, voxels] :
       std::map<std::string, double>{{"a", 2}, {"b", 1}, {"c", 2}, {"d", 2}})
    EXPECT_NEAR(volumeMl(patient, *patient.find(id)), voxels / 1000.0, 1e-12) << id;
  EXPECT_EQ(std::get<LabelRegion>(patient.find("a")->region).values.size(), 2U);
}

TEST(PlaceCheck, SaysWhichLevelsAreTwiceAndWhichAreBodiesOnly) {
  const Grid grid({30, 30, 30}, Vec3::Zero(), Vec3::Ones());
  Case patient = caseOf(labelWhere(
      grid, [](const Vec3& at) { return (at - Vec3(15, 15, 15)).cwiseAbs().maxCoeff() < 8.0; }));
  patient.structures = {labelled("vertebra_L3", Role::Vertebra, {1}),
                        labelled("vertebra_L3_2", Role::Vertebra, {2})};
  const std::vector<Remark> remarks = labels::remarksOnPlaces(patient);
  ASSERT_EQ(remarks.size(), 2U);
  EXPECT_EQ(remarks[0].key, "same-level-twice");
  EXPECT_EQ(remarks[1].key, "bodies-only");
}

TEST(LabelFile, NamesSegmentsThatAreEmpty) {
  const labels::LabelLayer layer(
      mapOf({1}),
      {{1, {"vertebra_L3", "L3", Role::Vertebra}}, {2, {"vertebra_L2", "L2", Role::Vertebra}}},
      true);
  EXPECT_EQ(labels::emptySegments({layer}), std::vector<std::string>{"L2"});
}

TEST(PlaceCheck, NoticesSwappedSidesAndLevelsOutOfOrder) {
  const Grid grid({21, 3, 21}, Vec3(-10, 0, 0), Vec3::Ones());
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  voxels[grid.offset({18, 1, 5})] = 1;  // +x is the patient's left.
  voxels[grid.offset({2, 1, 5})] = 2;
  voxels[grid.offset({10, 1, 15})] = 3;
  voxels[grid.offset({10, 1, 10})] = 4;
  Case patient = caseOf({grid, voxels});
  patient.structures = {labelled("hip_left", Role::Hip, {1}),
                        labelled("hip_right", Role::Hip, {2}),
                        labelled("vertebra_L1", Role::Vertebra, {3}),
                        labelled("vertebra_L2", Role::Vertebra, {4})};
  EXPECT_TRUE(labels::remarksOnPlaces(patient).empty());
  std::swap(patient.structures[0].region, patient.structures[1].region);
  std::swap(patient.structures[2].region, patient.structures[3].region);
  const std::vector<Remark> remarks = labels::remarksOnPlaces(patient);
  ASSERT_EQ(remarks.size(), 2U);
  EXPECT_EQ(remarks[0].key, "sides-swapped");
  EXPECT_EQ(remarks[1].key, "levels-out-of-order");
}

std::size_t voxelsOf(const labels::LabelLayer& layer, const std::string& id) {
  std::size_t count = 0;
  for (const std::uint16_t value : layer.labels.voxels()) {
    const auto meaning = layer.meanings.find(value);
    count += meaning != layer.meanings.end() && meaning->second.id == id ? 1U : 0U;
  }
  return count;
}

// Expected counts: tests/test_segmentation.py of github.com/lassoan/slicerio.
TEST(LabelFile, ReadsSlicerSegmentationsWithTheirNamesAndOverlaps) {
  SKIP_WITHOUT("segnrrd_slicerio");
  const auto plain = labels::readLabelFile(testData("segnrrd_slicerio/Segmentation.seg.nrrd"));
  ASSERT_EQ(plain.size(), 1U);
  EXPECT_EQ(plain[0].meanings.size(), 7U);
  EXPECT_EQ(voxelsOf(plain[0], "ribs"), 8487U);
  EXPECT_EQ(voxelsOf(plain[0], "lung_right"), 34450U);
  const auto overlapping =
      labels::readLabelFile(testData("segnrrd_slicerio/SegmentationOverlapping.seg.nrrd"));
  ASSERT_EQ(overlapping.size(), 2U);
  EXPECT_EQ(voxelsOf(overlapping[0], "ribs"), 8487U);
  EXPECT_EQ(voxelsOf(overlapping[0], "lung_right"), 34450U);
  EXPECT_GT(voxelsOf(overlapping[1], "overlapping_sphere"), 0U);
}

/// Whether every voxel of `value` in `expected` is in the structure, and as many as that are.
void expectSame(const std::vector<labels::LabelLayer>& layers,
                const std::string& id,
                const fs::path& expected,
                std::uint16_t value) {
  const LabelMap truth = labels::readLabelFile(expected).at(0).labels;
  std::size_t found = 0;
  for (const labels::LabelLayer& layer : layers)
    found += voxelsOf(layer, id);
  std::size_t missing = 0;
  std::size_t count = 0;
  for (std::size_t v = 0; v < truth.voxels().size(); ++v) {
    if (truth.voxels()[v] != value)
      continue;
    ++count;
    const Vec3 point = truth.grid().voxelToPatient(truth.grid().voxelAt(v));
    bool inside = false;
    for (const labels::LabelLayer& layer : layers) {
      const auto meaning = layer.meanings.find(layer.labels.nearest(point, 0));
      inside = inside || (meaning != layer.meanings.end() && meaning->second.id == id);
    }
    missing += inside ? 0U : 1U;
  }
  EXPECT_GT(count, 0U) << expected;
  EXPECT_EQ(found, count) << expected;
  EXPECT_EQ(missing, 0U) << expected;
}

TEST(LabelFile, ReadsDicomSegmentationsVoxelForVoxel) {
  SKIP_WITHOUT("dcmseg_dcmqi");
  const fs::path root = testData("dcmseg_dcmqi");
  const auto liver = labels::readLabelFile(root / "liver.dcm");
  EXPECT_EQ(voxelsOf(liver.at(0), "liver"), 107098U);
  expectSame(liver, "liver", root / "liver_seg.nrrd", 1);
  EXPECT_GT(labels::readLabelFile(root / "partial_overlaps.dcm").size(), 1U);
  for (const char* width : {"23x38x3", "24x38x3"})
    expectSame(labels::readLabelFile(root / width / "seg/label.seg"),
               "liver",
               root / width / "nrrd/label.nrrd",
               1);
  expectSame(labels::readLabelFile(root / "sparse-labelmap-noppv.dcm"),
             "liver",
             root / "sparse_labelmap_noppv_seg.nrrd",
             1);
  expectSame(labels::readLabelFile(root / "sparse-labelmap-ppv5.dcm"),
             "liver",
             root / "sparse_labelmap_ppv5_seg.nrrd",
             1);
}

TEST(LabelFile, DecodesSegmentationsThatWereCompressedFrameByFrame) {
  SKIP_WITHOUT("dcm_pydicom_odd");
  const auto plain = labels::readLabelFile(testData("dcm_pydicom_odd/data_liver.dcm"));
  for (const char* name : {"data_liver_rle.dcm", "data_liver_deflate.dcm"}) {
    const auto packed = labels::readLabelFile(testData("dcm_pydicom_odd") / name);
    ASSERT_EQ(packed.size(), plain.size()) << name;
    EXPECT_EQ(packed[0].labels.voxels(), plain[0].labels.voxels()) << name;
  }
}

TEST(LabelFile, NeverDiesOfAnOddDicomSegmentation) {
  SKIP_WITHOUT("dcm_pydicom_odd");
  for (const auto& entry : fs::directory_iterator(testData("dcm_pydicom_odd"))) {
    try {
      labels::readLabelFile(entry.path());
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << entry.path();
    }
  }
}

}  // namespace
}  // namespace trocar
