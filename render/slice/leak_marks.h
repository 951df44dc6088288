#pragma once

#include "render/slice/marks.h"

namespace trocar::render {

/// Where cement leaves the bone and the way it takes from the needle to where it ends: a full line
/// for what the injection so far did, a faint one, with its probability, for what some members of
/// the ensemble did.
void paintLeaks(Canvas& canvas,
                const SceneState& state,
                const ToDisplay& toDisplay,
                const Strength& strength,
                const Dress& dress);

}  // namespace trocar::render
