#include "app/cli/cli.h"
#include "app/gui/gui.h"

#include <csignal>
#include <filesystem>

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // Writing beyond `ulimit -f` then fails with a reason.
  return trocar::cli::runCommandLine(argc, argv, [&](const std::filesystem::path& caseOrPlan) {
    return trocar::gui::runPlanner(argc, argv, caseOrPlan);
  });
}
