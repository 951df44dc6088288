#pragma once

#include <filesystem>

namespace trocar::gui {

/// Opens the planner on a case folder or a plan file (the first bundled patient where empty) and
/// returns its exit status.
int runPlanner(int argc, char** argv, const std::filesystem::path& caseOrPlan);

}  // namespace trocar::gui
