#include "planning/search/suggest.h"

#include "core/error.h"
#include "core/number_text.h"
#include "planning/access/pedicle_path.h"
#include "planning/access/usual_position.h"
#include "planning/model/skin.h"
#include "planning/plan/usual_purpose.h"
#include "planning/search/approach.h"
#include "planning/search/candidates.h"
#include "planning/search/cards.h"
#include "planning/search/in_the_way.h"
#include "planning/search/no_way.h"
#include "planning/search/screw_suggest.h"
#include "planning/words/names.h"

#include <algorithm>
#include <map>

namespace trocar::search {
namespace {

/// A request whose level and structure agree: a vertebra named as a structure is a level.
SuggestRequest settled(const CaseModel& model, SuggestRequest request) {
  if (request.structure.empty())
    return request;
  const Structure* named = model.patient().find(request.structure);
  if (!named)
    throw Error("the case has no structure '" + request.structure + "'; trocar inspect lists them");
  const Structure* bone = named;
  if (named->role == Role::Lesion) {
    bone = model.boneAt(lesionCoreMm(model, *named));
    request.targetStructure = request.targetStructure.empty() ? named->id : request.targetStructure;
  }
  if (bone && bone->role == Role::Vertebra)
    request.level = levelOf(*bone);
  return request;
}

void count(std::vector<Rejection>& rejections,
           const std::string& key,
           const std::string& text,
           int number) {
  const auto known = std::find_if(
      rejections.begin(), rejections.end(), [&](const auto& r) { return r.key == key; });
  if (known != rejections.end())
    known->count += number;
  else if (number > 0)
    rejections.push_back({key, text, number});
}

void countStops(const SearchResult& result, std::vector<Rejection>& rejections) {
  for (int stop = 1; stop < kStops; ++stop) {
    const std::string text(explain(static_cast<Stop>(stop)));
    count(rejections, text, text, result.stops[static_cast<std::size_t>(stop)]);
  }
}

std::string placeOf(const Case& patient, const SuggestRequest& request) {
  if (!request.level.empty())
    return request.level;
  return request.structure.empty() ? "the target" : words::nameInCase(patient, request.structure);
}

/// What would help where a constraint forbids most ways.
std::string helpAgainst(const std::string& rule, const SuggestRequest& request) {
  const auto is = [&](Stop stop) { return rule == explain(stop); };
  const std::string side = request.side ? "the other side" : "another target";
  if (is(Stop::TipOutsideBone) || is(Stop::Order))
    return request.side ? "another target or the other side" : "another target";
  if (is(Stop::LeavesBone))
    return "a thinner needle or another approach";
  return side + ", another approach or a thinner needle";
}

/// The first remark as part of a sentence; empty where there is none.
std::string withoutStop(const std::vector<std::string>& remarks) {
  if (remarks.empty())
    return {};
  const std::string& first = remarks.front();
  return first.substr(0, first.find_last_not_of('.') + 1);
}

/// What turned most ways away, and which structure where that was one to spare.
Forbidden mostForbidding(const CaseModel& model,
                         const SuggestRequest& request,
                         const std::vector<Setting>& settings,
                         const Suggestions& found) {
  if (found.rejections.empty())
    return {withoutStop(found.remarks), 0, 0, "another instrument, approach or target"};
  const Rejection& most = found.rejections.front();
  std::string rule = most.text;
  if (rule == explain(Stop::Critical)) {
    const std::string structure = mostInTheWay(model, settings);
    rule = structure.empty() ? rule
                             : "the shaft would pass too near to " +
                                   words::nameInCase(model.patient(), structure);
  }
  return {rule, most.count, found.candidates, helpAgainst(most.text, request)};
}

/// What is not judged is safer than nothing.
void markFront(std::vector<SuggestionCard>& cards) {
  for (SuggestionCard& card : cards) {
    card.onFront =
        isSafetyJudged(card.unjudged) &&
        std::none_of(cards.begin(), cards.end(), [&](const SuggestionCard& other) {
          const bool noWorse = other.safetyMm >= card.safetyMm && other.coverage >= card.coverage;
          return noWorse && (other.safetyMm > card.safetyMm || other.coverage > card.coverage);
        });
  }
}

/// The map of the skin tells no score where one of the cards could not.
void forgetUnjudged(Suggestions& found) {
  const auto unjudged =
      std::find_if(found.cards.begin(), found.cards.end(), [](const SuggestionCard& card) {
        return !isSafetyJudged(card.unjudged);
      });
  if (unjudged == found.cards.end())
    return;
  found.remarks.push_back("Not judged: " + describe(unjudged->unjudged) +
                          ". These ways are ranked by what is labelled, and have no score: look "
                          "at the CT along each of them.");
  for (EntryScore& entry : found.entries)
    entry.score.reset();
}

void mapEntries(const CaseModel& model,
                const SearchResult& result,
                std::vector<EntryScore>& entries) {
  constexpr std::size_t kMost = 300;
  const std::size_t stride = std::max<std::size_t>(1, result.accepted.size() / kMost);
  for (std::size_t i = 0; i < result.accepted.size(); i += stride) {
    const Found& found = result.accepted[i];
    entries.push_back({entryOf(model, found).pointMm, found.score});
  }
}

}  // namespace

NoWay::NoWay(const std::string& head, const Forbidden& most)
    : Error(noWaySentence(
          head,
          most.rule.empty()
              ? std::vector<std::string>()
              : std::vector<std::string>{(most.tried == 0
                                              ? ""
                                              : "in " +
                                                    shownShare(static_cast<double>(most.count) /
                                                               most.tried) +
                                                    " of " + std::to_string(most.tried) +
                                                    " tried ") +
                                         most.rule},
          most.help)),
      most_(most) {}

std::optional<double> toldScore(const SuggestionCard& card) {
  return isSafetyJudged(card.unjudged) ? std::optional(card.score) : std::nullopt;
}

std::optional<double> toldSafetyMm(const SuggestionCard& card) {
  return isSafetyJudged(card.unjudged) ? std::optional(card.safetyMm) : std::nullopt;
}

Suggestions suggest(const CaseModel& model,
                    const Plan& given,
                    const SuggestRequest& wanted,
                    const Progress& progress) {
  const access::ApproachRecord& record = access::recordOf(wanted.approach);
  const Plan plan = access::laidFor(given, wanted.approach);
  if (record.screw || !record.legs.empty())
    return suggestScrews(model, plan, wanted, progress);
  const SuggestRequest request = settled(model, wanted);
  const Aim aim = aimOf(model, request);
  Suggestions found;
  const bool vertebral = record.needsLevel();
  if (vertebral && request.level.empty())
    throw Error("this approach needs a vertebra: give --level such as L3");
  std::vector<Setting> settings = vertebral
                                      ? vertebraSettings(model, plan, request, aim, found.remarks)
                                      : boneSettings(model, plan, request, aim);
  CardMaker maker(model, plan, request, aim);
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const auto steps = static_cast<double>(settings.size() + 1);
    const auto done = static_cast<double>(i);
    const SearchResult result = search(settings[i].corridor,
                                       settings[i].candidates,
                                       settings[i].wishes,
                                       std::max(8, 2 * request.count),
                                       progress.span(done / steps, (done + 1.0) / steps));
    found.candidates += result.candidates;
    countStops(result, found.rejections);
    mapEntries(model, result, found.entries);
    if (maker.add(settings[i], result))
      continue;
    if (auto next = afterInVain(model, plan, request, aim, settings[i], found.remarks))
      settings.push_back(*std::move(next));
  }
  found.cards = record.pair ? maker.pairs() : maker.singles();
  for (const auto& [key, number] : maker.turnedAway())
    count(found.rejections, key, key, number);
  std::stable_sort(found.rejections.begin(),
                   found.rejections.end(),
                   [](const Rejection& a, const Rejection& b) { return a.count > b.count; });
  if (found.cards.empty())
    throw NoWay("No " + std::string(toString(request.approach)) + " way to " +
                    placeOf(model.patient(), request),
                mostForbidding(model, request, settings, found));
  markFront(found.cards);
  forgetUnjudged(found);
  progress.at(1.0);
  return found;
}

