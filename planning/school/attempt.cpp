#include "planning/school/attempt.h"

#include "core/error.h"
#include "core/json/json_values.h"
#include "planning/plan_file.h"

#include <nlohmann/json.hpp>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

Vec3 pointFrom(const Json& json) {
  return {json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>()};
}

Json toJson(const Handling& handling) {
  return {{"shots", handling.exposures.shots},
          {"beamS", handling.exposures.seconds},
          {"doseArea", handling.exposures.doseArea},
          {"corticalPasses", handling.corticalPasses},
          {"corrections", handling.corrections},
          {"elapsedS", handling.elapsedS}};
}

Handling handlingFrom(const Json& json) {
  return {{json.at("shots"), json.at("beamS"), json.at("doseArea")},
          json.at("corticalPasses"),
          json.at("corrections"),
          json.at("elapsedS")};
}

Json toJson(const NeedleDrive& drive) {
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

NeedleDrive driveFrom(const Json& json) {
  NeedleDrive drive;
  drive.id = json.at("id");
  drive.instrument = json.at("instrument");
  drive.approach =
      approachFromString(json.at("approach").get<std::string>()).value_or(Approach::Free);
  drive.level = json.at("level");
  if (json.at("side").is_string())
    drive.side = sideFromString(json["side"].get<std::string>());
  drive.skinMm = pointFrom(json.at("skinMm"));
  drive.direction = pointFrom(json.at("direction")).normalized();
  drive.depthMm = json.at("depthMm");
  drive.bevelDeg = json.at("bevelDeg");
  drive.corticalPasses = json.at("corticalPasses");
  drive.corrections = json.at("corrections");
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

void readArms(Attempt& attempt, const Json& arms) {
  for (std::size_t i = 0; i < attempt.arms.size(); ++i) {
    attempt.arms[i] = {arms.at(i).at("laoDeg"), arms.at(i).at("cranDeg")};
    attempt.isocentresMm[i] = pointFrom(arms.at(i).at("isocentreMm"));
  }
  attempt.armsKnown = true;
}

Attempt attemptFrom(const Json& json) {
  Attempt attempt;
  attempt.lesson = json.at("lesson");
  attempt.learner = json.at("learner");
  attempt.startedAt = json.at("startedAt");
  attempt.plan = planFromJson(json.at("plan").dump());
  if (!json.at("handling").is_null())
    attempt.handling = handlingFrom(json["handling"]);
  if (!json.at("arms").is_null())
    readArms(attempt, json["arms"]);
  attempt.verdict = json.at("verdict");
  attempt.hintsTaken = json.at("hintsTaken");
  if (!json.at("drive").is_null())
    attempt.drive = driveFrom(json["drive"]);
  if (!json.at("points").is_null())
    attempt.points = json["points"].get<double>();
  attempt.passed = json.at("passed");
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
                     {"plan", Json::parse(planToJson(attempt.plan))}};
  return json.dump() + "\n";
}

Attempt attemptFromJson(const std::string& text, const std::string& where) {
  try {
    return attemptFrom(Json::parse(text));
  } catch (const Json::exception&) {
    throw Error(where + " holds no attempt at a lesson: it may be of another program.");
  }
}

}  // namespace trocar
