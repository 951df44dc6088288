#pragma once

#include "core/image.h"
#include "core/structure.h"
#include "planning/model/body_temperature.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar::ablation {

/// A closed surface inside which the tissue is colder (below 37 C) or hotter than `isothermC`.
/// Published zones are ellipsoids on the needle; simulated ones are voxels on a grid (see
/// temperature history).
struct AblationZone {
  std::string needle;                        ///< Empty for the zone of all probes together.
  std::optional<double> isothermC;           ///< Empty for a coagulation zone.
  std::optional<EllipsoidRegion> ellipsoid;  ///< Set for a published zone.
  double volumeMl = 0.0;
  double lengthMm = 0.0;
  double widthMm = 0.0;
  Basis basis = Basis::Published;
  std::string source;
  std::string medium;
};

/// How much of a lesion lies inside each zone, and how thin the margin is.
struct TargetCoverage {
  std::string structure;
  struct AtIsotherm {
    std::optional<double> isothermC;
    double fraction = 0.0;  ///< 0 to 1.
  };
  std::vector<AtIsotherm> coverage;
  std::vector<AtIsotherm> interface;  ///< Of its surface that borders bone, where pain arises.
  std::optional<double> marginIsothermC;
  double minimumMarginMm =
      0.0;  ///< Lesion surface to zone surface, negative where the lesion sticks out.
  Vec3 marginAtMm = Vec3::Zero();
  bool lowerBound =
      false;  ///< Only single published zones are known; together they cover at least this.
};

/// What a structure at risk gets.
struct StructureExposure {
  std::string structure;
  double distanceToZoneMm =
      0.0;  ///< To the surface of the outermost zone (0 C or 45 C), negative inside.
  std::optional<double> minimumC;  ///< Simulated only.
  std::optional<double> maximumC;
  std::optional<double> secondsBelow10C;
  std::optional<double> secondsAbove45C;
  Vec3 atMm = Vec3::Zero();
};

/// Range of a number under what is uncertain: grid, bone conductivity, end temperature, blood.
struct UncertainRange {
  double low = 0.0;
  double high = 0.0;
};

/// What the uncertain inputs do to a simulated result: the extremes of a small ensemble.
struct AblationBand {
  struct Volume {
    std::optional<double> isothermC;
    UncertainRange volumeMl;
  };
  struct Margin {
    std::string structure;
    UncertainRange minimumMm;
  };
  struct Exposure {
    std::string structure;
    UncertainRange minimumC;
    UncertainRange maximumC;
  };
  std::vector<Volume> volumes;
  std::vector<Margin> margins;
  std::vector<Exposure> exposures;
  int members = 0;
  std::string placement;  ///< Id of the technique whose placement error is included.
};

/// Where the fluid of one of the plan's protections lies.
struct ProtectedRegion {
  std::string structure;                   ///< That of the protection.
  double volumeMl = 0.0;                   ///< 0 where no soft tissue makes room for it.
  std::shared_ptr<const LabelMap> filled;  ///< 1 in its voxels; null for an unknown structure.
};

/// What a planned thermocouple reads.
struct SensorReading {
  std::string needle;
  Vec3 atMm = Vec3::Zero();
  double minimumC = kBodyC;
  double maximumC = kBodyC;
  std::vector<double> timesS;
  std::vector<double> temperatureC;
};

/// What is lost without one of several probes, at the planning isotherm.
struct ProbeContribution {
  struct Share {
    std::string structure;
    double fraction = 0.0;  ///< Of the lesion.
  };
  std::string needle;
  double volumeMl = 0.0;
  std::vector<Share> coverage;
};

/// What placement error leaves of a lesion's coverage: shares of simulated placements.
struct CoverageChance {
  std::string structure;
  double goalFraction = 0.0;  ///< Of the lesion inside the planning zone.
  double probability = 0.0;   ///< Of reaching the goal.
  double medianFraction = 0.0;
  double fifthPercentile = 0.0;  ///< Nineteen of twenty placements cover more.
  std::string technique;         ///< Such as "ct-freehand".
  int samples = 0;
};

struct AblationSimulation;

struct AblationResult {
  std::vector<AblationZone> zones;
  std::vector<TargetCoverage> targets;
  std::vector<StructureExposure> structures;
  Basis basis = Basis::Published;
  std::string criterion;  ///< What counts as killed, for people; empty for published zones.
  std::optional<AblationBand> band;
  std::vector<CoverageChance> chances;  ///< Empty without placement samples.
  std::vector<SensorReading> sensors;
  /// From the runs of the band; empty without them. Structures as they would fare without the
  /// plan's protections, and without credit for the barrier of intact cortex.
  std::vector<StructureExposure> unprotected;
  std::vector<StructureExposure> withoutBarrier;
  std::vector<ProbeContribution> contributions;  ///< With two probes or more.
  /// Key of what zones and temperatures were worked out from (planning/model/recalled.h); empty
  /// where the model remembers nothing.
  std::string madeOf = {};
  std::shared_ptr<const AblationSimulation>
      simulation;  ///< See case_simulation.h; empty if published.
};

}  // namespace trocar::ablation
