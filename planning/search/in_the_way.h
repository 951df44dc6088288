#pragma once

#include "planning/search/proposal.h"

#include <string>
#include <vector>

namespace trocar::search {

/// Id of the critical structure that most ways of the settings come too near to, among those that
/// break no other constraint before it; empty where none does. Of many ways a sample is looked at.
std::string mostInTheWay(const CaseModel& model, const std::vector<Setting>& settings);

}  // namespace trocar::search
