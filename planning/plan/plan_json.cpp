#include "core/assets.h"
#include "core/error.h"
#include "planning/plan/bookmark_json.h"
#include "planning/plan/choices_json.h"
#include "planning/plan/plan_file.h"
#include "planning/plan/plan_migration.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <functional>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

/// Changes a document of one format into the next one.
using Migration = void (*)(Json& document, std::vector<std::string>& remarks);
/// `kMigrations[n - 1]` leads from format n to n + 1.
constexpr std::array<Migration, kPlanFormat - 1> kMigrations = {migrateFromFormat1};

Json toJson(const Vec3& point) {
  return Json::array({point.x(), point.y(), point.z()});
}

template <typename T>
Json orNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json toJson(const Bend& bend) {
  return {
      {"lengthMm", bend.lengthMm}, {"angleDeg", bend.angleDeg}, {"towards", toJson(bend.towards)}};
}

Json toJson(const Needle& needle) {
  Json json = {
      {"id", needle.id},
      {"instrument", needle.instrument},
      {"purpose", toString(needle.purpose)},
      {"approach", toString(needle.approach)},
      {"level", needle.level},
      {"side", needle.side ? Json(toString(*needle.side)) : Json(nullptr)},
      {"through", orNull(needle.through)},
      {"entryMm", toJson(needle.trajectory.entry)},
      {"targetMm", toJson(needle.trajectory.target)},
      {"locked", needle.locked},
  };
  if (needle.bend)
    json["bend"] = toJson(*needle.bend);
  writeDevice(needle.device, json);
  return json;
}

Json toJson(const ProtocolStep& step) {
  Json json{{"kind", toString(step.kind)},
            {"durationS", step.durationS},
            {"powerW", step.powerW},
            {"dutyFraction", step.dutyFraction}};
  if (step.withdrawMm > 0.0)
    json["withdrawMm"] = step.withdrawMm;
  return json;
}

Json toJson(const Protocol& protocol) {
  Json steps = Json::array();
  for (const ProtocolStep& step : protocol.steps)
    steps.push_back(toJson(step));
  return {{"needle", protocol.needle}, {"startS", protocol.startS}, {"steps", steps}};
}

Json toJson(const Injection& injection) {
  return {{"needle", injection.needle},
          {"volumeMl", injection.volumeMl},
          {"rateMlPerS", injection.rateMlPerS}};
}

Json toJson(const Protection& protection) {
  Json json{{"structure", protection.structure},
            {"medium", toString(protection.medium)},
            {"thicknessMm", protection.thicknessMm}};
  for (const PaintedBall& ball : protection.painted)
    json["painted"].push_back({{"centreMm", toJson(ball.centreMm)}, {"radiusMm", ball.radiusMm}});
  return json;
}

Json toJson(const Acceptance& one) {
  return {{"rule", one.rule}, {"subject", one.subject}, {"reason", one.reason}};
}

Json toJson(const anatomy::Corrections& corrections) {
  Json landmarks = Json::object();
  for (const auto& [id, pointMm] : corrections.landmarksMm)
    landmarks[id] = toJson(pointMm);
  return {{"levels", Json(corrections.levels)}, {"landmarksMm", landmarks}};
}

template <typename T>
Json listOf(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values)
    list.push_back(toJson(value));
  return list;
}

Vec3 pointAt(const Json& entry, const char* key) {
  const auto values = entry.at(key).get<std::array<double, 3>>();
  return {values[0], values[1], values[2]};
}

/// The value that a word stands for; `what` names the table in the message.
template <typename Read>
auto wordAt(const Json& entry, const char* key, const Read& read) {
  const std::string word = entry.at(key).get<std::string>();
  const auto value = read(word);
  if (!value)
    throw Error("'" + word + "' is no " + key);
  return *value;
}

