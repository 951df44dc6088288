#include "render/slice/slice_plane.h"

#include "core/angle.h"

#include <Eigen/Geometry>

#include <cmath>

namespace trocar::render {

Vec3 SlicePlane::toPatient(const Pixel& pixel) const {
  return centreMm +
         mmPerPixel * ((pixel.x - 0.5 * widthPx) * right + (pixel.y - 0.5 * heightPx) * down);
}

Pixel SlicePlane::toPixel(const Vec3& pointMm) const {
  const Vec3 offset = (pointMm - centreMm) / mmPerPixel;
  return {offset.dot(right) + 0.5 * widthPx, offset.dot(down) + 0.5 * heightPx};
}

std::string directionLetter(const Vec3& direction) {
  constexpr double kExactDeg = 3.0;
  constexpr const char* kLetters[3][2] = {{"R", "L"}, {"A", "P"}, {"I", "S"}};
  Eigen::Index axis = 0;
  const double share = direction.normalized().cwiseAbs().maxCoeff(&axis);
  const bool exact = share >= std::cos(Angle::fromDegrees(kExactDeg).radians());
  return std::string(kLetters[axis][direction[axis] > 0.0 ? 1 : 0]) + (exact ? "" : "′");
}

}  // namespace trocar::render
