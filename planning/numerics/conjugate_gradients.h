#pragma once

#include "core/progress.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace trocar::numerics {

struct SolveOptions {
  double tolerance = 1e-6;  ///< Of the residual's norm, relative to the scale.
  int maxIterations = 200;
};

struct SolveReport {
  int iterations = 0;
  double relativeResidual = 0.0;
};

/// The vectors of conjugate gradients, to be kept from one solve to the next.
struct GradientVectors {
  std::vector<double> r;  ///< The residual b - A x.
  std::vector<double> z;
  std::vector<double> q;
  std::vector<double> d;

  void resize(std::size_t count) {
    for (std::vector<double>* one : {&r, &z, &q, &d})
      one->resize(count, 0.0);
  }
};

/// Preconditioned conjugate gradients for A x = b, with A symmetric and positive. `x` enters as the
/// first guess and `vectors.r` as its residual; `scale` is what residuals are compared with. The
/// system brings its own arithmetic, so that it can leave out what is zero and sum in an order of
/// its own:
///   double square(r)               r . r
///   double precondition(r, z)      z = M r with M close to A's inverse; r . z
///   void follow(z, keep, d)        d = z + keep d
///   double apply(d, q)             q = A d; d . q
///   double step(length, d, q, x, r)   x += length d, r -= length q; r . r
template <typename System>
SolveReport conjugateGradients(const System& system,
                               double scale,
                               std::vector<double>& x,
                               GradientVectors& vectors,
                               const SolveOptions& options,
                               const Progress& progress = {}) {
  auto& [r, z, q, d] = vectors;
  SolveReport report;
  double rho = 0.0;
  double square = system.square(r);
  for (;; ++report.iterations) {
    report.relativeResidual = std::sqrt(square) / scale;
    progress.at(
        std::clamp(std::log(report.relativeResidual) / std::log(options.tolerance), 0.0, 1.0));
    if (report.relativeResidual <= options.tolerance || report.iterations == options.maxIterations)
      return report;
    const double next = system.precondition(r, z);
    system.follow(z, report.iterations == 0 ? 0.0 : next / rho, d);
    rho = next;
    const double curvature = system.apply(d, q);
    if (!(curvature > 0.0))
      return report;
    square = system.step(rho / curvature, d, q, x, r);
  }
}

}  // namespace trocar::numerics
