// Starting other programs. What POSIX and Linux are asked for to that end stands in this file
// alone.
#include "core/process.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

constexpr Milliseconds kGrace{2000};  ///< Between asking to end and killing.

[[noreturn]] void refuseStart(const fs::path& program, int code) {
  throw Error("Cannot start " + program.string() + ": " + std::strerror(code) +
              "; check that it is installed.");
}

/// A one-way channel between two processes. Neither end is inherited unless it is handed over.
class Channel {
 public:
  Channel() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
      throw Error("Cannot start another program: " + std::string(std::strerror(errno)) + ".");
  }
  ~Channel() {
    closeReader();
    closeWriter();
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void closeReader() { close(ends_[0]); }
  void closeWriter() { close(ends_[1]); }

  /// Appends what lies ready, waiting if need be. At the end of the stream the reader is closed.
  void readInto(std::string& text) {
    std::array<char, 65536> chunk{};
    const ssize_t count = ::read(reader(), chunk.data(), chunk.size());
    if (count > 0)
      text.append(chunk.data(), static_cast<std::size_t>(count));
    else if (count == 0 || errno != EINTR)
      closeReader();
  }

 private:
  static void close(int& end) {
    if (end >= 0)
      ::close(end);
    end = -1;
  }

  std::array<int, 2> ends_{-1, -1};
};

std::vector<std::string> environmentWith(const std::map<std::string, std::string>& more) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (!more.contains(text.substr(0, text.find('='))))
      variables.push_back(text);
  }
  for (const auto& [name, value] : more)
    variables.push_back(name + "=" + value);
  return variables;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// What a forked child needs to become the program: made before the fork, since a child of a
/// program with threads may not even allocate.
struct Becoming {
  const char* program;
  const char* folder;  ///< Null for ours.
  char* const* arguments;
  char* const* environment;
  int out, err, failure;
  bool endsWithUs;
  bool leadsAGroup;
};

[[noreturn]] void become(const Becoming& child) {
  if (child.endsWithUs)
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (child.leadsAGroup)
    ::setpgid(0, 0);
  const int nothing = ::open("/dev/null", O_RDONLY);
  if (::dup2(nothing, STDIN_FILENO) >= 0 && ::dup2(child.out, STDOUT_FILENO) >= 0 &&
      ::dup2(child.err, STDERR_FILENO) >= 0 &&
      (child.folder == nullptr || ::chdir(child.folder) == 0))
    ::execve(child.program, child.arguments, child.environment);
  const int code = errno;
  const ssize_t told = ::write(child.failure, &code, sizeof code);
  ::_exit(told > 0 ? 127 : 126);
}

int statusOf(int state) {
  return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

}  // namespace

