#include "core/io/dicom/frame_decoder.h"

#include "core/io/decoder_program.h"
#include "core/parallel.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

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
      taker.failed(n, "its compressed pixels are damaged: " + howItEnded(child));
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
