#pragma once

#include "planning/ablation/heat/heat_problem.h"
#include "planning/model/body_temperature.h"
#include "planning/model/case_model.h"
#include "planning/plan/plan.h"

#include <vector>

namespace trocar::ablation {

/// What is uncertain about tissue: factors, and whether the cortex counts as a barrier.
struct TissueScale {
  double boneConductivity = 1.0;
  double perfusion = 1.0;
  bool barrier = true;  ///< Cortical bone insulates; otherwise it conducts as cancellous bone does.
};

/// Where a fluid of another temperature is put in before the treatment.
struct PlacedFluid {
  std::vector<std::size_t> voxels;
  double temperatureC = kBodyC;
};

/// The patient's tissue on a grid: a material for each voxel from its structure's role and its HU,
/// large vessels held at blood temperature, and the plan's protections as layers.
struct CaseMedium {
  HeatMedium medium;
  std::vector<PlacedFluid> fluids;
};
CaseMedium caseMedium(const CaseModel& model,
                      const Plan& plan,
                      const Grid& grid,
                      const TissueScale& scale = {});

}  // namespace trocar::ablation
