#include "app/cli/cli.h"

#include "app/cli/verb.h"
#include "app/cli/visible_stream.h"
#include "app/memory.h"
#include "core/assets.h"
#include "core/exception_text.h"
#include "core/import.h"
#include "core/json/near_key.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <iostream>
#include <string>

namespace trocar::cli {
namespace {

/// A line of CLI11's, in one.
std::string oneLineOf(std::string text) {
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// The option that takes what a doubt refuses.
std::string answerTo(const std::string& key) {
  if (key == kAxesUnknown)
    return "answer with --axes LPS or other letters";
  if (key == kUnitUnknown)
    return "answer with --unit mm, cm or m";
  if (key == kNumberingUnknown)
    return "answer with --scheme NAME or FILE.json, or for one of several with --labels PATH=NAME";
  if (key == kMaskUnnamed)
    return "answer with --labels PATH=ROLE:ID";
  if (key == kNumberingAgainstCt)
    return "--scheme NAME reads them otherwise, --despite " + key + " takes them all the same";
  return "--despite " + key + " takes it all the same";
}

int parse(CLI::App& program, int argc, char** argv, const int& status) {
  try {
    program.parse(argc, argv);
    requireWritten();
    return status;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) {
      std::cerr << "trocar: " << oneLineOf(error.what()) << " (see trocar --help)\n";
      return 2;
    }
    program.exit(error);  // Prints the help or the version that was asked for.
    requireWritten();
    return 0;
  }
}

/// The planner, by its verb and without one.
void addOpen(CLI::App& program, const OpenPlanner& planner, int& status) {
  auto path = std::make_shared<std::filesystem::path>();
  CLI::App* open =
      program.add_subcommand("open", "The planner on a case or plan; also without verb");
  open->add_option(
      "CASE|PLAN", *path, "Case folder, bundled:ID, plan file or CT; a bundled patient without");
  open->callback([path, &planner, &status] { status = planner(*path); });
  program.callback([&program, &planner, &status] {
    if (program.get_subcommands().empty())
      status = planner({});
  });
}

/// Throws Error that names a word which is no verb, and the one that was probably meant.
void requireVerb(const CLI::App& program, int argc, char** argv) {
  const std::string word = argc > 1 ? argv[1] : "";
  if (word.empty() || word.front() == '-')
    return;
  std::vector<std::string> verbs;
  for (const CLI::App* verb : program.get_subcommands([](const CLI::App*) { return true; }))
    verbs.push_back(verb->get_name());
  if (std::find(verbs.begin(), verbs.end(), word) != verbs.end())
    return;
  const std::string meant = nearKey(word, verbs);
  throw Error("There is no verb '" + word + "'" +
              (meant.empty() ? std::string() : "; did you mean " + meant + "?") +
              " (see trocar --help)");
}

}  // namespace

void requireWritten() {
  errno = 0;
  if (std::cout.flush())
    return;
  const int code = errno;
  throw Error("Standard output cannot be written" +
              (code == 0 ? std::string() : std::string(": ") + std::strerror(code)) +
              "; free some space or send it elsewhere.");
}

int runCommandLine(int argc, char** argv, const OpenPlanner& planner) {
  const VisibleStream out(std::cout);
  const VisibleStream err(std::cerr);
  CLI::App program(
      "Trocar: rehearse and teach image-guided procedures on bone metastases. Not a medical "
      "device.",
      "trocar");
  program.fallthrough();  // So that it may also stand behind a verb.
  program.add_flag_callback(
      "--no-cache", app::keepNoResults, "Neither read nor keep results in the user's cache folder");
  program.set_version_flag("--version", "trocar " + std::string(version()));
  int status = 0;
  program.require_subcommand(0, 1);  // So that "bench xray" is one verb and a name.
  addOpen(program, planner, status);
  for (const AddVerb add : allVerbs())
    add(Verb(program), status);
  try {
    requireVerb(program, argc, argv);
    return parse(program, argc, argv, status);
  } catch (const Doubt& doubt) {
    std::cerr << "trocar: " << sentenceOf(doubt) << " (" << answerTo(doubt.key()) << ")\n";
  } catch (const std::exception& error) {
    std::cerr << "trocar: " << sentenceOf(error) << '\n';
  }
  return 2;
}

}  // namespace trocar::cli
