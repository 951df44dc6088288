#pragma once

#include "planning/ablation/heat/heat_problem.h"
#include "planning/cement/cement.h"
#include "planning/cement/cement_product.h"
#include "planning/model/case_model.h"

#include <array>
#include <vector>

namespace trocar::cement {

/// Rate of setting in 1/s, `sinceSettingS` after it begins: slow, fast, slow within 90 s (60 to
/// 120 s published), its integral 1.
double settingRate(double sinceSettingS);
inline constexpr double kSettingS = 90.0;

/// Heats the voxels that cement fills as it sets, and follows the medium for ten minutes. `share`
/// is the pores' share of those voxels, `mask` not 0 in them. Returns the hottest of every voxel.
Image<float> cureIn(const ablation::HeatMedium& medium,
                    const std::vector<std::uint8_t>& mask,
                    double heatJPerM3,
                    double share,
                    const Progress& progress = {});

/// What setting cement does to the bone and the nerves around it, on a grid of 1.5 mm in the
/// patient's own tissue. Structures are told without credit for moving cerebrospinal fluid, which
/// is the figure for safety, and with the fluid held at 37 C. Nullopt where no cement is delivered.
std::optional<CuringHeat> curingHeat(const CaseModel& model,
                                     const CementResult& cement,
                                     const Progress& progress = {});

/// Between which a temperature lies where the heat of setting is a fifth less or more than the
/// product's, by its share of monomer [estimated]: what it rises by goes with the heat.
std::array<double, 2> settingBandC(double celsius);

}  // namespace trocar::cement
