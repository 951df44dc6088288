#include "planning/numerics/conjugate_gradients.h"

#include "tests/cancel_everywhere.h"

#include <gtest/gtest.h>

#include <vector>

namespace trocar::numerics {
namespace {

using Field = std::vector<double>;

double dot(const Field& a, const Field& b) {
  double sum = 0.0;
  for (std::size_t n = 0; n < a.size(); ++n)
    sum += a[n] * b[n];
  return sum;
}

/// 2 u - u of both neighbours, 0 beyond the ends: the second difference of a rod.
struct Rod {
  double square(const Field& r) const { return dot(r, r); }
  double precondition(const Field& r, Field& z) const {
    for (std::size_t n = 0; n < r.size(); ++n)
      z[n] = 0.5 * r[n];
    return dot(r, z);
  }
  void follow(const Field& z, double keep, Field& d) const {
    for (std::size_t n = 0; n < d.size(); ++n)
      d[n] = z[n] + keep * d[n];
  }
  double apply(const Field& d, Field& q) const {
    for (std::size_t n = 0; n < d.size(); ++n)
      q[n] = 2.0 * d[n] - (n > 0 ? d[n - 1] : 0.0) - (n + 1 < d.size() ? d[n + 1] : 0.0);
    return dot(d, q);
  }
  double step(double length, const Field& d, const Field& q, Field& x, Field& r) const {
    for (std::size_t n = 0; n < d.size(); ++n) {
      x[n] += length * d[n];
      r[n] -= length * q[n];
    }
    return dot(r, r);
  }
};

/// A load of 1 everywhere: u = s (n + 1 - s) / 2 at place s from 1 to n.
SolveReport solveRod(Field& x, const SolveOptions& options, const Progress& progress = {}) {
  GradientVectors vectors;
  vectors.resize(x.size());
  vectors.r.assign(x.size(), 1.0);
  return conjugateGradients(
      Rod(), std::sqrt(static_cast<double>(x.size())), x, vectors, options, progress);
}

TEST(ConjugateGradients, SolveARodWithinHalfItsUnknowns) {
  Field x(50, 0.0);
  const SolveReport report = solveRod(x, {1e-12, 100});
  EXPECT_LE(report.relativeResidual, 1e-12);
  EXPECT_LE(report.iterations, 26);  // The load is symmetric.
  for (std::size_t n = 0; n < x.size(); ++n) {
    const auto s = static_cast<double>(n + 1);
    EXPECT_NEAR(x[n], 0.5 * s * (51.0 - s), 1e-8);
  }
}

TEST(ConjugateGradients, StopAtTheMostIterationsAndTellTheResidual) {
  Field x(50, 0.0);
  const SolveReport report = solveRod(x, {1e-12, 5});
  EXPECT_EQ(report.iterations, 5);
  EXPECT_GT(report.relativeResidual, 1e-12);
}

TEST(ConjugateGradients, AreCancelledAtEveryIteration) {
  expectCancelsEverywhere([](const Progress& progress) {
    Field x(50, 0.0);
    solveRod(x, {1e-12, 100}, progress);
  });
}

}  // namespace
}  // namespace trocar::numerics
