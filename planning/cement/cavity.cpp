#include "planning/cement/cavity.h"

#include "core/error.h"
#include "planning/cement/augmentation.h"
#include "planning/cement/plan_answers.h"
#include "planning/instrument.h"
#include "planning/needle_path.h"

#include <cmath>
#include <numbers>

namespace trocar {
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

/// The answer that opens a device; empty for one that makes no room.
std::string openingAnswer(const Needle& needle) {
  const AugmentationDevice* device = augmentationOf(needle.instrument);
  const auto makes = device ? device->makes : AugmentationDevice::Makes::None;
  return makes == AugmentationDevice::Makes::Cavity ? balloonAnswer(needle.id)
         : makes == AugmentationDevice::Makes::Slot ? slotAnswer(needle.id)
                                                    : "";
}

}  // namespace

std::string balloonAnswer(const std::string& needleId) {
  return "cement.balloon-ml." + needleId;
}

std::string slotAnswer(const std::string& needleId) {
  return "cement.implant-height-mm." + needleId;
}

std::vector<Cavity> plannedCavities(const Plan& plan) {
  std::vector<Cavity> cavities;
  for (const Needle& needle : plan.needles) {
    const std::string answer = openingAnswer(needle);
    if (answer.empty() || plan.answers.count(answer) == 0)
      continue;
    const double size = numberOr(plan, answer, 0.0);
    const bool slot = answer == slotAnswer(needle.id);
    if (!(size > 0.0))
      throw Error(slot ? "The expandable implant " + needle.id + " needs a height above 0 mm."
                       : "The balloon or cavity " + needle.id + " needs a volume above 0 ml.");
    cavities.push_back(slot ? slotOf(needle, *augmentationOf(needle.instrument), size)
                            : cavityOf(needle, findInstrument(needle.instrument), size));
  }
  return cavities;
}

std::vector<std::string> devicesNotOpened(const Plan& plan) {
  std::vector<std::string> ids;
  for (const Needle& needle : plan.needles) {
    const std::string answer = openingAnswer(needle);
    if (!answer.empty() && plan.answers.count(answer) == 0)
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
