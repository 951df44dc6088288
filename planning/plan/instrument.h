#pragma once

#include "core/structure.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

enum class InstrumentKind {
  BoneNeedle,
  Cryoprobe,
  RadiofrequencyProbe,
  MicrowaveAntenna,
  LaserFibre,
  Thermocouple,
  Drill,
  Balloon,
  Implant,
  Screw
};
/// Such as "bone-needle" or "microwave-antenna".
std::string_view toString(InstrumentKind kind);

/// The outline of one isotherm or lethal zone as published for a device: an ellipsoid of revolution
/// about the shaft.
struct PublishedZone {
  std::string label;                ///< Such as "10 min freeze" or "100 W 10 min".
  std::optional<double> isothermC;  ///< Empty for a coagulation zone seen in tissue.
  double lengthMm = 0.0;            ///< Along the shaft.
  double widthMm = 0.0;             ///< Across it.
  double centreBehindTipMm = 0.0;   ///< From the tip to the zone's centre, towards the hub.
  std::string medium;               ///< Such as "gel, 37 C".
  std::string source;
  std::string confidence;  ///< measured | computed | recalled.

  bool operator==(const PublishedZone&) const = default;
};

/// The lengths in which a screw comes.
struct ScrewLengths {
  double shortestMm = 0.0;
  double longestMm = 0.0;
  double stepMm = 5.0;

  bool operator==(const ScrewLengths&) const = default;
};

/// How far an instrument's distal end can curve.
struct BendRange {
  double longestMm = 0.0;    ///< Of the curved segment.
  double steepestDeg = 0.0;  ///< Between shaft and tip.

  bool operator==(const BendRange&) const = default;
};

/// A thing from the shelf, read from assets/instruments. Every number carries its source there.
struct Instrument {
  std::string id;    ///< Such as "bone-needle-11g".
  std::string name;  ///< Such as "Bone needle 11 G, 125 mm".
  InstrumentKind kind = InstrumentKind::BoneNeedle;
  double outerDiameterMm = 0.0;
  std::optional<double>
      innerDiameterMm;                   ///< Bore of a cannula; empty where nothing passes through.
  double lengthMm = 0.0;                 ///< Working length, hub to tip.
  std::optional<double> activeLengthMm;  ///< Of a probe's tip.
  std::optional<double> activeOffsetMm;  ///< From the tip to the distal end of the active part.
  std::optional<double> deadVolumeMl;    ///< Of a cannula.
  std::optional<ScrewLengths> lengths;   ///< Of a screw; `lengthMm` is its longest.
  std::optional<BendRange> bend;         ///< Empty for a straight instrument.
  std::vector<PublishedZone> zones;
  std::string source;
  bool verified = false;  ///< A person compared the numbers with the maker's document.
  bool usual = false;     ///< One to begin with; see usualInstruments.

  bool operator==(const Instrument&) const = default;
};

/// The instruments of one catalogue file. `where` names it in messages. Throws Error for bad text.
std::vector<Instrument> instrumentsFromJson(const std::string& text, const std::string& where);
/// All instruments of assets/instruments, by file name, then in file order. Throws Error for a bad
/// file.
const std::vector<Instrument>& instrumentCatalogue();
/// Ids of those that are usually taken of a kind, the thickest first, then in the catalogue's
/// order.
std::vector<std::string> usualInstruments(InstrumentKind kind);
/// The first of them. Throws Error where the catalogue marks none.
std::string usualInstrument(InstrumentKind kind);
/// Throws Error, naming near ids, where the catalogue has no such instrument.
const Instrument& findInstrument(std::string_view id);

}  // namespace trocar
