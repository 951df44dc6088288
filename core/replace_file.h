#pragma once

#include "core/error.h"

#include <filesystem>
#include <string>

namespace trocar {

/// Another program has written a file since it was read here.
class ChangedElsewhere : public Error {
 public:
  using Error::Error;
};

/// The SHA-256 of what lies in a file, to know it again.
std::string markOf(const std::string& bytes);

/// Writes over a file that held what `mark` is of when it was read; one that is gone is made anew.
/// Throws ChangedElsewhere where it holds something else by now, which stays. Of several programs
/// that do so at the same time, one writes and the others are told.
void replaceFile(const std::filesystem::path& path,
                 const std::string& bytes,
                 const std::string& mark);

}  // namespace trocar
