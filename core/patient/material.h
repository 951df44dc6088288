#pragma once

#include "core/vec3.h"

#include <cstdint>
#include <functional>

namespace trocar::synthetic {

/// How a part looks on CT: HU of its inside with a texture, and perhaps a shell (cortical bone).
struct Material {
  double hu = 0;
  double textureHu = 0;  ///< Standard deviation.
  double grainMm = 3;
  double shellHu = 0;
  std::function<double(const Vec3& pointMm)> shellMm;  ///< Empty: no shell.
  std::function<double(const Vec3& pointMm)> huAt;     ///< Replaces `hu` where it is set.
};

/// A uniform tissue with a fine texture.
inline Material soft(double hu, double textureHu = 4, double grainMm = 3) {
  Material material;
  material.hu = hu;
  material.textureHu = textureHu;
  material.grainMm = grainMm;
  return material;
}

}  // namespace trocar::synthetic
