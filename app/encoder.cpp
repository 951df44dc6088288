#include "app/encoder.h"

#include "core/error.h"
#include "core/file_name.h"
#include "core/io/successor.h"
#include "core/process.h"

#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace trocar::app {
namespace {

namespace fs = std::filesystem;

/// H.264 for MP4 and VP9 for WebM, in the colours that every player takes.
std::vector<std::string> argumentsFor(const fs::path& frames,
                                      double framesPerS,
                                      const fs::path& file) {
  const bool mp4 = file.extension() == ".mp4";
  std::vector<std::string> words = {"-nostdin",
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

std::string lastLineOf(const std::string& text) {
  std::istringstream in(text);
  std::string last;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty())
      last = line;
  }
  return last;
}

}  // namespace

bool isVideo(const fs::path& path) {
  return endsIn(path, ".mp4") || endsIn(path, ".webm");
}

void requireEncoder() {
  if (installedProgram("ffmpeg").empty())
    throw Error(
        "A video needs ffmpeg, which is not installed: install it, or name a folder to "
        "get the pictures as PNG files.");
}

void encodeVideo(const fs::path& frames, double framesPerS, const fs::path& file) {
  // ffmpeg knows the format by the ending.
  const fs::path half = frames / ("film" + file.extension().string());
  const ProcessResult run =
      runProcess({installedProgram("ffmpeg"), argumentsFor(frames, framesPerS, half)});
  if (run.status != 0)
    throw Error("ffmpeg could not write " + file.string() + ": " + lastLineOf(run.err));
  const fs::path place = throughLinks(file);
  keepPermissions(half, place);
  std::error_code failed;
  fs::rename(half, place, failed);
  if (failed)
    throw Error("Cannot write " + file.string() + ": " + failed.message() +
                "; choose a folder that can be written.");
}

}  // namespace trocar::app
