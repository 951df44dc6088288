#pragma once

#include "core/structure.h"
#include "render/canvas/color.h"

namespace trocar::render {

/// How light falls on a surface: shares of 0 to 1, and the sharpness of the highlight.
struct Material {
  double ambient = 0.15;
  double diffuse = 0.9;
  double specular = 0.1;
  double specularPower = 20.0;

  bool operator==(const Material&) const = default;
};

/// How a structure of one role looks until the user changes it.
struct RoleStyle {
  Color color;
  double opacity = 1.0;
  Material material;
  bool visible = true;   ///< In 3-D.
  bool outlined = true;  ///< In the slices.

  bool operator==(const RoleStyle&) const = default;
};

/// From assets/roles.json. Throws Error for a bad file.
const RoleStyle& styleOf(Role role);

}  // namespace trocar::render
