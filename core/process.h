#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace trocar {

/// Another program and how it is to run. Its standard input is empty.
struct ProcessStart {
  std::filesystem::path program;
  std::vector<std::string> arguments = {};              ///< After the program's name.
  std::filesystem::path folder = {};                    ///< Where it works; ours where empty.
  std::map<std::string, std::string> environment = {};  ///< On top of ours.
  /// It is asked to end when the thread that started it is gone, even by a crash.
  bool endsWithUs = false;
  bool withItsChildren = false;  ///< What ends it ends the programs that it started too.
  /// What it complains stands among its lines, and a carriage return ends a line, as where a
  /// program shows how far it is.
  bool inOneStream = false;
};

struct ProcessResult {
  int status = -1;  ///< Exit status; 128 + the signal's number where it was killed.
  std::string out;
  std::string err;
  bool timedOut = false;  ///< Killed at the time limit.
};

/// A program that runs beside ours and ends, at the latest, with this object: it is asked to, and
/// killed two seconds later. Safe to start from several threads.
class Process {
 public:
  /// Throws Error where it cannot be started.
  explicit Process(const ProcessStart& start);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// The next line of its standard output; nullopt where none comes within `patience`.
  std::optional<std::string> line(std::chrono::milliseconds patience);
  /// Fills `into` with the next bytes of its standard output; false where they do not all come
  /// within `patience`.
  bool bytes(std::span<char> into, std::chrono::milliseconds patience);
  /// False once all of its standard output was taken and no more can come.
  bool speaks() const;
  /// Waits for its end, or ends it when `limit` is over, and tells what it said after the lines
  /// already taken. Once only.
  ProcessResult wait(std::optional<std::chrono::milliseconds> limit = std::nullopt);

 private:
  class Child;
  std::unique_ptr<Child> child_;
};

/// Starts a program and waits for it.
ProcessResult runProcess(const ProcessStart& start,
                         std::optional<std::chrono::milliseconds> limit = std::nullopt);

/// Where a program of this name lies on the PATH; empty where it is not installed.
std::filesystem::path installedProgram(const std::string& name);
/// The program that is running.
std::filesystem::path runningProgram();

}  // namespace trocar
