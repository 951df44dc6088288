#pragma once

#include "core/process.h"
#include "tests/test_files.h"

#include <map>
#include <string>
#include <vector>

namespace trocar::cli {

/// What the built program left behind.
using Outcome = ProcessResult;

/// Runs the built program with these arguments and extra environment.
inline Outcome runTrocar(const std::vector<std::string>& arguments,
                         const std::map<std::string, std::string>& environment = {},
                         std::chrono::seconds limit = std::chrono::seconds(120)) {
  Outcome outcome =
      runProcess({std::string(BINARY_DIR) + "/app/trocar", arguments, {}, environment}, limit);
  if (outcome.timedOut)
    outcome.err += "[ended by the test after its time limit]";
  return outcome;
}

}  // namespace trocar::cli
