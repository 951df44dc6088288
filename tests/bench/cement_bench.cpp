// How fast the cement's pressure solver is: against Eigen's sparse solver on the same system, as a
// share of the memory's bandwidth, and for a whole injection of 5 ml. And how fast the finite
// elements are.
#include "core/parallel.h"
#include "core/patients.h"
#include "planning/cement/body/body_stiffness.h"
#include "planning/cement/body/curing_heat.h"
#include "planning/cement/body/plain_body.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/cement/flow/filling.h"
#include "planning/cement/flow/leak_ensemble.h"
#include "planning/evaluation/evaluation.h"
#include "planning/numerics/voxel_system.h"

#include <Eigen/IterativeLinearSolvers>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace trocar {
namespace {

struct Times {
  double wallS;
  double cpuS;
};

template <typename Work>
Times timed(const Work& work) {
  const auto wall = std::chrono::steady_clock::now();
  const std::clock_t cpu = std::clock();
  work();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count(),
          static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC};
}

/// The plain body, of uneven bone.
cement::FlowDomain body(double h) {
  cement::FlowDomain domain = cement::plainBody(h);
  for (std::size_t c = 0; c < domain.porosity.size(); ++c) {
    const Vec3 p = domain.grid.voxelToPatient(domain.grid.voxelAt(c));
    domain.permeabilityM2[c] *=
        static_cast<float>(std::exp(std::sin(p.x()) + std::cos(1.3 * p.y())));
  }
  return domain;
}

/// Its pressure system with a ball of cement of 10 mm radius, 500 times as thick as marrow.
numerics::VoxelSystem systemOf(const cement::FlowDomain& domain) {
  numerics::VoxelSystem system(domain.grid.size());
  const auto resistivity = [&](std::size_t c) {
    const double fromCentreMm = domain.grid.voxelToPatient(domain.grid.voxelAt(c)).norm();
    return (fromCentreMm < 10.0 ? 100.0 : 0.2) /
           (static_cast<double>(domain.permeabilityM2[c]) * 1e6);
  };
  for (std::size_t c = 0; c < system.voxelCount(); ++c) {
    if (!domain.flows(c))
      continue;
    system.sink[c] = static_cast<double>(domain.marrowDrainMm3[c]) / 0.2;
    for (int axis = 0; axis < 3; ++axis) {
      const std::size_t next = c + static_cast<std::size_t>(domain.stride(axis));
      if (domain.connected(c, axis))
        system.toNext[static_cast<std::size_t>(axis)][c] =
            2.0 * domain.grid.spacingMm()[0] / (resistivity(c) + resistivity(next));
    }
  }
  return system;
}

struct Sparse {
  Eigen::SparseMatrix<double> matrix;
  std::vector<int> unknownOf;
  int unknowns = 0;
};

Sparse sparseOf(const numerics::VoxelSystem& system) {
  Sparse sparse;
  sparse.unknownOf.assign(system.voxelCount(), -1);
  std::vector<Eigen::Triplet<double>> entries;
  const auto unknown = [&](std::size_t c) {
    int& index = sparse.unknownOf[c];
    return index < 0 ? index = sparse.unknowns++ : index;
  };
  for (std::size_t c = 0; c < system.voxelCount(); ++c) {
    if (system.sink[c] > 0.0)
      entries.emplace_back(unknown(c), unknown(c), system.sink[c]);
    for (int axis = 0; axis < 3; ++axis) {
      const double t = system.toNext[static_cast<std::size_t>(axis)][c];
      if (t == 0.0)
        continue;
      const int a = unknown(c);
      const int b = unknown(c + static_cast<std::size_t>(system.stride(axis)));
      entries.emplace_back(a, a, t);
      entries.emplace_back(b, b, t);
      entries.emplace_back(a, b, -t);
      entries.emplace_back(b, a, -t);
    }
  }
  sparse.matrix.resize(sparse.unknowns, sparse.unknowns);
  sparse.matrix.setFromTriplets(entries.begin(), entries.end());
  return sparse;
}

