#pragma once

#include "core/case.h"
#include "planning/evaluation/evaluation.h"
#include "planning/facts/fact.h"

namespace trocar::facts {

/// What a needle meets on its way: walls, bone, structures, and what placement error does to it.
Facts accessFacts(const NeedleEvaluation& numbers, const Case* patient);

}  // namespace trocar::facts
