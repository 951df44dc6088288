#include "planning/ablation/zones/uncertainty.h"

#include "core/error.h"
#include "core/parallel.h"
#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/zones/ablation_archive.h"
#include "planning/ablation/zones/ablation_part.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/ablation/zones/simulated_result.h"
#include "planning/access/placement.h"
#include "planning/model/body_temperature.h"
#include "planning/model/recalled.h"

#include <algorithm>
#include <cmath>

namespace trocar::ablation {
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

/// One coarse run: what differs from the plan, and from how it is simulated.
struct Variation {
  Plan plan;
  SimulationOptions options = coarse();
};

constexpr std::size_t kBandRuns = 7;  ///< The plan as it is, and six that are uncertain.
constexpr int kPlacements = 4;        ///< Draws of where the probes come to lie.

/// The plan as it is first, then those of the band, without the cortex's barrier, without
/// protections if there are any, and without each of several probes.
std::vector<Variation> variationsOf(const Plan& plan) {
  std::vector<Variation> list(kBandRuns + 1, Variation{plan});
  list[1].options.tissue.boneConductivity = 0.7;
  list[2].options.tissue.boneConductivity = 1.3;
  list[3].options.probeOffsetC = -15.0;
  list[4].options.probeOffsetC = 15.0;
  list[5].options.tissue.perfusion = 0.5;
  list[6].options.tissue.perfusion = 2.0;
  list[kBandRuns].options.tissue.barrier = false;
  if (!plan.protections.empty()) {
    list.push_back({plan});
    list.back().plan.protections.clear();
  }
  const std::vector<TreatmentProbe> probes = simulatedProbes(plan);
  for (std::size_t p = 0; probes.size() > 1 && p < probes.size(); ++p) {
    list.push_back({plan});
    std::erase_if(list.back().plan.protocols,
                  [&](const Protocol& protocol) { return protocol.needle == probes[p].name; });
  }
  return list;
}

/// The plan with its probes where placement error puts them, several times.
std::vector<Variation> misplaced(const Plan& plan, const EvaluationOptions& options) {
  const access::PlacementRequest request = access::placementRequest(plan, options);
  std::vector<Variation> list(kPlacements, Variation{plan});
  std::uint64_t seed = request.seed;
  for (std::size_t n = 0; n < plan.needles.size(); ++n) {
    if (plan.needles[n].purpose != Purpose::Probe)
      continue;
    const std::vector<Trajectory> drawn =
        access::placements(plan.needles[n].trajectory, request.technique, kPlacements, seed++);
    for (std::size_t p = 0; p < list.size(); ++p)
      list[p].plan.needles[n].trajectory = drawn[p];
  }
  return list;
}

AblationResult runOne(const CaseModel& model,
                      const Variation& variation,
                      const Progress& progress) {
  return measuredResult(model,
                        variation.plan,
                        std::make_shared<const AblationSimulation>(
                            simulateAblation(model, variation.plan, variation.options, progress)));
}

/// Runs side by side, one to a thread.
std::vector<AblationResult> runAll(const CaseModel& model,
                                   const std::vector<Variation>& list,
                                   const Progress& progress) {
  std::vector<AblationResult> results(list.size());
  const Progress quiet = silenced(progress);
  parallelFor(
      list.size(), progress, [&](std::size_t n) { results[n] = runOne(model, list[n], quiet); });
  return results;
}

/// Leaves out runs that cannot be, such as of two probes in one place.
std::vector<AblationResult> runPossible(const CaseModel& model,
                                        const std::vector<Variation>& list,
                                        const Progress& progress) {
  std::vector<std::optional<AblationResult>> results(list.size());
  const Progress quiet = silenced(progress);
  parallelFor(list.size(), progress, [&](std::size_t n) {
    try {
      results[n] = runOne(model, list[n], quiet);
    } catch (const Error&) {
      results[n].reset();
    }
  });
  std::vector<AblationResult> possible;
  for (std::optional<AblationResult>& result : results)
    if (result)
      possible.push_back(std::move(*result));
  return possible;
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
  return value.value_or(kBodyC);
}

/// Of the coldest a structure ever is, and of the hottest: before the treatment it is as warm as
/// the body.
UncertainRange withinBody(UncertainRange range, bool cold) {
  const auto within = [cold](double celsius) {
    return cold ? std::min(celsius, kBodyC) : std::max(celsius, kBodyC);
  };
  return {within(range.low), within(range.high)};
}

/// Seconds beyond a limit, moved as they moved between two runs: none where the limit is kept,
/// those of the run that was moved to where only it passes it.
double movedSeconds(bool beyond, double fine, double from, double to) {
  if (!beyond)
    return 0.0;
  const double seconds = std::max(0.0, fine + to - from);
  return seconds > 0.0 ? seconds : to;
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
         withinBody(
             rangeOf(
                 fine, runs, [&](const AblationResult& r) { return temperatureOf(r, id, true); }),
             true),
         withinBody(
             rangeOf(
                 fine, runs, [&](const AblationResult& r) { return temperatureOf(r, id, false); }),
             false)});
  }
  return band;
}

