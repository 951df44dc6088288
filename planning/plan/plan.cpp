#include "planning/plan/plan.h"

#include "core/error.h"
#include "core/word_table.h"
#include "planning/anatomy/renumber.h"
#include "planning/plan/calendar.h"
#include "planning/scores/score.h"

#include <algorithm>
#include <cassert>

namespace trocar {
namespace {

constexpr WordTable<ProtocolStep::Kind, 4> kStepKinds = {{
    {ProtocolStep::Kind::Freeze, "freeze"},
    {ProtocolStep::Kind::Thaw, "thaw"},
    {ProtocolStep::Kind::ActiveThaw, "active-thaw"},
    {ProtocolStep::Kind::Power, "power"},
}};

constexpr WordTable<Protection::Medium, 5> kMedia = {{
    {Protection::Medium::Dextrose, "d5w"},
    {Protection::Medium::CarbonDioxide, "co2"},
    {Protection::Medium::WarmSaline, "warm-saline"},
    {Protection::Medium::ColdPack, "cold-pack"},
    {Protection::Medium::Saline, "saline"},
}};

/// Replaces the first element that `same` accepts, or adds `value` at the end.
template <typename T, typename Same>
void put(std::vector<T>& list, T value, const Same& same) {
  const auto found = std::find_if(list.begin(), list.end(), same);
  if (found == list.end())
    list.push_back(std::move(value));
  else
    *found = std::move(value);
}

Needle& needleIn(Plan& plan, std::string_view id) {
  const auto found = std::find_if(plan.needles.begin(),
                                  plan.needles.end(),
                                  [&](const Needle& needle) { return needle.id == id; });
  assert(found != plan.needles.end());
  return *found;
}

/// A map whose keys are ids of structures.
template <typename Value>
std::map<std::string, Value> withLevelNamesInIds(const std::map<std::string, Value>& byId,
                                                 const std::map<std::string, std::string>& names) {
  std::map<std::string, Value> renamed;
  for (const auto& [id, value] : byId)
    renamed[anatomy::withLevelNames(id, names)] = value;
  return renamed;
}

ScoreAnswers withLevelNamesInAnswers(const std::string& scoreId,
                                     const ScoreAnswers& answers,
                                     const std::map<std::string, std::string>& names) {
  ScoreAnswers renamed;
  for (const auto& [key, value] : answers) {
    const std::string next = anatomy::withLevelNames(value, names);
    if (next == value || scores::isAnswer(scoreId, key, next))
      renamed[key] = next;
  }
  return renamed;
}

void renameLevelsIn(Scores& scores, const std::map<std::string, std::string>& names) {
  for (auto& [score, answers] : scores)
    answers = withLevelNamesInAnswers(score, answers, names);
}

/// What was entered for a lesion: under its id, or without one for the case's first lesion.
template <typename Value>
const Value* entryFor(const std::map<std::string, Value>& byLesion,
                      const Case& patient,
                      const std::string& lesionId) {
  const std::vector<const Structure*> lesions = patient.withRole(Role::Lesion);
  const bool isFirst = !lesions.empty() && lesions.front()->id == lesionId;
  auto found = byLesion.find(lesionId);
  if (found == byLesion.end() && isFirst)
    found = byLesion.find("");
  return found == byLesion.end() ? nullptr : &found->second;
}

/// Puts it under the lesion's id, in place of one without an id.
template <typename Value>
void enterFor(std::map<std::string, Value>& byLesion,
              const std::string& lesionId,
              const std::optional<Value>& value) {
  byLesion.erase("");
  if (value)
    byLesion[lesionId] = *value;
  else
    byLesion.erase(lesionId);
}

}  // namespace

std::string_view toString(ProtocolStep::Kind kind) {
  return wordOf(kStepKinds, kind);
}
std::optional<ProtocolStep::Kind> protocolStepKindFromString(std::string_view word) {
  return valueOf(kStepKinds, word);
}
std::string_view toString(Protection::Medium medium) {
  return wordOf(kMedia, medium);
}
std::optional<Protection::Medium> mediumFromString(std::string_view word) {
  return valueOf(kMedia, word);
}

const Needle* Plan::find(std::string_view needleId) const {
  const auto found = std::find_if(
      needles.begin(), needles.end(), [&](const Needle& needle) { return needle.id == needleId; });
  return found == needles.end() ? nullptr : &*found;
}

Plan withNeedle(Plan plan, Needle needle) {
  const std::string id = needle.id;
  put(plan.needles, std::move(needle), [&](const Needle& other) { return other.id == id; });
  return plan;
}

Plan withoutNeedle(Plan plan, std::string_view needleId) {
  assert(plan.find(needleId));
  std::erase_if(plan.needles, [&](const Needle& needle) { return needle.id == needleId; });
  std::erase_if(plan.protocols, [&](const Protocol& one) { return one.needle == needleId; });
  std::erase_if(plan.injections, [&](const Injection& one) { return one.needle == needleId; });
  std::erase_if(plan.acceptances, [&](const Acceptance& one) { return one.subject == needleId; });
  for (Needle& needle : plan.needles)
    if (needle.through == needleId) {
      needle.through.reset();
      needle.cannulaBackMm = 0.0;
    }
  for (Bookmark& bookmark : plan.bookmarks)
    if (bookmark.needle == needleId)
      bookmark.needle.clear();
  return plan;
}

Plan withEntry(Plan plan, std::string_view needleId, const Vec3& entryMm) {
  needleIn(plan, needleId).trajectory.entry = entryMm;
  return plan;
}

Plan withTarget(Plan plan, std::string_view needleId, const Vec3& targetMm) {
  needleIn(plan, needleId).trajectory.target = targetMm;
  return plan;
}

Plan withShift(Plan plan, std::string_view needleId, const Vec3& offsetMm) {
  Trajectory& trajectory = needleIn(plan, needleId).trajectory;
  trajectory.entry += offsetMm;
  trajectory.target += offsetMm;
  return plan;
}

Plan withDevice(Plan plan, std::string_view needleId, const DeviceUse& use) {
  Needle& needle = needleIn(plan, needleId);
  requirePossible(use, needle.id);
  needle.device = use;
  return plan;
}

Plan withProtocol(Plan plan, Protocol protocol) {
  assert(plan.find(protocol.needle));
  const std::string needle = protocol.needle;
  put(plan.protocols, std::move(protocol), [&](const Protocol& p) { return p.needle == needle; });
  return plan;
}

Plan withInjection(Plan plan, Injection injection) {
  assert(plan.find(injection.needle));
  const std::string needle = injection.needle;
  put(plan.injections, std::move(injection), [&](const Injection& one) {
    return one.needle == needle;
  });
  return plan;
}

Plan withProtection(Plan plan, Protection protection) {
  const std::string structure = protection.structure;
  put(plan.protections, std::move(protection), [&](const Protection& one) {
    return one.structure == structure;
  });
  return plan;
}

Plan withAcceptance(Plan plan, Acceptance acceptance) {
  const Acceptance key = acceptance;
  put(plan.acceptances, std::move(acceptance), [&](const Acceptance& one) {
    return one.rule == key.rule && one.subject == key.subject;
  });
  return plan;
}

Plan withIntent(Plan plan, std::optional<Intent> intent) {
  plan.intent = intent;
  return plan;
}

Plan withLethalCriterion(Plan plan, LethalCriterion criterion) {
  plan.lethalCriterion = criterion;
  return plan;
}

Plan withCementMix(Plan plan, CementMix mix) {
  requirePossible(mix);
  plan.cementMix = std::move(mix);
  return plan;
}

Plan withPlacement(Plan plan, PlacementChoice placement) {
  plan.placement = std::move(placement);
  return plan;
}

Plan withFixationFirst(Plan plan, bool first) {
  plan.fixationFirst = first;
  return plan;
}

Plan withPedicleFracture(Plan plan, const std::string& level, Side side, bool fractured) {
  const PedicleFracture fracture{level, side};
  std::erase(plan.pedicleFractures, fracture);
  if (fractured)
    plan.pedicleFractures.push_back(fracture);
  return plan;
}

Plan withVascularity(Plan plan,
                     const std::string& lesionId,
                     const std::optional<Vascularity>& vascularity) {
  enterFor(plan.vascularity, lesionId, vascularity);
  return plan;
}

Plan withEmbolisation(Plan plan,
                      const std::string& lesionId,
                      const std::optional<Embolisation>& embolisation) {
  if (embolisation)
    requirePossible(*embolisation);
  enterFor(plan.embolisations, lesionId, embolisation);
  return plan;
}

Plan withProcedureDate(Plan plan, const std::string& date) {
  if (!date.empty() && !isDate(date))
    throw Error("\"" + date + "\" is no date: write it as 2026-11-22.");
  plan.procedureDate = date;
  return plan;
}

Plan withLevelNames(Plan plan,
                    const Case& original,
                    const std::map<std::string, std::string>& names) {
  for (Needle& needle : plan.needles)
    needle.level = anatomy::withLevelNames(needle.level, names);
  for (Protection& protection : plan.protections)
    protection.structure = anatomy::withLevelNames(protection.structure, names);
  for (Acceptance& acceptance : plan.acceptances)
    acceptance.subject = anatomy::withLevelNames(acceptance.subject, names);
  for (PedicleFracture& fracture : plan.pedicleFractures)
    fracture.level = anatomy::withLevelNames(fracture.level, names);
  plan.vascularity = withLevelNamesInIds(plan.vascularity, names);
  plan.embolisations = withLevelNamesInIds(plan.embolisations, names);
  renameLevelsIn(plan.scores, names);
  plan.lesionScores = withLevelNamesInIds(plan.lesionScores, names);
  for (auto& [lesion, scores] : plan.lesionScores)
    renameLevelsIn(scores, names);
  for (Bookmark& bookmark : plan.bookmarks)
    bookmark.parts = withLevelNamesInIds(bookmark.parts, names);
  plan.corrections = anatomy::withLevelNames(plan.corrections, original, names);
  return plan;
}

bool hasPedicleFracture(const Plan& plan, std::string_view level, Side side) {
  return std::any_of(
      plan.pedicleFractures.begin(), plan.pedicleFractures.end(), [&](const auto& fracture) {
        return fracture.level == level && fracture.side == side;
      });
}

std::optional<Vascularity> vascularityOf(const Plan& plan,
                                         const Case& patient,
                                         const std::string& lesionId) {
  const Vascularity* found = entryFor(plan.vascularity, patient, lesionId);
  return found ? std::optional(*found) : std::nullopt;
}

const Embolisation* embolisationOf(const Plan& plan,
                                   const Case& patient,
                                   const std::string& lesionId) {
  return entryFor(plan.embolisations, patient, lesionId);
}

std::string nextNeedleId(const Plan& plan) {
  for (int number = 1;; ++number) {
    std::string id = "N" + std::to_string(number);
    if (!plan.find(id))
      return id;
  }
}

}  // namespace trocar
