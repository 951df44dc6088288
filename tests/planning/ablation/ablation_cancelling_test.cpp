#include "ball_case.h"
#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/probes/gel.h"
#include "planning/ablation/probes/probe_candidates.h"
#include "planning/ablation/probes/treatment.h"
#include "tests/cancel_everywhere.h"
#include "tests/threads.h"

#include <gtest/gtest.h>

namespace trocar::ablation {
namespace {

Protocol protocolOf(ProtocolStep::Kind kind, double seconds, double value = 0.0) {
  Protocol protocol;
  protocol.needle = "N1";
  protocol.steps.push_back({kind, seconds, value});
  return protocol;
}

GelSetup icyGel() {
  GelSetup setup;
  setup.probes.push_back(
      {findDevice("icesphere-1.5"), 0.0, 0.0, protocolOf(ProtocolStep::Kind::Freeze, 60.0)});
  setup.medium = findMaterial("gel");
  setup.resolutionMm = 2.0;
  return setup;
}

TEST(Cancelling, StopsAFreezeInGel) {
  expectCancelsEverywhere([](const Progress& progress) { runGel(icyGel(), progress); }, 20);
}

TEST(Cancelling, StopsARadiofrequencyAblationWithItsElectricField) {
  const Grid grid({30, 30, 30}, Vec3::Constant(-29.0), Vec3::Constant(2.0));
  TreatmentProbe probe;
  probe.device = findDevice("rf-monopolar-10");
  probe.tipMm = Vec3(0.2, 0.3, -5.0);
  probe.protocol = protocolOf(ProtocolStep::Kind::Power, 20.0, 20.0);
  expectCancelsEverywhere(
      [&](const Progress& progress) {
        Treatment(uniformMedium(grid, findMaterial("lytic")), {probe}).advance(20.0, progress);
      },
      8);
}

TEST(Cancelling, StopsASimulatedAblationAndItsUncertaintyOnAnyNumberOfThreads) {
  const CaseModel model(ballCase(10.0, 32.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "cryoprobe-1.5-25", Vec3::Zero()));
  plan.protocols = {protocolOf(ProtocolStep::Kind::Freeze, 60.0)};
  EvaluationOptions options;
  options.resolutionMm = 3.0;
  options.placementSamples = 50;
  const auto job = [&](const Progress& progress) {
    evaluateAblation(model, plan, options, progress);
  };
  for (const int threads : {1, 3}) {
    const ThreadLimit limit(threads);
    expectCancelsEverywhere(job, 8);
  }
}

TEST(Cancelling, StopsTheSearchForProbes) {
  const CaseModel model(ballCase(8.0, 34.0));
  expectCancelsEverywhere(
      [&](const Progress& progress) {
        probeCandidates(
            model, {}, {"lesion_1", {"icerod-1.5"}, {Approach::Free}, std::nullopt}, progress);
      },
      4);
}

}  // namespace
}  // namespace trocar::ablation
