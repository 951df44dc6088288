#pragma once

#include "planning/anatomy/lesion_anatomy.h"
#include "planning/facts/fact.h"

namespace trocar::facts {

/// Everything that was measured of a lesion in its bone.
Facts lesionFacts(const anatomy::LesionAnatomy& lesion);

}  // namespace trocar::facts
