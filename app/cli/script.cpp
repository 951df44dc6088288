#include "app/actions/action.h"
#include "app/cli/verb.h"
#include "app/document.h"
#include "core/error.h"
#include "core/json/json_text.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>

namespace trocar::cli {
namespace {

/// "go-to-level {"level": "L2"}": an action and its arguments, which may be left out.
struct Line {
  std::string action;
  nlohmann::json arguments = nlohmann::json::object();
};

Line lineFrom(const std::string& text) {
  Line line;
  line.action = text.substr(0, text.find_first_of(" \t\r{"));
  const std::size_t rest = text.find_first_not_of(" \t\r", line.action.size());
  if (rest == std::string::npos)
    return line;
  if (text[rest] != '{')
    throw Error("what follows " + line.action + " is \"" + text.substr(rest) +
                "\" and no JSON object; write its arguments in braces, such as {\"path\": "
                "\"my.plan.json\"}");
  line.arguments = jsonFromText(text.substr(rest), "what follows " + line.action);
  return line;
}

bool isEmpty(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  return first == std::string::npos || text[first] == '#';
}

/// What the actions said, on standard error as they go.
void tellNews(const app::Document& document, int& told) {
  if (!document.notice() || document.notice()->number == told)
    return;
  told = document.notice()->number;
  std::cerr << document.notice()->text << '\n';
}

void runScript(std::istream& in, const std::string& name) {
  app::Document document;
  int told = 0;
  int number = 0;
  for (std::string text; std::getline(in, text);) {
    ++number;
    if (isEmpty(text))
      continue;
    try {
      const Line line = lineFrom(text.substr(text.find_first_not_of(" \t")));
      actions::runAction(document, actions::findAction(line.action), line.arguments);
    } catch (const Error& error) {
      throw Error(name + ", line " + std::to_string(number) + ": " + error.what());
    }
    tellNews(document, told);
  }
}

void run(const std::string& file) {
  if (file == "-")
    return runScript(std::cin, "standard input");
  std::ifstream in(file);
  if (!in)
    throw Error("script " + file +
                " cannot be read; give a file with one action a line, or - for standard input");
  runScript(in, file);
}

/// " {level, side}".
std::string argumentsOf(const actions::Action& action) {
  std::string keys;
  for (const std::string& key : action.arguments)
    keys += (keys.empty() ? "" : ", ") + key;
  return keys.empty() ? "" : " {" + keys + "}";
}

std::string actionList() {
  std::string list = "Actions, with the keys of their arguments:\n";
  for (const actions::Action& action : actions::allActions())
    list += "  " + action.id + argumentsOf(action) + "  " + action.text + "\n";
  return list;
}

}  // namespace

void addScript(Verb program, int& /*status*/) {
  Verb verb = program.verb("script",
                           "One action a line: ACTION-ID {json arguments}; the same as the menus");
  auto file = std::make_shared<std::string>();
  verb.option("FILE", file.get(), "The script, or - for standard input; # begins a remark")
      .required();
  verb.closesHelpWith(actionList);
  verb.calls([file] { run(*file); });
}

}  // namespace trocar::cli
