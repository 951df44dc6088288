#include "app/cli/child.h"

#include "core/error.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trocar {
namespace {

constexpr const char* kSelf = "/proc/self/exe";

/// A file without a name that takes what a child prints.
class Capture {
 public:
  Capture() {
    std::string name = (std::filesystem::temp_directory_path() / "trocar-XXXXXX").string();
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ < 0)
      throw Error("Cannot write a temporary file " + name + ": " + std::strerror(errno) +
                  "; free some space or set TMPDIR.");
    ::unlink(name.c_str());
  }
  ~Capture() { ::close(file_); }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  int file() const { return file_; }

  std::string text() const {
    std::string text;
    std::array<char, 65536> chunk{};
    ssize_t count = 0;
    ::lseek(file_, 0, SEEK_SET);
    while ((count = ::read(file_, chunk.data(), chunk.size())) > 0)
      text.append(chunk.data(), static_cast<std::size_t>(count));
    return text;
  }

 private:
  int file_ = -1;
};

std::vector<std::string> environmentWith(int threads) {
  std::vector<std::string> variables;
  bool chosen = false;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
    chosen = chosen || variables.back().starts_with("OMP_NUM_THREADS=");
  }
  if (!chosen)
    variables.push_back("OMP_NUM_THREADS=" + std::to_string(threads));
  return variables;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

ChildResult runSelf(const std::vector<std::string>& arguments,
                    const std::filesystem::path& folder,
                    int threads) {
  const Capture out;
  const Capture err;
  std::vector<std::string> words = {"trocar"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = environmentWith(threads);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, out.file(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, err.file(), STDERR_FILENO);
  ::posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  pid_t child = 0;
  const int code = ::posix_spawn(&child,
                                 std::filesystem::read_symlink(kSelf).c_str(),
                                 &actions,
                                 nullptr,
                                 pointersTo(words).data(),
                                 pointersTo(environment).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (code != 0)
    throw Error("Cannot start a job in " + folder.string() + ": " + std::strerror(code) + ".");
  int state = 0;
  while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state), out.text(), err.text()};
}

}  // namespace trocar
