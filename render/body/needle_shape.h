#pragma once

#include "planning/plan/needle_path.h"
#include "render/scene_state.h"

#include <optional>

namespace trocar::render {

/// What of a needle is drawn: its axis from hub to tip, its thickness and its active part.
struct NeedleShape {
  std::string id;
  /// From where the working length ends, outside the skin.
  NeedlePath axis = Trajectory{};
  Vec3 entryMm = Vec3::Zero();
  double radiusMm = 1.0;
  bool sharp = true;    ///< A trocar point; round otherwise.
  bool hasHub = true;   ///< False for an implant or screw.
  bool within = false;  ///< It runs through another needle, whose name says enough.
  struct Span {
    double fromMm = 0.0;  ///< Depths along the axis.
    double toMm = 0.0;
  };
  std::optional<Span> active;
};

/// An instrument that the catalogue lacks is drawn as a needle 2 mm thick. A screw is as long as
/// `screwLengthMm` says.
NeedleShape shapeOf(const Needle& needle, const Evaluation* evaluation = nullptr);
NeedleShape shapeOf(const Needle& needle, const std::vector<NeedleEvaluation>& evaluated);
/// Of a needle of the state's plan, as far in as it is at the time shown: drawn back for what works
/// through it, or, while cement is followed, where it injects.
NeedleShape shapeOf(const Needle& needle, const SceneState& state);

}  // namespace trocar::render
