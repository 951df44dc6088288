#include "planning/cement/devices/device_room.h"

#include "planning/cement/devices/augmentation.h"
#include "planning/plan/instrument.h"

#include <cmath>
#include <numbers>

namespace trocar::cement {

std::optional<search::DeviceRoom> roomOf(std::string_view instrument) {
  using Shape = search::DeviceRoom::Shape;
  const AugmentationDevice* device = augmentationOf(instrument);
  if (!device || !device->holdsCement)
    return std::nullopt;
  if (device->makes == AugmentationDevice::Makes::Ring)
    return search::DeviceRoom{
        Shape::Cylinder, 0.5 * device->outerDiameterMm, device->mostLoops * device->loopMm};
  const auto lengthMm = findInstrument(std::string(instrument)).activeLengthMm;
  if (device->makes != AugmentationDevice::Makes::Cavity || !device->mostMl || !lengthMm)
    return std::nullopt;
  const double widthMm = std::sqrt(6000.0 * *device->mostMl / (std::numbers::pi * *lengthMm));
  return search::DeviceRoom{Shape::Ellipsoid, 0.5 * widthMm, *lengthMm};
}

void askFor(const std::string& instrument, search::SuggestRequest& request) {
  request.shelf = {instrument};
  request.room = roomOf(instrument);
}

}  // namespace trocar::cement
