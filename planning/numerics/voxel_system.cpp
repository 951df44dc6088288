#include "planning/numerics/voxel_system.h"

#include "planning/numerics/pressure_solver.h"

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

namespace trocar::numerics {
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

/// A voxel system preconditioned by multigrid, row by row.
struct PressureEquation {
  const VoxelSystem& system;
  Multigrid& multigrid;
  using Field = std::vector<double>;

  const RowSpans& rows() const { return multigrid.rows(); }
  double square(const Field& r) const { return dot(rows(), r, r); }
  double precondition(const Field& r, Field& z) const {
    multigrid.apply(r, z);
    return dot(rows(), r, z);
  }
  void follow(const Field& z, double keep, Field& d) const {
    rows().each([&](RowSpan row) { followRow(z.data(), keep, d.data(), row); });
  }
  double apply(const Field& d, Field& q) const {
    double product = 0.0;
    rows().each([&](RowSpan row) { product += multiplyRow(system, d.data(), q.data(), row); });
    return product;
  }
  double step(double length, const Field& d, const Field& q, Field& x, Field& r) const {
    double square = 0.0;
    rows().each([&](RowSpan row) {
      square += stepRow(length, {d.data(), q.data()}, x.data(), r.data(), row);
    });
    return square;
  }
};

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
  vectors_.resize(system.voxelCount());
  const PressureEquation equation{system, multigrid_};
  equation.apply(pressure, vectors_.q);
  equation.rows().each([&](RowSpan row) {
    for (std::size_t c = row.begin; c < row.end; ++c)
      vectors_.r[c] = source[c] - vectors_.q[c];
  });
  const double scale = std::sqrt(dot(equation.rows(), source, source));
  if (scale == 0.0) {
    pressure.assign(system.voxelCount(), 0.0);
    return {};
  }
  return conjugateGradients(equation, scale, pressure, vectors_, options);
}

}  // namespace trocar::numerics
