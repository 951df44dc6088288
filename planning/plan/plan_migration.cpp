#include "planning/plan/plan_migration.h"

#include "core/error.h"
#include "planning/plan/calendar.h"
#include "planning/plan/scales.h"
#include "planning/plan/treatment_choices.h"
#include "planning/scores/score.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

/// One answer of format 1. `subject` is what follows the part of the key that all of its kind have:
/// a needle's id, a level and side, a date and scale.
struct Answer {
  std::string key;
  std::string value;
  std::string subject;
};

/// The document on its way, and what is said about it.
struct Migrated {
  Json& document;
  std::vector<std::string>& remarks;

  void drop(const Answer& answer, const std::string& why) {
    remarks.push_back("The answer \"" + answer.key + "\" = \"" + answer.value +
                      "\" was left out: " + why + ".");
  }
};

double numberOf(const Answer& answer) {
  const std::string& text = answer.value;
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    throw Error("its answer \"" + answer.key + "\" is \"" + text + "\"; give a number");
  return value;
}

double numberAboveZero(const Answer& answer) {
  const double value = numberOf(answer);
  if (!(value > 0.0))
    throw Error("its answer \"" + answer.key + "\" is \"" + answer.value +
                "\"; give a number above 0");
  return value;
}

int loopsOf(const Answer& answer) {
  constexpr double kMost = 1.0e6;
  const double loops = numberAboveZero(answer);
  if (loops != std::floor(loops) || loops > kMost)
    throw Error("its answer \"" + answer.key + "\" is \"" + answer.value +
                "\"; give a whole number of loops");
  return static_cast<int>(loops);
}

/// Of a needle that is not there, nothing is kept: the next one of its name must not inherit it.
template <typename Read>
void moveToNeedle(Migrated& to, const Answer& answer, const char* key, const Read& read) {
  for (Json& needle : to.document.at("needles")) {
    if (needle.at("id") == answer.subject) {
      needle["device"][key] = read(answer);
      return;
    }
  }
  to.drop(answer, "the plan has no needle " + answer.subject);
}

void balloon(Migrated& to, const Answer& answer) {
  moveToNeedle(to, answer, "balloonMl", numberAboveZero);
}

void implant(Migrated& to, const Answer& answer) {
  moveToNeedle(to, answer, "implantHeightMm", numberAboveZero);
}

void screw(Migrated& to, const Answer& answer) {
  moveToNeedle(to, answer, "screwLengthMm", numberAboveZero);
}

void coil(Migrated& to, const Answer& answer) {
  moveToNeedle(to, answer, "coilLoops", loopsOf);
}

void product(Migrated& to, const Answer& answer) {
  to.document["cementMix"]["product"] = answer.value;
}

void cementStart(Migrated& to, const Answer& answer) {
  to.document["cementMix"]["startS"] = numberOf(answer);
}

void room(Migrated& to, const Answer& answer) {
  to.document["cementMix"]["roomC"] = numberOf(answer);
}

void intent(Migrated& to, const Answer& answer) {
  if (intentFromString(answer.value))
    to.document["intent"] = answer.value;
  else
    to.drop(answer, "an intent is curative, cytoreduction or pain");
}

/// The intent that was entered for the score alone. What was entered for the treatment goes first.
void intentOfScore(Migrated& to, const Answer& answer) {
  if (!to.document.contains("intent")) {
    to.document["intent"] = answer.value;
    to.remarks.push_back("The intent \"" + answer.value +
                         "\", entered for a score, is now the intent of the plan.");
  } else if (to.document.at("intent") != answer.value) {
    to.drop(answer,
            "the plan's intent is " + to.document.at("intent").get<std::string>() +
                ", and it has only one");
  }
}

void criterion(Migrated& to, const Answer& answer) {
  to.document["lethalCriterion"] = toString(requireLethalCriterion(answer.value));
}

