#include "planning/cement/body/elastic_body.h"

#include "core/parallel.h"
#include "planning/cement/body/elastic_operator.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace trocar::cement {
namespace {

/// force[r] = sum over c of scale x stiffness[r][c] x u[c]; the matrix is symmetric, so columns
/// serve as rows.
__attribute__((target_clones("avx512f", "avx2", "default"))) void multiplyElement(
    const double* stiffness, double scale, const double* u, double* force) {
  for (int r = 0; r < 24; ++r)
    force[r] = 0.0;
  for (int c = 0; c < 24; ++c) {
    const double factor = scale * u[c];
    const double* column = stiffness + 24 * c;
#pragma omp simd
    for (int r = 0; r < 24; ++r)
      force[r] += factor * column[r];
  }
}

constexpr std::size_t kChunk = 8192;  ///< In which sums are formed, before they are added in order.
constexpr std::size_t kChunksAThread = 2;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  const auto sumOfChunk = [&](std::size_t chunk) {
    const std::size_t last = std::min(a.size(), (chunk + 1) * kChunk);
    double sum = 0.0;
    for (std::size_t n = chunk * kChunk; n < last; ++n)
      sum += a[n] * b[n];
    return sum;
  };
  return parallelSum((a.size() + kChunk - 1) / kChunk, 0.0, sumOfChunk, kChunksAThread);
}

/// to[n] = value(n) for all n, side by side.
template <typename Value>
void fillEach(std::vector<double>& to, const Value& value) {
  parallelShares(
      to.size(),
      [&](std::size_t begin, std::size_t end) {
#pragma omp simd
        for (std::size_t n = begin; n < end; ++n)
          to[n] = value(n);
      },
      kChunksAThread * kChunk);
}

void clearFixed(const ElasticSupport& support, std::vector<double>& values) {
  for (std::size_t n = 0; n < values.size(); ++n) {
    if (support.fixed[n] != 0)
      values[n] = 0.0;
  }
}

/// The body's stiffness where displacements are free, preconditioned by its diagonal.
struct ElasticEquation {
  const ElasticOperator& stiffness;
  const ElasticSupport& support;
  std::vector<double> inverse;  ///< Of the diagonal; 0 where that is 0.
  using Field = std::vector<double>;

  double square(const Field& r) const { return dot(r, r); }
  double precondition(const Field& r, Field& z) const {
    fillEach(z, [&](std::size_t n) { return inverse[n] * r[n]; });
    return dot(r, z);
  }
  void follow(const Field& z, double keep, Field& d) const {
    fillEach(d, [&](std::size_t n) { return z[n] + keep * d[n]; });
  }
  double apply(const Field& d, Field& q) const {
    stiffness.multiply(d, q);
    clearFixed(support, q);
    return dot(d, q);
  }
  double step(double length, const Field& d, const Field& q, Field& x, Field& r) const {
    fillEach(x, [&](std::size_t n) { return x[n] + length * d[n]; });
    fillEach(r, [&](std::size_t n) { return r[n] - length * q[n]; });
    return square(r);
  }
};

std::vector<double> inverseDiagonal(const ElasticOperator& stiffness) {
  std::vector<double> inverse = stiffness.diagonal();
  for (double& value : inverse)
    value = value > 0.0 ? 1.0 / value : 0.0;
  return inverse;
}

}  // namespace

std::size_t ElasticBody::elementAt(int i, int j, int k) const {
  return (static_cast<std::size_t>(k) * static_cast<std::size_t>(size[1]) +
          static_cast<std::size_t>(j)) *
             static_cast<std::size_t>(size[0]) +
         static_cast<std::size_t>(i);
}

std::size_t ElasticBody::nodeAt(int i, int j, int k) const {
  const auto nx = static_cast<std::size_t>(size[0]) + 1;
  const auto ny = static_cast<std::size_t>(size[1]) + 1;
  return (static_cast<std::size_t>(k) * ny + static_cast<std::size_t>(j)) * nx +
         static_cast<std::size_t>(i);
}

std::size_t ElasticBody::nodeCount() const {
  return nodeAt(size[0], size[1], size[2]) + 1;
}

ElasticSolution solveElastic(const ElasticBody& body,
                             const ElasticSupport& support,
                             const std::vector<double>& loadN,
                             const numerics::SolveOptions& options,
                             const Progress& progress) {
  const std::size_t count = 3 * body.nodeCount();
  assert(support.fixed.size() == count && support.displacementMm.size() == count);
  const ElasticOperator stiffness(body);
  ElasticSolution solution;
  solution.displacementMm = support.displacementMm;
  numerics::GradientVectors vectors;
  vectors.resize(count);
  stiffness.multiply(solution.displacementMm, vectors.q);
  for (std::size_t n = 0; n < count; ++n)
    vectors.r[n] = (loadN.empty() ? 0.0 : loadN[n]) - vectors.q[n];
  clearFixed(support, vectors.r);
  const double scale = std::sqrt(dot(vectors.r, vectors.r));
  if (scale > 0.0)
    solution.report = numerics::conjugateGradients(
        ElasticEquation{stiffness, support, inverseDiagonal(stiffness)},
        scale,
        solution.displacementMm,
        vectors,
        options,
        progress.span(0.0, 0.95));
  solution.forceN.assign(count, 0.0);
  stiffness.multiply(solution.displacementMm, solution.forceN);
  progress.at(1.0);
  return solution;
}

namespace {

std::array<double, 24> nodeDisplacements(
    const ElasticBody& body, const std::vector<double>& displacementMm, int i, int j, int k) {
  std::array<double, 24> u{};
  for (unsigned corner = 0; corner < 8; ++corner) {
    const std::size_t node = body.nodeAt(i + static_cast<int>(corner & 1U),
                                         j + static_cast<int>((corner >> 1U) & 1U),
                                         k + static_cast<int>((corner >> 2U) & 1U));
    for (std::size_t a = 0; a < 3; ++a)
      u[3 * corner + a] = displacementMm[3 * node + a];
  }
  return u;
}

}  // namespace

std::array<double, 24> nodeForcesN(
    const ElasticBody& body, const std::vector<double>& displacementMm, int i, int j, int k) {
  const std::array<double, 576> stiffness = unitStiffness(body.poissonRatio);
  const std::array<double, 24> u = nodeDisplacements(body, displacementMm, i, j, k);
  std::array<double, 24> force{};
  multiplyElement(stiffness.data(),
                  body.modulusMPa[body.elementAt(i, j, k)] * body.sideMm,
                  u.data(),
                  force.data());
  return force;
}

double energyDensityMPa(
    const ElasticBody& body, const std::vector<double>& displacementMm, int i, int j, int k) {
  const std::array<double, 24> u = nodeDisplacements(body, displacementMm, i, j, k);
  const std::array<double, 24> force = nodeForcesN(body, displacementMm, i, j, k);
  double energy = 0.0;
  for (std::size_t n = 0; n < 24; ++n)
    energy += 0.5 * u[n] * force[n];
  return energy / std::pow(body.sideMm, 3);
}

}  // namespace trocar::cement
