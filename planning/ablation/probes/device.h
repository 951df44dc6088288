#pragma once

#include "planning/ablation/current/probe_contact.h"
#include "planning/ablation/heat/heat_problem.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trocar::ablation {

/// A Joule-Thomson or nitrogen probe.
struct CryoDrive {
  double endTemperatureC = -150.0;  ///< Of its working surface, reached with `timeConstantS`.
  double timeConstantS = 15.0;
  std::optional<double> maxPowerW;  ///< Heat that it can take up.
  double thawTemperatureC = 40.0;   ///< In an active thaw.
  /// Of the steel tube behind the working part, along which it conducts. Empty: nothing does, as in
  /// a working length that was fitted to ice and so holds what the shaft adds.
  std::optional<double> shaftWallMm = std::nullopt;
};

/// An electrode set. Lengths are behind the distal end of the working part.
struct RadiofrequencyDrive {
  struct Electrode {
    double fromMm = 0.0;
    double toMm = 0.0;
    bool positive = true;
  };
  std::vector<Electrode> electrodes;  ///< All positive: monopolar, against a far pad.
  double maxTemperatureC = 90.0;      ///< The generator holds the hottest electrode there.
  std::optional<double> coolantC;     ///< Of an internally cooled shaft.
};

/// Its current leaves through pads on the skin.
bool isMonopolar(const RadiofrequencyDrive& drive);

/// A line antenna.
struct MicrowaveDrive {
  double efficiency = 0.6;         ///< Share of the generator's power that reaches tissue.
  double attenuationPerM = 200.0;  ///< Of the absorbed power with distance from the shaft.
  double endBlurMm = 2.5;          ///< Standard deviation that softens the line's ends.
};

/// A diffusing or bare laser fibre.
struct LaserDrive {
  double absorptionPerM = 40.0;
  double reducedScatteringPerM = 1500.0;
};

/// What the solver needs to know about an instrument: the "device" of its entry in
/// assets/instruments.
struct Device {
  std::string id;  ///< That of the instrument.
  std::string name;
  InstrumentKind kind = InstrumentKind::Cryoprobe;
  double radiusMm = 0.75;
  double activeLengthMm = 25.0;
  double activeOffsetMm = 4.0;  ///< From the tip to the distal end of the working part.
  std::optional<CryoDrive> cryo;
  std::optional<RadiofrequencyDrive> radiofrequency;
  std::optional<MicrowaveDrive> microwave;
  std::optional<LaserDrive> laser;
  std::string source;
  std::string confidence;  ///< measured | fitted | estimated
  bool verified = false;
};

/// The working part of a device whose tip is at `tipMm` and whose shaft leaves along `backwards`.
ProbeShape shapeOf(const Device& device, const Vec3& tipMm, const Vec3& backwards);

/// The working part's contact, first, and those of the shaft behind it where it conducts. They stay
/// without a drive.
std::vector<HeatContact> contactsOf(const Device& device,
                                    const ProbeShape& shape,
                                    const Grid& grid);

/// What a cryoprobe does at each time of a protocol.
std::function<std::optional<ContactDrive>(double)> cryoDriveOf(const Device& device,
                                                               const Protocol& protocol);

/// One device. `where` names the text in messages. Throws Error for a missing or unknown key, or a
/// number that cannot be.
Device deviceFromJson(const std::string& text, const std::string& where);
std::string deviceToJson(const Device& device);
Device readDevice(const std::filesystem::path& file);
/// The devices of assets/instruments, in the order of the instruments.
const std::vector<Device>& deviceCatalogue();
/// Throws Error, with the ids there are, for another.
const Device& findDevice(const std::string& id);
/// The electrodes of an instrument; nullptr for one that drives no current.
const RadiofrequencyDrive* radiofrequencyOf(const std::string& instrumentId);

}  // namespace trocar::ablation
