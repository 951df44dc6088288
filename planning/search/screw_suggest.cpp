#include "planning/search/screw_suggest.h"

#include "core/error.h"
#include "planning/access/approach_record.h"
#include "planning/access/screw_bone.h"
#include "planning/access/unjudged_groups.h"
#include "planning/findings/rule_text.h"
#include "planning/fixation/screw_grade.h"
#include "planning/fixation/screw_site.h"
#include "planning/model/clearance.h"
#include "planning/model/skin.h"
#include "planning/search/no_way.h"
#include "planning/search/score.h"

#include <algorithm>

namespace trocar::search {
namespace {

constexpr double kShortOfFarSideMm = 8.0;  ///< Of a screw from side to side.

/// A screw in a corridor.
struct Placed {
  fixation::ScrewSite site;
  fixation::FoundCorridor corridor;
  const Instrument* screw = nullptr;
  double lengthMm = 0.0;
  double marginMm = 0.0;
  Trajectory axis;  ///< Head on the cortex to tip.
};

std::vector<const Instrument*> shelfOf(const SuggestRequest& request) {
  std::vector<const Instrument*> shelf;
  for (const std::string& id :
       request.shelf.empty() ? usualInstruments(InstrumentKind::Screw) : request.shelf) {
    const Instrument& instrument = findInstrument(id);
    if (instrument.kind != InstrumentKind::Screw)
      throw Error("'" + id + "' is no screw; choose one of kind screw (trocar instruments)");
    shelf.push_back(&instrument);
  }
  return shelf;
}

/// The side that a request is about: as given, else that of the bone or lesion it names.
std::vector<Side> sidesOf(const CaseModel& model, const SuggestRequest& request) {
  if (request.side)
    return {*request.side};
  const Structure* named = model.patient().find(request.structure);
  const Box* box = named ? model.boxOf(named->id) : nullptr;
  if (!box || named->role == Role::Sacrum)
    return {Side::Left, Side::Right};
  const Vec3 fromMiddle = 0.5 * (box->lowMm + box->highMm) - model.patient().ct.grid().centreMm();
  return {fromMiddle.dot(model.pelvis().frame.left) >= 0.0 ? Side::Left : Side::Right};
}

fixation::CorridorProblem problemFor(const CaseModel& model,
                                     const fixation::ScrewSite& site,
                                     double radiusMm) {
  fixation::CorridorProblem problem;
  problem.head = site.head;
  problem.tip = site.tip;
  problem.endsAtTip = site.endsAtTip;
  problem.neededMm = site.neededMm;
  problem.limits = access::recordOf(site.approach).limits;
  problem.radiusMm = radiusMm;
  problem.bone = access::screwBone(model, site.approach, site.side, site.tip.centreMm);
  if (!problem.bone)
    throw Error("the case has no bone for a '" + std::string(toString(site.approach)) +
                "'; import sacrum, hip bones and femora as structures");
  if (access::crossesSacroiliacJoint(site.approach))
    problem.headBone = access::boneOfSideAt(model, Role::Hip, site.side);
  if (site.spans)
    problem.tipBone =
        access::boneOfSideAt(model, Role::Hip, site.side == Side::Left ? Side::Right : Side::Left);
  const Vec3 reach = Vec3::Constant(100.0);
  problem.critical = access::sparedBy(model,
                                      site.approach,
                                      {site.head.centreMm.cwiseMin(site.tip.centreMm) - reach,
                                       site.head.centreMm.cwiseMax(site.tip.centreMm) + reach});
  return problem;
}

/// The first screw of the shelf with bone enough around it, else the thinnest that does not breach.
std::optional<Placed> placedIn(const fixation::ScrewSite& site,
                               const fixation::FoundCorridor& corridor,
                               const std::vector<const Instrument*>& shelf) {
  const double wantedMm = ruleLimit("screw-margin");
  std::optional<Placed> best;
  for (const Instrument* screw : shelf) {
    const double marginMm = corridor.clearRadiusMm - 0.5 * screw->outerDiameterMm;
    const auto lengthMm = fixation::fittingLengthMm(*screw, corridor.axis.lengthMm());
    const double leastMm =
        site.spans ? corridor.axis.lengthMm() - kShortOfFarSideMm : site.neededMm;
    if (marginMm < 0.0 || !lengthMm || *lengthMm < leastMm)
      continue;
    Placed placed{site, corridor, screw, *lengthMm, marginMm, corridor.axis};
    placed.axis.target = corridor.axis.pointAtDepth(*lengthMm);
    if (marginMm >= wantedMm)
      return placed;
    if (!best || marginMm > best->marginMm)
      best = placed;
  }
  return best;
}

const access::ScrewWay& wayOf(const Placed& placed) {
  return *access::recordOf(placed.site.approach).screw;
}

std::vector<ScoreTerm> termsOf(const Placed& placed) {
  constexpr double kAmpleMm = 3.0;
  const double typicalMm =
      wayOf(placed).publishedLengthMm.value_or(placed.corridor.axis.lengthMm());
  return {{"bone-margin",
           "Bone around the thread",
           placed.marginMm,
           "mm",
           clamped(placed.marginMm / kAmpleMm),
           2.0},
          {"corridor",
           "Diameter of the corridor",
           2.0 * placed.corridor.clearRadiusMm,
           "mm",
           clamped(placed.corridor.clearRadiusMm / 8.0),
           1.0},
          {"length",
           "Length of the screw",
           placed.lengthMm,
           "mm",
           clamped(placed.lengthMm / typicalMm),
           1.0}};
}

Needle needleOf(const CaseModel& model, const Placed& placed) {
  constexpr double kSoftTissueMm = 60.0;
  const Vec3 back = -placed.axis.direction();
  Needle needle;
  needle.instrument = placed.screw->id;
  needle.purpose = Purpose::Screw;
  needle.approach = placed.site.approach;
  needle.side = placed.site.side;
  needle.trajectory.target = placed.axis.target;
  needle.trajectory.entry = skinCrossing(model.patient(), placed.axis.target, back)
                                .value_or(placed.axis.entry + kSoftTissueMm * back);
  return needle;
}

/// Graded as any screw is: the search looks along the axis, the grade at the whole thread.
bool isWithin(const CaseModel& model, const Placed& placed, const access::BoneDistance& bone) {
  const auto grade = fixation::gradeScrew(model, {}, needleOf(model, placed), bone);
  return grade && grade->grade == 'A';
}

std::string whyOf(const Placed& placed) {
  return placed.screw->name + " x " + rounded(placed.lengthMm, 0) + " mm, " + placed.site.name +
         ": " + rounded(placed.marginMm) + " mm around the thread in a corridor " +
         rounded(2.0 * placed.corridor.clearRadiusMm) + " mm wide and " +
         rounded(placed.corridor.axis.lengthMm(), 0) +
         " mm long (published: " + wayOf(placed).published + ").";
}

SuggestionCard cardOf(const CaseModel& model, const Plan& plan, const Placed& placed) {
  SuggestionCard card;
  card.needles = {needleOf(model, placed)};
  card.needles.front().id = nextNeedleId(plan);
  card.terms = termsOf(placed);
  card.score = scoreOf(card.terms);
  card.why = whyOf(placed);
  card.safetyMm = placed.marginMm;
  card.coverage = clamped(placed.lengthMm / placed.corridor.axis.lengthMm());
  card.unjudged = access::unjudgedAt(model, card.needles.front());
  return card;
}

/// Screws of one approach on one side, best first, and why there are none.
struct Search {
  std::vector<Placed> placed;
  std::string why;
};

Search searchSide(const CaseModel& model,
                  Approach approach,
                  Side side,
                  const SuggestRequest& request) {
  const std::vector<const Instrument*> shelf = shelfOf(request);
  const std::size_t count = static_cast<std::size_t>(std::max(3, request.count));
  double widestMm = 0.0;
  Search search;
  for (const fixation::ScrewSite& site : fixation::screwSites(model, approach, side)) {
    const fixation::CorridorProblem problem =
        problemFor(model, site, 0.5 * shelf.front()->outerDiameterMm);
    for (const fixation::FoundCorridor& corridor : fixation::widestCorridors(problem, count)) {
      widestMm = std::max(widestMm, 2.0 * corridor.clearRadiusMm);
      const auto placed = placedIn(site, corridor, shelf);
      if (placed && isWithin(model, *placed, problem.bone))
        search.placed.push_back(*placed);
    }
  }
  std::stable_sort(
      search.placed.begin(), search.placed.end(), [](const Placed& a, const Placed& b) {
        return scoreOf(termsOf(a)) > scoreOf(termsOf(b));
      });
  if (search.placed.empty())
    search.why = widestMm > 0.0 ? "the widest way on the " + std::string(toString(side)) + " is " +
                                      rounded(widestMm) + " mm"
                                : "there is no straight way on the " + std::string(toString(side));
  return search;
}

bool keepApart(const Placed& a, const Placed& b) {
  const auto shaft = [](const Placed& p) { return Shaft{p.axis, 0.5 * p.screw->outerDiameterMm}; };
  return clearanceBetween(shaft(a), shaft(b)).distanceMm >= ruleLimit("screws-apart");
}

/// The screws of all legs that keep apart with the best sum of scores, `chosen` first.
struct Joint {
  std::vector<Placed> screws;
  double score = -1.0;
};

void joinLegs(const std::vector<Search>& legs, const Joint& chosen, Joint& best) {
  if (chosen.screws.size() == legs.size()) {
    if (chosen.score > best.score)
      best = chosen;
    return;
  }
  for (const Placed& next : legs[chosen.screws.size()].placed) {
    const bool apart = std::all_of(chosen.screws.begin(),
                                   chosen.screws.end(),
                                   [&](const Placed& other) { return keepApart(other, next); });
    if (!apart)
      continue;
    Joint more = chosen;
    more.screws.push_back(next);
    more.score += scoreOf(termsOf(next));
    joinLegs(legs, more, best);
  }
}

/// One screw a leg; empty where no choice keeps apart.
std::vector<Placed> jointOf(const std::vector<Search>& legs) {
  Joint best;
  joinLegs(legs, {{}, 0.0}, best);
  return best.screws;
}

SuggestionCard jointCard(const CaseModel& model,
                         const Plan& plan,
                         const std::vector<Placed>& legs) {
  Plan growing = plan;
  SuggestionCard card;
  card.safetyMm = 1e9;
  card.coverage = 1.0;
  for (const Placed& leg : legs) {
    const SuggestionCard one = cardOf(model, growing, leg);
    growing = withNeedle(growing, one.needles.front());
    card.needles.push_back(one.needles.front());
    const std::string& screw = access::recordOf(leg.site.approach).name;
    for (search::ScoreTerm term : one.terms) {
      term.name = screw + ": " + term.name;
      card.terms.push_back(std::move(term));
    }
    card.why += (card.why.empty() ? "" : " ") + screw + ": " + leg.screw->name + " x " +
                rounded(leg.lengthMm, 0) + " mm with " + rounded(leg.marginMm) +
                " mm around the thread.";
    card.safetyMm = std::min(card.safetyMm, one.safetyMm);
    card.coverage = std::min(card.coverage, one.coverage);
    if (isSafetyJudged(card.unjudged))
      card.unjudged = one.unjudged;
  }
  card.score = scoreOf(card.terms);
  return card;
}

void addJoint(const CaseModel& model,
              const Plan& plan,
              const SuggestRequest& request,
              Side side,
              Suggestions& found,
              std::vector<std::string>& whys) {
  const std::size_t before = whys.size();
  std::vector<Search> legs;
  for (const access::ScrewLeg& leg : access::recordOf(request.approach).legs) {
    legs.push_back(searchSide(model, leg.approach, side, request));
    if (legs.back().placed.empty())
      whys.push_back("of the " + leg.name + " " + legs.back().why);
  }
  const std::vector<Placed> screws = jointOf(legs);
  if (!screws.empty())
    found.cards.push_back(jointCard(model, plan, screws));
  else if (whys.size() == before)
    whys.push_back("the ways on the " + std::string(toString(side)) + " cross each other");
}

}  // namespace

Suggestions suggestScrews(const CaseModel& model,
                          const Plan& plan,
                          const SuggestRequest& request,
                          const Progress& progress) {
  if (request.targetMm)
    throw Error(
        "a screw's corridor is searched as a whole: leave out --target, or place the screw "
        "with trocar needle --purpose screw");
  Suggestions found;
  std::vector<std::string> whys;
  const std::vector<Side> sides = sidesOf(model, request);
  for (std::size_t n = 0; n < sides.size(); ++n) {
    progress.at(static_cast<double>(n) / static_cast<double>(sides.size()));
    if (!access::recordOf(request.approach).legs.empty()) {
      addJoint(model, plan, request, sides[n], found, whys);
      continue;
    }
    const Search search = searchSide(model, request.approach, sides[n], request);
    for (const Placed& placed : search.placed)
      found.cards.push_back(cardOf(model, plan, placed));
    if (!search.why.empty())
      whys.push_back(search.why);
  }
  if (found.cards.empty())
    throw NoWay(noWaySentence("No " + access::recordOf(request.approach).name + " fits",
                              whys,
                              request.side ? "a thinner screw, another corridor or the other side"
                                           : "a thinner screw or another corridor"));
  std::stable_sort(found.cards.begin(), found.cards.end(), [](const auto& a, const auto& b) {
    return a.score > b.score;
  });
  if (found.cards.size() > static_cast<std::size_t>(request.count))
    found.cards.resize(static_cast<std::size_t>(request.count));
  for (const SuggestionCard& card : found.cards)
    found.entries.push_back({card.needles.front().trajectory.entry, toldScore(card)});
  found.cards.front().onFront = toldScore(found.cards.front()).has_value();
  for (const std::string& why : whys)
    found.remarks.push_back("Not everywhere: " + why + ".");
  if (!found.cards.front().unjudged.empty())
    found.remarks.push_back("Not judged: " + describe(found.cards.front().unjudged) + ".");
  found.remarks.push_back(
      "A corridor is measured on the labels: with voxels of 1 mm it is known to about a "
      "millimetre. "
      "The bone of the segmentation, not its strength, is what is judged.");
  progress.at(1.0);
  return found;
}

}  // namespace trocar::search
