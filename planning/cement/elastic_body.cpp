#include "planning/cement/elastic_body.h"

#include "planning/cement/elastic_operator.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace trocar {
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

/// Sums in fixed chunks, then the chunks in order.
double dot(const std::vector<double>& a, const std::vector<double>& b) {
  constexpr std::size_t kChunk = 8192;
  const auto chunks = static_cast<std::ptrdiff_t>((a.size() + kChunk - 1) / kChunk);
  std::vector<double> sums(static_cast<std::size_t>(chunks), 0.0);
#pragma omp parallel for schedule(static) if (chunks > 16)
  for (std::ptrdiff_t chunk = 0; chunk < chunks; ++chunk) {
    const std::size_t first = static_cast<std::size_t>(chunk) * kChunk;
    const std::size_t last = std::min(a.size(), first + kChunk);
    double sum = 0.0;
    for (std::size_t n = first; n < last; ++n)
      sum += a[n] * b[n];
    sums[static_cast<std::size_t>(chunk)] = sum;
  }
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

void precondition(const std::vector<double>& inverse,
                  const std::vector<double>& r,
                  std::vector<double>& z) {
  const auto count = static_cast<std::ptrdiff_t>(r.size());
#pragma omp parallel for simd schedule(static) if (count > 100000)
  for (std::ptrdiff_t n = 0; n < count; ++n)
    z[static_cast<std::size_t>(n)] =
        inverse[static_cast<std::size_t>(n)] * r[static_cast<std::size_t>(n)];
}

/// d = z + keep d
void follow(const std::vector<double>& z, double keep, std::vector<double>& d) {
  const auto count = static_cast<std::ptrdiff_t>(d.size());
#pragma omp parallel for simd schedule(static) if (count > 100000)
  for (std::ptrdiff_t n = 0; n < count; ++n)
    d[static_cast<std::size_t>(n)] =
        z[static_cast<std::size_t>(n)] + keep * d[static_cast<std::size_t>(n)];
}

/// x += length d
void step(double length, const std::vector<double>& d, std::vector<double>& x) {
  const auto count = static_cast<std::ptrdiff_t>(x.size());
#pragma omp parallel for simd schedule(static) if (count > 100000)
  for (std::ptrdiff_t n = 0; n < count; ++n)
    x[static_cast<std::size_t>(n)] += length * d[static_cast<std::size_t>(n)];
}

void clearFixed(const ElasticSupport& support, std::vector<double>& values) {
  for (std::size_t n = 0; n < values.size(); ++n) {
    if (support.fixed[n] != 0)
      values[n] = 0.0;
  }
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
                             const ElasticOptions& options,
                             const Progress& progress) {
  const std::size_t count = 3 * body.nodeCount();
  assert(support.fixed.size() == count && support.displacementMm.size() == count);
  const ElasticOperator stiffness(body);
  std::vector<double> inverse = stiffness.diagonal();
  for (double& value : inverse)
    value = value > 0.0 ? 1.0 / value : 0.0;
  ElasticSolution solution;
  solution.displacementMm = support.displacementMm;
  std::vector<double> q(count, 0.0);
  stiffness.multiply(solution.displacementMm, q);
  std::vector<double> r(count, 0.0);
  for (std::size_t n = 0; n < count; ++n)
    r[n] = (loadN.empty() ? 0.0 : loadN[n]) - q[n];
  clearFixed(support, r);
  std::vector<double> z(count, 0.0), d(count, 0.0);
  const double scale = std::sqrt(dot(r, r));
  double rho = 0.0;
  for (; scale > 0.0 && solution.iterations < options.maxIterations; ++solution.iterations) {
    solution.relativeResidual = std::sqrt(dot(r, r)) / scale;
    progress.at(0.95 *
                std::min(1.0, std::log(solution.relativeResidual) / std::log(options.tolerance)));
    if (solution.relativeResidual <= options.tolerance)
      break;
    precondition(inverse, r, z);
    const double next = dot(r, z);
    const double keep = solution.iterations == 0 ? 0.0 : next / rho;
    follow(z, keep, d);
    rho = next;
    stiffness.multiply(d, q);
    clearFixed(support, q);
    const double length = rho / dot(d, q);
    step(length, d, solution.displacementMm);
    step(-length, q, r);
  }
  solution.forceN.assign(count, 0.0);
  stiffness.multiply(solution.displacementMm, solution.forceN);
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

}  // namespace trocar
