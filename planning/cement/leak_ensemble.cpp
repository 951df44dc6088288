#include "planning/cement/leak_ensemble.h"

#include "planning/cement/cement_measures.h"
#include "planning/cement/cement_site.h"
#include "planning/cement/injection_run.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <iterator>
#include <map>
#include <mutex>
#include <numbers>
#include <random>
#include <set>
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
                                                const AblationResult* ablation,
                                                const EvaluationOptions& options,
                                                const Progress& progress) {
  const std::vector<FlowFactors> factors = drawFlowFactors(options.cementMembers, options.seed);
  std::vector<std::vector<CementLeak>> leaks(factors.size());
  std::exception_ptr failure;
  std::mutex reporting;
  int done = 0;
  const auto count = static_cast<std::ptrdiff_t>(factors.size());
#pragma omp parallel for schedule(dynamic)
  for (std::ptrdiff_t member = 0; member < count; ++member) {
    if (progress.cancelled())
      continue;
    try {
      const auto n = static_cast<std::size_t>(member);
      leaks[n] =
          leaksWith(model, plan, {std::max(kCoarseMm, options.resolutionMm), factors[n], ablation});
      const std::lock_guard one(reporting);  // `at` may throw, which no OpenMP construct lets out.
      progress.at(static_cast<double>(++done) / static_cast<double>(count));
    } catch (...) {
      const std::lock_guard one(reporting);
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

LeakEnsemble runLeakEnsemble(const CaseModel& model,
                             const Plan& plan,
                             const AblationResult* ablation,
                             const EvaluationOptions& options,
                             const Progress& progress) {
  std::map<std::pair<std::string, std::string>, CementLeak> found;
  for (const std::vector<CementLeak>& leaks :
       runMembers(model, plan, ablation, options, progress)) {
    std::set<std::pair<std::string, std::string>> counted;
    for (const CementLeak& leak : leaks) {
      CementLeak& known = found.try_emplace({leak.route, leak.into}, leak).first->second;
      if (counted.insert({leak.route, leak.into}).second)
        known.probability = known.probability.value_or(0.0) + 1.0;
    }
  }
  LeakEnsemble ensemble{options.cementMembers, {}};
  for (auto& [key, leak] : found) {
    leak.volumeMl = 0.0;
    leak.probability = *leak.probability / options.cementMembers;
    ensemble.leaks.push_back(std::move(leak));
  }
  return ensemble;
}

void addLeakProbabilities(CementResult& result, const LeakEnsemble& ensemble) {
  result.members = ensemble.members;
  std::vector<CementLeak> only = ensemble.leaks;
  for (CementLeak& leak : result.leaks) {
    leak.probability = 0.0;
    const auto same = std::find_if(only.begin(), only.end(), [&](const CementLeak& other) {
      return other.route == leak.route && other.into == leak.into;
    });
    if (same == only.end())
      continue;
    leak.probability = same->probability;
    same->probability.reset();
  }
  std::copy_if(only.begin(), only.end(), std::back_inserter(result.leaks), [](const auto& leak) {
    return leak.probability.has_value();
  });
}

}  // namespace trocar
