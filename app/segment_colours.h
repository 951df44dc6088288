#pragma once

#include "core/segment.h"

#include <vector>

namespace trocar::app {

/// Gives segments the colours that the planner shows them in.
void colour(std::vector<Segment>& segments);

}  // namespace trocar::app
