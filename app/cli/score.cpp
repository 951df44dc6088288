#include "planning/scores/score.h"

#include "app/cli/case_or_plan.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "planning/anatomy/levels.h"
#include "planning/decide/frameworks.h"
#include "planning/decide/subject.h"
#include "planning/plan/entered_scores.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ScoreOptions {
  std::string name;
  std::vector<std::string> answers;
  std::string patient;
  std::string level;
  std::string lesion;
  bool json = false;
};

std::map<std::string, std::string> answersFrom(const std::vector<std::string>& words) {
  std::map<std::string, std::string> answers;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error("\"" + word + "\" is no answer: write KEY=VALUE, such as location=T10.");
    if (!answers.emplace(word.substr(0, equals), word.substr(equals + 1)).second)
      throw Error("The key " + word.substr(0, equals) + " is given twice: give it once.");
  }
  return answers;
}

Json componentJson(const scores::ScoreComponent& part, const decide::Framework& framework) {
  Json item{{"key", part.key},
            {"value", part.value},
            {"points", nullptr},
            {"basis", decide::basisText(framework, part)}};
  if (part.points)
    item["points"] = *part.points;
  const auto answer = framework.answers.find(part.key);
  if (answer != framework.answers.end() && !answer->second.why.empty())
    item["why"] = answer->second.why;
  return item;
}

/// Of an incomplete one: what there is, and what is missing.
Json frameworkJson(const decide::Framework& framework) {
  Json json{{"schema", "trocar-score/1"},
            {"score", framework.definition->id},
            {"total", nullptr},
            {"category", nullptr},
            {"components", Json::array()},
            {"note", framework.result ? framework.result->note : ""},
            {"source", framework.definition->source}};
  if (framework.result) {
    json["category"] = framework.result->category;
    if (framework.result->total)
      json["total"] = *framework.result->total;
  }
  for (const scores::ScoreComponent& part : decide::componentsOf(framework))
    json["components"].push_back(componentJson(part, framework));
  if (framework.missing.empty())
    return json;
  json["missing"] = Json::array();
  for (const scores::ScoreQuestion* question : framework.missing)
    json["missing"].push_back(question->key);
  if (framework.points) {
    json["pointsSoFar"] = framework.points->points;
    json["pointsAtMost"] = framework.points->atMost;
  }
  return json;
}

/// Where an answer that nobody typed comes from.
std::string originText(const decide::Framework& framework, const scores::ScoreComponent& part) {
  const auto answer = framework.answers.find(part.key);
  if (answer != framework.answers.end() && answer->second.why.empty())
    return "";
  const std::string why = answer == framework.answers.end() ? "not given" : answer->second.why;
  return ", " + decide::basisText(framework, part) + ": " + why;
}

void printText(const decide::Framework& framework) {
  std::cout << framework.definition->name << ": " << decide::stateText(framework) << '\n';
  for (const scores::ScoreComponent& part : decide::componentsOf(framework)) {
    std::cout << "  " << part.key << ": " << part.value;
    if (part.points)
      std::cout << " (" << *part.points << ')';
    std::cout << originText(framework, part) << '\n';
  }
  if (const std::string proposed = decide::proposedText(framework); !proposed.empty())
    std::cout << proposed << '\n';
  if (!framework.missing.empty())
    std::cout << decide::missingText(framework) << '\n';
  if (framework.result && !framework.result->note.empty())
    std::cout << framework.result->note << '\n';
  std::cout << "Source: " << framework.definition->source << '\n';
}

Json questionJson(const scores::ScoreQuestion& question) {
  Json json{{"key", question.key}, {"text", question.text}};
  if (question.options.empty()) {
    json["minimum"] = question.minimum;
    json["maximum"] = question.maximum;
    json["whole"] = question.whole;
    json["unit"] = question.unit;
  }
  for (const scores::ScoreOption& option : question.options) {
    Json item{{"value", option.value}, {"text", option.text}};
    if (option.points)
      item["points"] = *option.points;
    json["options"].push_back(item);
  }
  if (question.assumed)
    json["assumed"] = *question.assumed;
  return json;
}

void listAsJson() {
  Json scores = Json::array();
  for (const scores::ScoreDefinition& definition : scores::scoreDefinitions()) {
    Json questions = Json::array();
    for (const scores::ScoreQuestion& question : definition.questions)
      questions.push_back(questionJson(question));
    scores.push_back({{"id", definition.id},
                      {"name", definition.name},
                      {"source", definition.source},
                      {"questions", questions}});
  }
  std::cout << Json({{"schema", "trocar-scores/1"}, {"scores", scores}}).dump(2) << '\n';
}

