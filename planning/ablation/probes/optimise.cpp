#include "planning/ablation/probes/optimise.h"

#include "core/error.h"
#include "core/number_text.h"
#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/probes/probe_candidates.h"
#include "planning/ablation/probes/probe_choice.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/ablation/zones/coverage.h"
#include "planning/ablation/zones/isotherm.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/ablation/zones/simulated_result.h"
#include "planning/plan/instrument.h"
#include "planning/words/names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace trocar::ablation {
namespace {

/// Of nerves, and of other structures.
constexpr std::array<double, 2> kColdLimitC{10.0, 0.0}, kHeatLimitC{45.0, 45.0};
/// How much harm weighs in the sets that are simulated of each number of probes: carefully chosen
/// ones, and bold ones.
constexpr std::array<double, 2> kHarmWeights{0.4, 0.05};
constexpr double kSpareWithinMm = 30.0;  ///< Of the lesion, where structures count.
constexpr int kSparePoints = 40;         ///< Of one structure.
constexpr std::size_t kTargetPoints = 1000;
constexpr double kCandidateShare = 0.35;  ///< Of the progress.

std::string percent(double share) {
  return std::to_string(static_cast<int>(100.0 * share + 0.5)) + " %";
}

std::string usualProtocol(const Device& device) {
  if (device.cryo)
    return "freeze 600, thaw 300, freeze 600";
  if (device.laser)
    return "power 2 W 600";
  return device.microwave ? "power 30 W 240" : "power 30 W 420";
}

/// The protocol with its working steps made shorter.
Protocol shortened(Protocol protocol, double share) {
  for (ProtocolStep& step : protocol.steps)
    if (step.kind == ProtocolStep::Kind::Freeze || step.kind == ProtocolStep::Kind::Power)
      step.durationS *= share;
  return protocol;
}

/// Every n-th point, so that at most `most` are left.
std::vector<Vec3> thinned(const std::vector<Vec3>& points, std::size_t most) {
  const std::size_t stride = points.size() / most + 1;
  std::vector<Vec3> left;
  for (std::size_t n = 0; n < points.size(); n += stride)
    left.push_back(points[n]);
  return left;
}

bool isSpared(Role role) {
  return isCritical(role) && role != Role::Artery && role != Role::Vein;
}

bool isNeural(Role role) {
  return role == Role::Nerve || role == Role::Cord || role == Role::ThecalSac ||
         role == Role::Canal || role == Role::Foramen;
}

ChoicePoints choicePoints(const CaseModel& model, const OptimiseRequest& request) {
  const DistanceField& lesion = model.fields().of(request.lesion);
  const TargetPoints target = targetPoints(lesion);
  ChoicePoints points;
  points.targetMm = thinned(target.insideMm, kTargetPoints);
  std::vector<Vec3> shell;
  for (std::size_t n = 0; n < target.surfaceMm.size(); ++n)
    shell.push_back(target.surfaceMm[n] + request.marginMm * target.outwards[n]);
  for (const Vec3& point : thinned(shell, kTargetPoints))
    points.targetMm.push_back(point);
  for (const Structure& structure : model.patient().structures) {
    if (!isSpared(structure.role))
      continue;
    const Image<float>& image = model.fields().of(structure.id).image();
    std::vector<Vec3> near;
    for (std::size_t voxel = 0; voxel < image.voxels().size(); ++voxel)
      if (image.voxels()[voxel] <= 0.5F) {
        const Vec3 point = image.grid().voxelToPatient(image.grid().voxelAt(voxel));
        if (lesion.at(point) < kSpareWithinMm)
          near.push_back(point);
      }
    std::vector<Vec3>& spared = isNeural(structure.role) ? points.nervesMm : points.othersMm;
    for (const Vec3& point : spreadPoints(near, kSparePoints))
      spared.push_back(point);
  }
  return points;
}

std::vector<double> all(const std::vector<std::size_t>& chosen, double share) {
  return std::vector<double>(chosen.size(), share);
}

/// Looks for the best set of probes: candidates, their ranking, and what was simulated so far.
class Search {
 public:
  Search(const CaseModel& model, const Plan& plan, const OptimiseRequest& request)
      : model_(model), plan_(plan), request_(request) {
    if (request_.shelf.empty())
      request_.shelf = usualInstruments(InstrumentKind::Cryoprobe);
    if (request_.protocol.empty())
      request_.protocol = usualProtocol(findDevice(request_.shelf.front()));
    for (const std::string& id : request_.shelf)
      requireFollowable(findDevice(id).kind, parseProtocol(request_.protocol), id);
  }

