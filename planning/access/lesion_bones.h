#pragma once

#include "planning/model/case_model.h"

#include <set>
#include <string>
#include <string_view>

namespace trocar::access {

using BoneIds = std::set<std::string, std::less<>>;

/// The bones in which a lesion lies; of one labelled apart from every bone, those against it
/// (within 2 mm).
const BoneIds& bonesOfLesion(const CaseModel& model, const Structure& lesion);
/// Whether some lesion of the case has that bone.
bool isLesionBone(const CaseModel& model, std::string_view boneId);

}  // namespace trocar::access
