#include "planning/plan/choices_json.h"

#include "core/json/json_reader.h"
#include "planning/plan/entered_scores.h"
#include "planning/plan/scales.h"

#include <nlohmann/json.hpp>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

/// The value of a word; `known` lists the words there are.
template <typename Read>
auto wordAt(const JsonEntry& entry, std::string_view key, const Read& read, const char* known) {
  const auto value = read(entry.at(key).asText());
  if (!value)
    entry.refuse(key, std::string("give ") + known);
  return *value;
}

template <typename Value>
void put(Json& object, const char* key, const std::optional<Value>& value) {
  if (value)
    object[key] = *value;
}

void putUnlessEmpty(Json& document, const char* key, const Json& value) {
  if (!value.empty())
    document[key] = value;
}

Json toJson(const CementMix& mix) {
  Json json = Json::object();
  put(json, "product", mix.product);
  put(json, "startS", mix.startS);
  put(json, "roomC", mix.roomC);
  return json;
}

CementMix mixFrom(const JsonEntry& entry) {
  CementMix mix;
  if (entry.has("product"))
    mix.product = entry.at("product").asText();
  mix.startS = entry.maybeNumber("startS");
  mix.roomC = entry.maybeNumber("roomC");
  entry.checked([&] { requirePossible(mix); });
  return mix;
}

Json toJson(const PlacementChoice& choice) {
  const PlacementError* own = std::get_if<PlacementError>(&choice);
  if (!own)
    return {{"technique", std::get<std::string>(choice)}};
  return {{"targetErrorMeanMm", own->targetErrorMeanMm},
          {"targetErrorSdMm", own->targetErrorSdMm},
          {"angleErrorMeanDeg", own->angleErrorMeanDeg},
          {"angleErrorSdDeg", own->angleErrorSdDeg}};
}

PlacementChoice placementIn(const JsonEntry& document) {
  const JsonEntry entry = document.object("placement");
  if (entry.has("technique"))
    return entry.at("technique").asText();
  const PlacementError error{entry.number("targetErrorMeanMm"),
                             entry.number("targetErrorSdMm"),
                             entry.number("angleErrorMeanDeg"),
                             entry.number("angleErrorSdDeg")};
  if (!isPossible(error))
    document.refuse("placement", "give errors of 0 or more, means up to 50 mm and 45 degrees");
  return error;
}

Json fracturesJson(const std::vector<PedicleFracture>& fractures) {
  Json list = Json::array();
  for (const PedicleFracture& one : fractures)
    list.push_back({{"level", one.level}, {"side", toString(one.side)}});
  return list;
}

void readFractures(const JsonEntry& document, const PlanReading& reading, Plan& plan) {
  for (const JsonEntry& entry : document.listOrNone("pedicleFractures")) {
    reading.part(entry, [&] {
      const Side side = wordAt(entry, "side", sideFromString, "left or right");
      plan = withPedicleFracture(std::move(plan), entry.at("level").asText(), side, true);
    });
  }
}

Json vascularityJson(const std::map<std::string, Vascularity>& byLesion) {
  Json json = Json::object();
  for (const auto& [lesion, vascularity] : byLesion)
    json[lesion] = toString(vascularity);
  return json;
}

void readVascularity(const JsonEntry& document, const PlanReading& reading, Plan& plan) {
  for (const auto& [lesion, word] : document.membersOrNone("vascularity"))
    reading.part(word, [&, id = lesion] {
      plan.vascularity[id] = wordAt(
          document.object("vascularity"), id, vascularityFromString, "low, moderate or high");
    });
}

void readScores(const JsonEntry& document, const PlanReading& reading, Plan& plan) {
  for (const auto& [score, answers] : document.membersOrNone("scores")) {
    for (const auto& [question, answer] : answers.members()) {
      reading.part(answer, [&, id = score, key = question, entry = answer] {
        const std::string value = entry.asText();
        entry.checked([&] { requireScoreAnswer(id, key, value); });
        plan.scores[id][key] = value;
      });
    }
  }
}

