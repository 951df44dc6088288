#include "planning/cement/voxel_system.h"

#include "planning/cement/pressure_solver.h"

#include <array>
#include <cassert>
#include <cmath>

// Compiled once for each of these machines; the loader takes the best that the processor has.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define TROCAR_ROWS __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define TROCAR_ROWS
#endif

namespace trocar {
namespace {

TROCAR_ROWS double dotRow(const double* a, const double* b, RowSpan row) {
  double sum = 0.0;
#pragma omp simd reduction(+ : sum)
  for (std::size_t c = row.begin; c < row.end; ++c)
    sum += a[c] * b[c];
  return sum;
}

double dot(const RowSpans& rows, const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  rows.each([&](RowSpan row) { sum += dotRow(a.data(), b.data(), row); });
  return sum;
}

/// y = A x in one row; returns x . y there.
TROCAR_ROWS double multiplyRow(const VoxelSystem& system, const double* x, double* y, RowSpan row) {
  const double* tx = system.toNext[0].data();
  const double* ty = system.toNext[1].data();
  const double* tz = system.toNext[2].data();
  const double* sink = system.sink.data();
  const auto sy = static_cast<std::size_t>(system.stride(1));
  const auto sz = static_cast<std::size_t>(system.stride(2));
  double product = 0.0;
#pragma omp simd reduction(+ : product)
  for (std::size_t c = row.begin; c < row.end; ++c) {
    const double outflow = sink[c] * x[c] + tx[c] * (x[c] - x[c + 1]) +
                           tx[c - 1] * (x[c] - x[c - 1]) + ty[c] * (x[c] - x[c + sy]) +
                           ty[c - sy] * (x[c] - x[c - sy]) + tz[c] * (x[c] - x[c + sz]) +
                           tz[c - sz] * (x[c] - x[c - sz]);
    y[c] = outflow;
    product += x[c] * outflow;
  }
  return product;
}

/// d = z + keep d
TROCAR_ROWS void followRow(const double* z, double keep, double* d, RowSpan row) {
#pragma omp simd
  for (std::size_t c = row.begin; c < row.end; ++c)
    d[c] = z[c] + keep * d[c];
}

/// x += length d, r -= length q; returns r . r
TROCAR_ROWS double stepRow(
    double length, const std::array<const double*, 2>& along, double* x, double* r, RowSpan row) {
  const double *d = along[0], *q = along[1];
  double square = 0.0;
#pragma omp simd reduction(+ : square)
  for (std::size_t c = row.begin; c < row.end; ++c) {
    x[c] += length * d[c];
    const double left = r[c] - length * q[c];
    r[c] = left;
    square += left * left;
  }
  return square;
}

}  // namespace

VoxelSystem::VoxelSystem(const std::array<int, 3>& boxSize) : size(boxSize) {
  const std::size_t count = static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]) *
                            static_cast<std::size_t>(size[2]);
  for (std::vector<double>& faces : toNext)
    faces.assign(count, 0.0);
  sink.assign(count, 0.0);
}

std::ptrdiff_t VoxelSystem::stride(int axis) const {
  const std::ptrdiff_t nx = size[0];
  return axis == 0 ? 1 : axis == 1 ? nx : nx * size[1];
}

SolveReport solve(const VoxelSystem& system,
                  const std::vector<double>& source,
                  std::vector<double>& pressure,
                  const SolveOptions& options) {
  return PressureSolver().solve(system, source, pressure, options);
}

SolveReport PressureSolver::solve(const VoxelSystem& system,
                                  const std::vector<double>& source,
                                  std::vector<double>& pressure,
                                  const SolveOptions& options) {
  assert(source.size() == system.voxelCount() && pressure.size() == system.voxelCount());
  multigrid_.take(system);
  const RowSpans& rows = multigrid_.rows();
  const std::size_t count = system.voxelCount();
  for (std::vector<double>* field : {&r_, &z_, &q_, &d_})
    field->resize(count, 0.0);
  rows.each([&](RowSpan row) {
    multiplyRow(system, pressure.data(), q_.data(), row);
    for (std::size_t c = row.begin; c < row.end; ++c)
      r_[c] = source[c] - q_[c];
  });
  const double scale = std::sqrt(dot(rows, source, source));
  SolveReport report;
  if (scale == 0.0) {
    pressure.assign(count, 0.0);
    return report;
  }
  double rho = 0.0, square = dot(rows, r_, r_);
  for (;; ++report.iterations) {
    report.relativeResidual = std::sqrt(square) / scale;
    if (report.relativeResidual <= options.tolerance || report.iterations == options.maxIterations)
      return report;
    multigrid_.apply(r_, z_);
    const double next = dot(rows, r_, z_);
    const double keep = report.iterations == 0 ? 0.0 : next / rho;
    rows.each([&](RowSpan row) { followRow(z_.data(), keep, d_.data(), row); });
    rho = next;
    double curvature = 0.0;
    rows.each([&](RowSpan row) { curvature += multiplyRow(system, d_.data(), q_.data(), row); });
    if (!(curvature > 0.0))
      return report;
    const double length = rho / curvature;
    square = 0.0;
    rows.each([&](RowSpan row) {
      square += stepRow(length, {d_.data(), q_.data()}, pressure.data(), r_.data(), row);
    });
  }
}

}  // namespace trocar
