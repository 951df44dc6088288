#include "core/assets.h"
#include "core/drawing/drawing_json.h"
#include "core/error.h"
#include "core/json/json_list.h"
#include "core/json/json_reader.h"
#include "core/json/json_text.h"
#include "core/json/json_values.h"
#include "planning/plan/bookmark_json.h"
#include "planning/plan/choices_json.h"
#include "planning/plan/plan_faults.h"
#include "planning/plan/plan_file.h"
#include "planning/plan/plan_migration.h"
#include "planning/plan/plan_reading.h"

#include <nlohmann/json.hpp>

#include <array>
#include <limits>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;
using json_values::listOf;

/// Changes a document of one format, which `before` reads, into the next one.
using Migration = void (*)(const JsonEntry& before,
                           const PlanReading& reading,
                           Json& document,
                           std::vector<std::string>& remarks);
/// `kMigrations[n - 1]` leads from format n to n + 1.
constexpr std::array<Migration, kPlanFormat - 1> kMigrations = {migrateFromFormat1,
                                                                migrateFromFormat2};

Json toJson(const Bend& bend) {
  return {{"lengthMm", bend.lengthMm},
          {"angleDeg", bend.angleDeg},
          {"towards", json_values::point(bend.towards)}};
}

Json toJson(const Needle& needle) {
  Json json = {
      {"id", needle.id},
      {"instrument", needle.instrument},
      {"purpose", toString(needle.purpose)},
      {"approach", toString(needle.approach)},
      {"level", needle.level},
      {"side", needle.side ? Json(toString(*needle.side)) : Json(nullptr)},
      {"through", needle.through ? Json(*needle.through) : Json(nullptr)},
      {"entryMm", json_values::point(needle.trajectory.entry)},
      {"targetMm", json_values::point(needle.trajectory.target)},
      {"locked", needle.locked},
  };
  if (needle.bend)
    json["bend"] = toJson(*needle.bend);
  writeDevice(needle.device, json);
  if (needle.cannulaBackMm > 0.0)
    json["cannulaBackMm"] = needle.cannulaBackMm;
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
  return {{"needle", protocol.needle},
          {"startS", protocol.startS},
          {"steps", listOf(protocol.steps, toJson)}};
}

Json toJson(const Injection& injection) {
  Json json{{"needle", injection.needle},
            {"volumeMl", injection.volumeMl},
            {"rateMlPerS", injection.rateMlPerS}};
  if (injection.tipBackMm > 0.0)
    json["tipBackMm"] = injection.tipBackMm;
  if (injection.withdrawMm > 0.0)
    json["withdrawMm"] = injection.withdrawMm;
  return json;
}

Json toJson(const Protection& protection) {
  Json json{{"structure", protection.structure},
            {"medium", toString(protection.medium)},
            {"thicknessMm", protection.thicknessMm}};
  for (const PaintedBall& ball : protection.painted)
    json["painted"].push_back(
        {{"centreMm", json_values::point(ball.centreMm)}, {"radiusMm", ball.radiusMm}});
  return json;
}

Json toJson(const Acceptance& one) {
  return {{"rule", one.rule}, {"subject", one.subject}, {"reason", one.reason}};
}

Json toJson(const anatomy::Corrections& corrections) {
  Json landmarks = Json::object();
  for (const auto& [id, pointMm] : corrections.landmarksMm)
    landmarks[id] = json_values::point(pointMm);
  Json json{{"levels", Json(corrections.levels)}, {"landmarksMm", landmarks}};
  for (const auto& [id, structure] : corrections.drawn)
    json["drawn"][id] = drawing::toJson(structure);
  return json;
}

Bend bendFrom(const JsonEntry& entry) {
  const Bend bend{entry.number("lengthMm", kAboveZero),
                  entry.number("angleDeg", {kAboveZero.low, 180.0}),
                  entry.point("towards")};
  if (bend.towards.isZero())
    entry.refuse("towards", "a bend needs a side to turn to");
  return bend;
}

Needle needleFrom(const JsonEntry& entry) {
  Needle needle;
  needle.id = entry.at("id").asText();
  needle.instrument = entry.at("instrument").asText();
  needle.purpose = entry.word("purpose", purposeFromString);
  needle.approach = entry.word("approach", approachFromString);
  needle.level = entry.textOr("level", "");
  if (entry.has("side"))
    needle.side = entry.word("side", sideFromString);
  if (entry.has("through"))
    needle.through = entry.at("through").asText();
  needle.trajectory = {entry.point("entryMm"), entry.point("targetMm")};
  if (const auto bend = entry.maybeObject("bend"))
    needle.bend = bendFrom(*bend);
  needle.device = readDevice(entry);
  needle.cannulaBackMm = entry.numberOr("cannulaBackMm", 0.0);
  needle.locked = entry.truth("locked");
  return needle;
}

/// Which numbers can be is asked once all is read: see `faultsOf`.
ProtocolStep stepFrom(const JsonEntry& entry) {
  return {entry.word("kind", protocolStepKindFromString),
          entry.number("durationS"),
          entry.number("powerW"),
          entry.number("dutyFraction"),
          entry.numberOr("withdrawMm", 0.0)};
}

Protocol protocolFrom(const JsonEntry& entry) {
  return {entry.at("needle").asText(),
          entry.number("startS"),
          PlanReading().list(entry.list("steps"), stepFrom)};
}

Injection injectionFrom(const JsonEntry& entry) {
  return {entry.at("needle").asText(),
          entry.number("volumeMl"),
          entry.number("rateMlPerS"),
          entry.numberOr("tipBackMm", 0.0),
          entry.numberOr("withdrawMm", 0.0)};
}

