#pragma once

#include "core/progress.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace trocar {

/// A file whose compressed frames are wanted, and how many bytes they have together as its header
/// allocates them: 16-bit pixels two, 8-bit ones one, bits eight to a byte across the frames.
struct DecodeJob {
  std::filesystem::path path;
  std::size_t bytes = 0;
};

/// Who gets what was decoded, by the number of the job: the bytes of all frames, words in the
/// machine's order, or why there are none ("its .. is .."). Each job once, on the calling thread.
struct DecodeTaker {
  std::function<void(std::size_t, std::span<const std::uint8_t>)> took;
  std::function<void(std::size_t, const std::string&)> failed;
};

/// Decodes in a child process (trocar_decoder) with limits of memory and time: a damaged file that
/// ends it, or never ends, costs that file alone. Throws Error where the program's own decoder is
/// missing.
void decodeFrames(const std::vector<DecodeJob>& jobs, const DecodeTaker& taker, const Progress&);

}  // namespace trocar
