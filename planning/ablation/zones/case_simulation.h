#pragma once

#include "planning/ablation/heat/case_medium.h"
#include "planning/ablation/heat/temperature_history.h"
#include "planning/ablation/probes/treatment.h"
#include "planning/ablation/zones/surface_points.h"
#include "planning/model/body_temperature.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::ablation {

/// Temperatures at one structure: the worst of its voxels and of its surface.
struct StructureTrace {
  std::string structure;
  std::vector<std::size_t> voxels;    ///< Of the simulation's grid.
  std::vector<SurfacePoint> surface;  ///< Of nerves, canal, sac, cord and joints: see surfaceOn.
  double minimumC = kBodyC;
  double maximumC = kBodyC;
  Vec3 coldestAtMm = Vec3::Zero();
  Vec3 hottestAtMm = Vec3::Zero();
  double secondsBelow10C = 0.0;
  double secondsAbove45C = 0.0;
  std::vector<double> coldestC;  ///< Of all of that, at each frame of the history.
  std::vector<double> hottestC;
};

/// A planned treatment as it ran.
struct AblationSimulation {
  TemperatureHistory history;
  Image<float> coldest;  ///< Of every voxel over the whole treatment.
  Image<float> hottest;
  /// Decimal logarithm of the dose of the plan's lethal criterion: see kKilledLogDose.
  Image<float> logDose;
  std::vector<StructureTrace> structures;
  EnergyLedger ledger;
  SolverEffort effort;
  double endS = 0.0;
};

/// What differs from the plan as it stands, to learn how much it matters.
struct SimulationOptions {
  double resolutionMm = 1.0;
  double frameS = 20.0;  ///< Of the history; 0 keeps none.
  TissueScale tissue;
  double probeOffsetC = 0.0;  ///< Added to the end temperature of every cryoprobe.
};

/// The probes of a plan that can be simulated: with a protocol and a device of the catalogue.
std::vector<TreatmentProbe> simulatedProbes(const Plan& plan);

/// The grid around the probes on which the plan is simulated, along the patient's axes, within the
/// CT. Throws Error where the resolution would take too many voxels.
Grid simulationGrid(const Case& patient,
                    const std::vector<TreatmentProbe>& probes,
                    double resolutionMm);

/// Runs all protocols in the patient's tissue: at 2 mm for a preview, at 1 mm for the answer. For a
/// time slider take `history.at(seconds)`, for curves `history.traceC(point)` and the structures'
/// traces. Throws Error for a plan that cannot be simulated, Cancelled within a step of the
/// request.
AblationSimulation simulateAblation(const CaseModel& model,
                                    const Plan& plan,
                                    const SimulationOptions& options = {},
                                    const Progress& progress = {});

}  // namespace trocar::ablation
