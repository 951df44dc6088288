#include "core/io/decoder_program.h"

#include "core/error.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// The last line that a library said before it ended the process, if it did.
std::string lastWords(const std::string& text) {
  constexpr std::size_t kMost = 120;
  const std::size_t end = text.find_last_not_of(" \r\n");
  if (end == std::string::npos)
    return {};
  const std::size_t begin = text.rfind('\n', end);
  std::string line = text.substr(begin == std::string::npos ? 0 : begin + 1);
  line.resize(std::min(line.find_last_not_of(" \r\n") + 1, kMost));
  return " (\"" + line + "\")";
}

}  // namespace

fs::path decoderProgram() {
  constexpr const char* kName = "trocar_decoder";
  const fs::path folder = runningProgram().parent_path();
  for (const fs::path& program : {folder / kName,
                                  folder.parent_path() / "libexec/trocar" / kName,
                                  fs::path(TROCAR_DECODER)}) {
    std::error_code none;
    if (fs::is_regular_file(program, none))
      return program;
  }
  throw Error("The program's file " + std::string(kName) +
              ", which reads compressed images and surfaces, is missing: install Trocar again.");
}

std::optional<std::string> answerWithin(Process& child,
                                        milliseconds patience,
                                        const Progress& progress) {
  constexpr milliseconds kMoment{100};
  for (milliseconds waited{0}; waited < patience && child.speaks(); waited += kMoment) {
    if (std::optional<std::string> line = child.line(kMoment))
      return line;
    progress.at(0.0);
  }
  return std::nullopt;
}

std::string howItEnded(Process& child) {
  const bool hung = child.speaks();
  const ProcessResult result = child.wait(milliseconds(hung ? 0 : 1000));
  const std::string said = lastWords(result.err);
  if (hung)
    return "the decoder did not come to an end" + said;
  return "the decoder ended with status " + std::to_string(result.status) + said;
}

}  // namespace trocar
