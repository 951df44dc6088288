#pragma once

#include "core/case.h"

namespace trocar::anatomy {

/// The bone that holds most of a lesion, by some thousand points of it; nullptr where none holds
/// any. Quick enough for every click, unlike measureLesion.
const Structure* boneHolding(const Case& patient, const Structure& lesion);

}  // namespace trocar::anatomy
