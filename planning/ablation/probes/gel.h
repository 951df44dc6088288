#pragma once

#include "core/progress.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/heat/thermal_material.h"
#include "planning/ablation/probes/device.h"
#include "planning/ablation/zones/isotherm.h"
#include "planning/model/body_temperature.h"
#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::ablation {

/// Parallel probes along z in a uniform medium, tips at z = 0, as a maker tests them in gel.
struct GelSetup {
  struct Probe {
    Device device;
    double xMm = 0.0;
    double yMm = 0.0;
    Protocol protocol;
  };
  std::vector<Probe> probes;
  ThermalMaterial medium;
  double temperatureC = kBodyC;
  double resolutionMm = 1.0;
  std::vector<double> isothermsC;  ///< Empty: 0, -20, -40 for ice and 45, 50, 54, 60 for heat.
};

/// Isotherm sizes at the end of one step of the protocols.
struct GelPhase {
  std::string name;  ///< Such as "freeze 1".
  double endS = 0.0;
  std::vector<IsothermSize> isotherms;
  std::vector<double> probePowerW;
};

struct GelResult {
  std::vector<GelPhase> phases;
  double energyResidual = 0.0;
  double wallS = 0.0;
  SolverEffort effort;
};

/// Throws Error for a set-up that cannot be: too many probes, one inside another, a grid too large.
GelResult runGel(const GelSetup& setup, const Progress& progress = {});

}  // namespace trocar::ablation
