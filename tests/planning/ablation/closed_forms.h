#pragma once

#include <cmath>
#include <functional>

namespace trocar::closed {

// Exact solutions of freezing with the common properties below (SI units, temperatures in C):
// Carslaw & Jaeger, Conduction of Heat in Solids, 1959 (planar); Ozisik & Uzzell, J. Heat Transfer
// 101, 1979 (line sink in an extended freezing range).
inline constexpr double kFrozenK = 2.0, kUnfrozenK = 0.5, kMushyK = 1.25;
inline constexpr double kFrozenA = 2.0 / 1.8e6, kUnfrozenA = 0.5 / 3.6e6;
inline constexpr double kMushyC = 2.7e6 + 2.5e8 / 7.0, kMushyA = kMushyK / kMushyC;
inline constexpr double kStart = 37.0, kLiquidus = -1.0, kSolidus = -8.0;

/// Ei(-u).
inline double eiMinus(double u) {
  return std::expint(-u);
}

/// A root of `f` between `low` and `high`, where it changes sign.
inline double root(const std::function<double(double)>& f, double low, double high) {
  const bool rising = f(high) > f(low);
  for (int n = 0; n < 200; ++n) {
    const double middle = 0.5 * (low + high);
    ((f(middle) > 0.0) == rising ? high : low) = middle;
  }
  return 0.5 * (low + high);
}

/// Freezing from a wall held at -100 C, front at -1 C.
struct PlanarSharp {
  double lambda;

  PlanarSharp() {
    const double ratio = std::sqrt(kFrozenA / kUnfrozenA);
    lambda = root(
        [&](double l) {
          return kFrozenK * 99.0 / std::sqrt(M_PI * kFrozenA) * std::exp(-l * l) / std::erf(l) -
                 kUnfrozenK * 38.0 / std::sqrt(M_PI * kUnfrozenA) *
                     std::exp(-l * l * ratio * ratio) / std::erfc(l * ratio) -
                 2.5e8 * l * std::sqrt(kFrozenA);
        },
        0.05,
        2.0);
  }
  double frontM(double t) const { return 2.0 * lambda * std::sqrt(kFrozenA * t); }
  double temperature(double x, double t) const {
    if (x < frontM(t))
      return -100.0 + 99.0 * std::erf(x / (2.0 * std::sqrt(kFrozenA * t))) / std::erf(lambda);
    return kStart - 38.0 * std::erfc(x / (2.0 * std::sqrt(kUnfrozenA * t))) /
                        std::erfc(lambda * std::sqrt(kFrozenA / kUnfrozenA));
  }
};

/// Freezing over -1 to -8 C from a wall at -100 C: fronts at 2 e sqrt(t).
struct PlanarMushy {
  double e1 = 4.233291290e-4, e2 = 4.575425654e-4;

  double temperature(double x, double t) const {
    const double s = x / (2.0 * std::sqrt(t));
    const auto f = [](double e, double a) { return std::erf(e / std::sqrt(a)); };
    if (s < e1)
      return -100.0 + 92.0 * f(s, kFrozenA) / f(e1, kFrozenA);
    if (s < e2)
      return kSolidus + 7.0 * (f(s, kMushyA) - f(e1, kMushyA)) / (f(e2, kMushyA) - f(e1, kMushyA));
    return kStart - 38.0 * (1.0 - f(s, kUnfrozenA)) / (1.0 - f(e2, kUnfrozenA));
  }
};

/// Freezing over -1 to -8 C around a line that takes up Q W/m.
struct LineMushy {
  double q, e1, e2;

