#include "planning/review/changes.h"

#include "core/number_text.h"
#include "planning/access/approach_record.h"
#include "planning/plan/bend_text.h"
#include "planning/plan/protocol_text.h"
#include "planning/words/cement_words.h"
#include "planning/words/embolisation_words.h"
#include "planning/words/names.h"

#include <algorithm>

namespace trocar::review {
namespace {

using Sentences = std::vector<std::string>;

/// "A instead of B".
std::string instead(const std::string& now, const std::string& before) {
  return (now.empty() ? "none" : now) + " instead of " + (before.empty() ? "none" : before);
}

std::string shortNumber(double value) {
  return plainNumber(value, 10);
}

template <typename Number>
std::string orNone(const std::optional<Number>& value, const char* unit) {
  return value ? shortNumber(static_cast<double>(*value)) + " " + unit : std::string();
}

std::string described(const Needle& needle) {
  const std::string place = words::placeOf(needle);
  return std::string(toString(needle.purpose)) + ", " + words::instrumentName(needle.instrument) +
         (place.empty() ? "" : ", " + place);
}

void addMoves(const Needle& before, const Needle& now, Sentences& sentences) {
  const double target = (now.trajectory.target - before.trajectory.target).norm();
  const double entry = (now.trajectory.entry - before.trajectory.entry).norm();
  if (target > 0.0 || entry > 0.0)
    sentences.push_back(now.id + ": the target moved by " + shownQuantity(target, "mm") +
                        ", the entry by " + shownQuantity(entry, "mm") + ".");
}

void addDevice(const Needle& before, const Needle& now, Sentences& sentences) {
  const auto add = [&](const char* what, const auto& after, const auto& former, const char* unit) {
    if (after != former)
      sentences.push_back(now.id + ": " + what +
                          instead(orNone(after, unit), orNone(former, unit)) + ".");
  };
  const DeviceUse &use = now.device, &former = before.device;
  add("balloon or cavity ", use.balloonMl, former.balloonMl, "ml");
  add("implant height ", use.implantHeightMm, former.implantHeightMm, "mm");
  add("coil ", use.coilLoops, former.coilLoops, "loops");
  add("screw length ", use.screwLengthMm, former.screwLengthMm, "mm");
}

void addNeedle(const Needle& before, const Needle& now, Sentences& sentences) {
  addMoves(before, now, sentences);
  const auto add = [&](const char* what, const std::string& after, const std::string& former) {
    if (after != former)
      sentences.push_back(now.id + ": " + what + instead(after, former) + ".");
  };
  add("", words::instrumentName(now.instrument), words::instrumentName(before.instrument));
  add("purpose ", std::string(toString(now.purpose)), std::string(toString(before.purpose)));
  add("approach ", access::recordOf(now.approach).name, access::recordOf(before.approach).name);
  add("place ", words::placeOf(now), words::placeOf(before));
  if (now.bend != before.bend)
    sentences.push_back(now.id + " is " + (now.bend ? describe(*now.bend) : "straight") + ".");
  add("through ", now.through.value_or(""), before.through.value_or(""));
  add("its cannula is drawn back by ",
      shownQuantity(now.cannulaBackMm, "mm"),
      shownQuantity(before.cannulaBackMm, "mm"));
  addDevice(before, now, sentences);
  if (now.locked != before.locked)
    sentences.push_back(now.id + (now.locked ? " is locked." : " is no longer locked."));
}

void addNeedles(const Plan& before, const Plan& now, Sentences& sentences) {
  for (const Needle& needle : before.needles) {
    if (!now.find(needle.id))
      sentences.push_back(needle.id + " is gone (" + described(needle) + ").");
  }
  for (const Needle& needle : now.needles) {
    const Needle* old = before.find(needle.id);
    if (old)
      addNeedle(*old, needle, sentences);
    else
      sentences.push_back(needle.id + " is new: " + described(needle) + ".");
  }
}

/// Things of a plan that hang on one name each: what is new, gone and different.
template <typename T, typename Name, typename Words>
void addNamed(const std::vector<T>& before,
              const std::vector<T>& now,
              const Name& name,
              const Words& words,
              Sentences& sentences) {
  const auto find = [&](const std::vector<T>& list, const T& like) {
    return std::find_if(
        list.begin(), list.end(), [&](const T& one) { return name(one) == name(like); });
  };
  for (const T& one : before) {
    if (find(now, one) == now.end())
      sentences.push_back(name(one) + ": no longer " + words(one) + ".");
  }
  for (const T& one : now) {
    const auto old = find(before, one);
    if (old == before.end())
      sentences.push_back(name(one) + ": " + words(one) + ", new.");
    else if (!(*old == one))
      sentences.push_back(name(one) + ": " + instead(words(one), words(*old)) + ".");
  }
}

std::string protocolWords(const Protocol& protocol) {
  return toText(protocol.steps) +
         (protocol.startS > 0.0 ? " from " + clockText(protocol.startS) + " on" : "");
}

std::string injectionWords(const Injection& injection) {
  std::string words = shownQuantity(injection.volumeMl, "ml", 2) + " of cement at " +
                      words::rateWords(injection.rateMlPerS);
  if (injection.tipBackMm > 0.0)
    words += ", from " + shownQuantity(injection.tipBackMm, "mm") + " behind the tip";
  if (injection.withdrawMm > 0.0)
    words += ", drawn back by " + shownQuantity(injection.withdrawMm, "mm");
  return words;
}

std::string protectionWords(const Protection& protection) {
  return words::mediumName(protection.medium) + ", " + words::extentText(protection);
}

void addTreatment(const Plan& before, const Plan& now, Sentences& sentences) {
  const auto needleOf = [](const auto& one) { return one.needle; };
  addNamed(before.protocols, now.protocols, needleOf, protocolWords, sentences);
  addNamed(before.injections, now.injections, needleOf, injectionWords, sentences);
  const auto structureOf = [](const Protection& one) { return one.structure; };
  addNamed(before.protections, now.protections, structureOf, protectionWords, sentences);
}

std::string findingName(const Acceptance& acceptance) {
  return "Finding " + acceptance.rule +
         (acceptance.subject.empty() ? "" : " of " + acceptance.subject);
}

std::string productName(const CementMix& mix) {
  return mix.product.value_or("");
}

std::string placementWords(const std::optional<PlacementChoice>& placement) {
  if (!placement)
    return {};
  const PlacementError* own = std::get_if<PlacementError>(&*placement);
  return own ? toText(*own) : std::get<std::string>(*placement);
}

template <typename Value>
std::string wordOrNone(const std::optional<Value>& value) {
  return value ? std::string(toString(*value)) : std::string();
}

void addChoices(const Plan& before, const Plan& now, Sentences& sentences) {
  const auto add = [&](const char* what, const std::string& after, const std::string& former) {
    if (after != former)
      sentences.push_back(what + (": " + instead(after, former)) + ".");
  };
  add("Date of the procedure", now.procedureDate, before.procedureDate);
  add("Intent", wordOrNone(now.intent), wordOrNone(before.intent));
  add("Lethal criterion",
      std::string(toString(now.lethalCriterion)),
      std::string(toString(before.lethalCriterion)));
  add("Cement product", productName(now.cementMix), productName(before.cementMix));
  add("Cement begins at", orNone(now.cementMix.startS, "s"), orNone(before.cementMix.startS, "s"));
  add("Room of the cement",
      orNone(now.cementMix.roomC, "°C"),
      orNone(before.cementMix.roomC, "°C"));
  add("Placement error", placementWords(now.placement), placementWords(before.placement));
  if (now.fixationFirst != before.fixationFirst)
    sentences.push_back(now.fixationFirst ? "The screws are placed before the ablation."
                                          : "The screws are placed after the ablation.");
}

/// What a person entered, each under the name it has for people.
using Entries = std::map<std::string, std::string>;

void addScores(const Scores& scores, const std::string& lesion, Entries& entries) {
  for (const auto& [score, answers] : scores) {
    for (const auto& [key, value] : answers)
      entries[score + "." + key + (lesion.empty() ? "" : " of " + lesion)] = value;
  }
}

Entries entriesOf(const Plan& plan) {
  Entries entries;
  for (const PedicleFracture& one : plan.pedicleFractures)
    entries["the pedicle of " + one.level + " " + std::string(toString(one.side))] = "fracture";
  for (const auto& [lesion, vascularity] : plan.vascularity)
    entries["vascularity" + (lesion.empty() ? "" : " of " + lesion)] = toString(vascularity);
  for (const auto& [lesion, one] : plan.embolisations)
    entries["embolisation" + (lesion.empty() ? "" : " of " + lesion)] =
        words::embolisationWords(one, plan.procedureDate);
  addScores(plan.scores, "", entries);
  for (const auto& [lesion, scores] : plan.lesionScores)
    addScores(scores, lesion, entries);
  for (const ScaleValue& one : plan.scales)
    entries[one.scale + " of " + one.date] = shortNumber(one.value);
  return entries;
}

void addEntries(const Plan& before, const Plan& now, Sentences& sentences) {
  const Entries old = entriesOf(before), present = entriesOf(now);
  Entries keys = old;
  keys.insert(present.begin(), present.end());
  const auto value = [](const Entries& entries, const std::string& key) {
    const auto found = entries.find(key);
    return found == entries.end() ? std::string() : found->second;
  };
  for (const auto& [key, ignored] : keys) {
    if (value(present, key) != value(old, key))
      sentences.push_back("Entered for " + key + ": " +
                          instead(value(present, key), value(old, key)) + ".");
  }
}

/// How many items are ticked in `plan` and not in `other`.
int tickedOnlyIn(const Plan& plan, const Plan& other) {
  int count = 0;
  for (const auto& [list, items] : plan.ticks) {
    const auto there = other.ticks.find(list);
    for (const std::string& item : items)
      count += there == other.ticks.end() || !there->second.contains(item) ? 1 : 0;
  }
  return count;
}

void addTicks(const Plan& before, const Plan& now, Sentences& sentences) {
  const int more = tickedOnlyIn(now, before), less = tickedOnlyIn(before, now);
  if (more + less > 0)
    sentences.push_back("Checklist: " + std::to_string(more) + " ticked, " + std::to_string(less) +
                        " taken back.");
}

void addCorrections(const anatomy::Corrections& before,
                    const anatomy::Corrections& now,
                    Sentences& sentences) {
  if (before.levels != now.levels) {
    std::string names;
    for (const auto& [label, name] : now.levels)
      names += (names.empty() ? "" : ", ") + label + " as " + name;
    sentences.push_back("Levels are counted anew: " +
                        (names.empty() ? std::string("as they were labelled") : names) + ".");
  }
  int moved = 0;
  std::map<std::string, Vec3> all = before.landmarksMm;
  all.insert(now.landmarksMm.begin(), now.landmarksMm.end());
  for (const auto& [id, ignored] : all) {
    const auto old = before.landmarksMm.find(id), here = now.landmarksMm.find(id);
    const bool same = old != before.landmarksMm.end() && here != now.landmarksMm.end() &&
                      old->second == here->second;
    moved += same ? 0 : 1;
  }
  if (moved > 0)
    sentences.push_back(moved == 1 ? "1 landmark was moved or reset."
                                   : std::to_string(moved) + " landmarks were moved or reset.");
}

void addDrawn(const drawing::Drawing& before, const drawing::Drawing& now, Sentences& sentences) {
  drawing::Drawing all = before;
  all.insert(now.begin(), now.end());
  std::string names;
  for (const auto& [id, ignored] : all) {
    const auto old = before.find(id), here = now.find(id);
    const bool same = old != before.end() && here != now.end() && old->second == here->second;
    if (!same)
      names += (names.empty() ? "" : ", ") + (here != now.end() ? here : old)->second.name;
  }
  if (!names.empty())
    sentences.push_back("Drawn, redrawn or taken away: " + names + ".");
}

void addBookmarks(const Plan& before, const Plan& now, Sentences& sentences) {
  if (before.bookmarks.size() != now.bookmarks.size())
    sentences.push_back("Bookmarks: " + std::to_string(now.bookmarks.size()) + " instead of " +
                        std::to_string(before.bookmarks.size()) + ".");
  else if (before.bookmarks != now.bookmarks)
    sentences.push_back("Bookmarks were changed.");
}

}  // namespace

std::vector<std::string> changes(const Plan& before, const Plan& now) {
  Sentences sentences;
  if (before.patient.hash != now.patient.hash || before.patient.id != now.patient.id)
    sentences.push_back("The plan is on case " + instead(now.patient.id, before.patient.id) + ".");
  else if (before.patient.path != now.patient.path)
    sentences.push_back("The case is read from another place.");
  if (before.procedurePosition != now.procedurePosition)
    sentences.push_back("Position for the procedure: " +
                        instead(std::string(toString(now.procedurePosition)),
                                std::string(toString(before.procedurePosition))) +
                        ".");
  addCorrections(before.corrections, now.corrections, sentences);
  addDrawn(before.corrections.drawn, now.corrections.drawn, sentences);
  addNeedles(before, now, sentences);
  addTreatment(before, now, sentences);
  const auto reason = [](const Acceptance& one) { return "accepted, “" + one.reason + "”"; };
  addNamed(before.acceptances, now.acceptances, findingName, reason, sentences);
  addChoices(before, now, sentences);
  addEntries(before, now, sentences);
  addTicks(before, now, sentences);
  addBookmarks(before, now, sentences);
  if (before.note != now.note)
    sentences.push_back("The note was rewritten.");
  if (sentences.empty() && !(before == now))
    sentences.push_back("The order of its parts changed.");
  return sentences;
}

}  // namespace trocar::review
