#pragma once

#include "planning/school/attempt.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trocar::school {

/// The attempts of one learner, in files of their own in a folder: nothing leaves the machine.
/// Finished ones stand one a line in LEARNER.jsonl, the one that was left half-way in
/// LEARNER.running.json.
class Records {
 public:
  /// Throws Error for a name that is no file's name.
  Records(std::filesystem::path folder, const std::string& learner);

  /// Oldest first. A damaged line is left out.
  std::vector<Attempt> finished() const;
  void append(const Attempt& attempt);
  std::optional<Attempt> running() const;
  /// Writes by way of a second file, so that a crash leaves the old or the new one.
  void keepRunning(const Attempt& attempt);
  void forgetRunning();

 private:
  std::filesystem::path folder_;
  std::filesystem::path finished_;
  std::filesystem::path running_;
};

/// Points of the attempts at one lesson, oldest first: the learning curve.
std::vector<double> learningCurve(const std::vector<Attempt>& attempts, const std::string& lesson);
/// One row an attempt, units in the headings (RFC 4180).
std::string attemptsCsv(const std::vector<Attempt>& attempts);

}  // namespace trocar::school