std::optional<Needle> templateNeedle(const CaseModel& model,
                                     const std::string& level,
                                     Approach approach,
                                     Side side,
                                     const std::string& instrument) {
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(level);
  const anatomy::PedicleSection* isthmus =
      vertebra ? access::isthmusOf(access::pedicleOf(*vertebra, side)) : nullptr;
  if (!isthmus)
    return std::nullopt;
  const access::ApproachRecord& record = access::recordOf(approach);
  const bool beside = record.pedicle == access::PedicleWay::Past;
  access::BodyAim aim =
      record.bodyAim.value_or(*access::recordOf(Approach::Transpedicular).bodyAim);
  aim.spreadMm = 0.0;
  const Vec3 target = bodyTargets(*vertebra, side, aim).idealMm;
  const Vec3 outside = isthmus->lateralMm - 4.0 * access::medialOf(vertebra->frame, side);
  const Vec3 through = beside ? outside : isthmus->centreMm;
  Found straight;
  straight.candidate = {target, (target - through).normalized()};
  straight.judgement.boneEntryMm = (target - through).norm() + 15.0;
  Needle needle;
  needle.id = "N1";
  needle.instrument = findInstrument(instrument).id;
  needle.purpose = usualPurpose(findInstrument(instrument).kind);
  needle.approach = approach;
  needle.level = level;
  needle.side = side;
  needle.trajectory = {entryOf(model, straight).pointMm, target};
  return needle;
}

}  // namespace trocar::search
