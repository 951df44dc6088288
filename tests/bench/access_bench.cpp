// How fast needles are judged and proposed on the bundled patient: verdicts and judgements a
// second, suggestions, a drag step, placement samples. A case folder may be given instead.
#include "core/io.h"
#include "core/parallel.h"
#include "core/patients.h"
#include "planning/access/placement.h"
#include "planning/evaluation/evaluation.h"
#include "planning/plan/instrument.h"
#include "planning/search/candidates.h"
#include "planning/search/proposal.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

namespace trocar {
namespace {

/// Seconds of the fastest of some rounds; others share the machine, so processor time is told
/// beside the wall's.
struct Seconds {
  double wall = 1e9;
  double processor = 1e9;
};

Seconds secondsOf(int rounds, const std::function<void()>& work) {
  Seconds best;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t processor = std::clock();
    work();
    best.wall = std::min(
        best.wall, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    best.processor =
        std::min(best.processor, static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC);
  }
  return best;
}

void print(const char* what, const Seconds& seconds) {
  std::printf("%-44s %9.2f ms wall, %9.2f ms processor\n",
              what,
              1e3 * seconds.wall,
              1e3 * seconds.processor);
}

void printRate(const char* what, double count, const Seconds& seconds) {
  std::printf("%-44s %9.0f /s wall, %9.0f /s a processor\n",
              what,
              count / seconds.wall,
              count / seconds.processor);
}

void benchVerdicts(const CaseModel& model, const std::string& level) {
  search::SuggestRequest request;
  request.level = level;
  request.side = Side::Left;
  std::vector<std::string> remarks;
  const auto settings = search::vertebraSettings(model, {}, request, {}, remarks);
  const search::Setting& setting = settings.front();
  std::vector<char> fast(setting.candidates.size());
  std::vector<char> slow(setting.candidates.size());
  const auto each = [&](const auto& decide, std::vector<char>& out) {
    parallelFor(setting.candidates.size(),
                [&](std::size_t i) { out[i] = decide(setting.candidates[i]); });
  };
  const Seconds verdicts = secondsOf(5, [&] {
    each([&](const search::Candidate& c) { return search::accepts(setting.corridor, c); }, fast);
  });
  const Seconds judgements = secondsOf(5, [&] {
    each(
        [&](const search::Candidate& c) {
          return search::judge(setting.corridor, c).stop == search::Stop::None;
        },
        slow);
  });
  const auto n = static_cast<double>(setting.candidates.size());
  std::printf("%zu candidates against %zu structures, %ld accepted, %s\n",
              setting.candidates.size(),
              setting.corridor.critical.fields().size(),
              static_cast<long>(std::count(fast.begin(), fast.end(), 1)),
              fast == slow ? "verdict and judgement agree" : "VERDICT AND JUDGEMENT DIFFER");
  printRate("verdicts", n, verdicts);
  printRate("judgements", n, judgements);
}

search::SuggestRequest requestOf(const std::string& level, Approach approach) {
  search::SuggestRequest request;
  request.level = level;
  request.approach = approach;
  return request;
}

void benchSuggestions(const CaseModel& model, const std::string& level) {
  search::SuggestRequest one = requestOf(level, Approach::Transpedicular);
  one.side = Side::Left;
  print("3 suggestions", secondsOf(3, [&] { search::suggest(model, {}, one); }));
  print("a pair",
        secondsOf(3, [&] { search::suggest(model, {}, requestOf(level, Approach::Bipedicular)); }));
}

void benchAllLevels(const CaseModel& model) {
  const Seconds all = secondsOf(1, [&] {
    for (const std::string& each : levelsOf(model.patient())) {
      try {
        search::suggest(model, {}, requestOf(each, Approach::Transpedicular));
      } catch (const std::exception& error) {
        std::printf("  %s: %s\n", each.c_str(), error.what());
      }
    }
  });
  print("all levels, both sides, with what is first made", all);
}

void benchNeedle(const CaseModel& model, const std::string& level) {
  Plan plan;
  plan.needles = {*search::templateNeedle(
      model, level, Approach::Transpedicular, Side::Left, "bone-needle-11g")};
  EvaluationOptions drag;
  drag.physics = false;
  drag.placementSamples = 0;
  evaluate(model, plan, drag);
  double shift = 0.0;
  const Seconds drags = secondsOf(50, [&] {
    evaluate(model, withShift(plan, "N1", {shift += 0.01, 0, 0}), drag);
  });
  print("drag step, everything but physics", drags);
  const access::PlacementRequest request = access::placementRequest(plan, {});
  print("1000 placements",
        secondsOf(5, [&] { access::placementOf(model, plan.needles.front(), request); }));
}

}  // namespace
}  // namespace trocar

int main(int argc, char** argv) {
  using namespace trocar;
  const auto patient =
      std::make_shared<const Case>(argc > 1 ? readCase(argv[1]) : loadBundledPatient("l3-breast"));
  const CaseModel model(patient);
  const std::string level = "L3";
  print("anatomy of L3", secondsOf(1, [&] { model.vertebra(level); }));
  benchVerdicts(model, level);
  benchSuggestions(model, level);
  benchNeedle(model, level);
  benchAllLevels(model);
  return 0;
}