class Process::Child {
 public:
  explicit Child(const ProcessStart& start) {
    Channel failure;
    std::vector<std::string> words = {start.program.filename().string()};
    words.insert(words.end(), start.arguments.begin(), start.arguments.end());
    std::vector<std::string> variables = environmentWith(start.environment);
    const std::vector<char*> arguments = pointersTo(words);
    const std::vector<char*> environment = pointersTo(variables);
    const Becoming becoming{start.program.c_str(),
                            start.folder.empty() ? nullptr : start.folder.c_str(),
                            arguments.data(),
                            environment.data(),
                            out_.writer(),
                            start.inOneStream ? out_.writer() : err_.writer(),
                            failure.writer(),
                            start.endsWithUs,
                            start.withItsChildren};
    leadsAGroup_ = start.withItsChildren;
    lineEnds_ = start.inOneStream ? "\r\n" : "\n";
    id_ = ::fork();
    if (id_ == 0)
      become(becoming);
    if (id_ < 0)
      refuseStart(start.program, errno);
    out_.closeWriter();
    err_.closeWriter();
    failure.closeWriter();
    awaitStart(failure, start.program);
  }
  ~Child() {
    if (id_ > 0)
      end();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  std::optional<std::string> line(Milliseconds patience) {
    const Clock::time_point until = Clock::now() + patience;
    while (out_.reader() >= 0 && said_.find_first_of(lineEnds_) == std::string::npos &&
           Clock::now() < until)
      listen(until);
    const std::size_t end = said_.find_first_of(lineEnds_);
    if (end == std::string::npos)
      return std::nullopt;
    const std::string line = said_.substr(0, end);
    said_.erase(0, end + 1);
    return line;
  }

  bool bytes(std::span<char> into, Milliseconds patience) {
    const Clock::time_point until = Clock::now() + patience;
    std::size_t taken = 0;
    while (taken < into.size()) {
      const std::size_t count = std::min(said_.size(), into.size() - taken);
      std::copy_n(said_.begin(), count, into.begin() + static_cast<std::ptrdiff_t>(taken));
      said_.erase(0, count);
      taken += count;
      if (count == 0 && (out_.reader() < 0 || Clock::now() >= until))
        return false;
      if (taken < into.size())
        listen(until);
    }
    return true;
  }

  bool speaks() const { return out_.reader() >= 0 || !said_.empty(); }

  ProcessResult wait(std::optional<Milliseconds> limit) {
    const Clock::time_point until = limit ? Clock::now() + *limit : Clock::time_point::max();
    ProcessResult result;
    while (!hasEnded() && !result.timedOut) {
      result.timedOut = Clock::now() >= until;
      listen(until);
    }
    if (result.timedOut)
      end();
    drain();
    result.status = statusOf(state_);
    result.out = std::move(said_);
    result.err = std::move(complained_);
    return result;
  }

 private:
  /// The failure channel closes when the program has started; otherwise it carries the reason.
  void awaitStart(Channel& failure, const fs::path& program) {
    std::string reason;
    while (failure.reader() >= 0)
      failure.readInto(reason);
    int code = 0;
    if (reason.size() != sizeof code)
      return;
    ::waitpid(std::exchange(id_, -1), nullptr, 0);
    std::memcpy(&code, reason.data(), sizeof code);
    refuseStart(program, code);
  }

  /// Takes in what the program says, for at most a moment: a program's own children may hold its
  /// outputs open when it has gone.
  void listen(Clock::time_point until) {
    const Milliseconds moment{isSilent() ? 2 : 50};
    const auto left = std::chrono::duration_cast<Milliseconds>(until - Clock::now());
    const auto patience = static_cast<int>(std::clamp(left, Milliseconds{0}, moment).count());
    std::array<pollfd, 2> ends = {pollfd{out_.reader(), POLLIN, 0},
                                  pollfd{err_.reader(), POLLIN, 0}};
    if (::poll(ends.data(), ends.size(), patience) <= 0)
      return;
    if (ends[0].revents != 0)
      out_.readInto(said_);
    if (ends[1].revents != 0)
      err_.readInto(complained_);
  }

  /// What lies ready of the outputs when the program has ended.
  void drain() {
    for (std::size_t before = ~std::size_t{0}; before != said_.size() + complained_.size();) {
      before = said_.size() + complained_.size();
      listen(Clock::now());
    }
  }

  bool isSilent() const { return out_.reader() < 0 && err_.reader() < 0; }

  bool hasEnded() {
    if (id_ > 0 && ::waitpid(id_, &state_, WNOHANG) == 0)
      return false;
    id_ = -1;
    return true;
  }

  void end() {
    const Clock::time_point until = Clock::now() + kGrace;
    const pid_t whom = leadsAGroup_ ? -id_ : id_;
    ::kill(whom, SIGTERM);
    while (!hasEnded()) {
      if (Clock::now() >= until)
        ::kill(whom, SIGKILL);
      ::poll(nullptr, 0, 5);
    }
    if (leadsAGroup_)
      ::kill(whom, SIGKILL);
  }

  Channel out_, err_;
  pid_t id_ = -1;
  int state_ = 0;
  std::string said_, complained_;
  const char* lineEnds_ = "\n";
  bool leadsAGroup_ = false;
};

Process::Process(const ProcessStart& start) : child_(std::make_unique<Child>(start)) {}
Process::~Process() = default;

std::optional<std::string> Process::line(Milliseconds patience) {
  return child_->line(patience);
}

bool Process::bytes(std::span<char> into, Milliseconds patience) {
  return child_->bytes(into, patience);
}

bool Process::speaks() const {
  return child_->speaks();
}

ProcessResult Process::wait(std::optional<Milliseconds> limit) {
  return child_->wait(limit);
}

ProcessResult runProcess(const ProcessStart& start, std::optional<Milliseconds> limit) {
  return Process(start).wait(limit);
}

fs::path installedProgram(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path program = fs::path(folder) / name;
    if (::access(program.c_str(), X_OK) == 0)
      return program;
  }
  return {};
}

fs::path runningProgram() {
  return fs::read_symlink("/proc/self/exe");
}

}  // namespace trocar
