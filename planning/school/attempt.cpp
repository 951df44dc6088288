#include "planning/school/attempt.h"

#include "core/json/json_reader.h"
#include "core/json/json_text.h"
#include "core/json/json_values.h"
#include "planning/plan/plan_file.h"

#include <nlohmann/json.hpp>

namespace trocar::school {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMost = 1'000'000;  ///< Of anything that is counted.

Json toJson(const Handling& handling) {
  return {{"shots", handling.exposures.shots},
          {"beamS", handling.exposures.seconds},
          {"doseArea", handling.exposures.doseArea},
          {"corticalPasses", handling.corticalPasses},
          {"corrections", handling.corrections},
          {"elapsedS", handling.elapsedS}};
}

Handling handlingFrom(const JsonEntry& entry) {
  return {{entry.whole("shots", 0, kMost), entry.number("beamS"), entry.number("doseArea")},
          entry.whole("corticalPasses", 0, kMost),
          entry.whole("corrections", 0, kMost),
          entry.number("elapsedS")};
}

Json toJson(const fluoro::NeedleDrive& drive) {
  return {{"id", drive.id},
          {"instrument", drive.instrument},
          {"approach", toString(drive.approach)},
          {"level", drive.level},
          {"side", drive.side ? Json(toString(*drive.side)) : Json(nullptr)},
          {"skinMm", json_values::point(drive.skinMm)},
          {"direction", json_values::point(drive.direction)},
          {"depthMm", drive.depthMm},
          {"bevelDeg", drive.bevelDeg},
          {"corticalPasses", drive.corticalPasses},
          {"corrections", drive.corrections}};
}

fluoro::NeedleDrive driveFrom(const JsonEntry& entry) {
  fluoro::NeedleDrive drive;
  drive.id = entry.at("id").asText();
  drive.instrument = entry.at("instrument").asText();
  drive.approach = entry.word("approach", approachFromString);
  drive.level = entry.at("level").asText();
  if (entry.has("side"))
    drive.side = entry.word("side", sideFromString);
  drive.skinMm = entry.point("skinMm");
  drive.direction = entry.point("direction").normalized();
  drive.depthMm = entry.number("depthMm");
  drive.bevelDeg = entry.number("bevelDeg");
  drive.corticalPasses = entry.whole("corticalPasses", 0, kMost);
  drive.corrections = entry.whole("corrections", 0, kMost);
  return drive;
}

Json armsJson(const Attempt& attempt) {
  Json arms = Json::array();
  for (std::size_t i = 0; i < attempt.arms.size(); ++i)
    arms.push_back({{"laoDeg", attempt.arms[i].laoDeg},
                    {"cranDeg", attempt.arms[i].cranDeg},
                    {"isocentreMm", json_values::point(attempt.isocentresMm[i])}});
  return arms;
}

void readArms(Attempt& attempt, const JsonEntry& entry) {
  const std::vector<JsonEntry> arms = entry.list("arms");
  if (arms.size() != attempt.arms.size())
    entry.refuse("arms", "there must be one for each plane");
  for (std::size_t i = 0; i < arms.size(); ++i) {
    attempt.arms[i] = {arms[i].number("laoDeg"), arms[i].number("cranDeg")};
    attempt.isocentresMm[i] = arms[i].point("isocentreMm");
  }
  attempt.armsKnown = true;
}

Attempt attemptFrom(const JsonEntry& entry) {
  Attempt attempt;
  attempt.lesson = entry.at("lesson").asText();
  attempt.learner = entry.at("learner").asText();
  attempt.startedAt = entry.at("startedAt").asText();
  attempt.plan = planFromJson(entry.json("plan"), entry.at("plan").where());
  if (const auto handling = entry.maybeObject("handling"))
    attempt.handling = handlingFrom(*handling);
  if (entry.has("arms"))
    readArms(attempt, entry);
  attempt.verdict = entry.at("verdict").asText();
  attempt.hintsTaken = entry.whole("hintsTaken", 0, kMost);
  if (const auto drive = entry.maybeObject("drive"))
    attempt.drive = driveFrom(*drive);
  attempt.points = entry.maybeNumber("points");
  attempt.passed = entry.truth("passed");
  return attempt;
}

}  // namespace

std::string attemptToJson(const Attempt& attempt) {
  const Json json = {{"lesson", attempt.lesson},
                     {"learner", attempt.learner},
                     {"startedAt", attempt.startedAt},
                     {"points", attempt.points ? Json(*attempt.points) : Json(nullptr)},
                     {"passed", attempt.passed},
                     {"verdict", attempt.verdict},
                     {"hintsTaken", attempt.hintsTaken},
                     {"handling", attempt.handling ? toJson(*attempt.handling) : Json(nullptr)},
                     {"arms", attempt.armsKnown ? armsJson(attempt) : Json(nullptr)},
                     {"drive", attempt.drive ? toJson(*attempt.drive) : Json(nullptr)},
                     {"plan", jsonFromText(planToJson(attempt.plan), "the plan")}};
  return json.dump() + "\n";
}

Attempt attemptFromJson(const std::string& text, const std::string& where) {
  return readJson(text, where, attemptFrom);
}

}  // namespace trocar::school