/// The structures of a result, each temperature and time moved as it moved between two coarse runs.
std::vector<StructureExposure> moved(const AblationResult& fine,
                                     const AblationResult& from,
                                     const AblationResult& to) {
  std::vector<StructureExposure> exposures = fine.structures;
  for (StructureExposure& exposure : exposures) {
    const std::string& id = exposure.structure;
    const auto change = [&](bool cold) {
      return temperatureOf(to, id, cold) - temperatureOf(from, id, cold);
    };
    const double coldC = std::min(exposure.minimumC.value_or(kBodyC) + change(true), kBodyC);
    const double hotC = std::max(exposure.maximumC.value_or(kBodyC) + change(false), kBodyC);
    exposure.minimumC = coldC;
    exposure.maximumC = hotC;
    const StructureExposure* a = named(from.structures, id);
    const StructureExposure* b = named(to.structures, id);
    if (!a || !b)
      continue;
    exposure.distanceToZoneMm += b->distanceToZoneMm - a->distanceToZoneMm;
    exposure.secondsBelow10C = movedSeconds(coldC < 10.0,
                                            exposure.secondsBelow10C.value_or(0.0),
                                            a->secondsBelow10C.value_or(0.0),
                                            b->secondsBelow10C.value_or(0.0));
    exposure.secondsAbove45C = movedSeconds(hotC > 45.0,
                                            exposure.secondsAbove45C.value_or(0.0),
                                            a->secondsAbove45C.value_or(0.0),
                                            b->secondsAbove45C.value_or(0.0));
  }
  return exposures;
}

double volumeOf(const AblationResult& run, std::optional<double> isothermC) {
  for (const AblationZone& zone : run.zones)
    if (zone.isothermC == isothermC)
      return zone.volumeMl;
  return 0.0;
}

double coverageOf(const AblationResult& run,
                  const std::string& lesion,
                  std::optional<double> isothermC) {
  const TargetCoverage* target = named(run.targets, lesion);
  for (std::size_t n = 0; target && n < target->coverage.size(); ++n)
    if (target->coverage[n].isothermC == isothermC)
      return target->coverage[n].fraction;
  return 0.0;
}

ProbeContribution contributionOf(const std::string& needle,
                                 std::optional<double> isothermC,
                                 const AblationResult& with,
                                 const AblationResult& without) {
  ProbeContribution contribution;
  contribution.needle = needle;
  contribution.volumeMl = volumeOf(with, isothermC) - volumeOf(without, isothermC);
  for (const TargetCoverage& target : with.targets)
    contribution.coverage.push_back({target.structure,
                                     coverageOf(with, target.structure, isothermC) -
                                         coverageOf(without, target.structure, isothermC)});
  return contribution;
}

Doubts doubtsOf(const CaseModel& model,
                const Plan& plan,
                const EvaluationOptions& options,
                const AblationResult& result,
                const Progress& progress) {
  progress.at(0.0);
  std::vector<AblationResult> runs = runAll(model, variationsOf(plan), progress.span(0.0, 0.7));
  std::vector<AblationResult> uncertain(runs.begin(), runs.begin() + kBandRuns);
  for (AblationResult& placed :
       runPossible(model, misplaced(plan, options), progress.span(0.7, 1.0)))
    uncertain.push_back(std::move(placed));
  Doubts doubts;
  doubts.band = bandOf(result, uncertain);
  doubts.band.placement = access::placementRequest(plan, options).technique.id;
  doubts.withoutBarrier = moved(result, runs.front(), runs[kBandRuns]);
  std::size_t next = kBandRuns + 1;
  if (!plan.protections.empty())
    doubts.unprotected = moved(result, runs.front(), runs[next++]);
  const std::vector<TreatmentProbe> probes = simulatedProbes(plan);
  const std::optional<double> isothermC = planningIsothermC(plan, result);
  for (std::size_t p = 0; next < runs.size(); ++p, ++next)
    doubts.contributions.push_back(
        contributionOf(probes[p].name, isothermC, runs.front(), runs[next]));
  return doubts;
}

}  // namespace

void addUncertainty(const CaseModel& model,
                    const Plan& plan,
                    const EvaluationOptions& options,
                    AblationResult& result,
                    const Progress& progress) {
  const Plan part = placedPart(plan);
  const RecallKey key = resultKey(model, part, result)
                            .of("band", options.placement + '/' + std::to_string(options.seed));
  Doubts doubts = *recalled<Doubts>(
      model, key, [&] { return doubtsOf(model, part, options, result, progress); });
  result.band = std::move(doubts.band);
  result.unprotected = std::move(doubts.unprotected);
  result.withoutBarrier = std::move(doubts.withoutBarrier);
  result.contributions = std::move(doubts.contributions);
  progress.at(1.0);
}

}  // namespace trocar::ablation
