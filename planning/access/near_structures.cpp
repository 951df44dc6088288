#include "planning/access/near_structures.h"

#include "core/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace trocar::access {
namespace {

constexpr double kBlockMm = 4.0;
constexpr int kCoarse = 3;                      ///< Blocks of a coarse one, along each axis.
const double kToCorner = 0.5 * std::sqrt(3.0);  ///< Of a cube of edge 1, from its middle.

/// How much farther than the smallest a field may be at the middle of a cube and still be the
/// smallest somewhere in it. A distance changes by at most the way, twice; each of four readings is
/// off by at most the way to a voxel's corner.
double windowMm(double edgeMm, double voxelMm) {
  return 2.0 * kToCorner * edgeMm + 4.0 * kToCorner * voxelMm;
}

}  // namespace

NearStructures::NearStructures(std::vector<const DistanceField*> fields, const Box& box)
    : fields_(std::move(fields)), lowMm_(box.lowMm) {
  for (const DistanceField* field : fields_)
    voxelMm_ = std::max(voxelMm_, field->image().grid().spacingMm().maxCoeff());
  for (std::size_t a = 0; a < 3; ++a) {
    const auto axis = static_cast<int>(a);
    blocks_[a] = 1 + std::max(0, static_cast<int>((box.highMm[axis] - box.lowMm[axis]) / kBlockMm));
  }
  std::vector<Block> blocks(static_cast<std::size_t>(blocks_[0]) *
                            static_cast<std::size_t>(blocks_[1]) *
                            static_cast<std::size_t>(blocks_[2]));
  const int slabs = (blocks_[2] + kCoarse - 1) / kCoarse;
  parallelFor(slabs, [&](int slab) {
    for (int j = 0; j < blocks_[1]; j += kCoarse) {
      for (int i = 0; i < blocks_[0]; i += kCoarse)
        fillCoarse({i, j, slab * kCoarse}, blocks);
    }
  });
  firsts_.push_back(0);
  for (const Block& block : blocks) {
    members_.insert(members_.end(), block.nearest.begin(), block.nearest.end());
    firsts_.push_back(static_cast<std::uint32_t>(members_.size()));
    middlesMm_.push_back(block.middleMm);
  }
}

void NearStructures::fillCoarse(const std::array<int, 3>& first, std::vector<Block>& blocks) const {
  List all(fields_.size());
  std::iota(all.begin(), all.end(), std::uint16_t{0});
  const Vec3 corner(first[0], first[1], first[2]);
  const double edgeMm = kCoarse * kBlockMm;
  const Block coarse =
      blockAt(lowMm_ + kBlockMm * (corner + Vec3::Constant(0.5 * kCoarse)), edgeMm, all);
  for (int k = first[2]; k < std::min(first[2] + kCoarse, blocks_[2]); ++k) {
    for (int j = first[1]; j < std::min(first[1] + kCoarse, blocks_[1]); ++j) {
      for (int i = first[0]; i < std::min(first[0] + kCoarse, blocks_[0]); ++i)
        blocks[static_cast<std::size_t>((k * blocks_[1] + j) * blocks_[0] + i)] =
            blockAt(lowMm_ + kBlockMm * Vec3(i + 0.5, j + 0.5, k + 0.5), kBlockMm, coarse.nearest);
    }
  }
}

NearStructures::Block NearStructures::blockAt(const Vec3& middleMm,
                                              double edgeMm,
                                              const List& among) const {
  std::vector<double> distances;
  for (const std::uint16_t f : among)
    distances.push_back(fields_[f]->at(middleMm));
  Block block;
  block.middleMm = distances.empty() ? std::numeric_limits<double>::infinity()
                                     : *std::min_element(distances.begin(), distances.end());
  for (std::size_t i = 0; i < among.size(); ++i) {
    if (distances[i] <= block.middleMm + windowMm(edgeMm, voxelMm_))
      block.nearest.push_back(among[i]);
  }
  return block;
}

double NearStructures::smallestOfAll(const Vec3& pointMm) const {
  double least = std::numeric_limits<double>::infinity();
  for (const DistanceField* field : fields_)
    least = std::min(least, field->at(pointMm));
  return least;
}

double NearStructures::freeWayMm(double distanceMm, double limitMm) const {
  const double spareMm = distanceMm - limitMm;
  return std::max(spareMm / std::sqrt(3.0), spareMm - std::sqrt(3.0) * voxelMm_);
}

std::optional<std::size_t> NearStructures::blockOf(const Vec3& index) const {
  if ((index.array() < 0.0).any() || index.x() >= blocks_[0] || index.y() >= blocks_[1] ||
      index.z() >= blocks_[2])
    return std::nullopt;
  return static_cast<std::size_t>(
      (static_cast<int>(index.z()) * blocks_[1] + static_cast<int>(index.y())) * blocks_[0] +
      static_cast<int>(index.x()));
}

double NearStructures::at(const Vec3& pointMm) const {
  const auto block = blockOf((pointMm - lowMm_) / kBlockMm);
  if (!block)
    return smallestOfAll(pointMm);
  double least = std::numeric_limits<double>::infinity();
  for (std::uint32_t m = firsts_[*block]; m < firsts_[*block + 1]; ++m)
    least = std::min(least, fields_[members_[m]]->at(pointMm));
  return least;
}

double NearStructures::atLeast(const Vec3& pointMm) const {
  const Vec3 index = (pointMm - lowMm_) / kBlockMm;
  const auto block = blockOf(index);
  if (!block)
    return -std::numeric_limits<double>::infinity();
  const Vec3 middle = index.array().floor() + 0.5;
  return middlesMm_[*block] - kBlockMm * (index - middle).norm() - 2.0 * kToCorner * voxelMm_;
}

}  // namespace trocar::access
