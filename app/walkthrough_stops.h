#pragma once

#include "render/scene_state.h"

#include <string>
#include <vector>

namespace trocar {

/// A place to look at on the way through a plan.
struct WalkthroughStop {
  std::string title;
  std::string note;
  Vec3 atMm = Vec3::Zero();
  Vec3 from = -Vec3::UnitY();  ///< Towards the eye.
  double distanceMm = 450.0;   ///< Of the eye.
  double bone = 1.0;           ///< Opacity of bone.
};

/// The whole plan, then each needle as it is placed, the zones and the cement, with the numbers of
/// the evaluation.
std::vector<WalkthroughStop> walkthroughStops(const SceneState& state);

}  // namespace trocar
