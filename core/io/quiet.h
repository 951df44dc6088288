#pragma once

namespace trocar {

/// While one exists, what libraries print to standard error and standard output goes nowhere: their
/// remarks about odd files are not for the user, and standard output may be a JSON document.
class Quiet {
 public:
  Quiet();
  ~Quiet();
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
};

}  // namespace trocar
