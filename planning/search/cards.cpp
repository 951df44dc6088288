#include "planning/search/cards.h"

#include "planning/access/needle_view.h"
#include "planning/access/unjudged_groups.h"
#include "planning/findings/rule_text.h"
#include "planning/fixation/screw_grade.h"
#include "planning/model/skin.h"
#include "planning/plan/usual_purpose.h"
#include "planning/search/approach.h"
#include "planning/search/score.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace trocar::search {
namespace {

/// Terms that need the whole needle.
void addTerms(const NeedleEvaluation& numbers,
              bool pastPedicle,
              int warnings,
              std::vector<ScoreTerm>& terms) {
  // Usual 35 to 60 mm from the midline [posterolateral approach about 50 mm: clinical-rules P4].
  if (pastPedicle && numbers.distanceFromMidlineMm)
    terms.push_back({"lateral",
                     "Skin from the midline",
                     *numbers.distanceFromMidlineMm,
                     "mm",
                     clamped(1.0 - (*numbers.distanceFromMidlineMm - 60.0) / 40.0),
                     1.5});
  if (numbers.skinToTargetMm)
    terms.push_back({"length",
                     "Skin to target",
                     *numbers.skinToTargetMm,
                     "mm",
                     clamped(1.0 - (*numbers.skinToTargetMm - 50.0) / 120.0),
                     0.5});
  if (numbers.bonePath)
    terms.push_back({"bone",
                     "Mean density on the way",
                     numbers.bonePath->meanHu,
                     "HU",
                     numbers.bonePath->needsDrill ? 0.4 : 1.0,
                     0.5});
  terms.push_back(
      {"rules", "Cautions", static_cast<double>(warnings), "", 1.0 / (1.0 + warnings), 1.5});
}

ScoreTerm coverageTerm(double coverage) {
  return {"coverage", "Target within 15 mm of the tip", 100.0 * coverage, "%", coverage, 2.0};
}

/// With what the skin adds: a way past the pedicle may enter it too far out, or leave the CT
/// before.
int departuresOf(const Setting& setting, const Found& found, const NeedleEvaluation& numbers) {
  const bool farOut =
      setting.corridor.pastPedicle &&
      (!numbers.skinMm || numbers.distanceFromMidlineMm > ruleLimit("para-lateral"));
  return found.judgement.departures | (farOut ? static_cast<int>(Oblique) : 0);
}

/// "Grade A, 2.4 mm to the cortex, 6.1 mm to Canal, " and so on.
std::string whyOf(const CaseModel& model, const NeedleEvaluation& numbers, const Found& found) {
  std::string text;
  if (numbers.breach)
    text += std::string("Grade ") + numbers.breach->grade + ", ";
  if (found.judgement.wallMarginMm > 0.0)
    text += rounded(found.judgement.wallMarginMm) + " mm to the cortex, ";
  if (!numbers.clearances.empty())
    text += rounded(numbers.clearances.front().distanceMm) + " mm to " +
            model.patient().find(numbers.clearances.front().structure)->name + ", ";
  if (!numbers.unjudged.empty())
    text += "not judged: " + namesOf(numbers.unjudged) + ", ";
  return text;
}

std::vector<Unjudged> joined(std::vector<Unjudged> all, const std::vector<Unjudged>& more) {
  for (const Unjudged& one : more) {
    if (!holds(all, one.group))
      all.push_back(one);
  }
  return all;
}

/// A sentence from a list whose every part ends in a comma.
std::string sentenceOf(const std::string& list) {
  return list.empty() ? list : list.substr(0, list.size() - 2) + ".";
}

bool alike(const Needle& a, const Needle& b) {
  return alike(Candidate{a.trajectory.target, a.trajectory.direction()},
               Candidate{b.trajectory.target, b.trajectory.direction()});
}

bool alike(const SuggestionCard& a, const SuggestionCard& b) {
  for (std::size_t i = 0; i < a.needles.size(); ++i) {
    if (!alike(a.needles[i], b.needles[i]))
      return false;
  }
  return true;
}

std::vector<SuggestionCard> distinct(const std::vector<SuggestionCard>& cards, std::size_t count) {
  std::vector<SuggestionCard> chosen;
  for (const SuggestionCard& card : cards) {
    const bool known = std::any_of(
        chosen.begin(), chosen.end(), [&](const auto& other) { return alike(card, other); });
    if (!known)
      chosen.push_back(card);
    if (chosen.size() == count)
      break;
  }
  return chosen;
}

/// What goes before a card's score: the setting that it comes from, and how it departs from the
/// usual way.
struct Ranked {
  int priority = 0;
  int departures = 0;
  SuggestionCard card;
};

std::vector<SuggestionCard> inRank(std::vector<Ranked> all) {
  std::stable_sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
    return std::tuple(a.priority, a.departures, -a.card.score) <
           std::tuple(b.priority, b.departures, -b.card.score);
  });
  std::vector<SuggestionCard> cards;
  for (Ranked& one : all)
    cards.push_back(std::move(one.card));
  return cards;
}

}  // namespace

