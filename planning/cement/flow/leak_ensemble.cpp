#include "planning/cement/flow/leak_ensemble.h"

#include "core/dice.h"
#include "core/parallel.h"
#include "planning/cement/body/cement_site.h"
#include "planning/cement/cement_archive.h"
#include "planning/cement/cement_measures.h"
#include "planning/cement/cement_part.h"
#include "planning/cement/flow/injection_run.h"
#include "planning/model/recalled.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace trocar::cement {
namespace {

constexpr double kCoarseMm = 1.5;
constexpr double kPermeabilitySd = 0.7;
constexpr double kVeinSd = 1.5;
constexpr double kCortexSd = 0.2;
constexpr double kViscositySd = 0.4;
constexpr double kVeinUpSd = 0.1;
constexpr double kVeinForwardSd = 0.1;
constexpr double kTrunkSd = 0.12;

std::vector<CementLeak> leaksWith(const CaseModel& model,
                                  const Plan& plan,
                                  const RunSettings& settings,
                                  const Progress& progress) {
  const InjectionRun run = runInjections(model, plan, settings, progress);
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
                                                const ablation::AblationResult* ablation,
                                                const EvaluationOptions& options,
                                                const Progress& progress) {
  const std::vector<FlowFactors> factors = drawFlowFactors(options.cementMembers, options.seed);
  std::vector<std::vector<CementLeak>> leaks(factors.size());
  const double resolutionMm = std::max(kCoarseMm, options.resolutionMm);
  const Progress quiet = silenced(progress);
  parallelFor(factors.size(), progress, [&](std::size_t n) {
    leaks[n] = leaksWith(model, plan, {resolutionMm, factors[n], ablation}, quiet);
  });
  return leaks;
}

}  // namespace

std::vector<FlowFactors> drawFlowFactors(int members, std::uint64_t seed) {
  Dice dice(seed);
  std::vector<FlowFactors> factors;
  for (int member = 0; member < members; ++member) {
    FlowFactors drawn;
    drawn.permeability = dice.logNormal(kPermeabilitySd);
    drawn.veins = dice.logNormal(kVeinSd);
    drawn.cortexHu = dice.logNormal(kCortexSd);
    drawn.viscosity = dice.logNormal(kViscositySd);
    drawn.veinPlace.upShare = dice.normal(kVeinUpSd);
    drawn.veinPlace.forwardShare = dice.normal(kVeinForwardSd);
    drawn.veinPlace.trunkShare += dice.normal(kTrunkSd);
    factors.push_back(drawn);
  }
  return factors;
}

std::optional<std::array<double, 2>> publishedLeakShare(const std::string& route) {
  if (route == "basivertebral")
    return {{0.209, 0.317}};
  if (route == "segmental")
    return {{0.245, 0.525}};
  if (route == "cortical")
    return {{0.122, 0.32}};
  if (route == "disc")
    return {{0.065, 0.275}};
  return std::nullopt;
}

namespace {

LeakEnsemble ensembleOf(const CaseModel& model,
                        const Plan& plan,
                        const ablation::AblationResult* ablation,
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

}  // namespace

LeakEnsemble runLeakEnsemble(const CaseModel& model,
                             const Plan& plan,
                             const ablation::AblationResult* ablation,
                             const EvaluationOptions& options,
                             const Progress& progress) {
  const Plan part = cementPart(plan);
  const RecallKey key =
      cementKey(model, part, ablation, options.resolutionMm)
          .of("leaks", std::to_string(options.cementMembers) + '/' + std::to_string(options.seed));
  LeakEnsemble ensemble = *recalled<LeakEnsemble>(
      model, key, [&] { return ensembleOf(model, part, ablation, options, progress); });
  progress.at(1.0);
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

}  // namespace trocar::cement
