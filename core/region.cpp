// The region of a structure asked as a set of points: case.h's contains, volumeMl, maskOf,
// boundsOf.
#include "core/box.h"
#include "core/case.h"
#include "core/label_extents.h"
#include "core/parallel.h"
#include "core/region_distance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace trocar {
namespace {

const LabelMap& layerOf(const Case& patient, const LabelRegion& region) {
  return patient.layers.at(static_cast<std::size_t>(region.layer));
}

bool carries(const LabelRegion& region, std::uint16_t value) {
  return value != 0 && std::binary_search(region.values.begin(), region.values.end(), value);
}

/// Indices of the first and last voxel of a row that belong; nullopt where none does.
std::optional<std::pair<int, int>> endsOf(const std::uint16_t* row,
                                          int count,
                                          const std::vector<std::uint8_t>& member) {
  int first = 0;
  while (first < count && member[row[first]] == 0)
    ++first;
  if (first == count)
    return std::nullopt;
  int last = count - 1;
  while (member[row[last]] == 0)
    --last;
  return std::pair(first, last);
}

/// Box of the voxels themselves, not of the corners of their index box: tight on oblique grids too.
std::optional<Box> boundsOfLabels(const LabelMap& labels, const LabelRegion& region) {
  const std::vector<std::uint8_t> member = membershipOf(region);
  const Grid& grid = labels.grid();
  std::vector<Vec3> ends;
  for (int k = 0; k < grid.size()[2]; ++k) {
    for (int j = 0; j < grid.size()[1]; ++j) {
      const auto found = endsOf(labels.data() + grid.offset({0, j, k}), grid.size()[0], member);
      if (!found)
        continue;
      ends.push_back(grid.voxelToPatient(VoxelIndex{found->first, j, k}));
      ends.push_back(grid.voxelToPatient(VoxelIndex{found->second, j, k}));
    }
  }
  if (ends.empty())
    return std::nullopt;
  return boxAround(ends, Vec3(grid.directions().cwiseAbs() * grid.spacingMm() / 2.0));
}

double lengthMm(const TubeRegion& tube) {
  double length = 0.0;
  for (std::size_t n = 1; n < tube.centreLineMm.size(); ++n)
    length += (tube.centreLineMm[n] - tube.centreLineMm[n - 1]).norm();
  return length;
}

}  // namespace

bool contains(const Case& patient, const Structure& structure, const Vec3& pointMm) {
  if (const auto* labels = std::get_if<LabelRegion>(&structure.region))
    return carries(*labels, layerOf(patient, *labels).nearest(pointMm, 0));
  if (const auto* tube = std::get_if<TubeRegion>(&structure.region))
    return signedDistanceMm(*tube, pointMm) <= 0.0;
  return signedDistanceMm(std::get<EllipsoidRegion>(structure.region), pointMm) <= 0.0;
}

bool sameRegion(const Case& patient,
                const Structure& one,
                const Case& other,
                const Structure& two) {
  const auto* labels = std::get_if<LabelRegion>(&one.region);
  const auto* others = std::get_if<LabelRegion>(&two.region);
  if (!labels || !others)
    return one.region == two.region;
  return labels->values == others->values &&
         layerOf(patient, *labels).data() == layerOf(other, *others).data();
}

double volumeMl(const Case& patient, const Structure& structure) {
  constexpr double kMm3PerMl = 1000.0;
  constexpr double kBall = 4.0 / 3.0 * std::numbers::pi;
  if (const auto* labels = std::get_if<LabelRegion>(&structure.region)) {
    const LabelMap& layer = layerOf(patient, *labels);
    const std::vector<std::uint8_t> member = membershipOf(*labels);
    const auto voxels = std::count_if(layer.voxels().begin(),
                                      layer.voxels().end(),
                                      [&](std::uint16_t value) { return member[value] != 0; });
    return static_cast<double>(voxels) * layer.grid().voxelVolumeMm3() / kMm3PerMl;
  }
  if (const auto* tube = std::get_if<TubeRegion>(&structure.region)) {
    const double r = tube->radiusMm;
    return (std::numbers::pi * r * r * lengthMm(*tube) + kBall * r * r * r) / kMm3PerMl;
  }
  return kBall * std::get<EllipsoidRegion>(structure.region).radiiMm.prod() / kMm3PerMl;
}

Image<std::uint8_t> maskOf(const Case& patient, const Structure& structure, const Grid& grid) {
  std::vector<std::uint8_t> mask(grid.voxelCount(), 0);
  const auto* labels = std::get_if<LabelRegion>(&structure.region);
  if (labels != nullptr && layerOf(patient, *labels).grid() == grid) {
    const std::vector<std::uint8_t> member = membershipOf(*labels);
    const std::vector<std::uint16_t>& voxels = layerOf(patient, *labels).voxels();
    std::transform(voxels.begin(), voxels.end(), mask.begin(), [&](std::uint16_t value) {
      return member[value];
    });
    return {grid, std::move(mask)};
  }
  const int slices = grid.size()[2];
  const std::size_t sliceVoxels = grid.voxelCount() / static_cast<std::size_t>(slices);
  parallelFor(slices, [&](int k) {
    const std::size_t first = static_cast<std::size_t>(k) * sliceVoxels;
    for (std::size_t v = first; v < first + sliceVoxels; ++v) {
      const Vec3 point = grid.voxelToPatient(grid.voxelAt(v));
      mask[v] = contains(patient, structure, point) ? 1 : 0;
    }
  });
  return {grid, std::move(mask)};
}

std::optional<Box> boundsOf(const Case& patient, const Structure& structure) {
  if (const auto* labels = std::get_if<LabelRegion>(&structure.region))
    return boundsOfLabels(layerOf(patient, *labels), *labels);
  if (const auto* tube = std::get_if<TubeRegion>(&structure.region))
    return boxAround(tube->centreLineMm, tube->radiusMm);
  const auto& ellipsoid = std::get<EllipsoidRegion>(structure.region);
  const Vec3 reach = (ellipsoid.axes * ellipsoid.radiiMm.asDiagonal()).rowwise().norm();
  return boxAround(std::array{ellipsoid.centreMm}, reach);
}

bool touchesBorder(const Case& patient, const Structure& structure) {
  const auto* labels = std::get_if<LabelRegion>(&structure.region);
  if (labels == nullptr)
    return false;
  const LabelMap& layer = layerOf(patient, *labels);
  const std::optional<LabelExtent> extent = extentOf(layer, *labels);
  return extent && touchesBorder(*extent, layer.grid());
}

}  // namespace trocar
