#include "render/slice/isotherm.h"

#include <algorithm>
#include <cmath>

namespace trocar::render {

const std::vector<Isotherm>& isotherms() {
  static const std::vector<Isotherm> table = {
      {-40.0, {58, 70, 214}, "−40 °C"},
      {-20.0, {74, 144, 255}, "−20 °C"},
      {0.0, {168, 208, 255}, "0 °C"},
      {10.0, {120, 226, 214}, "10 °C"},
      {45.0, {255, 236, 130}, "45 °C"},
      {50.0, {255, 186, 66}, "50 °C"},
      {54.0, {245, 124, 32}, "54 °C"},
      {60.0, {214, 40, 40}, "60 °C"},
  };
  return table;
}

namespace {

const Isotherm& nearest(double temperatureC) {
  const auto further = [&](const Isotherm& a, const Isotherm& b) {
    return std::abs(a.temperatureC - temperatureC) < std::abs(b.temperatureC - temperatureC);
  };
  return *std::min_element(isotherms().begin(), isotherms().end(), further);
}

}  // namespace

Color isothermColor(std::optional<double> temperatureC) {
  constexpr Color kCoagulation{255, 150, 60};
  return temperatureC ? nearest(*temperatureC).color : kCoagulation;
}

}  // namespace trocar::render
