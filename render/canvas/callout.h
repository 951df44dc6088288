#pragma once

#include "render/canvas/color.h"
#include "render/scene_state.h"

#include <string>
#include <vector>

namespace trocar::render {

/// One line of the note beside a needle.
struct CalloutLine {
  std::string text;
  Color color;
};

/// The numbers that matter most for one needle: its grade, the nearest structures at risk and what
/// they get.
std::vector<CalloutLine> calloutOf(const SceneState& state, const std::string& needleId);

}  // namespace trocar::render
