#include "planning/plan/plan_faults.h"

#include "core/number_text.h"
#include "planning/plan/scales.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace trocar {
namespace {

using Faults = std::vector<PlanFault>;
using SetAside = std::function<Plan(Plan)>;

constexpr double kLeast = std::numeric_limits<double>::denorm_min();
constexpr double kFarthestMm = 1.0e5;  ///< Of any point from the scanner's origin.
constexpr double kMostCementMl = 100.0;
constexpr double kFastestMlPerS = 5.0;
constexpr double kMostBendMm = 200.0;
constexpr double kThickestLayerMm = 50.0;
constexpr double kMostBrushMm = 50.0;

template <typename T>
SetAside without(std::vector<T> Plan::*list, std::size_t index) {
  return [list, index](Plan plan) {
    auto& items = plan.*list;
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    return plan;
  };
}

bool isPoint(const Vec3& point) {
  return point.allFinite() && point.cwiseAbs().maxCoeff() <= kFarthestMm;
}

void addIds(const Plan& plan, Faults& faults) {
  for (std::size_t n = 0; n < plan.needles.size(); ++n) {
    const std::string& id = plan.needles[n].id;
    if (id.empty() || plan.find(id) != &plan.needles[n])
      faults.push_back(
          {"needle '" + id + "' is unnamed or there twice; give each a name of its own",
           without(&Plan::needles, n)});
  }
}

SetAside withoutTheNeedle(const std::string& id) {
  return [id](Plan plan) { return withoutNeedle(std::move(plan), id); };
}

void addTrajectory(const Needle& needle, Faults& faults) {
  const auto& [entry, target] = needle.trajectory;
  if (!isPoint(entry) || !isPoint(target)) {
    faults.push_back({"entryMm or targetMm of needle " + needle.id +
                          " lies farther away than any scanner sees; give points in patient "
                          "millimetres",
                      withoutTheNeedle(needle.id)});
    return;
  }
  const double lengthMm = (entry - target).norm();
  if (!(lengthMm >= kShortestNeedleMm))
    faults.push_back({"entry and target of needle " + needle.id +
                          " are the same point or less than 1 mm apart; give two different points",
                      withoutTheNeedle(needle.id)});
  if (!(lengthMm <= kLongestNeedleMm))
    faults.push_back({"entry and target of needle " + needle.id + " are " + plainNumber(lengthMm) +
                          " mm apart, more than the " + plainNumber(kLongestNeedleMm) +
                          " mm of any needle; move one of them",
                      withoutTheNeedle(needle.id)});
}

/// Of an instrument that runs through another needle: which is drawn back no farther than it is in.
void addCannula(const Plan& plan, const Needle& needle, Faults& faults) {
  const Needle* cannula = needle.through ? plan.find(*needle.through) : nullptr;
  if (needle.through && !cannula)
    return;  // Which is said of the case's plan.
  const double mostMm = cannula ? cannula->trajectory.lengthMm() - kShortestNeedleMm : 0.0;
  addUnlessWithin(faults,
                  "needle " + needle.id + ": cannulaBackMm",
                  needle.cannulaBackMm,
                  0.0,
                  std::max(0.0, mostMm),
                  [id = needle.id](Plan without) {
                    Needle changed = *without.find(id);
                    changed.cannulaBackMm = 0.0;
                    return withNeedle(std::move(without), changed);
                  });
}

void addBend(const Needle& needle, Faults& faults) {
  if (!needle.bend)
    return;
  const SetAside straight = [id = needle.id](Plan plan) {
    Needle straightened = *plan.find(id);
    straightened.bend.reset();
    return withNeedle(std::move(plan), straightened);
  };
  const std::string where = "bend of needle " + needle.id + ": ";
  addUnlessWithin(faults, where + "lengthMm", needle.bend->lengthMm, kLeast, kMostBendMm, straight);
  addUnlessWithin(faults, where + "angleDeg", needle.bend->angleDeg, kLeast, 180.0, straight);
  if (!isPoint(needle.bend->towards) || needle.bend->towards.isZero())
    faults.push_back({where + "towards is no direction", straight});
}

void addDevice(const Needle& needle, Faults& faults) {
  constexpr double kMostBalloonMl = 50.0;
  constexpr double kMostLoops = 100.0;
  constexpr double kHighestMm = 100.0;
  const SetAside unused = [id = needle.id](Plan plan) {
    Needle bare = *plan.find(id);
    bare.device = {};
    return withNeedle(std::move(plan), bare);
  };
  const auto add = [&](const char* key, const std::optional<double>& value, double most) {
    if (value)
      addUnlessWithin(
          faults, "device of needle " + needle.id + ": " + key, *value, kLeast, most, unused);
  };
  const DeviceUse& use = needle.device;
  add("balloonMl", use.balloonMl, kMostBalloonMl);
  add("implantHeightMm", use.implantHeightMm, kHighestMm);
  add("coilLoops",
      use.coilLoops ? std::optional<double>(*use.coilLoops) : std::nullopt,
      kMostLoops);
  add("screwLengthMm", use.screwLengthMm, kLongestNeedleMm);
}

void addSteps(const Protocol& protocol, const SetAside& aside, Faults& faults) {
  double lengthS = protocol.startS;
  double withdrawnMm = 0.0;
  for (std::size_t n = 0; n < protocol.steps.size(); ++n) {
    const ProtocolStep& step = protocol.steps[n];
    const std::string where =
        "protocol of " + protocol.needle + ", step " + std::to_string(n + 1) + ": ";
    addUnlessWithin(faults, where + "durationS", step.durationS, 0.0, kLongestTreatmentS, aside);
    addUnlessWithin(faults, where + "powerW", step.powerW, 0.0, kMostPowerW, aside);
    addUnlessWithin(faults, where + "dutyFraction", step.dutyFraction, 0.0, 1.0, aside);
    addUnlessWithin(faults, where + "withdrawMm", step.withdrawMm, 0.0, kMostWithdrawnMm, aside);
    lengthS += step.durationS;
    withdrawnMm += step.withdrawMm;
  }
  if (lengthS > kLongestTreatmentS)
    faults.push_back({"protocol of " + protocol.needle + " lasts " + plainNumber(lengthS) +
                          " s, longer than the " + plainNumber(kLongestTreatmentS) +
                          " s that are simulated; shorten it",
                      aside});
  if (withdrawnMm > kMostWithdrawnMm)
    faults.push_back({"protocol of " + protocol.needle + " draws the probe back by " +
                          plainNumber(withdrawnMm) + " mm, more than the " +
                          plainNumber(kMostWithdrawnMm) + " mm that any path is long; shorten it",
                      aside});
}

void addProtocols(const Plan& plan, Faults& faults) {
  std::map<std::string, int> ofNeedle;
  for (std::size_t n = 0; n < plan.protocols.size(); ++n) {
    const Protocol& protocol = plan.protocols[n];
    const SetAside aside = without(&Plan::protocols, n);
    if (!plan.find(protocol.needle))
      faults.push_back({"a protocol names needle '" + protocol.needle +
                            "', which is not in the plan; name one that is",
                        aside});
    if (++ofNeedle[protocol.needle] == 2)
      faults.push_back(
          {"needle " + protocol.needle + " has two protocols; keep one, which may have more steps",
           aside});
    addUnlessWithin(faults,
                    "protocol of " + protocol.needle + ": startS",
                    protocol.startS,
                    0.0,
                    kLongestTreatmentS,
                    aside);
    addSteps(protocol, aside, faults);
  }
}

void addInjections(const Plan& plan, Faults& faults) {
  for (std::size_t n = 0; n < plan.injections.size(); ++n) {
    const Injection& one = plan.injections[n];
    const SetAside aside = without(&Plan::injections, n);
    const std::string where = "injection through " + one.needle + ": ";
    if (!plan.find(one.needle))
      faults.push_back({"an injection names needle '" + one.needle +
                            "', which is not in the plan; name one that is",
                        aside});
    addUnlessWithin(faults, where + "volumeMl", one.volumeMl, 0.0, kMostCementMl, aside);
    addUnlessWithin(faults, where + "rateMlPerS", one.rateMlPerS, kLeast, kFastestMlPerS, aside);
    addUnlessWithin(faults, where + "tipBackMm", one.tipBackMm, 0.0, kMostWithdrawnMm, aside);
    addUnlessWithin(faults, where + "withdrawMm", one.withdrawMm, 0.0, kMostWithdrawnMm, aside);
    if (const Needle* needle = plan.find(one.needle);
        needle &&
        one.tipBackMm + one.withdrawMm > needle->trajectory.lengthMm() - kShortestNeedleMm)
      faults.push_back({where + "the tip would be drawn back by " +
                            plainNumber(one.tipBackMm + one.withdrawMm) + " mm, out of the " +
                            plainNumber(needle->trajectory.lengthMm()) +
                            " mm between entry and target; draw it back less",
                        aside});
    if (one.volumeMl > kLongestTreatmentS * one.rateMlPerS && one.rateMlPerS > 0.0)
      faults.push_back({where + plainNumber(one.volumeMl) + " ml at " +
                            plainNumber(one.rateMlPerS) + " ml/s take longer than the " +
                            plainNumber(kLongestTreatmentS) +
                            " s that are simulated; inject faster",
                        aside});
  }
}

void addProtections(const Plan& plan, Faults& faults) {
  for (std::size_t n = 0; n < plan.protections.size(); ++n) {
    const Protection& one = plan.protections[n];
    const SetAside aside = without(&Plan::protections, n);
    const std::string where = "protection of " + one.structure + ": ";
    if (one.structure.empty())
      faults.push_back({"a protection names no structure; name one", aside});
    addUnlessWithin(faults, where + "thicknessMm", one.thicknessMm, 0.0, kThickestLayerMm, aside);
    for (const PaintedBall& ball : one.painted) {
      addUnlessWithin(faults, where + "radiusMm", ball.radiusMm, kLeast, kMostBrushMm, aside);
      if (!isPoint(ball.centreMm))
        faults.push_back({where + "centreMm is no place in a scanner", aside});
    }
  }
}

void addChoices(const Plan& plan, Faults& faults) {
  const auto mixed = [](auto CementMix::*part) {
    return [part](Plan without) {
      (without.cementMix.*part).reset();
      return without;
    };
  };
  if (plan.cementMix.startS)
    addUnlessWithin(faults,
                    "cementMix: startS",
                    *plan.cementMix.startS,
                    0.0,
                    kLongestTreatmentS,
                    mixed(&CementMix::startS));
  if (plan.cementMix.roomC)
    addUnlessWithin(
        faults, "cementMix: roomC", *plan.cementMix.roomC, 0.0, 50.0, mixed(&CementMix::roomC));
  const PlacementError* own =
      plan.placement ? std::get_if<PlacementError>(&*plan.placement) : nullptr;
  if (own && !isPossible(*own))
    faults.push_back(
        {"placement: errors must be 0 or more, means and spreads up to 50 mm and 45 "
         "degrees",
         [](Plan without) {
           without.placement.reset();
           return without;
         }});
}

void addScales(const Plan& plan, Faults& faults) {
  for (std::size_t n = 0; n < plan.scales.size(); ++n) {
    const ScaleValue& one = plan.scales[n];
    const auto known = std::find_if(scales().begin(), scales().end(), [&](const Scale& scale) {
      return scale.key == one.scale;
    });
    // A scale that the assets no longer have is kept, and not shown.
    const double most = std::numeric_limits<double>::max();
    addUnlessWithin(faults,
                    "scale " + one.scale + " of " + one.date + ": value",
                    one.value,
                    known == scales().end() ? -most : known->low,
                    known == scales().end() ? most : known->high,
                    without(&Plan::scales, n));
  }
}

void addLandmarks(const Plan& plan, Faults& faults) {
  for (const auto& [id, pointMm] : plan.corrections.landmarksMm) {
    if (!isPoint(pointMm))
      faults.push_back({"corrections: landmark " + id + " lies farther away than any scanner sees",
                        [id = id](Plan without) {
                          without.corrections.landmarksMm.erase(id);
                          return without;
                        }});
  }
}

void addDrawn(const Plan& plan, Faults& faults) {
  constexpr double kWidestMm = 500.0;
  const auto isLength = [](double mm) { return mm >= 0.05 && mm <= kWidestMm; };
  for (const auto& [id, structure] : plan.corrections.drawn) {
    bool possible = true;
    if (const auto* tube = std::get_if<TubeRegion>(&structure.region))
      possible = tube->centreLineMm.size() >= 2 && isLength(tube->radiusMm) &&
                 std::all_of(tube->centreLineMm.begin(), tube->centreLineMm.end(), isPoint);
    if (const auto* ellipsoid = std::get_if<EllipsoidRegion>(&structure.region))
      possible = isPoint(ellipsoid->centreMm) && isLength(ellipsoid->radiiMm.minCoeff()) &&
                 isLength(ellipsoid->radiiMm.maxCoeff());
    if (!possible)
      faults.push_back({"corrections: what was drawn as " + id +
                            " needs two places and a radius of 0.05 to 500 mm",
                        [id = id](Plan without) {
                          without.corrections.drawn.erase(id);
                          return without;
                        }});
  }
}

void addBookmarks(const Plan& plan, Faults& faults) {
  constexpr double kWidestHu = 1.0e5;
  for (std::size_t n = 0; n < plan.bookmarks.size(); ++n) {
    const Bookmark& one = plan.bookmarks[n];
    const SetAside aside = without(&Plan::bookmarks, n);
    const std::string where = "bookmark '" + one.title + "': ";
    if (!isPoint(one.eye.positionMm) || !isPoint(one.eye.focusMm) || !isPoint(one.eye.up) ||
        !isPoint(one.crosshairMm))
      faults.push_back({where + "it looks from or to no place in a scanner", aside});
    addUnlessWithin(faults, where + "windowWidthHu", one.windowWidthHu, kLeast, kWidestHu, aside);
    addUnlessWithin(
        faults, where + "windowLevelHu", one.windowLevelHu, -kWidestHu, kWidestHu, aside);
    if (one.timeS)
      addUnlessWithin(faults, where + "timeS", *one.timeS, 0.0, 2.0 * kLongestTreatmentS, aside);
    if (one.cementMl)
      addUnlessWithin(faults, where + "cementMl", *one.cementMl, 0.0, 10.0 * kMostCementMl, aside);
  }
}

}  // namespace

void addUnlessWithin(Faults& faults,
                     const std::string& where,
                     double value,
                     double low,
                     double high,
                     SetAside setAside) {
  if (value >= low && value <= high)
    return;
  const std::string range = low == kLeast ? "above 0 and at most " + plainNumber(high)
                                          : plainNumber(low) + " to " + plainNumber(high);
  faults.push_back(
      {where + " is " + plainNumber(value) + "; it must be " + range, std::move(setAside)});
}

std::vector<PlanFault> faultsOf(const Plan& plan) {
  Faults faults;
  addIds(plan, faults);
  for (const Needle& needle : plan.needles) {
    addTrajectory(needle, faults);
    addCannula(plan, needle, faults);
    addBend(needle, faults);
    addDevice(needle, faults);
  }
  addProtocols(plan, faults);
  addInjections(plan, faults);
  addProtections(plan, faults);
  addChoices(plan, faults);
  addScales(plan, faults);
  addLandmarks(plan, faults);
  addDrawn(plan, faults);
  addBookmarks(plan, faults);
  return faults;
}

}  // namespace trocar
