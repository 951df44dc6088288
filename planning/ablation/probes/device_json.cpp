#include "core/error.h"
#include "core/io.h"
#include "core/json/json_reader.h"
#include "planning/ablation/probes/device.h"
#include "planning/plan/instrument_files.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar::ablation {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

CryoDrive cryoFrom(const JsonEntry& entry) {
  CryoDrive cryo;
  cryo.endTemperatureC = entry.number("endTemperatureC", {-200.0, -20.0});
  cryo.timeConstantS = entry.number("timeConstantS", {0.0, 120.0});
  cryo.maxPowerW = entry.maybeNumber("maxPowerW", {1.0, 500.0});
  cryo.thawTemperatureC = entry.number("thawTemperatureC", {5.0, 90.0});
  cryo.shaftWallMm = entry.maybeNumber("shaftWallMm", {0.02, 2.0});
  return cryo;
}

RadiofrequencyDrive radiofrequencyFrom(const JsonEntry& entry) {
  constexpr WordTable<bool, 2> kPoles = {{{true, "positive"}, {false, "negative"}}};
  RadiofrequencyDrive drive;
  for (const JsonEntry& electrode : entry.list("electrodes")) {
    drive.electrodes.push_back({electrode.number("fromMm", {0.0, 200.0}),
                                electrode.number("toMm", {0.1, 200.0}),
                                electrode.word("pole", kPoles)});
    if (drive.electrodes.back().toMm <= drive.electrodes.back().fromMm)
      electrode.refuse("ends before it begins");
  }
  if (drive.electrodes.empty())
    entry.refuse("electrodes", "it needs one at least");
  drive.maxTemperatureC = entry.number("maxTemperatureC", {40.0, 110.0});
  drive.coolantC = entry.maybeNumber("coolantC", {0.0, 40.0});
  return drive;
}

MicrowaveDrive microwaveFrom(const JsonEntry& entry) {
  MicrowaveDrive drive;
  drive.efficiency = entry.number("efficiency", {0.05, 1.0});
  drive.attenuationPerM = entry.number("attenuationPerM", {10.0, 2000.0});
  drive.endBlurMm = entry.number("endBlurMm", {0.0, 20.0});
  return drive;
}

LaserDrive laserFrom(const JsonEntry& entry) {
  LaserDrive drive;
  drive.absorptionPerM = entry.number("absorptionPerM", {0.1, 10000.0});
  drive.reducedScatteringPerM = entry.number("reducedScatteringPerM", {1.0, 1.0e5});
  return drive;
}

InstrumentKind kindOf(const Device& device) {
  if (device.cryo)
    return InstrumentKind::Cryoprobe;
  if (device.radiofrequency)
    return InstrumentKind::RadiofrequencyProbe;
  return device.microwave ? InstrumentKind::MicrowaveAntenna : InstrumentKind::LaserFibre;
}

/// What drives the device, and what is said about it.
void readDrive(Device& device, const JsonEntry& entry) {
  device.source = entry.text("source");
  device.confidence = entry.text("confidence");
  if (const auto cryo = entry.maybeObject("cryo"))
    device.cryo = cryoFrom(*cryo);
  if (const auto radiofrequency = entry.maybeObject("radiofrequency"))
    device.radiofrequency = radiofrequencyFrom(*radiofrequency);
  if (const auto microwave = entry.maybeObject("microwave"))
    device.microwave = microwaveFrom(*microwave);
  if (const auto laser = entry.maybeObject("laser"))
    device.laser = laserFrom(*laser);
  const int drives = int(device.cryo.has_value()) + int(device.radiofrequency.has_value()) +
                     int(device.microwave.has_value()) + int(device.laser.has_value());
  if (drives != 1) {
    entry.refuseUnknown();  // A misspelt drive is better told by its name.
    entry.refuse("needs one of \"cryo\", \"radiofrequency\", \"microwave\" and \"laser\"");
  }
  if (device.cryo && device.cryo->shaftWallMm.value_or(0.0) > device.radiusMm)
    entry.refuse("has a \"shaftWallMm\" beyond its radius");
  device.kind = kindOf(device);
}

constexpr JsonRange kRadiiMm{0.1, 10.0};
constexpr JsonRange kActiveLengthsMm{1.0, 100.0};
constexpr JsonRange kActiveOffsetsMm{0.0, 50.0};

/// A file of one device.
Device deviceFrom(const JsonEntry& entry) {
  if (entry.has("format"))
    entry.format(kFormat);
  Device device;
  device.id = entry.text("id");
  device.name = entry.text("name");
  device.radiusMm = entry.number("radiusMm", kRadiiMm);
  device.activeLengthMm = entry.number("activeLengthMm", kActiveLengthsMm);
  device.activeOffsetMm = entry.number("activeOffsetMm", kActiveOffsetsMm);
  device.verified = entry.truthOr("verified", false);
  readDrive(device, entry);
  return device;
}

