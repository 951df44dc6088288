#pragma once

#include "planning/plan/plan_faults.h"

#include <string>
#include <vector>

namespace trocar {

/// The gate that every plan passes: what is wrong with it on its case, whoever made it. Beside what
/// is wrong on any case: an instrument, a cement or a technique of placement that is not in the
/// assets, a needle through itself or one that is not there, a target or a painted fluid outside
/// the CT, a protocol that its probe cannot follow.
std::vector<PlanFault> faultsOf(const Plan& plan, const Case& patient);

/// Throws Error for the first of them: no verb reckons with such a plan, no edit makes one.
void requireSound(const Plan& plan, const Case& patient);

/// The plan without what is wrong, so that the rest opens; a sentence for each in `remarks`.
Plan withoutFaults(Plan plan, const Case& patient, std::vector<std::string>& remarks);

}  // namespace trocar
