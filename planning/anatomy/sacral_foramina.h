#pragma once

#include "planning/anatomy/pelvis_parts.h"

namespace trocar::anatomy {

/// The pits on the front of the sacrum, S1 to S4 on each side as far as they show. Structures of
/// the case that are foramina of the sacrum ("foramen_S1_left") go before.
std::vector<SacralForamen> findSacralForamina(const Case& patient,
                                              const SoftMask& sacrum,
                                              const SacrumAnatomy& s1);

}  // namespace trocar::anatomy
