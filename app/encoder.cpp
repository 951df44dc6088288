#include "app/encoder.h"

#include "core/error.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <spawn.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace trocar {
namespace {

namespace fs = std::filesystem;

/// Where ffmpeg lies; empty where it is not installed.
fs::path encoder() {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const fs::path program = fs::path(folder) / "ffmpeg";
    if (::access(program.c_str(), X_OK) == 0)
      return program;
  }
  return {};
}

/// H.264 for MP4 and VP9 for WebM, in the colours that every player takes.
std::vector<std::string> argumentsFor(const fs::path& frames,
                                      double framesPerS,
                                      const fs::path& file) {
  const bool mp4 = file.extension() == ".mp4";
  std::vector<std::string> words = {"ffmpeg",
                                    "-nostdin",
                                    "-loglevel",
                                    "error",
                                    "-y",
                                    "-framerate",
                                    std::to_string(framesPerS),
                                    "-i",
                                    (frames / "frame-%05d.png").string(),
                                    "-pix_fmt",
                                    "yuv420p",
                                    "-vf",
                                    "pad=ceil(iw/2)*2:ceil(ih/2)*2"};
  const std::vector<std::string> codec =
      mp4 ? std::vector<std::string>{"-c:v", "libx264", "-crf", "20", "-movflags", "+faststart"}
          : std::vector<std::string>{"-c:v", "libvpx-vp9", "-crf", "30", "-b:v", "0"};
  words.insert(words.end(), codec.begin(), codec.end());
  words.push_back(file.string());
  return words;
}

int run(const fs::path& program, std::vector<std::string> words, const fs::path& log) {
  std::vector<char*> arguments;
  for (std::string& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(
      &actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  pid_t child = 0;
  const int code =
      ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (code != 0)
    throw Error("Cannot start ffmpeg: " + std::string(std::strerror(code)) + ".");
  int state = 0;
  while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(state) ? WEXITSTATUS(state) : 1;
}

std::string lastLineOf(const fs::path& log) {
  std::ifstream in(log);
  std::string last;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty())
      last = line;
  }
  return last;
}

}  // namespace

bool isVideo(const fs::path& path) {
  return path.extension() == ".mp4" || path.extension() == ".webm";
}

void requireEncoder() {
  if (encoder().empty())
    throw Error(
        "A video needs ffmpeg, which is not installed: install it, or name a folder to "
        "get the pictures as PNG files.");
}

void encodeVideo(const fs::path& frames, double framesPerS, const fs::path& file) {
  // ffmpeg knows the format by the ending.
  const fs::path half = frames / ("film" + file.extension().string());
  const fs::path log = frames / "ffmpeg.log";
  if (run(encoder(), argumentsFor(frames, framesPerS, half), log) != 0)
    throw Error("ffmpeg could not write " + file.string() + ": " + lastLineOf(log));
  std::error_code failed;
  fs::rename(half, file, failed);
  if (failed)
    throw Error("Cannot write " + file.string() + ": " + failed.message() +
                "; choose a folder that can be written.");
}

}  // namespace trocar
