#include "planning/cement/leak_ensemble.h"

#include "planning/cement/cement_measures.h"
#include "planning/cement/injection_run.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <map>
#include <numbers>
#include <random>
#include <utility>

namespace trocar {
namespace {

constexpr double kCoarseMm = 1.5;
constexpr double kPermeabilitySd = 0.7;
constexpr double kVeinSd = 1.5;
constexpr double kCortexSd = 0.2;
constexpr double kViscositySd = 0.4;

/// exp of a normal number by Box and Muller: the standard library's own distribution differs
/// between implementations.
double logNormal(std::mt19937_64& random, double sd) {
  const auto unit = [&random] { return (static_cast<double>(random() >> 11U) + 0.5) * 0x1.0p-53; };
  const double radius = std::sqrt(-2.0 * std::log(unit()));
  return std::exp(sd * radius * std::cos(2.0 * std::numbers::pi * unit()));
}

std::vector<CementLeak> leaksWith(const CaseModel& model,
                                  const Plan& plan,
                                  const RunSettings& settings) {
  const InjectionRun run = runInjections(model, plan, settings, {});
  std::vector<CementLeak> leaks;
  for (const auto& filled : run.sites) {
    for (const CementLeak& leak : leaksOf(*filled))
      leaks.push_back(leak);
  }
  return leaks;
}

/// One list of leaks a member. Members run in parallel, each on one thread.
std::vector<std::vector<CementLeak>> runMembers(const CaseModel& model,
                                                const Plan& plan,
                                                const EvaluationOptions& options,
                                                const Progress& progress) {
  const std::vector<FlowFactors> factors = drawFlowFactors(options.cementMembers, options.seed);
  std::vector<std::vector<CementLeak>> leaks(factors.size());
  std::exception_ptr failure;
  const auto count = static_cast<std::ptrdiff_t>(factors.size());
#pragma omp parallel for schedule(dynamic)
  for (std::ptrdiff_t member = 0; member < count; ++member) {
    if (progress.cancelled())
      continue;
    try {
      const auto n = static_cast<std::size_t>(member);
      leaks[n] = leaksWith(model, plan, {std::max(kCoarseMm, options.resolutionMm), factors[n]});
    } catch (...) {
#pragma omp critical(trocar_leak_ensemble)
      failure = std::current_exception();
    }
  }
  if (failure)
    std::rethrow_exception(failure);
  progress.at(1.0);
  return leaks;
}

}  // namespace

std::vector<FlowFactors> drawFlowFactors(int members, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<FlowFactors> factors;
  for (int member = 0; member < members; ++member) {
    FlowFactors drawn;
    drawn.permeability = logNormal(random, kPermeabilitySd);
    drawn.veins = logNormal(random, kVeinSd);
    drawn.cortexHu = logNormal(random, kCortexSd);
    drawn.viscosity = logNormal(random, kViscositySd);
    factors.push_back(drawn);
  }
  return factors;
}

void addLeakProbabilities(CementResult& result,
                          const CaseModel& model,
                          const Plan& plan,
                          const EvaluationOptions& options,
                          const Progress& progress) {
  using Key = std::pair<std::string, std::string>;
  std::map<Key, int> runs;
  std::map<Key, CementLeak> examples;
  for (const std::vector<CementLeak>& leaks : runMembers(model, plan, options, progress)) {
    std::map<Key, int> once;
    for (const CementLeak& leak : leaks) {
      once[{leak.route, leak.into}] = 1;
      examples.try_emplace({leak.route, leak.into}, leak);
    }
    for (const auto& [key, one] : once)
      runs[key] += one;
  }
  const double members = options.cementMembers;
  for (CementLeak& leak : result.leaks) {
    const auto counted = runs.extract({leak.route, leak.into});
    leak.probability = counted.empty() ? 0.0 : counted.mapped() / members;
  }
  for (const auto& [key, count] : runs) {
    CementLeak leak = examples.at(key);
    leak.volumeMl = 0.0;
    leak.probability = count / members;
    result.leaks.push_back(leak);
  }
}

}  // namespace trocar
