#pragma once

#include "core/progress.h"
#include "render/scene_state.h"

#include <string>

namespace trocar::app {

/// The plan as one HTML page that opens in a browser without a network: surfaces to be turned,
/// slices to scroll through, a stop for each needle and zone, findings, and the report's numbers.
/// `state` comes from handoverScene; `drawing` is the text of three.js that the page carries.
std::string walkthroughHtml(const render::SceneState& state,
                            const std::string& drawing,
                            const Progress& = {});

}  // namespace trocar::app
