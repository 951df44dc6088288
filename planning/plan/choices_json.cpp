#include "planning/plan/choices_json.h"

#include "core/error.h"
#include "planning/plan/entered_scores.h"
#include "planning/plan/scales.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const char* key, const Json& value, const std::string& wanted) {
  throw Error(std::string("\"") + key + "\" is " + value.dump() + "; " + wanted);
}

void requireKeys(const Json& object,
                 const char* what,
                 std::initializer_list<std::string_view> known) {
  if (!object.is_object())
    refuse(what, object, "give an object");
  for (const auto& item : object.items()) {
    if (std::find(known.begin(), known.end(), item.key()) == known.end())
      throw Error(std::string("\"") + what + "\" has no key \"" + item.key() + "\"");
  }
}

double numberAt(const Json& object, const char* key) {
  const Json& value = object.at(key);
  if (!value.is_number())
    refuse(key, value, "give a number");
  return value.get<double>();
}

std::string textAt(const Json& object, const char* key) {
  const Json& value = object.at(key);
  if (!value.is_string())
    refuse(key, value, "give a text");
  return value.get<std::string>();
}

std::optional<double> maybeNumber(const Json& object, const char* key) {
  return object.contains(key) ? std::optional(numberAt(object, key)) : std::nullopt;
}

/// The value of a word; `known` lists the words there are.
template <typename Read>
auto wordAt(const Json& object, const char* key, const Read& read, const char* known) {
  const auto value = read(textAt(object, key));
  if (!value)
    refuse(key, object.at(key), std::string("give ") + known);
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

CementMix mixFrom(const Json& json) {
  requireKeys(json, "cementMix", {"product", "startS", "roomC"});
  CementMix mix;
  if (json.contains("product"))
    mix.product = textAt(json, "product");
  mix.startS = maybeNumber(json, "startS");
  mix.roomC = maybeNumber(json, "roomC");
  requirePossible(mix);
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

PlacementChoice placementFrom(const Json& json) {
  if (json.is_object() && json.contains("technique")) {
    requireKeys(json, "placement", {"technique"});
    return textAt(json, "technique");
  }
  requireKeys(json,
              "placement",
              {"targetErrorMeanMm", "targetErrorSdMm", "angleErrorMeanDeg", "angleErrorSdDeg"});
  const PlacementError error{numberAt(json, "targetErrorMeanMm"),
                             numberAt(json, "targetErrorSdMm"),
                             numberAt(json, "angleErrorMeanDeg"),
                             numberAt(json, "angleErrorSdDeg")};
  if (!isPossible(error))
    refuse("placement", json, "give errors of 0 or more, means up to 50 mm and 45 degrees");
  return error;
}

Json fracturesJson(const std::vector<PedicleFracture>& fractures) {
  Json list = Json::array();
  for (const PedicleFracture& one : fractures)
    list.push_back({{"level", one.level}, {"side", toString(one.side)}});
  return list;
}

void readFractures(const Json& list, Plan& plan) {
  for (const Json& entry : list) {
    requireKeys(entry, "pedicleFractures", {"level", "side"});
    const Side side = wordAt(entry, "side", sideFromString, "left or right");
    plan = withPedicleFracture(std::move(plan), textAt(entry, "level"), side, true);
  }
}

Json vascularityJson(const std::map<std::string, Vascularity>& byLesion) {
  Json json = Json::object();
  for (const auto& [lesion, vascularity] : byLesion)
    json[lesion] = toString(vascularity);
  return json;
}

void readVascularity(const Json& json, Plan& plan) {
  for (const auto& item : json.items())
    plan.vascularity[item.key()] =
        wordAt(json, item.key().c_str(), vascularityFromString, "low, moderate or high");
}

void readScores(const Json& json, Plan& plan) {
  for (const auto& score : json.items()) {
    for (const auto& answer : score.value().items()) {
      const std::string value = textAt(score.value(), answer.key().c_str());
      requireScoreAnswer(score.key(), answer.key(), value);
      plan.scores[score.key()][answer.key()] = value;
    }
  }
}

Json scalesJson(const std::vector<ScaleValue>& scales) {
  Json list = Json::array();
  for (const ScaleValue& one : scales)
    list.push_back({{"date", one.date}, {"scale", one.scale}, {"value", one.value}});
  return list;
}

void readScales(const Json& list, Plan& plan) {
  for (const Json& entry : list) {
    requireKeys(entry, "scales", {"date", "scale", "value"});
    const ScaleValue one{textAt(entry, "date"), textAt(entry, "scale"), numberAt(entry, "value")};
    if (!isDate(one.date))
      refuse("date", entry.at("date"), "write it as 2026-11-22");
    plan.scales.push_back(one);
  }
}

void readTicks(const Json& json, Plan& plan) {
  for (const auto& list : json.items())
    plan.ticks[list.key()] = list.value().get<TickedItems>();
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

void readChoices(const Json& document, Plan& plan) {
  if (document.contains("intent"))
    plan.intent = wordAt(document, "intent", intentFromString, "curative, cytoreduction or pain");
  plan.lethalCriterion = wordAt(document,
                                "lethalCriterion",
                                lethalCriterionFromString,
                                "isotherm, cem43, arrhenius or cell-state");
  plan.fixationFirst = document.at("fixationFirst").get<bool>();
  if (document.contains("cementMix"))
    plan.cementMix = mixFrom(document.at("cementMix"));
  if (document.contains("placement"))
    plan.placement = placementFrom(document.at("placement"));
  const auto each = [&](const char* key, void (*read)(const Json&, Plan&)) {
    if (document.contains(key))
      read(document.at(key), plan);
  };
  each("pedicleFractures", readFractures);
  each("vascularity", readVascularity);
  each("scores", readScores);
  each("ticks", readTicks);
  each("scales", readScales);
}

void writeDevice(const DeviceUse& use, Json& needle) {
  Json json = Json::object();
  put(json, "balloonMl", use.balloonMl);
  put(json, "implantHeightMm", use.implantHeightMm);
  put(json, "coilLoops", use.coilLoops);
  put(json, "screwLengthMm", use.screwLengthMm);
  putUnlessEmpty(needle, "device", json);
}

DeviceUse readDevice(const Json& needle) {
  DeviceUse use;
  if (!needle.contains("device"))
    return use;
  const Json& json = needle.at("device");
  requireKeys(json, "device", {"balloonMl", "implantHeightMm", "coilLoops", "screwLengthMm"});
  use.balloonMl = maybeNumber(json, "balloonMl");
  use.implantHeightMm = maybeNumber(json, "implantHeightMm");
  use.screwLengthMm = maybeNumber(json, "screwLengthMm");
  if (json.contains("coilLoops")) {
    if (!json.at("coilLoops").is_number_integer())
      refuse("coilLoops", json.at("coilLoops"), "give a whole number of loops");
    use.coilLoops = json.at("coilLoops").get<int>();
  }
  requirePossible(use, needle.at("id").get<std::string>());
  return use;
}

}  // namespace trocar
