#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace trocar {

/// How another program ended and what it said.
struct ChildResult {
  int status = -1;  ///< Exit status; 128 + the signal's number where it was killed.
  std::string out;
  std::string err;
};

/// Runs this same program with other arguments in `folder`, standard input empty, on `threads`
/// threads, and waits for it. Safe to call from several threads. Throws Error where it cannot be
/// started.
ChildResult runSelf(const std::vector<std::string>& arguments,
                    const std::filesystem::path& folder,
                    int threads);

}  // namespace trocar