double atLeastZero(const Json& entry, const char* key) {
  const double value = entry.at(key).get<double>();
  if (value < 0.0)
    throw Error(std::string(key) + " is negative");
  return value;
}

Bend bendFrom(const Json& entry) {
  const Bend bend{
      atLeastZero(entry, "lengthMm"), atLeastZero(entry, "angleDeg"), pointAt(entry, "towards")};
  if (bend.lengthMm == 0.0 || bend.angleDeg == 0.0 || bend.angleDeg > 180.0 ||
      bend.towards.isZero())
    throw Error("a bend needs a length, an angle up to 180 degrees and a side to turn to");
  return bend;
}

Needle needleFrom(const Json& entry) {
  Needle needle;
  needle.id = entry.at("id").get<std::string>();
  needle.instrument = entry.at("instrument").get<std::string>();
  needle.purpose = wordAt(entry, "purpose", purposeFromString);
  needle.approach = wordAt(entry, "approach", approachFromString);
  needle.level = entry.at("level").get<std::string>();
  if (!entry.at("side").is_null())
    needle.side = wordAt(entry, "side", sideFromString);
  if (!entry.at("through").is_null())
    needle.through = entry.at("through").get<std::string>();
  needle.trajectory = {pointAt(entry, "entryMm"), pointAt(entry, "targetMm")};
  if (entry.contains("bend"))  // Optional: a straight needle lacks it.
    needle.bend = bendFrom(entry.at("bend"));
  needle.device = readDevice(entry);
  needle.locked = entry.at("locked").get<bool>();
  return needle;
}

ProtocolStep stepFrom(const Json& entry) {
  ProtocolStep step;
  step.kind = wordAt(entry, "kind", protocolStepKindFromString);
  step.durationS = atLeastZero(entry, "durationS");
  step.powerW = atLeastZero(entry, "powerW");
  step.dutyFraction = atLeastZero(entry, "dutyFraction");
  if (entry.contains("withdrawMm"))
    step.withdrawMm = atLeastZero(entry, "withdrawMm");
  return step;
}

Protocol protocolFrom(const Json& entry) {
  Protocol protocol{entry.at("needle").get<std::string>(), atLeastZero(entry, "startS"), {}};
  for (const Json& step : entry.at("steps"))
    protocol.steps.push_back(stepFrom(step));
  return protocol;
}

Injection injectionFrom(const Json& entry) {
  return {entry.at("needle").get<std::string>(),
          atLeastZero(entry, "volumeMl"),
          atLeastZero(entry, "rateMlPerS")};
}

Protection protectionFrom(const Json& entry) {
  Protection protection{entry.at("structure").get<std::string>(),
                        wordAt(entry, "medium", mediumFromString),
                        atLeastZero(entry, "thicknessMm")};
  if (entry.contains("painted"))
    for (const Json& ball : entry.at("painted"))
      protection.painted.push_back({pointAt(ball, "centreMm"), atLeastZero(ball, "radiusMm")});
  return protection;
}

Acceptance acceptanceFrom(const Json& entry) {
  return {entry.at("rule").get<std::string>(),
          entry.at("subject").get<std::string>(),
          entry.at("reason").get<std::string>()};
}

anatomy::Corrections correctionsFrom(const Json& entry) {
  anatomy::Corrections corrections;
  corrections.levels = entry.at("levels").get<std::map<std::string, std::string>>();
  for (const auto& item : entry.at("landmarksMm").items())
    corrections.landmarksMm[item.key()] = pointAt(entry.at("landmarksMm"), item.key().c_str());
  return corrections;
}

template <typename T>
std::vector<T> listFrom(const Json& list, T (*read)(const Json&)) {
  std::vector<T> values;
  for (const Json& entry : list)
    values.push_back(read(entry));
  return values;
}

CaseReference caseFrom(const Json& entry) {
  return {entry.at("id").get<std::string>(),
          entry.at("path").get<std::string>(),
          entry.at("hash").get<std::string>()};
}

