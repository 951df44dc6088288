#include "planning/cement/cavity.h"

#include "core/error.h"
#include "planning/cement/augmentation.h"
#include "planning/cement/plan_answers.h"
#include "planning/instrument.h"

#include <cmath>
#include <numbers>

namespace trocar {
namespace {

constexpr double kLatticeMm = 0.5;

/// pi / 6 x length x width^2 = volume.
Cavity cavityOf(const Needle& needle, const Instrument& balloon, double volumeMl) {
  const double lengthMm = balloon.activeLengthMm.value_or(15.0);
  const double widthMm = std::sqrt(volumeMl * 1000.0 * 6.0 / (std::numbers::pi * lengthMm));
  const Vec3 along = needle.trajectory.direction();
  Cavity cavity{needle.id, {}, volumeMl};
  cavity.region.centreMm =
      needle.trajectory.target - (balloon.activeOffsetMm.value_or(0.0) + lengthMm / 2.0) * along;
  cavity.region.axes.col(0) = along;
  cavity.region.axes.col(1) = along.unitOrthogonal();
  cavity.region.axes.col(2) = along.cross(cavity.region.axes.col(1));
  cavity.region.radiiMm = Vec3(lengthMm, widthMm, widthMm) / 2.0;
  return cavity;
}

bool makesCavity(const Needle& needle) {
  const AugmentationDevice* device = augmentationOf(needle.instrument);
  return device != nullptr && device->makes == AugmentationDevice::Makes::Cavity;
}

}  // namespace

std::string balloonAnswer(const std::string& needleId) {
  return "cement.balloon-ml." + needleId;
}

std::vector<Cavity> plannedCavities(const Plan& plan) {
  std::vector<Cavity> cavities;
  for (const Needle& needle : plan.needles) {
    if (!makesCavity(needle) || plan.answers.count(balloonAnswer(needle.id)) == 0)
      continue;
    const double volumeMl = numberOr(plan, balloonAnswer(needle.id), 0.0);
    if (!(volumeMl > 0.0))
      throw Error("The balloon or cavity " + needle.id + " needs a volume above 0 ml.");
    cavities.push_back(cavityOf(needle, findInstrument(needle.instrument), volumeMl));
  }
  return cavities;
}

std::vector<std::string> balloonsWithoutVolume(const Plan& plan) {
  std::vector<std::string> ids;
  for (const Needle& needle : plan.needles) {
    if (makesCavity(needle) && plan.answers.count(balloonAnswer(needle.id)) == 0)
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

}  // namespace trocar
