#include "planning/cement/body/cavity.h"

#include "planning/cement/devices/augmentation.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle_path.h"

#include <cmath>
#include <numbers>

namespace trocar::cement {
namespace {

constexpr double kLatticeMm = 0.5;

/// pi / 6 x length x width^2 = volume.
Cavity cavityOf(const Needle& needle, const Instrument& balloon, double volumeMl) {
  const double lengthMm = balloon.activeLengthMm.value_or(15.0);
  const double widthMm = std::sqrt(volumeMl * 1000.0 * 6.0 / (std::numbers::pi * lengthMm));
  const Vec3 along = workingAxis(needle).direction();
  Cavity cavity{needle.id, {}, volumeMl};
  cavity.region.centreMm =
      needle.trajectory.target - (balloon.activeOffsetMm.value_or(0.0) + lengthMm / 2.0) * along;
  cavity.region.axes.col(0) = along;
  cavity.region.axes.col(1) = along.unitOrthogonal();
  cavity.region.axes.col(2) = along.cross(cavity.region.axes.col(1));
  cavity.region.radiiMm = Vec3(lengthMm, widthMm, widthMm) / 2.0;
  return cavity;
}

/// Opened square to its needle, in the plane of needle and body axis.
Cavity slotOf(const Needle& needle, const AugmentationDevice& device, double heightMm) {
  const double widthMm = findInstrument(needle.instrument).outerDiameterMm;
  const Vec3 along = needle.trajectory.direction();
  const Vec3 up = (Vec3::UnitZ() - along.z() * along).normalized();
  Cavity cavity{needle.id, {}, 0.0};
  cavity.volumeMl = std::numbers::pi / 6000.0 * device.lengthMm * widthMm * heightMm;
  cavity.region.centreMm = needle.trajectory.target - device.lengthMm / 2.0 * along;
  cavity.region.axes.col(0) = along;
  cavity.region.axes.col(1) = up.cross(along);
  cavity.region.axes.col(2) = up;
  cavity.region.radiiMm = Vec3(device.lengthMm, widthMm, heightMm) / 2.0;
  return cavity;
}

/// What a needle's device makes by being opened.
AugmentationDevice::Makes opensTo(const Needle& needle) {
  const AugmentationDevice* device = augmentationOf(needle.instrument);
  return device ? device->makes : AugmentationDevice::Makes::None;
}

bool opensByVolume(const Needle& needle) {
  return opensTo(needle) == AugmentationDevice::Makes::Cavity;
}

bool opensByHeight(const Needle& needle) {
  return opensTo(needle) == AugmentationDevice::Makes::Slot;
}

}  // namespace

std::vector<Cavity> plannedCavities(const Plan& plan) {
  std::vector<Cavity> cavities;
  for (const Needle& needle : plan.needles) {
    if (opensByVolume(needle) && needle.device.balloonMl)
      cavities.push_back(
          cavityOf(needle, findInstrument(needle.instrument), *needle.device.balloonMl));
    if (opensByHeight(needle) && needle.device.implantHeightMm)
      cavities.push_back(
          slotOf(needle, *augmentationOf(needle.instrument), *needle.device.implantHeightMm));
  }
  return cavities;
}

std::vector<std::string> devicesNotOpened(const Plan& plan) {
  std::vector<std::string> ids;
  for (const Needle& needle : plan.needles) {
    if ((opensByVolume(needle) && !needle.device.balloonMl) ||
        (opensByHeight(needle) && !needle.device.implantHeightMm))
      ids.push_back(needle.id);
  }
  return ids;
}

bool contains(const EllipsoidRegion& region, const Vec3& pointMm) {
  const Vec3 local = region.axes.transpose() * (pointMm - region.centreMm);
  return local.cwiseQuotient(region.radiiMm).squaredNorm() <= 1.0;
}

double shareOutside(const Case& patient, const Structure& bone, const Cavity& cavity) {
  const double reach = cavity.region.radiiMm.maxCoeff();
  const int steps = static_cast<int>(std::ceil(reach / kLatticeMm));
  double all = 0.0;
  double outside = 0.0;
  for (int k = -steps; k <= steps; ++k) {
    for (int j = -steps; j <= steps; ++j) {
      for (int i = -steps; i <= steps; ++i) {
        const Vec3 pointMm = cavity.region.centreMm + kLatticeMm * Vec3(i, j, k);
        if (!contains(cavity.region, pointMm))
          continue;
        all += 1.0;
        outside += contains(patient, bone, pointMm) ? 0.0 : 1.0;
      }
    }
  }
  return all > 0.0 ? outside / all : 0.0;
}

}  // namespace trocar::cement
