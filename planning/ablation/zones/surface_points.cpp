#include "planning/ablation/zones/surface_points.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace trocar::ablation {
namespace {

constexpr double kLatticeMm = 0.5;

/// Lattice points within a cell of the surface, moved onto it.
std::vector<Vec3> surfaceOf(const CaseModel& model, const Structure& structure) {
  const Box& box = *model.boxOf(structure.id);
  const DistanceField& field = model.fields().of(structure.id);
  const Vec3 low = (box.lowMm / kLatticeMm).array().floor() - 1.0;
  const Vec3 high = (box.highMm / kLatticeMm).array().ceil() + 1.0;
  std::vector<Vec3> points;
  for (double k = low.z(); k <= high.z(); ++k)
    for (double j = low.y(); j <= high.y(); ++j)
      for (double i = low.x(); i <= high.x(); ++i) {
        const Vec3 p = kLatticeMm * Vec3(i, j, k);
        const double distance = field.at(p);
        if (std::abs(distance) <= kLatticeMm)
          points.push_back(p - distance * field.gradientAt(p));
      }
  return points;
}

std::shared_ptr<const std::vector<Vec3>> keptSurface(const CaseModel& model,
                                                     const Structure& structure) {
  return std::static_pointer_cast<const std::vector<Vec3>>(
      model.derived("ablation/surface/" + structure.id, [&]() -> std::shared_ptr<const void> {
        return std::make_shared<const std::vector<Vec3>>(surfaceOf(model, structure));
      }));
}

SurfacePoint pointOn(const Grid& grid, const Vec3& atMm) {
  const Vec3 index = grid.patientToVoxel(atMm);
  std::array<int, 3> first{};
  std::array<double, 3> share{};
  for (std::size_t a = 0; a < 3; ++a) {
    const int last = std::max(0, grid.size()[a] - 2);
    const double at = index[static_cast<Eigen::Index>(a)];
    first[a] = std::clamp(static_cast<int>(std::floor(at)), 0, last);
    share[a] = grid.size()[a] < 2 ? 0.0 : std::clamp(at - first[a], 0.0, 1.0);
  }
  SurfacePoint point;
  point.atMm = atMm;
  for (std::size_t corner = 0; corner < 8; ++corner) {
    std::array<int, 3> voxel = first;
    double weight = 1.0;
    for (std::size_t a = 0; a < 3; ++a) {
      const bool next = (corner >> a & 1U) != 0;
      weight *= next ? share[a] : 1.0 - share[a];
      voxel[a] = std::min(first[a] + (next ? 1 : 0), grid.size()[a] - 1);
    }
    point.voxels[corner] = grid.offset({voxel[0], voxel[1], voxel[2]});
    point.weights[corner] = static_cast<float>(weight);
  }
  return point;
}

}  // namespace

bool hasSurfacePoints(Role role) {
  return role == Role::Nerve || role == Role::Cord || role == Role::ThecalSac ||
         role == Role::Canal || role == Role::Foramen || role == Role::Cartilage;
}

std::vector<SurfacePoint> surfaceOn(const CaseModel& model,
                                    const Structure& structure,
                                    const Grid& grid) {
  std::vector<SurfacePoint> points;
  for (const Vec3& atMm : *keptSurface(model, structure)) {
    if (grid.contains(atMm))
      points.push_back(pointOn(grid, atMm));
  }
  return points;
}

double valueAt(const Image<float>& image, const SurfacePoint& point) {
  double value = 0.0;
  for (std::size_t corner = 0; corner < 8; ++corner)
    value += static_cast<double>(point.weights[corner] * image.voxels()[point.voxels[corner]]);
  return value;
}

}  // namespace trocar::ablation