void vascularity(Migrated& to, const Answer& answer) {
  if (vascularityFromString(answer.value))
    to.document["vascularity"][""] = answer.value;
  else
    to.drop(answer, "a vascularity is low, moderate or high");
}

void fixation(Migrated& to, const Answer& answer) {
  if (answer.value == "yes")
    to.document["fixationFirst"] = true;
  else
    to.drop(answer, "only \"yes\" has a meaning");
}

void fracture(Migrated& to, const Answer& answer) {
  const std::size_t dash = answer.subject.rfind('-');
  const std::string side =
      dash == std::string::npos ? std::string() : answer.subject.substr(dash + 1);
  if (answer.value != "yes" || !sideFromString(side) || dash == 0)
    return to.drop(answer, "it marks no fracture of a level and side");
  to.document["pedicleFractures"].push_back(
      {{"level", answer.subject.substr(0, dash)}, {"side", side}});
}

void tick(Migrated& to, const Answer& answer) {
  const std::size_t dot = answer.subject.find('.');
  if (answer.value != "yes" || dot == std::string::npos || dot == 0 ||
      dot + 1 == answer.subject.size())
    return to.drop(answer, "it is no tick of an item");
  to.document["ticks"][answer.subject.substr(0, dot)].push_back(answer.subject.substr(dot + 1));
}

void scale(Migrated& to, const Answer& answer) {
  constexpr std::size_t kDateLength = 10;
  const std::string& subject = answer.subject;
  const std::string date = subject.substr(0, kDateLength);
  const std::string key = subject.size() > kDateLength + 1 ? subject.substr(kDateLength + 1) : "";
  double value = 0.0;
  const char* end = answer.value.data() + answer.value.size();
  const auto read = std::from_chars(answer.value.data(), end, value);
  const bool known = std::any_of(
      scales().begin(), scales().end(), [&](const Scale& one) { return one.key == key; });
  if (!known || !isDate(date) || read.ec != std::errc() || !std::isfinite(value))
    return to.drop(answer, "it is no value of a scale on a day");
  to.document["scales"].push_back({{"date", date}, {"scale", key}, {"value", value}});
}

/// Errors that were entered count only under the technique "own".
void placement(Migrated& to, const Answer& answer, const std::map<std::string, std::string>& all) {
  if (answer.value != "own") {
    to.document["placement"]["technique"] = answer.value;
    return;
  }
  const auto entered = all.find("placement.own");
  const PlacementError own =
      placementErrorFromText(entered == all.end() ? std::string() : entered->second);
  to.document["placement"] = {{"targetErrorMeanMm", own.targetErrorMeanMm},
                              {"targetErrorSdMm", own.targetErrorSdMm},
                              {"angleErrorMeanDeg", own.angleErrorMeanDeg},
                              {"angleErrorSdDeg", own.angleErrorSdDeg}};
}

/// The question that a key such as "sins.location" answers; nullptr for none.
const scores::ScoreQuestion* questionOf(const std::string& key, std::string& scoreId) {
  for (const scores::ScoreDefinition& definition : scores::scoreDefinitions()) {
    for (const scores::ScoreQuestion& question : definition.questions) {
      if (key == definition.id + "." + question.key) {
        scoreId = definition.id;
        return &question;
      }
    }
  }
  return nullptr;
}

void scoreOrUnknown(Migrated& to, const Answer& answer) {
  std::string scoreId;
  const scores::ScoreQuestion* question = questionOf(answer.key, scoreId);
  if (question == nullptr)
    return to.drop(answer, "nothing reads an answer of that name");
  if (!scores::isAnswer(scoreId, question->key, answer.value))
    return to.drop(answer, "the score has no such value");
  if (question->heldBy == scores::HeldByPlan::Intent)
    return intentOfScore(to, answer);
  to.document["scores"][scoreId][question->key] = answer.value;
}