void listAsText() {
  for (const scores::ScoreDefinition& definition : scores::scoreDefinitions()) {
    std::cout << definition.id << "  " << definition.name << '\n';
    for (const scores::ScoreQuestion& question : definition.questions) {
      std::cout << "    " << question.key << '=';
      for (std::size_t i = 0; i < question.options.size(); ++i)
        std::cout << (i == 0 ? "" : "|") << question.options[i].value;
      std::cout << (question.options.empty() ? "NUMBER" : "") << '\n';
    }
  }
}

/// What was given alone, without a case: an incomplete score is refused with what it lacks.
decide::Framework answered(const ScoreOptions& options) {
  const auto answers = answersFrom(options.answers);
  decide::Framework framework;
  framework.result = scores::score(options.name, answers);
  framework.definition = &scores::findScore(options.name);
  for (const auto& [key, value] : answers)
    framework.answers[key] = {value, Basis::Entered, ""};
  return framework;
}

/// The plan's intent answers where a score asks for it.
Plan withAnswer(Plan plan,
                const std::string& score,
                const std::string& key,
                const std::string& value,
                const std::string& subject) {
  scores::requireAnswer(score, key, value);
  for (const scores::ScoreQuestion& question : scores::findScore(score).questions) {
    if (question.key != key)
      continue;
    if (question.heldBy == scores::HeldByPlan::Intent)
      return withIntent(std::move(plan), intentFromString(value));
    if (question.heldBy == scores::HeldByPlan::Embolisation)
      return withEmbolisation(std::move(plan),
                              subject,
                              value == "planned" ? std::optional(Embolisation()) : std::nullopt);
  }
  return withScoreAnswer(std::move(plan), score, key, value, subject);
}

/// The lesion that is named, that of the level, else what the plan is about.
std::string subjectOf(const ScoreOptions& options, const CaseOrPlan& opened) {
  const Case& patient = *opened.patient;
  if (!options.level.empty()) {
    anatomy::requireLevel(patient, options.level);
    return decide::subjectAt(patient, "", "vertebra_" + options.level);
  }
  if (options.lesion.empty())
    return decide::subjectOfPlan(patient, opened.plan);
  const Structure* lesion = patient.find(options.lesion);
  if (!lesion || lesion->role != Role::Lesion)
    throw Error("The case has no lesion '" + options.lesion + "': trocar inspect lists them.");
  return options.lesion;
}

/// What the case, or the plan with its case, says to every score; what is given goes first.
std::vector<decide::Framework> frameworksIn(const ScoreOptions& options) {
  CaseOrPlan opened = openCaseOrPlan(options.patient);
  const std::string subject = subjectOf(options, opened);
  for (const auto& [key, value] : answersFrom(options.answers))
    opened.plan = withAnswer(std::move(opened.plan), options.name, key, value, subject);
  const ProgressLine line;
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  return decide::frameworksFor(model, opened.plan, subject);
}

void runOnCase(const ScoreOptions& options) {
  if (!options.name.empty())
    scores::findScore(options.name);
  const std::vector<decide::Framework> all = frameworksIn(options);
  if (!options.name.empty()) {
    const decide::Framework& framework = decide::findFramework(all, options.name);
    if (options.json)
      std::cout << frameworkJson(framework).dump(2) << '\n';
    else
      printText(framework);
    return;
  }
  Json json{{"schema", "trocar-frameworks/1"}, {"frameworks", Json::array()}};
  for (const decide::Framework& framework : all) {
    if (options.json)
      json["frameworks"].push_back(frameworkJson(framework));
    else
      std::cout << framework.definition->id << "  " << framework.definition->name << ": "
                << decide::stateText(framework) << '\n';
  }
  if (options.json)
    std::cout << json.dump(2) << '\n';
}

void run(const ScoreOptions& options) {
  if (!options.patient.empty())
    return runOnCase(options);
  if (!options.level.empty() || !options.lesion.empty())
    throw Error("--level and --lesion name a place of a case: give the case with --case.");
  if (options.name.empty())
    return options.json ? listAsJson() : listAsText();
  const decide::Framework framework = answered(options);
  if (options.json)
    std::cout << frameworkJson(framework).dump(2) << '\n';
  else
    printText(framework);
}

}  // namespace

void addScore(Verb program, int& /*status*/) {
  auto options = std::make_shared<ScoreOptions>();
  Verb verb =
      program.verb("score", "What a published score or framework says (no name: list them)");
  verb.option("name", &options->name, "sins, noms, mirels, harrington, ..");
  verb.option("answers", &options->answers, "KEY=VALUE, as the list shows");
  verb.option("--case", &options->patient, "CASE or PLAN: what it says answers what is not given");
  verb.option("--level", &options->level, "With --case: the level whose lesion is meant");
  verb.option("--lesion", &options->lesion, "With --case: the lesion that is meant, by its id");
  verb.flag("--json", options->json, "Answer as JSON");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
