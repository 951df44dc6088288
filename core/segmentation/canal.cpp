#include "core/segmentation/canal.h"

#include "core/label_extents.h"
#include "core/parallel.h"
#include "core/segmentation/ring.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace trocar::segmentation {
namespace {

/// The vertebrae of one label map, cranial to caudal, as points along the spine.
struct Spine {
  const LabelMap* labels = nullptr;
  std::vector<std::uint8_t> isBone;  ///< By value.
  std::vector<Vec3> centresMm;
};

Vec3 centroidOf(const LabelMap& labels, const LabelRegion& region, const LabelExtent& extent) {
  const std::vector<std::uint8_t> member = membershipOf(region);
  Vec3 sum = Vec3::Zero();
  for (int k = extent.low[2]; k <= extent.high[2]; ++k) {
    for (int j = extent.low[1]; j <= extent.high[1]; ++j) {
      const std::uint16_t* row = labels.data() + labels.grid().offset({0, j, k});
      for (int i = extent.low[0]; i <= extent.high[0]; ++i) {
        if (member[row[i]] != 0)
          sum += Vec3(i, j, k);
      }
    }
  }
  return labels.grid().voxelToPatient(Vec3(sum / static_cast<double>(extent.voxels)));
}

Spine spineOf(const Case& patient) {
  const CaseExtents extents(patient);
  Spine spine;
  spine.isBone.assign(65536, 0);
  int layer = -1;
  for (const std::string& level : levelsOf(patient)) {
    const Structure* vertebra = patient.find("vertebra_" + level);
    const auto* region =
        vertebra == nullptr ? nullptr : std::get_if<LabelRegion>(&vertebra->region);
    if (region == nullptr || (layer >= 0 && region->layer != layer))
      continue;
    layer = region->layer;
    spine.labels = &patient.layers[static_cast<std::size_t>(layer)];
    for (const std::uint16_t value : region->values)
      spine.isBone[value] = 1;
    if (const std::optional<LabelExtent> extent = extents.of(*region))
      spine.centresMm.push_back(centroidOf(*spine.labels, *region, *extent));
  }
  for (const Structure* sacrum : patient.withRole(Role::Sacrum)) {
    const auto* region = std::get_if<LabelRegion>(&sacrum->region);
    for (const std::uint16_t value :
         region && region->layer == layer ? region->values : std::vector<std::uint16_t>())
      spine.isBone[value] = 1;
  }
  return spine;
}

std::vector<Ring> ringsOf(const Spine& spine) {
  std::vector<std::optional<Ring>> found(spine.centresMm.size());
  parallelFor(spine.centresMm.size(), [&](std::size_t n) {
    const Vec3& above = spine.centresMm[n == 0 ? 0 : n - 1];
    const Vec3& below = spine.centresMm[std::min(n + 1, spine.centresMm.size() - 1)];
    const Vec3 up =
        (above - below).norm() > 1.0 ? Vec3((above - below).normalized()) : Vec3::UnitZ();
    found[n] = findRing({*spine.labels, spine.isBone}, spine.centresMm[n], up);
  });
  std::vector<Ring> rings;
  for (const std::optional<Ring>& ring : found) {
    if (ring)
      rings.push_back(*ring);
  }
  return rings;
}

/// The first and last ring again, 12 mm further out: about half a vertebra.
void lengthen(std::vector<Ring>& rings) {
  constexpr double kBeyondMm = 12.0;
  Ring top = rings.front();
  Ring bottom = rings.back();
  top.centreMm += kBeyondMm * top.up;
  bottom.centreMm -= kBeyondMm * bottom.up;
  rings.insert(rings.begin(), top);
  rings.push_back(bottom);
}

/// Whether the point lies in the elliptic tube from one ring to the next.
bool between(const Ring& above, const Ring& below, const Vec3& point) {
  const Vec3 axis = below.centreMm - above.centreMm;
  const double t = (point - above.centreMm).dot(axis) / axis.squaredNorm();
  if (t < 0.0 || t > 1.0)
    return false;
  const Vec3 offset = point - (above.centreMm + t * axis);
  const Vec3 left = (1.0 - t) * above.left + t * below.left;
  const Vec3 posterior = (1.0 - t) * above.posterior + t * below.posterior;
  const double a =
      offset.dot(left.normalized()) / ((1.0 - t) * above.halfWidthMm + t * below.halfWidthMm);
  const double b =
      offset.dot(posterior.normalized()) / ((1.0 - t) * above.halfDepthMm + t * below.halfDepthMm);
  return a * a + b * b <= 1.0;
}

/// The box of voxels around one stretch of the tube, within the grid.
LabelExtent voxelsAround(const Grid& grid, const Ring& above, const Ring& below) {
  constexpr double kReachMm = 20.0;  // More than any canal's half width.
  Vec3 low = Vec3::Constant(1e9);
  Vec3 high = Vec3::Constant(-1e9);
  const Vec3 reach = Vec3::Constant(kReachMm).cwiseQuotient(grid.spacingMm());
  for (const Ring* ring : {&above, &below}) {
    const Vec3 index = grid.patientToVoxel(ring->centreMm);
    low = low.cwiseMin(index - reach);
    high = high.cwiseMax(index + reach);
  }
  LabelExtent box;
  for (std::size_t a = 0; a < 3; ++a) {
    box.low[a] =
        std::clamp(static_cast<int>(std::floor(low[static_cast<int>(a)])), 0, grid.size()[a] - 1);
    box.high[a] =
        std::clamp(static_cast<int>(std::ceil(high[static_cast<int>(a)])), 0, grid.size()[a] - 1);
  }
  return box;
}

Grid cropped(const Grid& grid, const LabelExtent& box) {
  return {
      {box.high[0] - box.low[0] + 1, box.high[1] - box.low[1] + 1, box.high[2] - box.low[2] + 1},
      grid.voxelToPatient(VoxelIndex{box.low[0], box.low[1], box.low[2]}),
      grid.spacingMm(),
      grid.directions()};
}

void include(LabelExtent& whole, const LabelExtent& part) {
  for (std::size_t a = 0; a < 3; ++a) {
    whole.low[a] = std::min(whole.low[a], part.low[a]);
    whole.high[a] = std::max(whole.high[a], part.high[a]);
  }
}

/// The tube from one ring to the next.
struct Stretch {
  const Spine& spine;
  const Ring& above;
  const Ring& below;
};

/// Sets the voxels of one stretch of the tube that are not bone, in an array on `part`, which
/// begins at `first` of the labels' grid.
void draw(const Stretch& stretch,
          const Grid& part,
          const std::array<int, 3>& first,
          std::uint16_t* voxels) {
  const Spine& spine = stretch.spine;
  const Ring& above = stretch.above;
  const Ring& below = stretch.below;
  const Grid& grid = spine.labels->grid();
  const LabelExtent box = voxelsAround(grid, above, below);
  parallelFor(box.high[2] - box.low[2] + 1, [&](int slice) {
    const int k = box.low[2] + slice;
    for (int j = box.low[1]; j <= box.high[1]; ++j) {
      for (int i = box.low[0]; i <= box.high[0]; ++i) {
        const VoxelIndex at{i, j, k};
        if (spine.isBone[spine.labels->at(at)] == 0 &&
            between(above, below, grid.voxelToPatient(at)))
          voxels[part.offset({i - first[0], j - first[1], k - first[2]})] = 1;
      }
    }
  });
}

LabelMap drawn(const Spine& spine, const std::vector<Ring>& rings) {
  const Grid& grid = spine.labels->grid();
  LabelExtent whole = voxelsAround(grid, rings.front(), rings.front());
  for (std::size_t n = 0; n + 1 < rings.size(); ++n)
    include(whole, voxelsAround(grid, rings[n], rings[n + 1]));
  const Grid part = cropped(grid, whole);
  std::vector<std::uint16_t> voxels(part.voxelCount(), 0);
  for (std::size_t n = 0; n + 1 < rings.size(); ++n)
    draw({spine, rings[n], rings[n + 1]}, part, whole.low, voxels.data());
  return {part, std::move(voxels)};
}

}  // namespace

std::optional<LabelMap> estimateCanal(const Case& patient) {
  const Spine spine = spineOf(patient);
  if (spine.centresMm.empty())
    return std::nullopt;
  std::vector<Ring> rings = ringsOf(spine);
  if (rings.empty() || 2 * rings.size() < spine.centresMm.size())
    return std::nullopt;
  lengthen(rings);
  return drawn(spine, rings);
}

}  // namespace trocar::segmentation
