#pragma once

#include "planning/ablation/heat/thermal_material.h"

namespace trocar::ablation {

/// Constant properties, freezing over `solidusC` to -1 C; what melts conducts 1.25 W/mK, as in the
/// closed forms.
inline ThermalMaterial referenceTissue(double solidusC = -8.0) {
  ThermalMaterial material;
  material.iceVaries = false;
  material.evenMelt = true;
  material.solidusC = solidusC;
  return material;
}

}  // namespace trocar::ablation