  void findCandidates(const Progress& progress) {
    ProbeCandidates found =
        probeCandidates(model_,
                        plan_,
                        {request_.lesion, request_.shelf, request_.approaches, request_.side},
                        progress);
    candidates_ = std::move(found.needles);
    if (candidates_.empty())
      throw search::NoWay(
          "No way of a probe to " + words::nameInCase(model_.patient(), request_.lesion),
          found.most);
    std::vector<ProbeShape> shapes;
    for (const Needle& needle : candidates_)
      shapes.push_back(shapeOf(findDevice(needle.instrument),
                               needle.trajectory.target,
                               Vec3(-needle.trajectory.direction())));
    choice_.emplace(std::move(shapes), choicePoints(model_, request_));
    result.candidates = static_cast<int>(candidates_.size());
  }

  /// True once a set reaches the goal without a danger.
  bool tryCount(int count, const Progress& progress) {
    std::vector<std::size_t> last;
    for (std::size_t round = 0; round < kHarmWeights.size(); ++round) {
      levels_.harmWeight = kHarmWeights[round];
      const auto chosen = choice_->best(static_cast<std::size_t>(count), levels_);
      if (chosen.size() < static_cast<std::size_t>(count) || chosen == last)
        break;
      last = chosen;
      const Progress part =
          progress.span(0.5 * static_cast<double>(round), 0.5 * static_cast<double>(round + 1));
      const bool careful = round == 0;
      if (careful ? simulateMilder(chosen, part) : simulate(chosen, all(chosen, 1.0), part))
        return true;
    }
    return false;
  }

  void choose();

  OptimiseResult result;

 private:
  /// The set with the protocol, then milder beside what is endangered, then milder everywhere.
  bool simulateMilder(const std::vector<std::size_t>& chosen, const Progress& progress);
  bool simulate(const std::vector<std::size_t>& chosen,
                const std::vector<double>& shares,
                const Progress& progress);
  Plan planOf(const std::vector<std::size_t>& chosen, const std::vector<double>& shares) const;
  /// Of what was tried without a danger, the largest.
  double safeCoverage() const;
  void calibrate(const std::vector<std::size_t>& chosen, const AblationResult& found);
  std::vector<double> sharesAwayFromDanger(const Plan& plan) const;

