#include "planning/cement/body/body_stiffness.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/cement/flow/leak_ensemble.h"
#include "tests/cancel_everywhere.h"
#include "tests/planning/cement/block_case.h"
#include "tests/threads.h"

#include <gtest/gtest.h>

namespace trocar::cement {
namespace {

EvaluationOptions coarse(int members) {
  EvaluationOptions options;
  options.resolutionMm = 3.0;
  options.cementMembers = members;
  return options;
}

TEST(Cancelling, StopsAnInjectionItsHeatAndItsEnsemble) {
  const BlockCase block;
  const Plan plan = planWith(Vec3::Zero(), 0.5);
  expectCancelsEverywhere(
      [&](const Progress& progress) { evaluateCement(*block.model, plan, coarse(3), progress); },
      25);
}

TEST(Cancelling, StopsALeakEnsembleOnAnyNumberOfThreads) {
  const BlockCase block;
  const Plan plan = planWith(Vec3::Zero(), 0.5);
  for (const int threads : {1, 3}) {
    const ThreadLimit limit(threads);
    expectCancelsEverywhere([&](const Progress& progress) {
      runLeakEnsemble(*block.model, plan, nullptr, coarse(6), progress);
    });
  }
}

TEST(Cancelling, StopsTheCompressionOfABody) {
  ElasticBody body;
  body.size = {10, 10, 10};
  for (std::size_t e = 0; e < 1000; ++e)
    body.modulusMPa.push_back(e % 7 < 3 ? 2000.0 : 100.0);
  expectCancelsEverywhere([&](const Progress& progress) { compress(body, 0.01, progress); }, 20);
}

}  // namespace
}  // namespace trocar::cement
