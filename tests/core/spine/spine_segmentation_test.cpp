// Vertebrae found in CTs: bundled patients, whose true labels are known, and real ones.
#include "core/spine_segmentation.h"

#include "core/error.h"
#include "core/import.h"
#include "core/parallel.h"
#include "core/patients.h"
#include "tests/test_files.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>

namespace trocar {
namespace {

using testing::HasSubstr;

/// The part of a CT between two heights.
Volume between(const Volume& ct, double lowMm, double highMm) {
  const Grid& grid = ct.grid();
  const int low = std::max(0, grid.nearestVoxel({0, 0, lowMm}).k);
  const int high = std::min(grid.size()[2] - 1, grid.nearestVoxel({0, 0, highMm}).k);
  const std::size_t plane = grid.voxelCount() / static_cast<std::size_t>(grid.size()[2]);
  const auto first = ct.voxels().begin() + static_cast<std::ptrdiff_t>(plane) * low;
  return {Grid({grid.size()[0], grid.size()[1], high - low + 1},
               grid.voxelToPatient(VoxelIndex{0, 0, low}),
               grid.spacingMm(),
               grid.directions()),
          std::vector<std::int16_t>(first,
                                    first + static_cast<std::ptrdiff_t>(plane) * (high - low + 1))};
}

/// The patient in a mirror: what was on the right lies on the left.
Volume mirrored(const Volume& ct) {
  const Grid& grid = ct.grid();
  std::vector<std::int16_t> voxels;
  voxels.reserve(grid.voxelCount());
  for (int k = 0; k < grid.size()[2]; ++k) {
    for (int j = 0; j < grid.size()[1]; ++j) {
      for (int i = grid.size()[0]; i-- > 0;)
        voxels.push_back(ct.at({i, j, k}));
    }
  }
  return {grid, std::move(voxels)};
}

/// Twice the common voxels over the sum of both.
double dice(const SpineSegmentation& found, const FoundVertebra& vertebra, const Case& truth) {
  const Structure* named = truth.find("vertebra_" + vertebra.level);
  if (named == nullptr)
    return -1.0;
  const Grid& grid = found.labels.grid();
  const Image<std::uint8_t> true_ = maskOf(truth, *named, grid);
  double both = 0.0, ours = 0.0;
  for (std::size_t n = 0; n < true_.voxels().size(); ++n) {
    const bool here = found.labels.voxels()[n] == vertebra.value;
    ours += here ? 1.0 : 0.0;
    both += here && true_.voxels()[n] != 0 ? 1.0 : 0.0;
  }
  const double theirs = 1000.0 * volumeMl(truth, *named) / grid.voxelVolumeMm3();
  return 2.0 * both / (ours + theirs);
}

std::vector<std::string> levelsOf(const SpineSegmentation& found) {
  std::vector<std::string> levels;
  for (const FoundVertebra& vertebra : found.vertebrae)
    levels.push_back(vertebra.level);
  return levels;
}

std::string refusalOf(const Volume& ct, const std::vector<LevelAnchor>& anchors = {}) {
  try {
    segmentSpine(ct, anchors);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

/// A bundled patient on voxels of 2 mm.
const Case& lumbarPatient() {
  static const Case kPatient = makeBundledPatient("l3-breast", 2.0);
  return kPatient;
}
/// L2 to L4 of it.
const Volume& threeVertebrae() {
  static const Volume kPart = between(lumbarPatient().ct, 22.0, 154.0);
  return kPart;
}
const std::vector<LevelAnchor>& anchorInL3() {
  static const std::vector<LevelAnchor> kAnchor = {{"L3", Vec3(-1, -16, 89)}};
  return kAnchor;
}
const SpineSegmentation& threeFound() {
  static const SpineSegmentation kFound = segmentSpine(threeVertebrae(), anchorInL3());
  return kFound;
}

TEST(SpineSegmentation, FindsTheVertebraeOfABundledPatientByOneNamedPoint) {
  EXPECT_THAT(levelsOf(threeFound()), testing::Contains("L3"));
  EXPECT_EQ(threeFound().nameCertainty, 1.0);
  for (const FoundVertebra& vertebra : threeFound().vertebrae)
    EXPECT_GT(dice(threeFound(), vertebra, lumbarPatient()), 0.83) << vertebra.level;
}

TEST(SpineSegmentation, GivesTheSameVoxelsForAnyNumberOfThreads) {
  const ThreadLimit one(1);
  EXPECT_EQ(segmentSpine(threeVertebrae(), anchorInL3()).labels.voxels(),
            threeFound().labels.voxels());
}

TEST(SpineSegmentation, MirrorsWithThePatient) {
  const Volume& ct = threeVertebrae();
  const Volume turned = mirrored(ct);
  const Grid& grid = ct.grid();
  const auto across = [&](const Vec3& point) {
    Vec3 voxel = grid.patientToVoxel(point);
    voxel.x() = grid.size()[0] - 1 - voxel.x();
    return grid.voxelToPatient(voxel);
  };
  const SpineSegmentation found =
      segmentSpine(turned, {{"L3", across(anchorInL3().front().pointMm)}});
  ASSERT_EQ(levelsOf(found), levelsOf(threeFound()));
  double both = 0.0, all = 0.0;
  const Grid& part = threeFound().labels.grid();
  for (std::size_t n = 0; n < part.voxelCount(); ++n) {
    const std::uint16_t here = threeFound().labels.voxels()[n];
    const std::uint16_t there =
        found.labels.nearest(across(part.voxelToPatient(part.voxelAt(n))), 0);
    all += (here != 0 ? 1.0 : 0.0) + (there != 0 ? 1.0 : 0.0);
    both += here != 0 && here == there ? 2.0 : 0.0;
  }
  EXPECT_GT(both / all, 0.95);
}

TEST(SpineSegmentation, NamesLevelsByTheSacrumAndTheRibs) {
  const SpineSegmentation found = segmentSpine(lumbarPatient().ct);
  EXPECT_THAT(levelsOf(found), testing::ElementsAre("L5", "L4", "L3", "L2", "L1", "T12"));
  EXPECT_GT(found.nameCertainty, 0.9);
  for (const FoundVertebra& vertebra : found.vertebrae)
    EXPECT_GT(dice(found, vertebra, lumbarPatient()), 0.83) << vertebra.level;
}

TEST(SpineSegmentation, RefusesAnchorsThatLieElsewhereOrContradictEachOther) {
  const Vec3 l3 = anchorInL3().front().pointMm;
  EXPECT_THAT(refusalOf(threeVertebrae(), {{"L3", l3 + Vec3(0, 0, 300)}}),
              HasSubstr("lies in no vertebra"));
  EXPECT_THAT(refusalOf(threeVertebrae(), {{"L9", l3}}), HasSubstr("is no vertebra"));
  EXPECT_THAT(refusalOf(threeVertebrae(), {{"L3", l3}, {"L1", l3 + Vec3(0, 0, 33)}}),
              HasSubstr("contradicts"));
}

TEST(SpineSegmentation, FindsNothingWhereNoSpineIs) {
  const Grid grid({60, 60, 60}, Vec3::Zero(), Vec3::Constant(3.0));
  std::vector<std::int16_t> voxels(grid.voxelCount(), -1000);
  EXPECT_THAT(refusalOf({grid, voxels}), HasSubstr("No spinal canal"));
  for (std::size_t n = 0; n < voxels.size(); ++n) {  // A ball of water in a shell of bone: a head.
    const double from = (grid.voxelToPatient(grid.voxelAt(n)) - grid.centreMm()).norm();
    voxels[n] = from < 70.0 ? 40 : from < 77.0 ? 900 : -1000;
  }
  EXPECT_FALSE(refusalOf({grid, voxels}).empty());
  const Grid thick({60, 60, 20}, Vec3::Zero(), Vec3(3.0, 3.0, 8.0));
  EXPECT_THAT(refusalOf({thick, std::vector<std::int16_t>(thick.voxelCount(), 40)}),
              HasSubstr("too far apart"));
}

TEST(SpineSegmentation, StopsWhenItIsCancelled) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(segmentSpine(threeVertebrae(), {}, Progress(stop.get_token(), {})), Cancelled);
}

/// A real CT and labels that people or others' tools drew on it.
struct RealSpine {
  const char* ct;
  const char* labels;
  const char* scheme;
  double leastDice;
  double leastMean;
};

class RealSpines : public testing::TestWithParam<RealSpine> {};

TEST_P(RealSpines, AreFoundAndNamed) {
  const RealSpine& real = GetParam();
  SKIP_WITHOUT(real.ct);
  const Case truth =
      importCase(testData(real.ct),
                 {{.path = testData(real.labels)}},
                 {.scheme = real.scheme, .despite = {"labels-off-bone", "labels-outside-ct"}});
  const SpineSegmentation found = segmentSpine(truth.ct);
  double sum = 0.0;
  int compared = 0;
  for (const std::string level : {"L5", "L4", "L3", "L2", "L1"}) {
    const auto at = std::find_if(found.vertebrae.begin(),
                                 found.vertebrae.end(),
                                 [&](const FoundVertebra& one) { return one.level == level; });
    ASSERT_NE(at, found.vertebrae.end()) << level;
    const double here = dice(found, *at, truth);
    EXPECT_GT(here, real.leastDice) << level;
    sum += here;
    ++compared;
  }
  EXPECT_GT(sum / compared, real.leastMean);
}

INSTANTIATE_TEST_SUITE_P(Public,
                         RealSpines,
                         testing::Values(RealSpine{"ct_totalseg_spine_report/example_ct.nii.gz",
                                                   "ct_totalseg_spine_report/totalseg.nii.gz",
                                                   "totalsegmentator",
                                                   0.82,
                                                   0.87},
                                         RealSpine{"ct_verse014/sub-verse014_ct.nii.gz",
                                                   "ct_verse014/sub-verse014_seg-vert_msk.nii.gz",
                                                   "verse",
                                                   0.79,
                                                   0.84}));

}  // namespace
}  // namespace trocar
