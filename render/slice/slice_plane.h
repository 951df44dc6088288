#pragma once

#include "core/vec3.h"
#include "render/canvas/pixel.h"

#include <string>

namespace trocar::render {

/// A picture's plane in the patient: where its pixels lie.
struct SlicePlane {
  Vec3 centreMm = Vec3::Zero();  ///< Of the picture.
  Vec3 right = Vec3::UnitX();    ///< Unit vectors of the screen.
  Vec3 down = Vec3::UnitY();
  double mmPerPixel = 0.5;
  int widthPx = 1;
  int heightPx = 1;

  Vec3 towardsViewer() const { return down.cross(right); }
  Vec3 toPatient(const Pixel& pixel) const;
  Pixel toPixel(const Vec3& pointMm) const;
  /// Positive in front of the plane.
  double distanceMm(const Vec3& pointMm) const { return (pointMm - centreMm).dot(towardsViewer()); }

  bool operator==(const SlicePlane&) const = default;
};

/// The patient's letter of a direction (L R A P S I), primed where it is more than 3° off that
/// axis.
std::string directionLetter(const Vec3& direction);

}  // namespace trocar::render
