#include "planning/plan.h"

#include "planning/anatomy/renumber.h"
#include "planning/word_table.h"

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
    if (needle.through == needleId)
      needle.through.reset();
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

Plan withLevelNames(Plan plan,
                    const Case& original,
                    const std::map<std::string, std::string>& names) {
  for (Needle& needle : plan.needles)
    needle.level = withLevelNames(needle.level, names);
  for (Protection& protection : plan.protections)
    protection.structure = withLevelNames(protection.structure, names);
  for (Acceptance& acceptance : plan.acceptances)
    acceptance.subject = withLevelNames(acceptance.subject, names);
  for (Bookmark& bookmark : plan.bookmarks) {
    std::map<std::string, PartLook> parts;
    for (const auto& [id, look] : bookmark.parts)
      parts[withLevelNames(id, names)] = look;
    bookmark.parts = parts;
  }
  plan.corrections = withLevelNames(plan.corrections, original, names);
  return plan;
}

std::string nextNeedleId(const Plan& plan) {
  for (int number = 1;; ++number) {
    std::string id = "N" + std::to_string(number);
    if (!plan.find(id))
      return id;
  }
}

}  // namespace trocar
