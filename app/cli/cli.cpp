#include "app/cli/cli.h"

#include "app/cli/verb.h"
#include "core/assets.h"
#include "core/import.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <string>

namespace trocar::cli {
namespace {

/// What a person has to read is one line, whatever a library put into its message.
std::string oneLine(std::string text) {
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

int runCommandLine(int argc, char** argv) {
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
    program.parse(argc, argv);
    return status;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0)
      return program.exit(error);
    std::cerr << "trocar: " << oneLine(error.what()) << " (see trocar --help)\n";
  } catch (const Doubt& doubt) {
    std::cerr << "trocar: " << oneLine(doubt.what()) << " (--despite " << doubt.key()
              << " takes it all the same)\n";
  } catch (const std::exception& error) {
    std::cerr << "trocar: " << oneLine(error.what()) << '\n';
  }
  return 2;
}

}  // namespace trocar::cli
