#pragma once

#include "planning/access/usual_position.h"
#include "planning/search/proposal.h"

namespace trocar::search {

/// What is searched for an approach to a bone of the pelvis, the patient lying as is usual for it.
inline Setting settingOf(const CaseModel& model, Approach approach, Side side) {
  SuggestRequest request;
  request.approach = approach;
  request.side = side;
  return boneSettings(model, access::laidFor({}, approach), request, aimOf(model, request)).front();
}

}  // namespace trocar::search