/// Bytes a second of y = x + s z over arrays too large for the caches.
double triadBytesPerS() {
  constexpr std::size_t kCount = 1U << 24U;
  std::vector<double> x(kCount, 1.0), y(kCount, 0.0), z(kCount, 2.0);
  double best = 1e9;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const Times times =
        timed([&] { parallelFor(kCount, [&](std::size_t c) { y[c] = x[c] + 3.0 * z[c]; }); });
    best = std::min(best, times.wallS);
  }
  return 24.0 * static_cast<double>(kCount) / best;
}

void compareSolvers(double h) {
  const cement::FlowDomain domain = body(h);
  const numerics::VoxelSystem system = systemOf(domain);
  const std::size_t tip = domain.grid.offset(domain.grid.nearestVoxel(Vec3::Zero()));
  std::vector<double> source(system.voxelCount(), 0.0);
  source[tip] = 50.0;
  std::vector<double> pressure(system.voxelCount(), 0.0);
  numerics::SolveReport report;
  const Times own = timed([&] { report = numerics::solve(system, source, pressure, {1e-6, 500}); });
  const Sparse sparse = sparseOf(system);
  std::printf("Pressure system of %d unknowns, relative residual 1e-6\n", sparse.unknowns);
  std::printf("  multigrid CG %16d iterations %8.3f s wall %8.3f s CPU\n",
              report.iterations,
              own.wallS,
              own.cpuS);
  Eigen::ConjugateGradient<Eigen::SparseMatrix<double>,
                           Eigen::Lower | Eigen::Upper,
                           Eigen::IncompleteCholesky<double>>
      eigen;
  eigen.setTolerance(1e-6);
  Eigen::VectorXd rhs = Eigen::VectorXd::Zero(sparse.unknowns);
  rhs[sparse.unknownOf[tip]] = 50.0;
  Eigen::VectorXd x;
  const Times other = timed([&] { x = eigen.compute(sparse.matrix).solve(rhs); });
  std::printf("  Eigen, Cholesky CG %10ld iterations %8.3f s wall %8.3f s CPU\n",
              static_cast<long>(eigen.iterations()),
              other.wallS,
              other.cpuS);
  double difference = 0.0;
  for (std::size_t c = 0; c < pressure.size(); ++c) {
    if (sparse.unknownOf[c] >= 0)
      difference = std::max(difference, std::abs(pressure[c] - x[sparse.unknownOf[c]]));
  }
  std::printf("  largest difference %.1e of the peak pressure\n", difference / x.maxCoeff());
  // An iteration reads and writes about 7 x 8 floats on all levels and 30 doubles on the finest.
  const double bytes =
      report.iterations * static_cast<double>(sparse.unknowns) * (7 * 8 * 4 * 8.0 / 7.0 + 30 * 8);
  std::printf("  about %.1f GB/s, %.0f %% of the memory's triad (estimates)\n",
              bytes / own.wallS / 1e9,
              100.0 * bytes / own.wallS / triadBytesPerS());
}

void injection(double h) {
  cement::Filling filling(body(h), {});
  const std::size_t source =
      filling.domain().grid.offset(filling.domain().grid.nearestVoxel(Vec3::Zero()));
  int iterations = 0;
  int steps = 0;
  double slowestS = 0.0;
  const Times times = timed([&] {
    while (5.0 - filling.injectedMl() > 1e-6) {
      const double stepMl =
          std::min(5.0 - filling.injectedMl(), std::clamp(0.15 * filling.injectedMl(), 0.02, 0.1));
      const Times one = timed([&] {
        iterations += filling.inject(source, stepMl, 0.05, {300.0, 0.45}).solverIterations;
      });
      slowestS = std::max(slowestS, one.wallS);
      ++steps;
    }
  });
  std::printf(
      "5 ml at %.2f mm: %d steps, %d iterations, %.2f s wall, %.2f s CPU, slowest step %.0f ms\n",
      h,
      steps,
      iterations,
      times.wallS,
      times.cpuS,
      1000.0 * slowestS);
}

