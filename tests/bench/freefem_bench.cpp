// The problem of freefem_cylinder.edp by the heat solver: freezing around a probe of 1 mm radius
// and 30 mm length held at -140 C, one eighth of space, for as many seconds as given.
#include "planning/ablation/current/probe_contact.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/zones/isotherm.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  using namespace trocar;
  const double seconds = argc > 1 ? std::atof(argv[1]) : 60.0;
  const double h = argc > 2 ? std::atof(argv[2]) : 1.0;
  ablation::ThermalMaterial tissue;
  tissue.iceVaries = false;
  const Grid grid(
      {static_cast<int>(40.0 / h), static_cast<int>(40.0 / h), static_cast<int>(50.0 / h)},
      Vec3::Constant(0.5 * h),
      Vec3::Constant(h));
  ablation::HeatContact probe =
      ablation::probeContact(grid, {Vec3(0, 0, -15), Vec3(0, 0, 15), 1.0});
  probe.drive = [](double) { return ablation::ContactDrive{-140.0}; };
  const auto start = std::chrono::steady_clock::now();
  ablation::HeatSolver solver(ablation::uniformMedium(grid, tissue), {probe});
  solver.advance(seconds);
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  double radius = 0.0;
  for (const Vec3& point : ablation::isothermPoints(solver.temperatures(), 0.0))
    if (point.z() < 2.0)
      radius = std::max(radius, std::hypot(point.x(), point.y()));
  std::printf("TROCAR %zu voxels, width %.3f mm, %.4f s\n", grid.voxelCount(), 2.0 * radius, wall);
  return 0;
}
