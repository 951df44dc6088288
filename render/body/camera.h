#pragma once

#include "core/vec3.h"

#include <optional>
#include <string_view>

namespace trocar::render {

/// Where the 3-D picture is seen from, in patient space.
struct Camera {
  Vec3 positionMm = Vec3(0, -500, 0);
  Vec3 focusMm = Vec3::Zero();
  Vec3 up = Vec3::UnitZ();
  double viewAngleDeg = 25.0;

  bool operator==(const Camera&) const = default;
};

/// "Left" looks at the patient from the patient's left.
enum class Viewpoint {
  Anterior,
  Posterior,
  Left,
  Right,
  Superior,
  Inferior,
  LeftPosterior,
  RightPosterior
};

/// "anterior" .. "right-posterior".
std::optional<Viewpoint> viewpointFromString(std::string_view word);

/// From `from` at 0 to `to` at 1, turning about the focus at a steady pace: for flights.
Camera between(const Camera& from, const Camera& to, double fraction);

}  // namespace trocar::render
