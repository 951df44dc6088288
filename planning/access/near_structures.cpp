#include "planning/access/near_structures.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar {
namespace {

constexpr double kBlockMm = 5.0;
/// A trilinear distance rises by at most this a millimetre, so that much may differ between centre
/// and corner.
const double kSlackMm = std::sqrt(3.0) * (0.5 * std::sqrt(3.0) * kBlockMm);

}  // namespace

NearStructures::NearStructures(std::vector<const DistanceField*> fields, const Box& box)
    : fields_(std::move(fields)), lowMm_(box.lowMm) {
  for (std::size_t a = 0; a < 3; ++a) {
    const auto axis = static_cast<int>(a);
    blocks_[a] = 1 + static_cast<int>((box.highMm[axis] - box.lowMm[axis]) / kBlockMm);
  }
  const int rows = blocks_[1] * blocks_[2];
  std::vector<std::vector<std::uint16_t>> lists(static_cast<std::size_t>(blocks_[0] * rows));
#pragma omp parallel for schedule(static)
  for (int row = 0; row < rows; ++row) {
    for (int i = 0; i < blocks_[0]; ++i) {
      const Vec3 index(i + 0.5, row % blocks_[1] + 0.5, row / blocks_[1] + 0.5);
      lists[static_cast<std::size_t>(row * blocks_[0] + i)] = nearestOf(lowMm_ + kBlockMm * index);
    }
  }
  firsts_.push_back(0);
  for (const auto& list : lists) {
    members_.insert(members_.end(), list.begin(), list.end());
    firsts_.push_back(static_cast<std::uint32_t>(members_.size()));
  }
}

std::vector<std::uint16_t> NearStructures::nearestOf(const Vec3& centreMm) const {
  std::vector<double> distances;
  for (const DistanceField* field : fields_)
    distances.push_back(field->at(centreMm));
  const double least =
      distances.empty() ? 0.0 : *std::min_element(distances.begin(), distances.end());
  std::vector<std::uint16_t> near;
  for (std::size_t f = 0; f < distances.size(); ++f) {
    if (distances[f] <= least + 2.0 * kSlackMm)
      near.push_back(static_cast<std::uint16_t>(f));
  }
  return near;
}

double NearStructures::smallestOfAll(const Vec3& pointMm) const {
  double least = std::numeric_limits<double>::infinity();
  for (const DistanceField* field : fields_)
    least = std::min(least, field->at(pointMm));
  return least;
}

double NearStructures::at(const Vec3& pointMm) const {
  const Vec3 index = (pointMm - lowMm_) / kBlockMm;
  if ((index.array() < 0.0).any() || index.x() >= blocks_[0] || index.y() >= blocks_[1] ||
      index.z() >= blocks_[2])
    return smallestOfAll(pointMm);
  const auto block = static_cast<std::size_t>(
      (static_cast<int>(index.z()) * blocks_[1] + static_cast<int>(index.y())) * blocks_[0] +
      static_cast<int>(index.x()));
  double least = std::numeric_limits<double>::infinity();
  for (std::uint32_t m = firsts_[block]; m < firsts_[block + 1]; ++m)
    least = std::min(least, fields_[members_[m]]->at(pointMm));
  return least;
}

}  // namespace trocar
