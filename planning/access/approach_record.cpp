#include "planning/access/approach_record.h"

#include <algorithm>
#include <cassert>

namespace trocar::access {

const std::vector<ApproachRecord>& allApproaches() {
  return approachTable().approaches;
}

const ApproachRecord& recordOf(Approach approach) {
  const std::vector<ApproachRecord>& all = allApproaches();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const ApproachRecord& one) { return one.approach == approach; });
  assert(found != all.end());
  return *found;
}

}  // namespace trocar::access
