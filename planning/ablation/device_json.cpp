#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/ablation/device.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

/// One object of a device file: every key is asked for once, and what was not asked for is refused.
class Entry {
 public:
  Entry(const Json& json, std::string where) : json_(json), where_(std::move(where)) {
    if (!json.is_object())
      throw Error(where_ + " is not an object.");
  }

  bool has(const std::string& key) {
    known_.insert(key);
    return json_.contains(key) && !json_.at(key).is_null();
  }
  std::string text(const std::string& key) {
    if (!has(key) || !json_.at(key).is_string() || json_.at(key).get<std::string>().empty())
      throw Error(where_ + " needs \"" + key + "\", a text.");
    return json_.at(key).get<std::string>();
  }
  double number(const std::string& key, double low, double high) {
    if (!has(key) || !json_.at(key).is_number())
      throw Error(where_ + " needs \"" + key + "\", a number.");
    const double value = json_.at(key).get<double>();
    if (!(value >= low && value <= high))
      throw Error(where_ + " has \"" + key + "\" " + json_.at(key).dump() + ", outside " +
                  Json(low).dump() + " to " + Json(high).dump() + ".");
    return value;
  }
  std::optional<double> maybe(const std::string& key, double low, double high) {
    return has(key) ? std::optional(number(key, low, high)) : std::nullopt;
  }
  bool flag(const std::string& key) {
    return has(key) && json_.at(key).is_boolean() && json_.at(key).get<bool>();
  }
  Entry object(const std::string& key) {
    known_.insert(key);
    return {json_.at(key), where_ + ", " + key};
  }
  const Json& list(const std::string& key) {
    if (!has(key) || !json_.at(key).is_array() || json_.at(key).empty())
      throw Error(where_ + " needs \"" + key + "\", a list.");
    return json_.at(key);
  }
  const std::string& where() const { return where_; }

  void refuseOthers() const {
    for (const auto& [key, value] : json_.items())
      if (!known_.contains(key))
        throw Error(where_ + " has \"" + key +
                    "\", which is not known; lengths end in Mm, temperatures in C, "
                    "powers in W.");
  }

 private:
  const Json& json_;
  std::string where_;
  std::set<std::string> known_;
};

CryoDrive cryoFrom(Entry entry) {
  CryoDrive cryo;
  cryo.endTemperatureC = entry.number("endTemperatureC", -200.0, -20.0);
  cryo.timeConstantS = entry.number("timeConstantS", 0.0, 120.0);
  cryo.maxPowerW = entry.maybe("maxPowerW", 1.0, 500.0);
  cryo.thawTemperatureC = entry.number("thawTemperatureC", 5.0, 90.0);
  cryo.shaftWallMm = entry.maybe("shaftWallMm", 0.02, 2.0);
  entry.refuseOthers();
  return cryo;
}

RadiofrequencyDrive radiofrequencyFrom(Entry entry) {
  RadiofrequencyDrive drive;
  for (const Json& json : entry.list("electrodes")) {
    Entry electrode(json, entry.where() + ", electrodes");
    RadiofrequencyDrive::Electrode e{electrode.number("fromMm", 0.0, 200.0),
                                     electrode.number("toMm", 0.1, 200.0),
                                     electrode.text("pole") == "positive"};
    if (e.toMm <= e.fromMm)
      throw Error(electrode.where() + " ends before it begins.");
    electrode.refuseOthers();
    drive.electrodes.push_back(e);
  }
  drive.maxTemperatureC = entry.number("maxTemperatureC", 40.0, 110.0);
  drive.coolantC = entry.maybe("coolantC", 0.0, 40.0);
  entry.refuseOthers();
  return drive;
}

MicrowaveDrive microwaveFrom(Entry entry) {
  MicrowaveDrive drive;
  drive.efficiency = entry.number("efficiency", 0.05, 1.0);
  drive.attenuationPerM = entry.number("attenuationPerM", 10.0, 2000.0);
  drive.endBlurMm = entry.number("endBlurMm", 0.0, 20.0);
  entry.refuseOthers();
  return drive;
}

LaserDrive laserFrom(Entry entry) {
  LaserDrive drive;
  drive.absorptionPerM = entry.number("absorptionPerM", 0.1, 10000.0);
  drive.reducedScatteringPerM = entry.number("reducedScatteringPerM", 1.0, 1.0e5);
  entry.refuseOthers();
  return drive;
}

void requireDrive(const Device& device, const std::string& where) {
  const int drives = int(device.cryo.has_value()) + int(device.radiofrequency.has_value()) +
                     int(device.microwave.has_value()) + int(device.laser.has_value());
  if (drives != 1)
    throw Error(where + " needs one of \"cryo\", \"radiofrequency\", \"microwave\" and \"laser\".");
}

InstrumentKind kindOf(const Device& device) {
  if (device.cryo)
    return InstrumentKind::Cryoprobe;
  if (device.radiofrequency)
    return InstrumentKind::RadiofrequencyProbe;
  return device.microwave ? InstrumentKind::MicrowaveAntenna : InstrumentKind::LaserFibre;
}

Device deviceFrom(const Json& json, const std::string& where) {
  Entry entry(json, where);
  Device device;
  device.id = entry.text("id");
  device.name = entry.text("name");
  device.radiusMm = entry.number("radiusMm", 0.1, 10.0);
  device.activeLengthMm = entry.number("activeLengthMm", 1.0, 100.0);
  device.activeOffsetMm = entry.number("activeOffsetMm", 0.0, 50.0);
  device.source = entry.text("source");
  device.confidence = entry.text("confidence");
  device.verified = entry.flag("verified");
  if (entry.has("cryo"))
    device.cryo = cryoFrom(entry.object("cryo"));
  if (entry.has("radiofrequency"))
    device.radiofrequency = radiofrequencyFrom(entry.object("radiofrequency"));
  if (entry.has("microwave"))
    device.microwave = microwaveFrom(entry.object("microwave"));
  if (entry.has("laser"))
    device.laser = laserFrom(entry.object("laser"));
  entry.has("format");
  entry.refuseOthers();
  requireDrive(device, where);
  if (device.cryo && device.cryo->shaftWallMm.value_or(0.0) > device.radiusMm)
    throw Error(where + " has a \"shaftWallMm\" beyond its \"radiusMm\".");
  device.kind = kindOf(device);
  return device;
}

Json parsed(const std::string& text, const std::string& where) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded())
    throw Error(where + " is not JSON.");
  return json;
}

std::vector<Device> readCatalogue() {
  std::vector<Device> devices;
  const std::filesystem::path file = assetPath("devices/devices.json");
  const Json json = parsed(readFile(file), file.string());
  if (json.value("format", 0) != kFormat || !json.contains("devices"))
    throw Error(file.string() + " is not a device catalogue of format 1.");
  for (const Json& entry : json.at("devices"))
    devices.push_back(deviceFrom(entry, file.string() + ", " + entry.value("id", "a device")));
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
  return deviceFrom(parsed(text, where), where);
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

}  // namespace trocar
