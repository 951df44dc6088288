#include "planning/cement/devices/augmentation.h"

#include "core/error.h"
#include "core/json/json_reader.h"

#include <algorithm>
#include <cmath>

namespace trocar::cement {
namespace {

using Makes = AugmentationDevice::Makes;

constexpr WordTable<Makes, 4> kMakes = {{{Makes::Cavity, "cavity"},
                                         {Makes::Slot, "slot"},
                                         {Makes::Ring, "ring"},
                                         {Makes::None, "none"}}};

AugmentationDevice deviceFrom(const JsonEntry& entry) {
  constexpr int kMostLoops = 1000;
  AugmentationDevice device;
  device.instrument = entry.text("instrument");
  device.makes = entry.word("makes", kMakes);
  device.mostMl = entry.maybeNumber("mostMl", kZeroOrMore);
  device.leastPedicleMm = entry.maybeNumber("leastPedicleMm", kZeroOrMore);
  device.lengthMm = entry.numberOr("lengthMm", 0.0, kZeroOrMore);
  device.mostHeightMm = entry.maybeNumber("mostHeightMm", kZeroOrMore);
  device.outerDiameterMm = entry.numberOr("outerDiameterMm", 0.0, kZeroOrMore);
  device.wallMm = entry.numberOr("wallMm", 0.0, kZeroOrMore);
  device.loopMm = entry.numberOr("loopMm", 0.0, kZeroOrMore);
  device.mostLoops = entry.wholeOr("mostLoops", 0, 0, kMostLoops);
  device.holdsCement = entry.truthOr("holdsCement", false);
  device.source = entry.text("source");
  device.verified = entry.truthOr("verified", false);
  return device;
}

std::vector<AugmentationDevice> devicesFrom(const JsonEntry& file) {
  file.format(1);
  file.remarks({"about"});
  std::vector<AugmentationDevice> devices;
  for (const JsonEntry& entry : file.list("devices"))
    devices.push_back(deviceFrom(entry));
  return devices;
}

/// Height above the ring's middle, and distance from its axis.
struct InRing {
  double heightMm;
  double radiusMm;
};
InRing inRing(const Ring& ring, const Vec3& pointMm) {
  const Vec3 offset = pointMm - ring.centreMm;
  const double heightMm = offset.dot(ring.axis);
  return {heightMm, (offset - heightMm * ring.axis).norm()};
}

}  // namespace

const std::vector<AugmentationDevice>& augmentationDevices() {
  static const std::vector<AugmentationDevice> devices =
      readJsonAsset("fixation/augmentation.json", devicesFrom);
  return devices;
}

const AugmentationDevice* augmentationOf(std::string_view instrument) {
  const std::vector<AugmentationDevice>& all = augmentationDevices();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const auto& device) { return device.instrument == instrument; });
  return found == all.end() ? nullptr : &*found;
}

bool Ring::inWall(const Vec3& pointMm) const {
  const InRing at = inRing(*this, pointMm);
  return std::abs(at.heightMm) <= heightMm / 2.0 && at.radiusMm <= outerRadiusMm &&
         at.radiusMm > outerRadiusMm - wallMm;
}

bool Ring::encloses(const Vec3& pointMm) const {
  const InRing at = inRing(*this, pointMm);
  return std::abs(at.heightMm) <= heightMm / 2.0 && at.radiusMm <= outerRadiusMm - wallMm;
}

std::vector<Ring> plannedRings(const CaseModel& model, const Plan& plan) {
  std::vector<Ring> rings;
  for (const Needle& needle : plan.needles) {
    const AugmentationDevice* device = augmentationOf(needle.instrument);
    if (!device || device->makes != Makes::Ring || !needle.device.coilLoops)
      continue;
    const int loops = *needle.device.coilLoops;
    if (loops > device->mostLoops)
      throw Error("The coil " + needle.id + " has 1 to " + std::to_string(device->mostLoops) +
                  " loops, not " + std::to_string(loops) + ".");
    const anatomy::VertebraAnatomy* vertebra =
        needle.level.empty() ? nullptr : model.vertebra(needle.level);
    rings.push_back({needle.id,
                     needle.trajectory.target,
                     vertebra ? vertebra->frame.superior : Vec3(Vec3::UnitZ()),
                     device->outerDiameterMm / 2.0,
                     device->wallMm,
                     loops * device->loopMm});
  }
  return rings;
}

}  // namespace trocar::cement
