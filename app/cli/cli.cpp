#include "app/cli/cli.h"

#include "app/cli/verb.h"
#include "app/cli/visible_stream.h"
#include "core/assets.h"
#include "core/exception_text.h"
#include "core/import.h"

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

int runCommandLine(int argc, char** argv) {
  const VisibleStream out(std::cout);
  const VisibleStream err(std::cerr);
  CLI::App program(
      "Trocar: rehearse and teach image-guided procedures on bone metastases. Not a medical "
      "device.",
      "trocar");
  program.set_version_flag("--version", "trocar " + std::string(version()));
  program.require_subcommand(1);
  int status = 0;
  for (const AddVerb add : allVerbs())
    add(Verb(program), status);
  try {
    return parse(program, argc, argv, status);
  } catch (const Doubt& doubt) {
    std::cerr << "trocar: " << sentenceOf(doubt) << " (" << answerTo(doubt.key()) << ")\n";
  } catch (const std::exception& error) {
    std::cerr << "trocar: " << sentenceOf(error) << '\n';
  }
  return 2;
}

}  // namespace trocar::cli