  double temperature(double r, double t) const {
    const double s2 = r * r / (4.0 * t);
    if (s2 < e1 * e1)
      return kSolidus +
             q / (4.0 * M_PI * kFrozenK) * (eiMinus(s2 / kFrozenA) - eiMinus(e1 * e1 / kFrozenA));
    const double liquid = eiMinus(e2 * e2 / kMushyA), solid = eiMinus(e1 * e1 / kMushyA);
    if (s2 < e2 * e2)
      return kSolidus + 7.0 * (eiMinus(s2 / kMushyA) - solid) / (liquid - solid);
    return kStart - 38.0 * eiMinus(s2 / kUnfrozenA) / eiMinus(e2 * e2 / kUnfrozenA);
  }
};

/// The same with a sharp front at -1 C.
struct LineSharp {
  double q, lambda;

  explicit LineSharp(double wattPerM) : q(wattPerM) {
    lambda = root(
        [&](double l) {
          const double u = l * l * kFrozenA / kUnfrozenA;
          return q / (4.0 * M_PI) * std::exp(-l * l) +
                 kUnfrozenK * 38.0 * std::exp(-u) / eiMinus(u) - l * l * kFrozenA * 2.5e8;
        },
        0.02,
        1.0);
  }
  double temperature(double r, double t) const {
    const double u = r * r / (4.0 * kFrozenA * t);
    if (u < lambda * lambda)
      return -1.0 + q / (4.0 * M_PI * kFrozenK) * (eiMinus(u) - eiMinus(lambda * lambda));
    return kStart - 38.0 * eiMinus(r * r / (4.0 * kUnfrozenA * t)) /
                        eiMinus(lambda * lambda * kFrozenA / kUnfrozenA);
  }
};

/// Boiling dry over 99 to 104 C from a wall hotter than that, in tissue at 37 C whose conductivity
/// and heat capacity stay: as the freezing over a range above, mirrored.
struct BoilingFront {
  double wallC, diffusivity, boilingDiffusivity, e1, e2;

  /// W/mK, J/m3K, and J/m3 of the water's latent heat.
  BoilingFront(double wall, double conductivity, double capacity, double latent)
      : wallC(wall),
        diffusivity(conductivity / capacity),
        boilingDiffusivity(conductivity / (latent / 5.0 + capacity)) {
    const double longest = 6.0 * std::sqrt(diffusivity);
    const auto boiledTo = [&](double from) {
      return root([&](double to) { return slopeDry(from) - slopeBoiling(from, to, from); },
                  from * (1.0 + 1.0e-9),
                  longest);
    };
    e1 = root(
        [&](double from) {
          const double to = boiledTo(from);
          return slopeBoiling(from, to, to) - slopeWet(to);
        },
        1.0e-3 * std::sqrt(diffusivity),
        std::sqrt(diffusivity));
    e2 = boiledTo(e1);
  }
  double temperature(double x, double t) const {
    const double s = x / (2.0 * std::sqrt(t));
    if (s < e1)
      return wallC - (wallC - 104.0) * erfOf(s, diffusivity) / erfOf(e1, diffusivity);
    if (s < e2)
      return 104.0 - 5.0 * boilingBetween(e1, s) / boilingBetween(e1, e2);
    return kStart +
           62.0 * std::erfc(s / std::sqrt(diffusivity)) / std::erfc(e2 / std::sqrt(diffusivity));
  }

 private:
  static double erfOf(double e, double a) { return std::erf(e / std::sqrt(a)); }
  double slopeDry(double e) const {
    return (wallC - 104.0) * std::exp(-e * e / diffusivity) /
           (std::sqrt(diffusivity) * erfOf(e, diffusivity));
  }
  double slopeBoiling(double from, double to, double at) const {
    const double a = boilingDiffusivity;
    return 5.0 * std::exp(-at * at / a) / (std::sqrt(a) * boilingBetween(from, to));
  }
  double boilingBetween(double from, double to) const {
    const double width = std::sqrt(boilingDiffusivity);
    return std::erfc(from / width) - std::erfc(to / width);
  }
  double slopeWet(double e) const {
    return 62.0 * std::exp(-e * e / diffusivity) /
           (std::sqrt(diffusivity) * std::erfc(e / std::sqrt(diffusivity)));
  }
};

}  // namespace trocar::closed