/// Brings an older document to this program's format. Throws Error for a newer one.
void migrate(Json& document, std::vector<std::string>& remarks) {
  const int format = document.at("format").get<int>();
  if (format > kPlanFormat)
    throw Error("it has format " + std::to_string(format) + " and needs Trocar " +
                document.value("trocar", std::string("of a later version")) +
                " or newer; this is Trocar " + std::string(version()) +
                ", which reads formats up to " + std::to_string(kPlanFormat));
  if (format < 1)
    throw Error("its format must be 1 or more");
  for (std::size_t from = static_cast<std::size_t>(format); from <= kMigrations.size(); ++from)
    kMigrations.at(from - 1)(document, remarks);
}

Plan planFrom(const Json& document) {
  Plan plan;
  plan.patient = caseFrom(document.at("case"));
  plan.procedurePosition = wordAt(document, "procedurePosition", patientPositionFromString);
  plan.needles = listFrom(document.at("needles"), needleFrom);
  plan.protocols = listFrom(document.at("protocols"), protocolFrom);
  plan.injections = listFrom(document.at("injections"), injectionFrom);
  plan.protections = listFrom(document.at("protections"), protectionFrom);
  plan.acceptances = listFrom(document.at("acceptances"), acceptanceFrom);
  readChoices(document, plan);
  if (document.contains("corrections"))  // Optional: plans made without any lack it.
    plan.corrections = correctionsFrom(document.at("corrections"));
  plan.note = document.at("note").get<std::string>();
  if (document.contains("bookmarks"))
    plan.bookmarks = listFrom(document.at("bookmarks"), bookmarkFrom);
  return plan;
}

/// References inside the plan hold, and no id is there twice.
void requireConsistent(const Plan& plan) {
  for (const Needle& needle : plan.needles) {
    if (needle.id.empty() || plan.find(needle.id) != &needle)
      throw Error("needle '" + needle.id + "' is unnamed or there twice");
    if (needle.trajectory.entry == needle.trajectory.target)
      throw Error("entry and target of needle " + needle.id + " are the same point");
  }
  for (const Protocol& protocol : plan.protocols)
    if (!plan.find(protocol.needle))
      throw Error("a protocol names needle '" + protocol.needle + "', which is not in the plan");
  for (const Injection& injection : plan.injections)
    if (!plan.find(injection.needle))
      throw Error("an injection names needle '" + injection.needle + "', which is not in the plan");
}

}  // namespace

std::string planToJson(const Plan& plan) {
  Json document = {
      {"format", kPlanFormat},
      {"trocar", version()},
      {"case", {{"id", plan.patient.id}, {"path", plan.patient.path}, {"hash", plan.patient.hash}}},
      {"procedurePosition", toString(plan.procedurePosition)},
      {"needles", listOf(plan.needles)},
      {"protocols", listOf(plan.protocols)},
      {"injections", listOf(plan.injections)},
      {"protections", listOf(plan.protections)},
      {"acceptances", listOf(plan.acceptances)},
  };
  writeChoices(plan, document);
  document["note"] = plan.note;
  if (plan.corrections != anatomy::Corrections())
    document["corrections"] = toJson(plan.corrections);
  if (!plan.bookmarks.empty())
    document["bookmarks"] = listOf(plan.bookmarks);
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Plan planFromJson(const std::string& text, std::vector<std::string>* remarks) {
  try {
    std::vector<std::string> unheard;
    Json document = Json::parse(text);
    if (!document.is_object() || !document.contains("format") || !document.contains("needles"))
      throw Error("it is no plan of Trocar");
    migrate(document, remarks ? *remarks : unheard);
    const Plan plan = planFrom(document);
    requireConsistent(plan);
    return plan;
  } catch (const Json::exception& error) {
    throw Error(std::string("it is damaged or no plan: ") + error.what());
  }
}

}  // namespace trocar
