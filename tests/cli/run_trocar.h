#pragma once

#include "tests/test_files.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace trocar {

/// What the built program left behind.
struct Outcome {
  int status = -1;  ///< Exit status; 128 + the signal's number after a crash or the time limit.
  std::string out;
  std::string err;
};

namespace run_trocar {

inline void readSome(pollfd& end, std::string& text) {
  if ((end.revents & (POLLIN | POLLHUP | POLLERR)) == 0)
    return;
  std::array<char, 4096> chunk{};
  const ssize_t count = ::read(end.fd, chunk.data(), chunk.size());
  if (count > 0)
    text.append(chunk.data(), static_cast<std::size_t>(count));
  else
    end.fd = -1;  // poll ignores it from now on.
}

/// Collects both outputs until the program closes them, or kills it when the time is up.
inline void collect(
    pid_t child, int outEnd, int errEnd, std::chrono::seconds limit, Outcome& outcome) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  std::array<pollfd, 2> ends = {pollfd{outEnd, POLLIN, 0}, pollfd{errEnd, POLLIN, 0}};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      ::kill(child, SIGKILL);
      outcome.err += "[killed by the test after its time limit]";
      return;
    }
    ::poll(ends.data(), ends.size(), static_cast<int>(left.count()));
    readSome(ends[0], outcome.out);
    readSome(ends[1], outcome.err);
  }
}

[[noreturn]] inline void become(const std::vector<std::string>& arguments,
                                const std::map<std::string, std::string>& environment) {
  for (const auto& [name, value] : environment)
    ::setenv(name.c_str(), value.c_str(), 1);
  static const std::string kProgram = std::string(BINARY_DIR) + "/app/trocar";
  std::vector<char*> argv = {const_cast<char*>(kProgram.c_str())};
  for (const std::string& argument : arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(kProgram.c_str(), argv.data());
  ::_exit(127);
}

}  // namespace run_trocar

/// Runs the built program with these arguments and extra environment, standard input empty.
inline Outcome runTrocar(const std::vector<std::string>& arguments,
                         const std::map<std::string, std::string>& environment = {},
                         std::chrono::seconds limit = std::chrono::seconds(120)) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(err[1], STDERR_FILENO);
    run_trocar::become(arguments, environment);
  }
  ::close(out[1]);
  ::close(err[1]);
  Outcome outcome;
  run_trocar::collect(child, out[0], err[0], limit, outcome);
  ::close(out[0]);
  ::close(err[0]);
  int state = 0;
  ::waitpid(child, &state, 0);
  outcome.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
  return outcome;
}

}  // namespace trocar
