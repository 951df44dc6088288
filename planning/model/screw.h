#pragma once

#include "core/vec3.h"

#include <optional>
#include <string>

namespace trocar {

/// What a screw measures in the bone it holds. The envelope is the cylinder of its thread; the
/// oblique part of its entry, where the cylinder cuts the cortex, is left out.
struct ScrewGrade {
  double lengthMm = 0.0;  ///< Of the screw: as entered, else the shortest made that reaches.
  bool lengthEntered = false;
  double inBoneMm = 0.0;        ///< Of its axis, from the first cortex to the tip.
  double headProudMm = 0.0;     ///< Length that stays outside the first cortex; negative is sunk.
  char grade = 'A';             ///< Half-open Gertzbein-Robbins bands of the whole envelope.
  double maxExcursionMm = 0.0;  ///< Of the envelope beyond the cortex.
  std::string direction =
      "none";                ///< Of the excursion, or of the thinnest bone where there is none.
  double marginMm = 0.0;     ///< Thinnest bone between thread and cortex; negative is a breach.
  Vec3 atMm = Vec3::Zero();  ///< On the envelope, where the margin is least.
  std::string limit;         ///< What lies there, such as "hip joint" or a structure's id.
  std::optional<double> beyondTipMm;  ///< Bone ahead of the tip; empty where the tip is outside.
  double inLesionMm = 0.0;            ///< Of its axis in lesions.
  double meanHu = 0.0;                ///< Along the axis in bone.
  bool cemented = false;              ///< The plan injects cement through it.
};

}  // namespace trocar
