#pragma once

#include "planning/anatomy/body_shape.h"
#include "planning/anatomy/canal_outline.h"

namespace trocar::anatomy {

/// Measures the bridge of bone between body and arch on one side: `side` is 1 for the left, -1 for
/// the right.
PedicleAnatomy measurePedicle(const SoftMask& mask,
                              const BodyShape& body,
                              const CanalOutline& canal,
                              int side);

}  // namespace trocar::anatomy
