#include "planning/access/usual_position.h"

#include "planning/access/approach_record.h"

namespace trocar::access {

Plan laidFor(Plan plan, Approach approach) {
  const auto& usual = recordOf(approach).position;
  if (usual && plan.needles.empty() && plan.procedurePosition == Plan().procedurePosition)
    plan.procedurePosition = *usual;
  return plan;
}

}  // namespace trocar::access
