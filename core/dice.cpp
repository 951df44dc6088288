#include "core/dice.h"

#include <cmath>
#include <numbers>

namespace trocar {

double Dice::uniform() {
  return (static_cast<double>(engine_() >> 11U) + 0.5) * 0x1.0p-53;
}

/// Box and Muller's, of which only one of two is taken.
double Dice::normal(double sd) {
  const double radius = std::sqrt(-2.0 * std::log(uniform()));
  return sd * radius * std::cos(2.0 * std::numbers::pi * uniform());
}

double Dice::normalLength(double mean, double sd) {
  double value = -1.0;
  while (value < 0.0)
    value = mean + sd * normal();
  return value;
}

double Dice::logNormal(double sd) {
  return std::exp(normal(sd));
}

Vec3 Dice::direction() {
  const double z = normal();
  const double y = normal();
  const double x = normal();
  return Vec3(x, y, z).normalized();
}

}  // namespace trocar
