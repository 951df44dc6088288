// Vertebrae found in virtual patients that nobody tuned to.
#include "core/patients.h"
#include "core/spine_segmentation.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <map>

namespace trocar {
namespace {

/// What was found, against the true label that most of it lies in.
struct Match {
  std::string trueLevel;
  double dice = 0.0;
};

Match matchOf(const SpineSegmentation& found, const FoundVertebra& vertebra, const Case& truth) {
  const Grid& grid = found.labels.grid();
  const LabelMap& labels = truth.layers.front();
  std::map<std::uint16_t, double> common;
  double ours = 0.0;
  for (std::size_t n = 0; n < grid.voxelCount(); ++n) {
    if (found.labels.voxels()[n] != vertebra.value)
      continue;
    ours += 1.0;
    common[labels.nearest(grid.voxelToPatient(grid.voxelAt(n)), 0)] += 1.0;
  }
  Match best;
  for (const Structure* structure : truth.withRole(Role::Vertebra)) {
    double both = 0.0;
    for (const std::uint16_t value : std::get<LabelRegion>(structure->region).values)
      both += common[value];
    const double theirs = 1000.0 * volumeMl(truth, *structure) / grid.voxelVolumeMm3();
    if (const double dice = 2.0 * both / (ours + theirs); dice > best.dice)
      best = {levelOf(*structure), dice};
  }
  return best;
}

class VirtualSpines : public testing::TestWithParam<int> {};

TEST_P(VirtualSpines, AreFoundAndNeverNamedWrongWithCertainty) {
  const Case truth = makeRandomPatient(static_cast<std::uint64_t>(GetParam()), 2, 2.0);
  const SpineSegmentation found = segmentSpine(truth.ct);
  double sum = 0.0;
  bool right = true;
  for (const FoundVertebra& vertebra : found.vertebrae) {
    const Match match = matchOf(found, vertebra, truth);
    sum += match.dice;
    right = right && match.trueLevel == vertebra.level;
  }
  const double mean = sum / static_cast<double>(std::max<std::size_t>(1, found.vertebrae.size()));
  EXPECT_TRUE(right || found.nameCertainty < 0.8) << found.vertebrae.front().level;
  EXPECT_GE(found.vertebrae.size(), 3U);
  EXPECT_GT(mean, 0.75);
}

INSTANTIATE_TEST_SUITE_P(Seeds, VirtualSpines, testing::Values(5, 8, 11));

}  // namespace
}  // namespace trocar