EntryPoint entryOf(const CaseModel& model, const Found& found) {
  constexpr double kSoftTissueMm = 60.0;
  const Candidate& candidate = found.candidate;
  if (const auto skin = skinCrossing(model.patient(), candidate.targetMm, -candidate.direction))
    return {*skin, true};
  const double backMm = found.judgement.boneEntryMm + kSoftTissueMm;
  return {candidate.targetMm - backMm * candidate.direction, false};
}

CardMaker::CardMaker(const CaseModel& model,
                     const Plan& plan,
                     const SuggestRequest& request,
                     const Aim& aim)
    : model_(model),
      plan_(plan),
      request_(request),
      hasSkin_(!model.patient().withRole(Role::Skin).empty()) {
  const anatomy::VertebraAnatomy* vertebra =
      request.level.empty() ? nullptr : model.vertebra(request.level);
  samplesMm_ = coverageSamples(model, aim.lesion, vertebra);
}

std::optional<Needle> CardMaker::needleFor(const Setting& setting, const Found& found) {
  const EntryPoint entry = entryOf(model_, found);
  if (setting.approach == Approach::Free && !entry.onSkin && hasSkin_) {
    ++turnedAway_["the way leaves the CT before it meets the skin"];
    return std::nullopt;
  }
  Needle needle;
  needle.id = nextNeedleId(plan_);
  needle.approach = setting.approach;
  needle.level = setting.level;
  needle.side = setting.side;
  needle.trajectory = {entry.pointMm, found.candidate.targetMm};
  const double hubMm = ruleLimit("working-length");
  for (const std::string& id : setting.instruments) {
    if (!entry.onSkin || needle.trajectory.lengthMm() + hubMm <= findInstrument(id).lengthMm) {
      needle.instrument = id;
      needle.purpose = request_.purpose == Purpose::Access ? usualPurpose(findInstrument(id).kind)
                                                           : request_.purpose;
      return needle;
    }
  }
  ++turnedAway_["skin to target plus " + rounded(hubMm, 0) +
                " mm of hub is longer than every instrument at hand"];
  return std::nullopt;
}

void CardMaker::measure(const Setting& setting, const Found& found, const Needle& needle) {
  NeedleEvaluation numbers = access::measureNeedle(model_, needle);
  fixation::gradeAsScrew(model_, plan_, needle, numbers);
  const access::NeedleView view{model_,
                                plan_,
                                needle,
                                findInstrument(needle.instrument),
                                setting.vertebra,
                                access::sideOf(model_, needle),
                                numbers};
  const std::vector<Finding> findings = needleFindings(view);
  const auto countOf = [&](Finding::Severity severity) {
    return static_cast<int>(
        std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
          return finding.severity == severity;
        }));
  };
  const auto danger = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.severity == Finding::Severity::Danger && !access::saysUnjudged(finding);
  });
  if (danger != findings.end()) {
    ++turnedAway_["the full judgement finds a danger (" + danger->rule + ")"];
    return;
  }
  if (numbers.breach && numbers.breach->grade != 'A') {
    ++turnedAway_["the full measurement finds the shaft outside the pedicle"];
    return;
  }
  std::string why = whyOf(model_, numbers, found);
  Measured measured{needle, found, found.terms, 0.0, 0.0, setting.priority, "", numbers.unjudged};
  if (!isSafetyJudged(numbers.unjudged))
    std::erase_if(measured.terms, [](const ScoreTerm& term) { return term.key == "critical"; });
  if (!samplesMm_.empty()) {
    const double coverage = coverageOf(samplesMm_, {needle.trajectory.target});
    measured.terms.push_back(coverageTerm(coverage));
    why += "reaches " + rounded(100.0 * coverage, 0) + " % of the target, ";
  }
  measured.why = sentenceOf(why);
  addTerms(
      numbers, setting.corridor.pastPedicle, countOf(Finding::Severity::Warning), measured.terms);
  measured.score = scoreOf(measured.terms);
  const double nearestMm =
      numbers.clearances.empty() ? 20.0 : numbers.clearances.front().distanceMm;
  const bool inBone = setting.corridor.bone && setting.corridor.staysInBone;
  measured.safetyMm = inBone ? std::min(nearestMm, found.judgement.wallMarginMm) : nearestMm;
  measured.departures = departuresOf(setting, found, numbers);
  measured_.push_back(std::move(measured));
}

