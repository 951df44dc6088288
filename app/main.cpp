#include "app/cli/cli.h"
#include "app/gui/gui.h"

#include <csignal>
#include <filesystem>
#include <string_view>

/// Without a verb, or with `open`, the planner; else the command line.
int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // Writing beyond `ulimit -f` then fails with a reason.
  const std::string_view verb = argc > 1 ? argv[1] : "open";
  if (verb == "open")
    return trocar::gui::runPlanner(
        argc, argv, argc > 2 ? std::filesystem::path(argv[2]) : std::filesystem::path());
  return trocar::cli::runCommandLine(argc, argv);
}
