#pragma once

#include "planning/cement/cement.h"
#include "planning/facts/fact.h"
#include "planning/plan/plan.h"

namespace trocar::facts {

/// Everything that is said of the injections and of where the cement goes. Needles are named as in
/// `plan`, else by their ids.
Facts cementFacts(const cement::CementResult& cement, const Plan* plan = nullptr);

Facts leakFacts(const cement::CementLeak& leak);

/// The first reason to stop: "1.4 ml, posterior quarter"; "none".
std::string stopLineText(const cement::CementResult& cement);

}  // namespace trocar::facts
