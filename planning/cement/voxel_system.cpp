#include "planning/cement/voxel_system.h"

#include "planning/cement/multigrid.h"

#include <cassert>
#include <cmath>

namespace trocar {
namespace {

/// A sum over slabs of voxels, each added up by one thread and the slabs then in order: the same
/// bytes for every number of threads.
double dot(const VoxelSystem& system, const std::vector<double>& a, const std::vector<double>& b) {
  const auto slab = static_cast<std::size_t>(system.stride(2));
  std::vector<double> sums(static_cast<std::size_t>(system.size[2]), 0.0);
#pragma omp parallel for schedule(static) if (a.size() > 60000)
  for (int k = 0; k < system.size[2]; ++k) {
    const std::size_t first = static_cast<std::size_t>(k) * slab;
    double sum = 0.0;
    for (std::size_t c = first; c < first + slab; ++c)
      sum += a[c] * b[c];
    sums[static_cast<std::size_t>(k)] = sum;
  }
  double total = 0.0;
  for (const double sum : sums)
    total += sum;
  return total;
}

/// y += factor * x.
void add(std::vector<double>& y, double factor, const std::vector<double>& x) {
  const auto count = static_cast<std::ptrdiff_t>(y.size());
#pragma omp parallel for simd schedule(static) if (y.size() > 60000)
  for (std::ptrdiff_t c = 0; c < count; ++c)
    y[static_cast<std::size_t>(c)] += factor * x[static_cast<std::size_t>(c)];
}

/// y = x + factor * y.
void scaleAndAdd(std::vector<double>& y, double factor, const std::vector<double>& x) {
  const auto count = static_cast<std::ptrdiff_t>(y.size());
#pragma omp parallel for simd schedule(static) if (y.size() > 60000)
  for (std::ptrdiff_t c = 0; c < count; ++c)
    y[static_cast<std::size_t>(c)] =
        x[static_cast<std::size_t>(c)] + factor * y[static_cast<std::size_t>(c)];
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
  assert(source.size() == system.voxelCount() && pressure.size() == system.voxelCount());
  Multigrid multigrid(system);
  const std::size_t count = system.voxelCount();
  std::vector<double> r(count, 0.0), z(count, 0.0), q(count, 0.0);
  multigrid.multiply(pressure, q);
  r = source;
  add(r, -1.0, q);
  const double scale = std::sqrt(dot(system, source, source));
  SolveReport report;
  if (scale == 0.0) {
    pressure.assign(count, 0.0);
    return report;
  }
  std::vector<double> d(count, 0.0);
  double rho = 0.0;
  for (;; ++report.iterations) {
    report.relativeResidual = std::sqrt(dot(system, r, r)) / scale;
    if (report.relativeResidual <= options.tolerance || report.iterations == options.maxIterations)
      return report;
    multigrid.apply(r, z);
    const double next = dot(system, r, z);
    scaleAndAdd(d, report.iterations == 0 ? 0.0 : next / rho, z);
    rho = next;
    multigrid.multiply(d, q);
    const double curvature = dot(system, d, q);
    if (!(curvature > 0.0))
      return report;
    add(pressure, rho / curvature, d);
    add(r, -rho / curvature, q);
  }
}

}  // namespace trocar
