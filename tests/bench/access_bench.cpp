// How fast needles are judged and proposed on the bundled patient: verdicts and judgements a
// second, suggestions, a drag step, placement samples. A case folder may be given instead.
#include "core/io.h"
#include "core/patients.h"
#include "planning/access/candidates.h"
#include "planning/access/placement.h"
#include "planning/access/proposal.h"
#include "planning/instrument.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

namespace trocar {
namespace {

/// Seconds of the fastest of `rounds`: the others shared the machine.
double secondsOf(int rounds, const std::function<void()>& work) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

void benchVerdicts(const CaseModel& model, const std::string& level) {
  SuggestRequest request;
  request.level = level;
  request.side = Side::Left;
  std::vector<std::string> remarks;
  const auto settings = vertebraSettings(model, {}, request, {}, remarks);
  const Setting& setting = settings.front();
  const auto count = static_cast<std::ptrdiff_t>(setting.candidates.size());
  std::vector<char> fast(setting.candidates.size());
  std::vector<char> slow(setting.candidates.size());
  const auto each = [&](const auto& decide, std::vector<char>& out) {
#pragma omp parallel for schedule(static, 16)
    for (std::ptrdiff_t i = 0; i < count; ++i)
      out[static_cast<std::size_t>(i)] = decide(setting.candidates[static_cast<std::size_t>(i)]);
  };
  const double verdictS = secondsOf(
      5, [&] { each([&](const Candidate& c) { return accepts(setting.corridor, c); }, fast); });
  const double judgeS = secondsOf(5, [&] {
    each([&](const Candidate& c) { return judge(setting.corridor, c).stop == Stop::None; }, slow);
  });
  const double n = static_cast<double>(count);
  std::printf("verdicts      %9.0f /s  (%zu candidates against %zu structures, %ld accepted, %s)\n",
              n / verdictS,
              setting.candidates.size(),
              setting.corridor.critical.fields().size(),
              static_cast<long>(std::count(fast.begin(), fast.end(), 1)),
              fast == slow ? "judge agrees" : "JUDGE DIFFERS");
  std::printf("judgements    %9.0f /s\n", n / judgeS);
}

SuggestRequest requestOf(const std::string& level, Approach approach) {
  SuggestRequest request;
  request.level = level;
  request.approach = approach;
  return request;
}

void benchSuggestions(const CaseModel& model, const std::string& level) {
  SuggestRequest one = requestOf(level, Approach::Transpedicular);
  one.side = Side::Left;
  std::printf("3 suggestions %9.3f s\n", secondsOf(3, [&] { suggest(model, {}, one); }));
  std::printf("a pair        %9.3f s\n",
              secondsOf(3, [&] { suggest(model, {}, requestOf(level, Approach::Bipedicular)); }));
  const double all = secondsOf(1, [&] {
    for (const std::string& each : levelsOf(model.patient())) {
      try {
        suggest(model, {}, requestOf(each, Approach::Transpedicular));
      } catch (const std::exception& error) {
        std::printf("  %s: %s\n", each.c_str(), error.what());
      }
    }
  });
  std::printf("all %2zu levels, both sides, anatomy and fields included %9.3f s\n",
              levelsOf(model.patient()).size(),
              all);
}

void benchNeedle(const CaseModel& model, const std::string& level) {
  Plan plan;
  plan.needles = {
      *templateNeedle(model, level, Approach::Transpedicular, Side::Left, "bone-needle-11g")};
  EvaluationOptions drag;
  drag.physics = false;
  drag.placementSamples = 0;
  evaluate(model, plan, drag);
  double shift = 0.0;
  const double dragS = secondsOf(50, [&] {
    evaluate(model, withShift(plan, "N1", {shift += 0.01, 0, 0}), drag);
  });
  std::printf("drag step     %9.3f ms\n", 1e3 * dragS);
  const PlacementRequest request = placementRequest(plan, {});
  std::printf("1000 placements %7.3f ms\n",
              1e3 * secondsOf(5, [&] { placementOf(model, plan.needles.front(), request); }));
}

}  // namespace
}  // namespace trocar

int main(int argc, char** argv) {
  using namespace trocar;
  const auto patient =
      std::make_shared<const Case>(argc > 1 ? readCase(argv[1]) : loadBundledPatient("l3-breast"));
  const CaseModel model(patient);
  const std::string level = "L3";
  const double firstS = secondsOf(1, [&] { model.vertebra(level); });
  const double fieldsS = secondsOf(1, [&] {
    for (const Structure& structure : patient->structures) {
      if (isCritical(structure.role))
        model.fields().of(structure.id);
    }
  });
  std::printf("anatomy of %s %9.3f s, distance fields %.3f s\n", level.c_str(), firstS, fieldsS);
  benchVerdicts(model, level);
  benchSuggestions(model, level);
  benchNeedle(model, level);
  return 0;
}
