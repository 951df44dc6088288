#pragma once

#include "render/canvas/canvas.h"
#include "render/picking.h"
#include "render/scene_state.h"
#include "render/slice/marks.h"
#include "render/slice/slice_annotation.h"

namespace trocar::render {

/// What is only proposed or possible: the skin points that a search reached, coloured by their best
/// score; the needles of the card under the cursor, dashed; and about the tip of the selected
/// needle the ball that 95 % of simulated placements end in.
void paintProposals(Canvas& canvas,
                    const SceneState& state,
                    const ToDisplay& toDisplay,
                    const Strength& strength,
                    const Dress& dress);

}  // namespace trocar::render
