#include "planning/evaluation/evaluation.h"
#include "planning/handover/segments.h"
#include "tests/cancel_everywhere.h"
#include "tests/planning/cement/block_case.h"

#include <gtest/gtest.h>

namespace trocar {
namespace {

/// A freeze and cement through two needles.
Plan mixedPlan() {
  Plan plan = cement::planWith(Vec3::Zero(), 0.5);
  Needle probe = cement::cementNeedle("N2", Vec3(8, -60, 0), Vec3(8, 0, 0));
  probe.instrument = "cryoprobe-1.5-25";
  probe.purpose = Purpose::Probe;
  plan.needles.push_back(probe);
  Protocol protocol;
  protocol.needle = "N2";
  protocol.steps.push_back({ProtocolStep::Kind::Freeze, 60.0});
  plan.protocols = {protocol};
  return plan;
}

TEST(Cancelling, StopsAnEvaluation) {
  const cement::BlockCase block;
  EvaluationOptions options;
  options.resolutionMm = 3.0;
  options.uncertainty = false;
  options.placementSamples = 50;
  options.cementHeat = false;
  expectCancelsEverywhere(
      [&](const Progress& progress) { evaluate(*block.model, mixedPlan(), options, progress); },
      15);
}

TEST(Cancelling, StopsTheSegmentsOfAPlan) {
  const cement::BlockCase block;
  expectCancelsEverywhere([&](const Progress& progress) {
    handover::segmentsOf(block.model->patient(), mixedPlan(), {}, progress);
  });
}

}  // namespace
}  // namespace trocar
