#include "planning/ablation/heat/line_source.h"

#include "core/parallel.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr int kLineSamples = 3;  ///< Along each axis of a voxel near the source.

struct Place {
  double alongMm;  ///< From the middle of the working part.
  double acrossMm;
};

Place placeOf(const ProbeShape& shape, const Vec3& pointMm) {
  const Vec3 axis = (shape.proximalMm - shape.distalMm).normalized();
  const Vec3 offset = pointMm - 0.5 * (shape.distalMm + shape.proximalMm);
  const double along = offset.dot(axis);
  return {along, (offset - along * axis).norm()};
}

/// Mean of `density` over a voxel.
double voxelMean(const Grid& grid,
                 const Vec3& centre,
                 const std::function<double(const Vec3&)>& density) {
  double sum = 0.0;
  for (int a = 0; a < kLineSamples; ++a)
    for (int b = 0; b < kLineSamples; ++b)
      for (int c = 0; c < kLineSamples; ++c) {
        const Vec3 part((a + 0.5) / kLineSamples - 0.5,
                        (b + 0.5) / kLineSamples - 0.5,
                        (c + 0.5) / kLineSamples - 0.5);
        sum += density(centre + grid.spacingMm().x() * part);
      }
  return sum / (kLineSamples * kLineSamples * kLineSamples);
}

/// `density` (any scale) on the voxels within `reachMm` of the working part, scaled to `totalW` in
/// all.
std::vector<float> spread(const Grid& grid,
                          const ProbeShape& shape,
                          double reachMm,
                          double totalW,
                          const std::function<double(const Vec3&)>& density) {
  std::vector<float> values(grid.voxelCount(), 0.0F);
  const double near = shape.radiusMm + 3.0 * grid.spacingMm().x();
  parallelFor(values.size(), [&](std::size_t voxel) {
    const Vec3 centre = grid.voxelToPatient(grid.voxelAt(voxel));
    const double distance = signedDistanceMm(shape, centre);
    if (distance > reachMm)
      return;
    values[voxel] =
        static_cast<float>(distance < near ? voxelMean(grid, centre, density) : density(centre));
  });
  double sum = 0.0;
  for (const float value : values)
    sum += static_cast<double>(value);
  const double scale = totalW / (sum * grid.voxelVolumeMm3() * 1.0e-9);
  for (float& value : values)
    value = static_cast<float>(static_cast<double>(value) * scale);
  return values;
}

}  // namespace

std::vector<float> microwaveSource(const Grid& grid,
                                   const Device& device,
                                   const ProbeShape& shape,
                                   double powerW) {
  const MicrowaveDrive drive = device.microwave.value_or(MicrowaveDrive{});
  const double half = 0.5 * (shape.proximalMm - shape.distalMm).norm();
  const double blur = std::max(drive.endBlurMm, 1.0e-3) * std::numbers::sqrt2;
  const double perMm = drive.attenuationPerM * 1.0e-3;
  const auto density = [&](const Vec3& point) {
    const Place place = placeOf(shape, point);
    const double window =
        0.5 * (std::erf((half - place.alongMm) / blur) + std::erf((half + place.alongMm) / blur));
    const double r = std::max(place.acrossMm, shape.radiusMm);
    return window * std::exp(-perMm * (r - shape.radiusMm)) / r;
  };
  return spread(grid, shape, 12.0 / perMm, drive.efficiency * powerW, density);
}

std::vector<float> laserSource(const Grid& grid,
                               const Device& device,
                               const ProbeShape& shape,
                               double powerW) {
  const LaserDrive drive = device.laser.value_or(LaserDrive{});
  const double transport = drive.absorptionPerM + drive.reducedScatteringPerM;
  const double perMm = std::sqrt(3.0 * drive.absorptionPerM * transport) * 1.0e-3;
  constexpr int kPoints = 16;
  const auto density = [&](const Vec3& point) {
    double sum = 0.0;
    for (int n = 0; n < kPoints; ++n) {
      const Vec3 emitter =
          shape.distalMm + (n + 0.5) / kPoints * (shape.proximalMm - shape.distalMm);
      const double r = std::max((point - emitter).norm(), shape.radiusMm);
      sum += std::exp(-perMm * r) / r;
    }
    return sum / kPoints;
  };
  return spread(grid, shape, 12.0 / perMm, powerW, density);
}

}  // namespace trocar::ablation