/// The device of an instrument of the catalogue: what the block does not say is the instrument's.
Device deviceFrom(const Instrument& instrument, const JsonEntry& block) {
  Device device;
  device.id = instrument.id;
  device.name = instrument.name;
  device.verified = instrument.verified;
  device.radiusMm = instrument.outerDiameterMm / 2.0;
  const auto ownOr = [&](const char* key, const std::optional<double>& value, JsonRange range) {
    return value && !block.has(key) ? *value : block.number(key, range);
  };
  device.activeLengthMm = ownOr("activeLengthMm", instrument.activeLengthMm, kActiveLengthsMm);
  device.activeOffsetMm = ownOr("activeOffsetMm", instrument.activeOffsetMm, kActiveOffsetsMm);
  readDrive(device, block);
  if (device.kind != instrument.kind)
    block.refuse("drives no " + std::string(toString(instrument.kind)));
  return device;
}

/// The devices of the instruments of one catalogue file.
std::vector<Device> devicesOfInstruments(const std::string& text, const std::string& where) {
  const std::vector<Instrument> instruments = instrumentsFromJson(text, where);
  const JsonEntry document = jsonEntry(text, where);
  const std::vector<JsonEntry> entries = document.list("instruments");
  std::vector<Device> devices;
  for (std::size_t n = 0; n < instruments.size(); ++n) {
    const std::optional<JsonEntry> block = entries[n].maybeObject("device");
    if (!block)
      continue;
    devices.push_back(deviceFrom(instruments[n], *block));
    block->refuseUnknown();
  }
  return devices;
}

std::vector<Device> readCatalogue() {
  std::vector<Device> devices;
  for (const std::filesystem::path& file : instrumentFiles())
    for (Device& device : devicesOfInstruments(readFile(file), file.string()))
      devices.push_back(std::move(device));
  return devices;
}

Json driveToJson(const Device& device) {
  const auto maybe = [](std::optional<double> value) { return value ? Json(*value) : Json(); };
  if (device.cryo)
    return {{"endTemperatureC", device.cryo->endTemperatureC},
            {"timeConstantS", device.cryo->timeConstantS},
            {"maxPowerW", maybe(device.cryo->maxPowerW)},
            {"thawTemperatureC", device.cryo->thawTemperatureC},
            {"shaftWallMm", maybe(device.cryo->shaftWallMm)}};
  if (device.microwave)
    return {{"efficiency", device.microwave->efficiency},
            {"attenuationPerM", device.microwave->attenuationPerM},
            {"endBlurMm", device.microwave->endBlurMm}};
  if (device.laser)
    return {{"absorptionPerM", device.laser->absorptionPerM},
            {"reducedScatteringPerM", device.laser->reducedScatteringPerM}};
  Json electrodes = Json::array();
  for (const RadiofrequencyDrive::Electrode& e : device.radiofrequency->electrodes)
    electrodes.push_back(
        {{"fromMm", e.fromMm}, {"toMm", e.toMm}, {"pole", e.positive ? "positive" : "negative"}});
  return {{"electrodes", electrodes},
          {"maxTemperatureC", device.radiofrequency->maxTemperatureC},
          {"coolantC", maybe(device.radiofrequency->coolantC)}};
}

}  // namespace

Device deviceFromJson(const std::string& text, const std::string& where) {
  return readJson(text, where, [](const JsonEntry& entry) { return deviceFrom(entry); });
}

Device readDevice(const std::filesystem::path& file) {
  return deviceFromJson(readFile(file), file.string());
}

std::string deviceToJson(const Device& device) {
  const char* drive = device.cryo             ? "cryo"
                      : device.radiofrequency ? "radiofrequency"
                      : device.microwave      ? "microwave"
                                              : "laser";
  const Json json{{"format", kFormat},
                  {"id", device.id},
                  {"name", device.name},
                  {"radiusMm", device.radiusMm},
                  {"activeLengthMm", device.activeLengthMm},
                  {"activeOffsetMm", device.activeOffsetMm},
                  {drive, driveToJson(device)},
                  {"source", device.source},
                  {"confidence", device.confidence},
                  {"verified", device.verified}};
  return json.dump(2) + "\n";
}

const std::vector<Device>& deviceCatalogue() {
  static const std::vector<Device> devices = readCatalogue();
  return devices;
}

}  // namespace trocar::ablation
