#pragma once

#include "core/progress.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace trocar {

/// A file whose compressed frames are wanted, and how many pixels they have together.
struct DecodeJob {
  std::filesystem::path path;
  std::size_t words = 0;
};

/// Who gets what was decoded, by the number of the job: the words of all frames, bits where the
/// file has them, or why there are none ("its .. is .."). Each job once, on the calling thread.
struct DecodeTaker {
  std::function<void(std::size_t, std::span<const std::uint16_t>)> took;
  std::function<void(std::size_t, const std::string&)> failed;
};

/// Decodes in a child process (trocar_decoder) with limits of memory and time: a damaged file that
/// ends it, or never ends, costs that file alone. Throws Error where the program's own decoder is
/// missing.
void decodeFrames(const std::vector<DecodeJob>& jobs, const DecodeTaker& taker, const Progress&);

}  // namespace trocar
