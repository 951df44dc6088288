#pragma once

#include "core/drawing/drawing.h"
#include "core/vec3.h"

#include <map>
#include <string>

namespace trocar::anatomy {

/// What a person corrected in the measured anatomy of a case. Part of the plan, so that it is
/// saved, undone and handed over with it; the case itself stays as it came.
struct Corrections {
  /// What a level is called instead, by the name its label carries: {"L5", "L6"}.
  std::map<std::string, std::string> levels;
  /// Where a landmark lies, by Landmark::id in terms of the corrected levels.
  std::map<std::string, Vec3> landmarksMm;
  /// What was drawn, redrawn, renamed or taken away, in terms of the corrected levels.
  drawing::Drawing drawn = {};

  bool operator==(const Corrections&) const = default;
};

}  // namespace trocar::anatomy
