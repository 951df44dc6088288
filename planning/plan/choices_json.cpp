#include "planning/plan/choices_json.h"

#include "core/json/json_reader.h"
#include "planning/plan/calendar.h"
#include "planning/plan/entered_scores.h"

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

Json embolisationsJson(const std::map<std::string, Embolisation>& byLesion) {
  Json json = Json::object();
  for (const auto& [lesion, one] : byLesion) {
    Json& entry = json[lesion] = Json::object();
    if (!one.date.empty())
      entry["date"] = one.date;
    if (!one.material.empty())
      entry["material"] = one.material;
    put(entry, "flowCut", one.flowCut);
  }
  return json;
}

void readEmbolisations(const JsonEntry& document, const PlanReading& reading, Plan& plan) {
  for (const auto& [lesion, entry] : document.membersOrNone("embolisations")) {
    reading.part(entry, [&, id = lesion, at = entry] {
      const Embolisation one{
          at.textOr("date", ""), at.textOr("material", ""), at.maybeNumber("flowCut")};
      at.checked([&] { requirePossible(one); });
      plan.embolisations[id] = one;
    });
  }
}

void readProcedureDate(const JsonEntry& document, const PlanReading& reading, Plan& plan) {
  reading.partAt(document, "procedureDate", [&] {
    const std::string date = document.text("procedureDate");
    if (!isDate(date))
      document.refuse("procedureDate", "write it as 2026-11-22");
    plan.procedureDate = date;
  });
}

/// One answer of a score that is about the patient, or about a lesion.
void readAnswer(const std::string& score,
                const std::string& question,
                const JsonEntry& answer,
                bool ofPatient,
                Scores& scores) {
  const std::string value = answer.asText();
  answer.checked([&] {
    requireScoreAnswer(score, question, value);
    if (scores::findScore(score).ofPatient != ofPatient)
      throw Error("the score " + score +
                  (ofPatient ? " is about a lesion: it belongs into lesionScores"
                             : " is about the patient: it belongs into scores"));
  });
  scores[score][question] = value;
}

void readScoresOf(const std::vector<std::pair<std::string, JsonEntry>>& members,
                  const PlanReading& reading,
                  bool ofPatient,
                  Scores& scores) {
  for (const auto& [score, answers] : members) {
    for (const auto& [question, answer] : answers.members()) {
      reading.part(answer, [&, id = score, key = question, entry = answer] {
        readAnswer(id, key, entry, ofPatient, scores);
      });
    }
  }
}

void readScores(const JsonEntry& document, const PlanReading& reading, Plan& plan) {
  readScoresOf(document.membersOrNone("scores"), reading, true, plan.scores);
  for (const auto& [lesion, scores] : document.membersOrNone("lesionScores")) {
    Scores read;
    readScoresOf(scores.members(), reading, false, read);
    if (!read.empty())
      plan.lesionScores[lesion] = std::move(read);
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
  if (!plan.procedureDate.empty())
    document["procedureDate"] = plan.procedureDate;
  putUnlessEmpty(document, "embolisations", embolisationsJson(plan.embolisations));
  putUnlessEmpty(document, "scores", Json(plan.scores));
  putUnlessEmpty(document, "lesionScores", Json(plan.lesionScores));
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
  readProcedureDate(document, reading, plan);
  readEmbolisations(document, reading, plan);
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
