#pragma once

#include "planning/access/rules.h"

#include <vector>

namespace trocar::fixation {

/// What is to be said about a needle whose purpose is a screw.
std::vector<Finding> screwFindings(const access::NeedleView& view);

/// About the screws of a plan together: a tripod that lacks a leg.
std::vector<Finding> screwGroupFindings(const CaseModel& model, const Plan& plan);

}  // namespace trocar::fixation