PaintedBall ballFrom(const JsonEntry& entry) {
  return {entry.point("centreMm"), entry.number("radiusMm")};
}

Protection protectionFrom(const JsonEntry& entry) {
  return {entry.at("structure").asText(),
          entry.word("medium", mediumFromString),
          entry.number("thicknessMm"),
          PlanReading().list(entry.listOrNone("painted"), ballFrom)};
}

Acceptance acceptanceFrom(const JsonEntry& entry) {
  return {entry.at("rule").asText(), entry.at("subject").asText(), entry.at("reason").asText()};
}

anatomy::Corrections correctionsFrom(const JsonEntry& entry) {
  anatomy::Corrections corrections;
  for (const auto& [level, name] : entry.object("levels").members())
    corrections.levels[level] = name.asText();
  for (const auto& [id, point] : entry.object("landmarksMm").members())
    corrections.landmarksMm[id] = point.asPoint();
  if (const auto drawn = entry.maybeObject("drawn"))
    for (const auto& [id, structure] : drawn->members())
      corrections.drawn[id] = drawing::drawnStructureFrom(structure);
  return corrections;
}

CaseReference caseFrom(const JsonEntry& entry) {
  return {entry.at("id").asText(), entry.at("path").asText(), entry.at("hash").asText()};
}

/// The format of a document. Throws Error for what is no plan, and for a newer one.
int formatOf(const JsonEntry& document) {
  if (!document.isObject() || (!document.has("format") && !document.has("needles")))
    document.refuse("is no plan of Trocar");
  const int format = document.whole("format", 1, std::numeric_limits<int>::max());
  if (format > kPlanFormat)
    document.refuse("has format " + std::to_string(format) + " and needs Trocar " +
                    document.textOr("trocar", "of a later version") + " or newer; this is Trocar " +
                    std::string(version()) + ", which reads formats up to " +
                    std::to_string(kPlanFormat));
  return format;
}

/// The document of a plan in this program's format.
Json migrated(Json document,
              const std::string& where,
              const PlanReading& reading,
              std::vector<std::string>& remarks) {
  const JsonEntry before = jsonEntryOf(document, where);
  try {
    for (auto n = static_cast<std::size_t>(formatOf(before) - 1); n < kMigrations.size(); ++n)
      kMigrations.at(n)(jsonEntryOf(document, where), reading, document, remarks);
    if (document.contains("answers")) {
      // Of a script that still writes the keys of format 1 into what this program wrote.
      takeAnswers(jsonEntryOf(document, where), reading, document, remarks);
      giveScoresToLesions(document, remarks);
      remarks.push_back("\"answers\" is of format 1: its values stand in place of the typed ones.");
    }
  } catch (const Json::exception& error) {
    before.refuse(std::string("is damaged: ") + error.what());
  }
  return document;
}

Plan planFrom(const JsonEntry& document, const PlanReading& reading) {
  document.remarks({"trocar"});
  Plan plan;
  plan.patient = caseFrom(document.object("case"));
  plan.procedurePosition = document.word("procedurePosition", patientPositionFromString);
  plan.needles = reading.list(document.list("needles"), needleFrom);
  plan.protocols = reading.list(document.list("protocols"), protocolFrom);
  plan.injections = reading.list(document.list("injections"), injectionFrom);
  plan.protections = reading.list(document.list("protections"), protectionFrom);
  plan.acceptances = reading.list(document.list("acceptances"), acceptanceFrom);
  readChoices(document, reading, plan);
  reading.partAt(document, "corrections", [&] {
    plan.corrections = correctionsFrom(document.object("corrections"));
  });
  plan.note = document.at("note").asText();
  plan.bookmarks = reading.list(document.listOrNone("bookmarks"), bookmarkFrom);
  return plan;
}

Plan planIn(const std::string& text,
            const std::string& where,
            const PlanReading& reading,
            std::vector<std::string>& remarks) {
  const JsonEntry document =
      jsonEntryOf(migrated(jsonFromText(text, where), where, reading, remarks), where);
  document.format(kPlanFormat);
  Plan plan = planFrom(document, reading);
  document.refuseUnknown();
  return plan;
}

}  // namespace

std::string planToJson(const Plan& plan) {
  Json document = {
      {"format", kPlanFormat},
      {"trocar", version()},
      {"case", {{"id", plan.patient.id}, {"path", plan.patient.path}, {"hash", plan.patient.hash}}},
      {"procedurePosition", toString(plan.procedurePosition)},
      {"needles", listOf(plan.needles, toJson)},
      {"protocols", listOf(plan.protocols, toJson)},
      {"injections", listOf(plan.injections, toJson)},
      {"protections", listOf(plan.protections, toJson)},
      {"acceptances", listOf(plan.acceptances, toJson)},
  };
  writeChoices(plan, document);
  document["note"] = plan.note;
  if (plan.corrections != anatomy::Corrections())
    document["corrections"] = toJson(plan.corrections);
  if (!plan.bookmarks.empty())
    document["bookmarks"] = listOf(plan.bookmarks, toJson);
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Plan planFromJson(const std::string& text,
                  const std::string& where,
                  std::vector<std::string>* remarks) {
  std::vector<std::string> unheard;
  Plan plan = planIn(text, where, PlanReading(), remarks ? *remarks : unheard);
  if (const std::vector<PlanFault> faults = faultsOf(plan); !faults.empty())
    throw Error(where + ": " + faults.front().what);
  return plan;
}

Plan planToOpen(const std::string& text,
                const std::string& where,
                std::vector<std::string>& remarks) {
  return planIn(text, where, PlanReading(remarks), remarks);
}

}  // namespace trocar
