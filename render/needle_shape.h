#pragma once

#include "render/scene_state.h"

#include <optional>

namespace trocar {

/// What of a needle is drawn: its axis from hub to tip, its thickness and its active part.
struct NeedleShape {
  std::string id;
  Vec3 hubMm = Vec3::Zero();  ///< Where the working length ends; outside the skin.
  Vec3 entryMm = Vec3::Zero();
  Vec3 tipMm = Vec3::Zero();
  Vec3 direction = Vec3::UnitZ();  ///< From hub to tip.
  double radiusMm = 1.0;
  bool sharp = true;    ///< A trocar point; round otherwise.
  bool hasHub = true;   ///< False for an implant or screw.
  bool within = false;  ///< It runs through another needle, whose name says enough.
  struct Part {
    Vec3 fromMm = Vec3::Zero();
    Vec3 toMm = Vec3::Zero();
  };
  std::optional<Part> active;
};

/// An instrument that the catalogue lacks is drawn as a needle 2 mm thick. A screw is as long as
/// `evaluation` says, or, without one, the longest that is made.
NeedleShape shapeOf(const Needle& needle, const Evaluation* evaluation = nullptr);

}  // namespace trocar
