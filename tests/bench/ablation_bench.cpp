// Speed of the heat solver: stages of all voxels a second, against the memory bandwidth measured
// here.
#include "core/parallel.h"
#include "planning/ablation/current/probe_contact.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/probes/treatment.h"
#include "planning/ablation/zones/isotherm.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace trocar;

double nowS() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Bytes a second of a = b + s c on arrays of 64 MB.
double triadBandwidth() {
  const std::size_t count = 16'000'000;
  std::vector<float> a(count, 0.0F), b(count, 1.0F), c(count, 2.0F);
  double best = 1.0e9;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const double start = nowS();
    parallelFor(count, [&](std::size_t n) { a[n] = b[n] + 0.5F * c[n]; });
    best = std::min(best, nowS() - start);
  }
  return 12.0 * static_cast<double>(count) / best;
}

ablation::HeatContact coldProbe(const Grid& grid,
                                const Vec3& centreMm,
                                double radiusMm,
                                double lengthMm) {
  const Vec3 half(0.0, 0.0, 0.5 * lengthMm);
  ablation::HeatContact probe =
      ablation::probeContact(grid, {centreMm - half, centreMm + half, radiusMm});
  probe.drive = [](double t) {
    const bool frozen = t < 600.0 - 1e-9 || (t > 900.0 - 1e-9 && t < 1500.0 - 1e-9);
    return frozen ? std::optional(ablation::ContactDrive{-150.0, 15.0}) : std::nullopt;
  };
  return probe;
}

Grid cube(int count, double h) {
  return {{count, count, count}, Vec3::Constant(-0.5 * h * (count - 1)), Vec3::Constant(h)};
}

/// Muscle around a block of cancellous bone in a shell of cortex, with a ball of lytic tumour.
ablation::HeatMedium vertebraLike(int count) {
  const Grid grid = cube(count, 1.0);
  ablation::HeatMedium medium{grid,
                              {ablation::findMaterial("muscle"),
                               ablation::findMaterial("bone"),
                               ablation::findMaterial("cortical"),
                               ablation::findMaterial("lytic")},
                              {},
                              37.0};
  for (std::size_t v = 0; v < grid.voxelCount(); ++v) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(v));
    const double box = p.cwiseAbs().maxCoeff();
    medium.material.push_back(p.norm() < 12.0 ? 3 : box < 20.0 ? 1 : box < 22.0 ? 2 : 0);
  }
  return medium;
}

struct Job {
  std::string name;
  ablation::HeatMedium medium;
  std::vector<ablation::HeatContact> probes;
  double endS;
};

std::vector<Job> jobs() {
  std::vector<Job> list;
  ablation::ThermalMaterial reference;
  reference.iceVaries = false;
  const Grid small = cube(80, 1.0), preview = cube(40, 2.0), half = cube(160, 0.5);
  list.push_back({"freeze, 80^3, 1 mm, uniform",
                  ablation::uniformMedium(small, reference),
                  {coldProbe(small, Vec3::Zero(), 1.0, 30.0)},
                  600.0});
  list.push_back({"freeze, 40^3, 2 mm, uniform",
                  ablation::uniformMedium(preview, reference),
                  {coldProbe(preview, Vec3::Zero(), 1.0, 30.0)},
                  600.0});
  const ablation::HeatMedium body = vertebraLike(100);
  list.push_back({"10-5-10, 3 probes, 100^3, 1 mm, tissues",
                  body,
                  {coldProbe(body.grid, Vec3(-7, -4, 0), 0.75, 25.0),
                   coldProbe(body.grid, Vec3(7, -4, 0), 0.75, 25.0),
                   coldProbe(body.grid, Vec3(0.3, 8, 0), 0.75, 25.0)},
                  1500.0});
  list.push_back({"freeze, 160^3, 0.5 mm, uniform",
                  ablation::uniformMedium(half, reference),
                  {coldProbe(half, Vec3::Zero(), 1.0, 30.0)},
                  600.0});
  return list;
}

void run(const Job& job, double bandwidth) {
  ablation::HeatOptions options;
  options.eventsS = {0.0, 600.0, 900.0, 1500.0};
  const double start = nowS();
  ablation::HeatSolver solver(job.medium, job.probes, options);
  solver.advance(job.endS);
  const double seconds = nowS() - start;
  const ablation::SolverEffort& effort = solver.effort();
  // At least: enthalpy in and out, capacity, conductivity, perfusion and material of each voxel.
  const double bytes = 25.0 * effort.voxelStages;
  std::printf(
      "%-42s %7.2f s  %6.0f M voxel-stages/s  about %5.1f GB/s, %3.0f %% of bandwidth "
      "(estimates)  %8.2g explicit voxel-steps"
      "  residual %.1e\n",
      job.name.c_str(),
      seconds,
      effort.voxelStages / seconds * 1.0e-6,
      bytes / seconds * 1.0e-9,
      100.0 * bytes / seconds / bandwidth,
      effort.explicitVoxelSteps,
      solver.ledger().residual());
}

/// A ten-minute freeze in cubes of growing side, by one thread and by all.
void scaling() {
  const int most = parallelThreads();
  std::printf(
      "%10s %8s %9s %8s %22s\n", "voxels", "threads", "seconds", "stages", "M voxel-stages/s");
  for (const int count : {40, 60, 80, 100, 120})
    for (int threads = 1; threads <= most; threads *= 2) {
      const ThreadLimit limit(threads);
      const Grid grid = cube(count, 1.0);
      const double start = nowS();
      ablation::HeatSolver solver(ablation::uniformMedium(grid, ablation::findMaterial("muscle")),
                                  {coldProbe(grid, Vec3::Zero(), 1.0, 20.0)});
      solver.advance(600.0);
      const double seconds = nowS() - start;
      std::printf("%10d %8d %9.3f %8ld %22.0f\n",
                  count * count * count,
                  threads,
                  seconds,
                  solver.effort().stages,
                  solver.effort().voxelStages / seconds * 1.0e-6);
    }
}

/// Ten minutes of a monopolar electrode, whose potential is solved again as the tissue warms.
void radiofrequency() {
  const Grid grid = cube(100, 1.0);
  ablation::TreatmentProbe probe;
  probe.device = ablation::findDevice("rf-monopolar-10");
  probe.tipMm = Vec3(0.2, 0.3, -5.0);
  probe.protocol.steps.push_back({ProtocolStep::Kind::Power, 600.0, 20.0});
  const double start = nowS();
  ablation::Treatment treatment(ablation::uniformMedium(grid, ablation::findMaterial("lytic")),
                                {probe});
  treatment.advance(600.0);
  std::printf("%-42s %7.2f s\n", "RF 600 s, 100^3, 1 mm, coupled potential", nowS() - start);
}

}  // namespace

int main(int argc, char** argv) {
  const double bandwidth = triadBandwidth();
  std::printf("%d threads, triad %.1f GB/s\n", parallelThreads(), bandwidth * 1.0e-9);
  const std::string only = argc > 1 ? argv[1] : "";
  if (only == "scaling") {
    scaling();
    return 0;
  }
  if (only.empty() || only == "RF")
    radiofrequency();
  for (const Job& job : jobs())
    if (job.name.find(only) != std::string::npos)
      run(job, bandwidth);
  return 0;
}
