#include "planning/ablation/probes/device.h"

#include "core/error.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/model/body_temperature.h"

#include <algorithm>
#include <numbers>

namespace trocar::ablation {
namespace {

/// W/mK of stainless steel AISI 304 at 200 K; 14.9 at 300 K (Incropera & DeWitt, table A.1).
constexpr double kSteelConductivity = 12.6;
constexpr double kShaftPieceMm = 1.0;
constexpr double kShaftMm = 12.0;  ///< Five times the length over which cold fades along it.

}  // namespace

ProbeShape shapeOf(const Device& device, const Vec3& tipMm, const Vec3& backwards) {
  const Vec3 back = backwards.normalized();
  return {tipMm + device.activeOffsetMm * back,
          tipMm + (device.activeOffsetMm + device.activeLengthMm) * back,
          device.radiusMm};
}

std::vector<HeatContact> contactsOf(const Device& device,
                                    const ProbeShape& shape,
                                    const Grid& grid) {
  if (!device.cryo || !device.cryo->shaftWallMm)
    return {probeContact(grid, shape)};
  const double pieceMm = std::max(kShaftPieceMm, grid.spacingMm().x());
  std::vector<HeatContact> contacts = contactsWithShaft(grid, shape, kShaftMm, pieceMm);
  const double innerMm = std::max(0.0, shape.radiusMm - *device.cryo->shaftWallMm);
  const double areaM2 =
      1.0e-6 * std::numbers::pi * (shape.radiusMm * shape.radiusMm - innerMm * innerMm);
  for (std::size_t c = 1; c < contacts.size(); ++c) {
    const double apartM = 1.0e-3 * (c == 1 ? 0.5 * pieceMm : pieceMm);
    contacts[c].wattPerKToPrevious = kSteelConductivity * areaM2 / apartM;
  }
  return contacts;
}

std::function<std::optional<ContactDrive>(double)> cryoDriveOf(const Device& device,
                                                               const Protocol& protocol) {
  return [cryo = device.cryo.value_or(CryoDrive{}),
          protocol](double timeS) -> std::optional<ContactDrive> {
    const ProtocolStep* step = stepAt(protocol, timeS);
    if (!step)
      return std::nullopt;
    if (step->kind == ProtocolStep::Kind::Freeze)
      return ContactDrive{
          cryo.endTemperatureC, cryo.timeConstantS, cryo.maxPowerW, step->dutyFraction};
    if (step->kind == ProtocolStep::Kind::ActiveThaw)
      return ContactDrive{cryo.thawTemperatureC, cryo.timeConstantS, cryo.maxPowerW, 1.0};
    return std::nullopt;
  };
}

const Device& findDevice(const std::string& id) {
  const std::vector<Device>& devices = deviceCatalogue();
  const auto found = std::find_if(
      devices.begin(), devices.end(), [&](const Device& device) { return device.id == id; });
  if (found != devices.end())
    return *found;
  std::string ids;
  for (const Device& device : devices)
    ids += (ids.empty() ? "" : ", ") + device.id;
  throw Error("\"" + id + "\" is not a device that can be simulated; there are " + ids + ".");
}

const RadiofrequencyDrive* radiofrequencyOf(const std::string& instrumentId) {
  const std::vector<Device>& devices = deviceCatalogue();
  const auto found = std::find_if(devices.begin(), devices.end(), [&](const Device& device) {
    return device.id == instrumentId;
  });
  return found != devices.end() && found->radiofrequency ? &*found->radiofrequency : nullptr;
}

bool isMonopolar(const RadiofrequencyDrive& drive) {
  return std::all_of(
      drive.electrodes.begin(), drive.electrodes.end(), [](const auto& e) { return e.positive; });
}

}  // namespace trocar::ablation
