#include "planning/scores/score.h"

#include "app/cli/verb.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

struct Options {
  std::string name;
  std::vector<std::string> answers;
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

void printJson(const scores::ScoreResult& result) {
  nlohmann::ordered_json json{{"schema", "trocar-score/1"},
                              {"score", result.score},
                              {"total", nullptr},
                              {"category", result.category},
                              {"components", nlohmann::ordered_json::array()},
                              {"note", result.note},
                              {"source", result.source}};
  if (result.total)
    json["total"] = *result.total;
  for (const scores::ScoreComponent& part : result.components) {
    nlohmann::ordered_json item{
        {"key", part.key}, {"value", part.value}, {"points", nullptr}, {"basis", "entered"}};
    if (part.points)
      item["points"] = *part.points;
    json["components"].push_back(item);
  }
  std::cout << json.dump(2) << '\n';
}

void printText(const scores::ScoreResult& result) {
  std::cout << scores::findScore(result.score).name << ": ";
  if (result.total)
    std::cout << *result.total << ", ";
  std::cout << result.category << '\n';
  for (const scores::ScoreComponent& part : result.components) {
    std::cout << "  " << part.key << ": " << part.value;
    if (part.points)
      std::cout << " (" << *part.points << ')';
    std::cout << '\n';
  }
  if (!result.note.empty())
    std::cout << result.note << '\n';
  std::cout << "Source: " << result.source << '\n';
}

void listScores() {
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

void run(const Options& options) {
  if (options.name.empty()) {
    listScores();
    return;
  }
  const scores::ScoreResult result = scores::score(options.name, answersFrom(options.answers));
  options.json ? printJson(result) : printText(result);
}

}  // namespace

void addScore(Verb program, int& /*status*/) {
  auto options = std::make_shared<Options>();
  Verb verb =
      program.verb("score", "What a published score or framework says (no name: list them)");
  verb.option("name", &options->name, "sins, noms, mirels, harrington, ..");
  verb.option("answers", &options->answers, "KEY=VALUE, as the list shows");
  verb.flag("--json", options->json, "Answer as JSON");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