bool CardMaker::add(const Setting& setting, const SearchResult& result) {
  constexpr std::size_t kEnough = 6;
  constexpr std::size_t kMostStandIns = 300;
  const std::size_t before = measured_.size();
  for (const Found& found : result.best) {
    if (const auto needle = needleFor(setting, found))
      measure(setting, found, *needle);
  }
  if (measured_.size() > before)
    return isAsUsual(before);
  // The refined ones are neighbours and can fail the full judgement together; then those that the
  // search accepted as they were stand in.
  for (std::size_t i = 0; i < std::min(result.accepted.size(), kMostStandIns); ++i) {
    if (measured_.size() >= before + kEnough)
      break;
    if (const auto needle = needleFor(setting, result.accepted[i]))
      measure(setting, result.accepted[i], *needle);
  }
  return isAsUsual(before);
}

bool CardMaker::isAsUsual(std::size_t from) const {
  return std::any_of(measured_.begin() + static_cast<std::ptrdiff_t>(from),
                     measured_.end(),
                     [](const Measured& one) {
                       return access::recordOf(one.needle.approach).pedicle !=
                                  access::PedicleWay::Past ||
                              one.departures <= ThroughPedicle;
                     });
}

std::vector<SuggestionCard> CardMaker::singles() const {
  std::vector<Ranked> all;
  for (const Measured& one : measured_) {
    const double coverage = coverageOf(samplesMm_, {one.needle.trajectory.target});
    all.push_back({one.priority,
                   one.departures,
                   {{one.needle},
                    one.score,
                    one.terms,
                    one.why,
                    one.safetyMm,
                    coverage,
                    false,
                    one.unjudged}});
  }
  return distinct(inRank(std::move(all)), static_cast<std::size_t>(request_.count));
}

SuggestionCard CardMaker::pairOf(const Measured& left, const Measured& right) const {
  SuggestionCard card;
  card.needles = {left.needle, right.needle};
  card.needles[1].id = nextNeedleId(withNeedle(plan_, card.needles[0]));
  card.coverage =
      coverageOf(samplesMm_, {left.needle.trajectory.target, right.needle.trajectory.target});
  card.safetyMm = std::min(left.safetyMm, right.safetyMm);
  card.unjudged = joined(left.unjudged, right.unjudged);
  const double gapMm = distanceBetweenMm(left.needle.trajectory, right.needle.trajectory);
  card.terms = {{"left", "Left needle alone", left.score, "", left.score, 2.0},
                {"right", "Right needle alone", right.score, "", right.score, 2.0},
                {"coverage",
                 "Target within 15 mm of either tip",
                 100.0 * card.coverage,
                 "%",
                 card.coverage,
                 2.0},
                {"gap", "Gap between the needles", gapMm, "mm", clamped(gapMm / 12.0), 1.0}};
  card.score = scoreOf(card.terms);
  const double single = std::max(coverageOf(samplesMm_, {left.needle.trajectory.target}),
                                 coverageOf(samplesMm_, {right.needle.trajectory.target}));
  card.why = "Left: " + left.why + " Right: " + right.why + " Together they reach " +
             rounded(100.0 * card.coverage, 0) + " %, the second needle adds " +
             rounded(100.0 * (card.coverage - single), 0) + " %.";
  return card;
}

std::vector<SuggestionCard> CardMaker::pairs() const {
  std::vector<Ranked> pairs;
  for (const Measured& left : measured_) {
    for (const Measured& right : measured_) {
      if (left.needle.side != Side::Left || right.needle.side != Side::Right)
        continue;
      if (clearanceBetween(access::shaftOf(left.needle), access::shaftOf(right.needle)).distanceMm <
          ruleLimit("needles-near"))
        continue;
      pairs.push_back({std::max(left.priority, right.priority),
                       left.departures + right.departures,
                       pairOf(left, right)});
    }
  }
  return distinct(inRank(std::move(pairs)), static_cast<std::size_t>(request_.count));
}

}  // namespace trocar::search
