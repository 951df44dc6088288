#pragma once

#include "app/view_state.h"
#include "planning/plan/instrument.h"

#include <string_view>

namespace trocar::app {

/// "Case", for people.
std::string_view nameOf(Step step);
/// "case", for ids.
std::string_view wordOf(Step step);
/// "Axial", "3-D", "Along the needle", for people.
std::string_view nameOf(render::ViewKind kind);
/// "Transpedicular", for people.
std::string_view nameOf(Approach approach);
/// "Bone needle", for people.
std::string_view nameOf(InstrumentKind kind);
/// "Vertebrae", for people: the heading of all structures of a role.
std::string_view nameOf(Role role);

}  // namespace trocar::app