  const CaseModel& model_;
  const Plan& plan_;
  OptimiseRequest request_;
  std::vector<Needle> candidates_;
  std::optional<ProbeChoice> choice_;
  ChoiceLevels levels_;
  std::vector<Vec3> dangersAtMm_;  ///< Of the latest simulation.
};

Plan Search::planOf(const std::vector<std::size_t>& chosen,
                    const std::vector<double>& shares) const {
  Plan plan = plan_;
  const Protocol usual = parseProtocol(request_.protocol);
  for (std::size_t n = 0; n < chosen.size(); ++n) {
    Needle needle = candidates_[chosen[n]];
    needle.id = nextNeedleId(plan);
    Protocol protocol = shortened(usual, shares[n]);
    protocol.needle = needle.id;
    plan = withProtocol(withNeedle(std::move(plan), needle), std::move(protocol));
  }
  return plan;
}

void Search::calibrate(const std::vector<std::size_t>& chosen, const AblationResult& found) {
  const AblationSimulation& run = *found.simulation;
  const bool cold = findDevice(request_.shelf.front()).cryo.has_value();
  const std::optional<double> lethalC = planningIsothermC(plan_, found);
  const Image<float>& extreme = cold ? run.coldest : run.hottest;
  const std::vector<Vec3> lethal =
      lethalC ? isothermPoints(extreme, *lethalC) : isothermPoints(run.logDose, kKilledLogDose);
  if (!lethal.empty())
    levels_.lethal = choice_->meanAt(chosen, lethal);
  const std::array<double, 2>& limits = cold ? kColdLimitC : kHeatLimitC;
  const std::array<double*, 2> levels{&levels_.nerves, &levels_.others};
  for (std::size_t n = 0; n < limits.size(); ++n) {
    const std::vector<Vec3> surface = isothermPoints(extreme, limits[n]);
    if (!surface.empty())
      *levels[n] = choice_->meanAt(chosen, surface);
  }
}

const TargetCoverage* coverageIn(const AblationResult& found, const std::string& lesion) {
  const auto at = std::find_if(found.targets.begin(), found.targets.end(), [&](const auto& t) {
    return t.structure == lesion;
  });
  return at == found.targets.end() ? nullptr : &*at;
}

double shareAt(const TargetCoverage& target, std::optional<double> isothermC) {
  for (const TargetCoverage::AtIsotherm& at : target.coverage)
    if (at.isothermC == isothermC)
      return at.fraction;
  return 0.0;
}

/// How far beyond its limit a finding is: in tens of kelvin or in units of 5 mm.
double harmOf(const Finding& finding) {
  if (!finding.value || !finding.limit)
    return 1.0;
  return std::abs(*finding.value - *finding.limit) / (finding.unit == "mm" ? 5.0 : 10.0);
}

/// Without its full stop, as a part of a sentence.
std::string clause(const std::string& sentence) {
  return sentence.empty() || sentence.back() != '.' ? sentence
                                                    : sentence.substr(0, sentence.size() - 1);
}

std::string describe(const ProbeArrangement& found) {
  constexpr std::size_t kMostTold = 3;
  std::string text = std::to_string(found.probes) + (found.probes == 1 ? " probe, " : " probes, ") +
                     found.protocol + ": " + percent(found.coverage) + " of the lesion, margin " +
                     decimalText(found.minimumMarginMm) + " mm";
  for (std::size_t n = 0; n < std::min(kMostTold, found.dangers.size()); ++n)
    text += "; " + clause(found.dangers[n]);
  if (found.dangers.size() > kMostTold)
    text += "; " + std::to_string(found.dangers.size() - kMostTold) + " more dangers";
  return found.dangers.empty() ? text + ", no danger" : text;
}

bool Search::simulate(const std::vector<std::size_t>& chosen,
                      const std::vector<double>& shares,
                      const Progress& progress) {
  SimulationOptions options;
  options.resolutionMm = 2.0;
  options.frameS = 0.0;
  ProbeArrangement found;
  found.plan = planOf(chosen, shares);
  found.probes = static_cast<int>(chosen.size());
  const auto [least, most] = std::minmax_element(shares.begin(), shares.end());
  found.protocol = protocolText(shortened(parseProtocol(request_.protocol), *most));
  if (*least < *most)
    found.protocol += " (" + percent(*least) + " of the time beside what is endangered)";
  const AblationResult outcome =
      measuredResult(model_,
                     found.plan,
                     std::make_shared<const AblationSimulation>(
                         simulateAblation(model_, found.plan, options, progress)));
  if (const TargetCoverage* target = coverageIn(outcome, request_.lesion)) {
    found.coverage = shareAt(*target, planningIsothermC(found.plan, outcome));
    found.minimumMarginMm = target->minimumMarginMm;
  }
  dangersAtMm_.clear();
  for (const Finding& finding : ablationFindings(model_, found.plan, outcome))
    if (finding.severity == Finding::Severity::Danger) {
      found.dangers.push_back(finding.text);
      found.harm += harmOf(finding);
      if (finding.atMm)
        dangersAtMm_.push_back(*finding.atMm);
    }
  found.reaches = found.coverage >= request_.coverageGoal &&
                  (request_.marginMm <= 0.0 || found.minimumMarginMm >= request_.marginMm);
  found.text = describe(found);
  if (*least == 1.0)
    calibrate(chosen, outcome);
  const bool done = found.reaches && found.dangers.empty();
  result.tried.push_back(std::move(found));
  return done;
}

/// Half the time for the probe nearest to each danger.
std::vector<double> Search::sharesAwayFromDanger(const Plan& plan) const {
  std::vector<double> near(plan.needles.size() - plan_.needles.size(), 1.0);
  for (const Vec3& danger : dangersAtMm_) {
    double least = std::numeric_limits<double>::infinity();
    std::size_t nearest = 0;
    for (std::size_t n = 0; n < near.size(); ++n) {
      const Needle& needle = plan.needles[plan_.needles.size() + n];
      const ProbeShape shape = shapeOf(findDevice(needle.instrument),
                                       needle.trajectory.target,
                                       Vec3(-needle.trajectory.direction()));
      const double distance = signedDistanceMm(shape, danger);
      if (distance < least) {
        least = distance;
        nearest = n;
      }
    }
    near[nearest] = 0.5;
  }
  return near;
}

double Search::safeCoverage() const {
  double most = 0.0;
  for (const ProbeArrangement& tried : result.tried)
    if (tried.dangers.empty())
      most = std::max(most, tried.coverage);
  return most;
}

bool Search::simulateMilder(const std::vector<std::size_t>& chosen, const Progress& progress) {
  if (simulate(chosen, all(chosen, 1.0), progress.span(0.0, 0.25)))
    return true;
  const ProbeArrangement& full = result.tried.back();
  // Less time never covers more.
  if (full.dangers.empty() || full.coverage <= safeCoverage() + 0.01)
    return false;
  const std::vector<double> near = sharesAwayFromDanger(result.tried.back().plan);
  if (near != all(chosen, 0.5) && simulate(chosen, near, progress.span(0.25, 0.5)))
    return true;
  for (const double share : {0.7, 0.5, 0.25}) {
    if (simulate(chosen, all(chosen, share), progress.span(0.5, 1.0)))
      return true;
    if (result.tried.back().dangers.empty())
      return false;
  }
  return false;
}

/// Whether `a` is to be preferred to `b`.
bool better(const ProbeArrangement& a, const ProbeArrangement& b) {
  if (a.dangers.empty() != b.dangers.empty())
    return a.dangers.empty();
  if (!a.dangers.empty() && std::abs(a.harm - b.harm) > 1.0e-6)
    return a.harm < b.harm;
  if (a.reaches != b.reaches)
    return a.reaches;
  if (!a.reaches && std::abs(a.coverage - b.coverage) > 0.01)
    return a.coverage > b.coverage;
  return a.probes < b.probes;
}

void Search::choose() {
  for (std::size_t n = 1; n < result.tried.size(); ++n)
    if (better(result.tried[n], result.tried[result.best]))
      result.best = n;
  const ProbeArrangement& best = result.tried[result.best];
  result.why = best.text + ".";
  if (best.reaches && best.dangers.empty())
    result.why += " The goal of " + percent(request_.coverageGoal) + " is reached.";
  else
    result.why += " The goal of " + percent(request_.coverageGoal) +
                  (best.dangers.empty() ? " is not reached without a danger."
                                        : " has no arrangement without a danger.");
  const ProbeArrangement* most = nullptr;
  for (const ProbeArrangement& other : result.tried)
    if (&other != &best && other.coverage > best.coverage + 0.01 &&
        (!most || other.coverage > most->coverage))
      most = &other;
  if (most)
    result.why += " Most would be covered by " + most->text + ".";
}

}  // namespace

OptimiseResult optimiseProbes(const CaseModel& model,
                              const Plan& plan,
                              const OptimiseRequest& request,
                              const Progress& progress) {
  const Structure* lesion = model.patient().find(request.lesion);
  if (!lesion || lesion->role != Role::Lesion)
    throw Error("the case has no lesion '" + request.lesion + "'; trocar inspect lists them");
  if (request.mostProbes < 1 || request.mostProbes > 8)
    throw Error("between 1 and 8 probes can be arranged; ask for another number");
  Search search(model, plan, request);
  search.findCandidates(progress.span(0.0, kCandidateShare));
  try {
    bool done = false;
    for (int count = 1; !done && count <= request.mostProbes; ++count) {
      const double step = (1.0 - kCandidateShare) / request.mostProbes;
      const double from = kCandidateShare + step * (count - 1);
      done = search.tryCount(count, progress.span(from, from + step));
    }
    search.result.complete = true;
  } catch (const Cancelled&) {
    if (search.result.tried.empty())
      throw;
  }
  if (search.result.tried.empty())
    throw Error("no arrangement of probes could be simulated; try another instrument");
  search.choose();
  return std::move(search.result);
}

}  // namespace trocar::ablation
