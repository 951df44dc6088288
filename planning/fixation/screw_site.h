#pragma once

#include "planning/fixation/corridor_search.h"
#include "planning/model/case_model.h"

#include <string>
#include <vector>

namespace trocar::fixation {

/// Where a screw of an approach is looked for on one side.
struct ScrewSite {
  Approach approach = Approach::Free;
  Side side = Side::Left;
  std::string level;  ///< "S1" or "S2" of a screw through the sacrum, else empty.
  std::string name;   ///< Such as "S1, from the left".
  CorridorEnd head;
  CorridorEnd tip;
  bool endsAtTip = false;
  double neededMm = 40.0;
  bool spans = false;  ///< The screw reaches from end to end of the way.
};

/// From the measured landmarks, by the geometry that the approach's record names. An approach
/// without a screw is an assertion. Throws Error, one sentence, where the landmarks are missing.
std::vector<ScrewSite> screwSites(const CaseModel& model, Approach approach, Side side);

}  // namespace trocar::fixation
