#include "app/cli/cli.h"
#include "app/gui/gui.h"

#include <filesystem>
#include <string_view>

/// Without a verb, or with `open`, the planner; else the command line.
int main(int argc, char** argv) {
  const std::string_view verb = argc > 1 ? argv[1] : "open";
  if (verb == "open")
    return trocar::gui::runPlanner(
        argc, argv, argc > 2 ? std::filesystem::path(argv[2]) : std::filesystem::path());
  return trocar::cli::runCommandLine(argc, argv);
}
