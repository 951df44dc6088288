#pragma once

#include "planning/plan/plan.h"

#include <functional>
#include <string>
#include <vector>

namespace trocar {

/// What cannot be in a plan, unlike a Finding, which is about a plan that can.
struct PlanFault {
  std::string what;  ///< "the target of needle N2 lies outside the CT ..; give a point inside it".
  std::function<Plan(Plan)> setAside;  ///< The plan without the smallest part that is wrong.
};

/// No needle is longer, nor does one enter farther from its tip: the catalogue's are up to 200 mm.
inline constexpr double kLongestNeedleMm = 500.0;
inline constexpr double kShortestNeedleMm = 1.0;
inline constexpr double kLongestTreatmentS = 7200.0;  ///< What is simulated of an ablation.
inline constexpr double kMostPowerW = 300.0;          ///< Above any generator's.
inline constexpr double kMostWithdrawnMm = 150.0;     ///< Above any path's length.

/// What is wrong with a plan whatever its case: names, references, numbers that cannot be. In the
/// order of the plan; empty where it is sound. See `faultsOf(plan, patient)`, which asks this too.
std::vector<PlanFault> faultsOf(const Plan& plan);

/// "protocol of N3: startS is -5, outside 0 to 7200", where it is; whatever is no number is
/// outside.
void addUnlessWithin(std::vector<PlanFault>& faults,
                     const std::string& where,
                     double value,
                     double low,
                     double high,
                     std::function<Plan(Plan)> setAside);

}  // namespace trocar
