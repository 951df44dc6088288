#pragma once

#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/model/unjudged.h"
#include "planning/plan/needle.h"

#include <vector>

namespace trocar::access {

/// The groups of structures that may lie on the needle's way, by the bone that it is at, and that
/// the case shows nowhere, or only at other heights. A canal is asked for where the way comes near
/// the middle of a vertebra or of the sacrum, and wherever no label says where the spine is.
/// Estimated roots and nerves count as shown; vessels must be labelled, for only small ones are
/// estimated. Kidneys, skin and other organs are asked for nowhere.
std::vector<Unjudged> unjudgedAt(const CaseModel& model, const Needle& needle);

/// It says that canal or bone could not be judged, which is no danger found.
bool saysUnjudged(const Finding& finding);

}  // namespace trocar::access
