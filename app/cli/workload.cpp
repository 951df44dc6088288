#include "app/cli/workload.h"

#include "core/io.h"
#include "core/patients.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/cement/body/plain_body.h"
#include "planning/cement/flow/filling.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "planning/plan/protocol_text.h"
#include "planning/search/suggest.h"
#include "render/xray/xray.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <unistd.h>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;

template <typename Work>
double secondsOf(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

const CaseModel& benchModel() {
  static const CaseModel model(std::make_shared<const Case>(loadBundledPatient("l3-breast")));
  return model;
}

search::SuggestRequest leftOfL3() {
  search::SuggestRequest request;
  request.level = "L3";
  request.approach = Approach::Transpedicular;
  request.side = Side::Left;
  return request;
}

Plan plannedNeedle() {
  return withNeedle(
      {},
      *search::templateNeedle(
          benchModel(), "L3", Approach::Transpedicular, Side::Left, "bone-needle-11g"));
}

WorkloadRun openCase() {
  const fs::path folder =
      fs::temp_directory_path() / ("trocar-bench-" + std::to_string(::getpid()));
  const Case& patient = benchModel().patient();
  writeCase(patient, folder);
  WorkloadRun run;
  run.seconds = secondsOf([&] { readCase(folder); });
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  run.bytes = sizeof(std::int16_t) * static_cast<double>(patient.ct.voxels().size());
  for (const LabelMap& layer : patient.layers)
    *run.bytes += sizeof(std::uint16_t) * static_cast<double>(layer.voxels().size());
  run.done = *run.bytes / 1e6;
  return run;
}

WorkloadRun xray() {
  const Volume& ct = benchModel().patient().ct;
  const render::XrayVolume volume(ct);
  fluoro::CarmSetup setup;
  setup.isocentreMm = ct.grid().centreMm();
  const fluoro::XrayGeometry geometry = fluoro::carmGeometry(setup);
  volume.project(geometry);
  WorkloadRun run{1e9, 1.0, sizeof(float) * static_cast<double>(ct.voxels().size())};
  for (int round = 0; round < 5; ++round)
    run.seconds = std::min(run.seconds, secondsOf([&] { volume.project(geometry); }));
  return run;
}

WorkloadRun suggestNeedle() {
  search::suggest(benchModel(), {}, leftOfL3());
  WorkloadRun run{1e9, 1.0, {}};
  for (int round = 0; round < 3; ++round)
    run.seconds =
        std::min(run.seconds, secondsOf([&] { search::suggest(benchModel(), {}, leftOfL3()); }));
  return run;
}

WorkloadRun evaluateDrag() {
  constexpr int kSteps = 50;
  const Plan plan = plannedNeedle();
  EvaluationOptions drag;
  drag.physics = false;
  drag.placementSamples = 0;
  evaluate(benchModel(), plan, drag);
  WorkloadRun run{0.0, kSteps, {}};
  run.seconds = secondsOf([&] {
    for (int step = 0; step < kSteps; ++step)
      evaluate(benchModel(), withShift(plan, "N1", {0.01 * step, 0, 0}), drag);
  });
  return run;
}

WorkloadRun ablation() {
  constexpr double kBytesAVoxelStage = 25.0;  // As estimated in tests/bench/ablation_bench.cpp.
  Plan plan = plannedNeedle();
  plan.needles.front().instrument = "icerod-1.5";
  plan.needles.front().purpose = Purpose::Probe;
  plan = withProtocol(plan, {"N1", 0.0, protocolFromText("freeze 300")});
  ablation::SimulationOptions options;
  options.frameS = 0.0;
  WorkloadRun run;
  double stages = 0.0;
  run.seconds = secondsOf(
      [&] { stages = ablation::simulateAblation(benchModel(), plan, options).effort.voxelStages; });
  run.done = stages / 1e6;
  run.bytes = kBytesAVoxelStage * stages;
  return run;
}

WorkloadRun cement() {
  constexpr double kMl = 5.0, kStepMl = 0.1;
  // An iteration's traffic for an unknown, as estimated in tests/bench/cement_bench.cpp.
  constexpr double kBytesAnIteration = 7 * 8 * 4 * 8.0 / 7.0 + 30 * 8;
  cement::Filling filling(cement::plainBody(1.0), {});
  const cement::FlowDomain& domain = filling.domain();
  const std::size_t source = domain.grid.offset(domain.grid.nearestVoxel(Vec3::Zero()));
  double unknowns = 0.0;
  for (std::size_t c = 0; c < domain.porosity.size(); ++c)
    unknowns += domain.flows(c) ? 1.0 : 0.0;
  double iterations = 0.0;
  WorkloadRun run{0.0, kMl, {}};
  run.seconds = secondsOf([&] {
    while (filling.injectedMl() < kMl - 1e-6)
      iterations += filling.inject(source, kStepMl, 0.05, {300.0, 0.45}).solverIterations;
  });
  run.bytes = iterations * unknowns * kBytesAnIteration;
  return run;
}

}  // namespace

const std::vector<Workload>& workloads() {
  static const std::vector<Workload> list = {
      {"open-case", "MB/s", "bandwidth", "a case folder from the disk's cache", openCase},
      {"xray", "pictures/s", "bandwidth", "an X-ray of 512 x 512 pixels", xray},
      {"suggest", "searches/s", "arithmetic", "left transpedicular needles of L3", suggestNeedle},
      {"evaluate-drag",
       "evaluations/s",
       "arithmetic",
       "a needle dragged, no physics",
       evaluateDrag},
      {"ablation",
       "Mvoxel-stages/s",
       "bandwidth",
       "five minutes of ice around one probe",
       ablation},
      {"cement", "ml/s", "bandwidth", "5 ml into a plain body at 1 mm", cement},
  };
  return list;
}

}  // namespace trocar::cli