Json scalesJson(const std::vector<ScaleValue>& scales) {
  Json list = Json::array();
  for (const ScaleValue& one : scales)
    list.push_back({{"date", one.date}, {"scale", one.scale}, {"value", one.value}});
  return list;
}

ScaleValue scaleFrom(const JsonEntry& entry) {
  const ScaleValue one{
      entry.at("date").asText(), entry.at("scale").asText(), entry.number("value")};
  if (!isDate(one.date))
    entry.refuse("date", "write it as 2026-11-22");
  return one;
}

void readTicks(const JsonEntry& document, const PlanReading& reading, Plan& plan) {
  for (const auto& [checklist, items] : document.membersOrNone("ticks")) {
    reading.part(items, [&, key = checklist, entry = items] {
      const std::vector<std::string> ticked = entry.asTexts();
      plan.ticks[key] = {ticked.begin(), ticked.end()};
    });
  }
}

}  // namespace

void writeChoices(const Plan& plan, Json& document) {
  if (plan.intent)
    document["intent"] = toString(*plan.intent);
  document["lethalCriterion"] = toString(plan.lethalCriterion);
  document["fixationFirst"] = plan.fixationFirst;
  putUnlessEmpty(document, "cementMix", toJson(plan.cementMix));
  if (plan.placement)
    document["placement"] = toJson(*plan.placement);
  putUnlessEmpty(document, "pedicleFractures", fracturesJson(plan.pedicleFractures));
  putUnlessEmpty(document, "vascularity", vascularityJson(plan.vascularity));
  putUnlessEmpty(document, "scores", Json(plan.scores));
  putUnlessEmpty(document, "ticks", Json(plan.ticks));
  putUnlessEmpty(document, "scales", scalesJson(plan.scales));
}

void readChoices(const JsonEntry& document, const PlanReading& reading, Plan& plan) {
  reading.partAt(document, "intent", [&] {
    plan.intent = wordAt(document, "intent", intentFromString, "curative, cytoreduction or pain");
  });
  reading.part(document.at("lethalCriterion"), [&] {
    plan.lethalCriterion = wordAt(document,
                                  "lethalCriterion",
                                  lethalCriterionFromString,
                                  "isotherm, cem43, arrhenius or cell-state");
  });
  plan.fixationFirst = document.truth("fixationFirst");
  reading.partAt(
      document, "cementMix", [&] { plan.cementMix = mixFrom(document.object("cementMix")); });
  reading.partAt(document, "placement", [&] { plan.placement = placementIn(document); });
  readFractures(document, reading, plan);
  readVascularity(document, reading, plan);
  readScores(document, reading, plan);
  readTicks(document, reading, plan);
  plan.scales = reading.list(document.listOrNone("scales"), scaleFrom);
}

void writeDevice(const DeviceUse& use, Json& needle) {
  Json json = Json::object();
  put(json, "balloonMl", use.balloonMl);
  put(json, "implantHeightMm", use.implantHeightMm);
  put(json, "coilLoops", use.coilLoops);
  put(json, "screwLengthMm", use.screwLengthMm);
  putUnlessEmpty(needle, "device", json);
}

DeviceUse readDevice(const JsonEntry& needle) {
  constexpr int kMostLoops = 1000000;
  const auto entry = needle.maybeObject("device");
  if (!entry)
    return {};
  DeviceUse use;
  use.balloonMl = entry->maybeNumber("balloonMl", kAboveZero);
  use.implantHeightMm = entry->maybeNumber("implantHeightMm", kAboveZero);
  if (entry->has("coilLoops"))
    use.coilLoops = entry->whole("coilLoops", 1, kMostLoops);
  use.screwLengthMm = entry->maybeNumber("screwLengthMm", kAboveZero);
  return use;
}

}  // namespace trocar
