#include "planning/cement/augmentation.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

using Json = nlohmann::json;
using Makes = AugmentationDevice::Makes;

std::optional<double> numberAt(const Json& entry, const char* key) {
  return entry.contains(key) ? std::optional<double>(entry.at(key).get<double>()) : std::nullopt;
}

Makes makesFrom(const std::string& word) {
  if (word == "cavity")
    return Makes::Cavity;
  if (word == "slot")
    return Makes::Slot;
  if (word == "ring")
    return Makes::Ring;
  if (word == "none")
    return Makes::None;
  throw Error("a device makes 'cavity', 'slot', 'ring' or 'none', not '" + word + "'");
}

AugmentationDevice deviceFrom(const Json& entry) {
  AugmentationDevice device;
  device.instrument = entry.at("instrument").get<std::string>();
  device.makes = makesFrom(entry.at("makes").get<std::string>());
  device.mostMl = numberAt(entry, "mostMl");
  device.leastPedicleMm = numberAt(entry, "leastPedicleMm");
  device.lengthMm = numberAt(entry, "lengthMm").value_or(0.0);
  device.mostHeightMm = numberAt(entry, "mostHeightMm");
  device.outerDiameterMm = numberAt(entry, "outerDiameterMm").value_or(0.0);
  device.wallMm = numberAt(entry, "wallMm").value_or(0.0);
  device.loopMm = numberAt(entry, "loopMm").value_or(0.0);
  device.mostLoops = static_cast<int>(numberAt(entry, "mostLoops").value_or(0.0));
  device.holdsCement = entry.value("holdsCement", false);
  device.source = entry.at("source").get<std::string>();
  device.verified = entry.value("verified", false);
  return device;
}

std::vector<AugmentationDevice> readDevices() {
  const auto file = assetPath("fixation/augmentation.json");
  try {
    std::vector<AugmentationDevice> devices;
    const Json document = Json::parse(readFile(file));
    for (const Json& entry : document.at("devices"))
      devices.push_back(deviceFrom(entry));
    return devices;
  } catch (const std::exception& error) {
    throw Error(file.string() + " cannot be read: " + error.what() + "; correct the file");
  }
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
  static const std::vector<AugmentationDevice> devices = readDevices();
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
    const VertebraAnatomy* vertebra = needle.level.empty() ? nullptr : model.vertebra(needle.level);
    rings.push_back({needle.id,
                     needle.trajectory.target,
                     vertebra ? vertebra->frame.superior : Vec3(Vec3::UnitZ()),
                     device->outerDiameterMm / 2.0,
                     device->wallMm,
                     loops * device->loopMm});
  }
  return rings;
}

}  // namespace trocar
