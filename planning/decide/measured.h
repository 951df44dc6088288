#pragma once

#include "core/case.h"
#include "planning/anatomy/lesion_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"
#include "planning/decide/answer.h"
#include "planning/plan/plan.h"

#include <string_view>
#include <vector>

namespace trocar::decide {

/// The lesion of that id, else the first in that bone ("vertebra_T10"); nullptr where the bone
/// holds none. Where both are empty nothing was chosen, and it is the first of the case.
const anatomy::LesionAnatomy* lesionAt(const std::vector<anatomy::LesionAnatomy>& lesions,
                                       std::string_view lesionId,
                                       std::string_view boneId);

/// What was measured of a lesion and its spine, as answers. What was not measured, or lies where
/// the score's words need a person, is not proposed. Fractures and vascularity that the plan holds
/// count too, as entered.
Proposals proposalsOfLesion(const Case& patient,
                            const Plan& plan,
                            const std::vector<anatomy::VertebraAnatomy>& vertebrae,
                            const std::vector<anatomy::LesionAnatomy>& lesions,
                            const anatomy::LesionAnatomy& lesion);

}  // namespace trocar::decide