/// The keys of format 1 with one meaning each, and those whose end names what they belong to.
struct Row {
  std::string_view key;
  bool hasSubject;
  void (*move)(Migrated&, const Answer&);
};
constexpr std::array<Row, 14> kRows = {{
    {"intent", false, intent},
    {"ablation.criterion", false, criterion},
    {"lesion.vascularity", false, vascularity},
    {"fixation.before-ablation", false, fixation},
    {"cement.product", false, product},
    {"cement.start-s", false, cementStart},
    {"cement.room-c", false, room},
    {"cement.balloon-ml.", true, balloon},
    {"cement.implant-height-mm.", true, implant},
    {"cement.coil-loops.", true, coil},
    {"screw.length-mm.", true, screw},
    {"pedicle-fracture-", true, fracture},
    {"checklist.", true, tick},
    {"scale.", true, scale},
}};

bool isOfLesion(const std::string& scoreId) {
  const auto& all = scores::scoreDefinitions();
  return std::any_of(all.begin(), all.end(), [&](const scores::ScoreDefinition& one) {
    return one.id == scoreId && !one.ofPatient;
  });
}

/// Whether a lesion was embolised was an answer to a score; now the plan holds the embolisation.
void takeEmbolised(Json& document, Json& scores, std::vector<std::string>& remarks) {
  if (!scores.contains("embolisation") || !scores.at("embolisation").is_object() ||
      !scores.at("embolisation").contains("embolised"))
    return;
  Json& answers = scores.at("embolisation");
  if (answers.at("embolised") == "planned" || answers.at("embolised") == "done") {
    document["embolisations"][""] = Json::object();
    remarks.push_back(
        "The embolisation is now part of the plan: enter its material and the share of the flow "
        "that it cuts; until then it changes no blood flow.");
  }
  answers.erase("embolised");
  if (answers.empty())
    scores.erase("embolisation");
}

void move(Migrated& to, Answer answer, const std::map<std::string, std::string>& all) {
  if (answer.value.empty() || answer.key == "placement.own")
    return;  // An empty value was never an answer; the other goes with "placement".
  if (answer.key == "placement")
    return placement(to, answer, all);
  const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) {
    return one.hasSubject ? answer.key.starts_with(one.key) : answer.key == one.key;
  });
  if (row == kRows.end())
    return scoreOrUnknown(to, answer);
  if (row->hasSubject)
    answer.subject = answer.key.substr(row->key.size());
  row->move(to, answer);
}

}  // namespace

void takeAnswers(const JsonEntry& before,
                 const PlanReading& reading,
                 Json& document,
                 std::vector<std::string>& remarks) {
  std::map<std::string, std::string> answers;
  for (const auto& [key, answer] : before.object("answers").members())
    answers[key] = answer.asText();
  document.erase("answers");
  Migrated to{document, remarks};
  before.checked([&] {
    for (const auto& [key, value] : answers)
      reading.part(before, [&, key = key, value = value] { move(to, {key, value, {}}, answers); });
  });
}

void migrateFromFormat1(const JsonEntry& before,
                        const PlanReading& reading,
                        Json& document,
                        std::vector<std::string>& remarks) {
  document["format"] = 2;
  document["lethalCriterion"] = toString(LethalCriterion::Arrhenius);
  document["fixationFirst"] = false;
  takeAnswers(before, reading, document, remarks);
}

void giveScoresToLesions(Json& document, std::vector<std::string>& remarks) {
  if (!document.contains("scores") || !document.at("scores").is_object())
    return;
  Json& all = document.at("scores");
  takeEmbolised(document, all, remarks);
  Json ofPatient = Json::object();
  for (const auto& [id, answers] : all.items()) {
    if (isOfLesion(id))
      document["lesionScores"][""][id] = answers;
    else
      ofPatient[id] = answers;
  }
  all = std::move(ofPatient);
}

void migrateFromFormat2(const JsonEntry& /*before*/,
                        const PlanReading& /*reading*/,
                        Json& document,
                        std::vector<std::string>& remarks) {
  document["format"] = 3;
  giveScoresToLesions(document, remarks);
}

}  // namespace trocar
