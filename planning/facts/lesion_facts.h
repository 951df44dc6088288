#pragma once

#include "planning/anatomy/lesion_anatomy.h"
#include "planning/facts/fact.h"

namespace trocar {

/// Everything that was measured of a lesion in its bone.
Facts lesionFacts(const LesionAnatomy& lesion);

}  // namespace trocar
