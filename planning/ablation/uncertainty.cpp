#include "planning/ablation/uncertainty.h"

#include "planning/ablation/case_simulation.h"
#include "planning/ablation/simulated_result.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar {
namespace {

constexpr double kCoarseMm = 2.0;
constexpr double kGridShare =
    1.0 / 3.0;  ///< Richardson: of the step from coarse to fine, at second order.

SimulationOptions coarse() {
  SimulationOptions options;
  options.resolutionMm = kCoarseMm;
  options.frameS = 0.0;
  return options;
}

std::array<SimulationOptions, 6> variations() {
  std::array<SimulationOptions, 6> list;
  list.fill(coarse());
  list[0].tissue.boneConductivity = 0.7;
  list[1].tissue.boneConductivity = 1.3;
  list[2].probeOffsetC = -15.0;
  list[3].probeOffsetC = 15.0;
  list[4].tissue.perfusion = 0.5;
  list[5].tissue.perfusion = 2.0;
  return list;
}

/// Of `value` at the fine grid, given the same number from the coarse runs.
UncertainRange rangeAround(double value, double coarseValue, const std::vector<double>& varied) {
  const double grid = kGridShare * std::abs(coarseValue - value);
  UncertainRange range{value - grid, value + grid};
  for (const double other : varied) {
    range.low = std::min(range.low, value + other - coarseValue);
    range.high = std::max(range.high, value + other - coarseValue);
  }
  return range;
}

/// One number of every run, coarse first: the same `Get` on each.
template <typename Get>
UncertainRange rangeOf(const AblationResult& fine,
                       const std::vector<AblationResult>& runs,
                       const Get& get) {
  std::vector<double> varied;
  for (std::size_t n = 1; n < runs.size(); ++n)
    varied.push_back(get(runs[n]));
  return rangeAround(get(fine), get(runs.front()), varied);
}

template <typename Item>
const Item* named(const std::vector<Item>& items, const std::string& structure) {
  const auto found = std::find_if(
      items.begin(), items.end(), [&](const Item& i) { return i.structure == structure; });
  return found == items.end() ? nullptr : &*found;
}

UncertainRange notBelowZero(UncertainRange range) {
  return {std::max(0.0, range.low), range.high};
}

double temperatureOf(const AblationResult& run, const std::string& structure, bool cold) {
  const StructureExposure* exposure = named(run.structures, structure);
  const std::optional<double> value = !exposure ? std::nullopt
                                      : cold    ? exposure->minimumC
                                                : exposure->maximumC;
  return value.value_or(37.0);
}

AblationBand bandOf(const AblationResult& fine, const std::vector<AblationResult>& runs) {
  AblationBand band;
  band.members = static_cast<int>(runs.size());
  for (std::size_t z = 0; z < fine.zones.size(); ++z)
    band.volumes.push_back(
        {fine.zones[z].isothermC, notBelowZero(rangeOf(fine, runs, [&](const AblationResult& r) {
           return r.zones[z].volumeMl;
         }))});
  for (const TargetCoverage& target : fine.targets)
    band.margins.push_back({target.structure, rangeOf(fine, runs, [&](const AblationResult& r) {
                              const TargetCoverage* one = named(r.targets, target.structure);
                              return one ? one->minimumMarginMm : target.minimumMarginMm;
                            })});
  for (const StructureExposure& exposure : fine.structures) {
    const std::string& id = exposure.structure;
    band.exposures.push_back(
        {id,
         rangeOf(fine, runs, [&](const AblationResult& r) { return temperatureOf(r, id, true); }),
         rangeOf(
             fine, runs, [&](const AblationResult& r) { return temperatureOf(r, id, false); })});
  }
  return band;
}

}  // namespace

AblationBand uncertaintyOf(const CaseModel& model,
                           const Plan& plan,
                           const AblationResult& result,
                           const Progress& progress) {
  std::vector<AblationResult> runs{
      measuredResult(model, plan, simulateAblation(model, plan, coarse()))};
  const auto list = variations();
  for (const SimulationOptions& options : list) {
    progress.at(static_cast<double>(runs.size()) / static_cast<double>(list.size() + 1));
    runs.push_back(measuredResult(model, plan, simulateAblation(model, plan, options)));
  }
  return bandOf(result, runs);
}

}  // namespace trocar
