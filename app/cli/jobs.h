#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace trocar::cli {

/// One verb to run, with its arguments as on the command line.
struct Job {
  std::string id;
  std::string verb;
  std::vector<std::string> arguments;
};

/// {"schema": "trocar-batch/1", "jobs": [{"id": .., "verb": .., "arguments": [..]}, ..]}, or the
/// list alone. Throws Error, naming the file and the job, for anything else, two jobs of one id,
/// and verbs that a batch cannot run.
std::vector<Job> jobsFrom(const std::string& text, const std::string& file);

/// Lines of finished jobs, kept beside the list so that an interrupted batch can go on. A job is
/// known by its id, verb and arguments: one that was changed runs again.
class Journal {
 public:
  /// Reads what is there (`resume`), or begins anew. A line cut short by a crash is left out.
  Journal(const std::filesystem::path& file, bool resume);
  /// The line of a job that was done before, or empty.
  std::string lineOf(const Job& job) const;
  /// Appends and flushes. Throws Error where that fails.
  void add(const Job& job, const std::string& line);

 private:
  std::filesystem::path file_;
  std::map<std::string, std::string> lines_;  ///< By the job as JSON.
};

}  // namespace trocar::cli