/// An uneven elliptic cylinder of bone with a ball of cement, pressed between plates.
void finiteElements(int across) {
  cement::ElasticBody body;
  body.size = {across, across, across};
  body.sideMm = 40.0 / across;
  body.modulusMPa.assign(static_cast<std::size_t>(across) * static_cast<std::size_t>(across) *
                             static_cast<std::size_t>(across),
                         0.0);
  std::size_t used = 0;
  for (int k = 0; k < across; ++k) {
    for (int j = 0; j < across; ++j) {
      for (int i = 0; i < across; ++i) {
        const Vec3 p = body.sideMm * Vec3(i + 0.5, j + 0.5, k + 0.5) - Vec3::Constant(20.0);
        if (std::hypot(p.x() / 20.0, p.y() / 20.0) > 1.1)
          continue;
        const bool cement = p.norm() < 9.0;
        body.modulusMPa[body.elementAt(i, j, k)] =
            cement ? 1500.0 : 250.0 * std::exp(0.7 * std::sin(p.x()) + 0.7 * std::cos(1.3 * p.y()));
        ++used;
      }
    }
  }
  cement::Compression compression;
  const Times times = timed([&] { compression = cement::compress(body, 0.01); });
  const int iterations = compression.solution.report.iterations;
  std::printf("Finite elements: %zu elements in a box of %zu unknowns, residual 1e-6\n",
              used,
              3 * body.nodeCount());
  // 24 x 24 multiplications and additions an element.
  const double operations = 2.0 * 576.0 * static_cast<double>(used) * iterations;
  std::printf("  %d iterations %.2f s wall %.2f s CPU, %.1f Gflop/s\n",
              iterations,
              times.wallS,
              times.cpuS,
              operations / times.wallS / 1e9);
}

/// Two needles with their tips at two thirds of the depth, 5 ml, as a plan has them.
Plan planFor(const anatomy::VertebraAnatomy& anatomy) {
  const anatomy::VertebralBody& body = anatomy.body;
  const Vec3& back = body.posteriorWall.normal;
  const double toWallMm = (body.posteriorWall.pointMm - anatomy.bodyCentroidMm).dot(back);
  Plan plan;
  for (const double left : {0.17, -0.17}) {
    Needle needle;
    needle.id = nextNeedleId(plan);
    needle.instrument = "bone-needle-11g";
    needle.purpose = Purpose::Cement;
    needle.level = anatomy.level;
    const Vec3 tipMm = anatomy.bodyCentroidMm + left * body.widthMm * anatomy.frame.left +
                       (toWallMm - 0.68 * body.depthMm) * back;
    needle.trajectory = {tipMm + 80.0 * back, tipMm};
    plan = withNeedle(std::move(plan), needle);
    plan.injections.push_back({needle.id, 2.5, 0.05});
  }
  return plan;
}

/// The whole answer for L3 of the first bundled patient: site, injection and measures, then what
/// hangs on it.
void wholeAnswer() {
  const CaseModel model(std::make_shared<const Case>(loadBundledPatient("l3-breast")));
  const Plan plan = planFor(*model.vertebra("L3"));
  EvaluationOptions options;
  options.cementHeat = false;
  options.resolutionMm = 3.0;
  cement::evaluateCement(model, plan, options);  // Makes the distance fields.
  const auto told = [](const char* what, const Times& times) {
    std::printf("%-44s %6.2f s wall %6.2f s CPU\n", what, times.wallS, times.cpuS);
  };
  std::optional<cement::CementResult> result;
  for (const double mm : {2.0, 1.0, 0.75}) {
    options.resolutionMm = mm;
    char what[80];
    std::snprintf(what, sizeof what, "5 ml into L3 at %.2f mm, site and measures", mm);
    told(what, timed([&] { result = cement::evaluateCement(model, plan, options); }));
  }
  told("its heat of setting", timed([&] { cement::curingHeat(model, *result); }));
  options.cementStiffness = true;
  options.resolutionMm = 1.5;
  told("at 1.50 mm with its stiffness",
       timed([&] { cement::evaluateCement(model, plan, options); }));
  options.cementMembers = 32;
  told("32 members", timed([&] { cement::runLeakEnsemble(model, plan, nullptr, options, {}); }));
  EvaluationOptions everything;
  everything.cementMembers = 32;
  everything.cementStiffness = true;
  told("evaluate with all of it at 1 mm", timed([&] { evaluate(model, plan, everything); }));
}

}  // namespace
}  // namespace trocar

/// With any argument only the whole answer.
int main(int count, char**) {
  trocar::wholeAnswer();
  if (count > 1)
    return 0;
  trocar::compareSolvers(0.75);
  trocar::injection(1.5);
  trocar::injection(0.75);
  trocar::finiteElements(70);
  return 0;
}
