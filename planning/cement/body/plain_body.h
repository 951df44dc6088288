#pragma once

#include "planning/cement/flow/flow_domain.h"

namespace trocar::cement {

/// A vertebral body of 50 x 35 x 30 mm to measure speed on: an elliptic cylinder of even cancellous
/// bone that marrow seeps out of at its wall.
FlowDomain plainBody(double spacingMm);

}  // namespace trocar::cement
