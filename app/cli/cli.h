#pragma once

#include <filesystem>
#include <functional>

namespace trocar::cli {

/// Opens the planner on a case or plan; an empty path is the first bundled patient. Returns the
/// exit status.
using OpenPlanner = std::function<int(const std::filesystem::path& caseOrPlan)>;

/// Runs one verb of the command line, or the planner without one, and returns the exit status: 0
/// done, 1 a Danger stands that nobody accepted (`check`), 2 the input or the call is wrong, said
/// in one line on standard error.
int runCommandLine(int argc, char** argv, const OpenPlanner& planner);
/// Throws Error where what was printed so far did not reach standard output, such as a full disk.
void requireWritten();

}  // namespace trocar::cli
