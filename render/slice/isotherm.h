#pragma once

#include "render/canvas/color.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::render {

/// Fixed colours of the isotherms, colour-blind safe: the cold ones are blues, the hot ones go from
/// yellow to red, and each differs from its neighbours in lightness as well as in hue.
struct Isotherm {
  double temperatureC = 0.0;
  Color color;
  std::string label;  ///< Such as "−20 °C".
};

/// −40, −20, 0, 10, 45, 50, 54, 60 °C.
const std::vector<Isotherm>& isotherms();
/// Of the nearest isotherm in the table; of a coagulation zone where `temperatureC` is empty.
Color isothermColor(std::optional<double> temperatureC);

}  // namespace trocar::render
