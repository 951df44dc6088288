#include "core/io/dicom/frame_decoder.h"

#include "core/error.h"
#include "core/parallel.h"
#include "core/process.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

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
              ", which reads compressed images, is missing: install Trocar again.");
}

/// What a decoder may take for its largest image: libraries hold it several times over, as wider
/// numbers.
std::size_t memoryMib(const std::vector<DecodeJob>& jobs, std::size_t from) {
  constexpr std::size_t kLibraries = 1024;
  constexpr std::size_t kTimes = 16;
  std::size_t most = 0;
  for (std::size_t n = from; n < jobs.size(); ++n)
    most = std::max(most, jobs[n].bytes);
  return kLibraries + (most >> 20U) * kTimes;
}

/// A file takes well under a second; 0.5 µs a byte more on a busy machine.
milliseconds patienceFor(const DecodeJob& job) {
  return milliseconds(20'000 + static_cast<long>(job.bytes / 2000));
}

ProcessStart startFor(const std::vector<DecodeJob>& jobs, std::size_t from) {
  ProcessStart start{decoderProgram(), {std::to_string(memoryMib(jobs, from))}};
  for (std::size_t n = from; n < jobs.size(); ++n) {
    start.arguments.push_back(std::to_string(jobs[n].bytes));
    start.arguments.push_back(fs::absolute(jobs[n].path).string());
  }
  start.endsWithUs = true;
  return start;
}

/// The child's answer about one file, waited for in moments so that cancelling takes effect.
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

std::string howItEnded(Process& child) {
  const bool hung = child.speaks();
  const ProcessResult result = child.wait(milliseconds(hung ? 0 : 1000));
  const std::string said = lastWords(result.err);
  if (hung)
    return "its compressed pixels are damaged: the decoder did not come to an end" + said;
  return "its compressed pixels are damaged: they ended the decoder with status " +
         std::to_string(result.status) + said;
}

/// Takes answers from a new child, from job `first` on, until all are there or it fails at one;
/// the number of the next job.
std::size_t takeFrom(const std::vector<DecodeJob>& jobs,
                     std::size_t first,
                     const DecodeTaker& taker,
                     const Progress& progress) {
  Process child(startFor(jobs, first));
  std::vector<std::uint8_t> bytes;
  for (std::size_t n = first; n < jobs.size(); ++n) {
    const std::optional<std::string> answer =
        answerWithin(child, patienceFor(jobs[n]), silenced(progress));
    if (answer && answer->starts_with("no ")) {
      taker.failed(n, answer->substr(3));
      continue;
    }
    const bool decoded = answer && *answer == "ok";
    bytes.resize(decoded ? jobs[n].bytes : 0);
    const std::span<char> into(reinterpret_cast<char*>(bytes.data()), bytes.size());
    if (!decoded || !child.bytes(into, patienceFor(jobs[n]))) {
      taker.failed(n, howItEnded(child));
      return n + 1;
    }
    taker.took(n, bytes);
  }
  return jobs.size();
}

}  // namespace

void decodeFrames(const std::vector<DecodeJob>& jobs,
                  const DecodeTaker& taker,
                  const Progress& progress) {
  constexpr int kMostFailures = 3;  ///< A series that ends the decoder again and again is refused.
  int failures = 0;
  for (std::size_t next = 0; next < jobs.size();) {
    if (failures == kMostFailures) {
      taker.failed(next++, "it was not tried, since several images before it ended the decoder");
      continue;
    }
    const std::size_t reached = takeFrom(jobs, next, taker, progress);
    failures += reached < jobs.size() ? 1 : 0;
    next = reached;
  }
  progress.at(1.0);
}

}  // namespace trocar
