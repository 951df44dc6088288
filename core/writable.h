#pragma once

#include <filesystem>

namespace trocar {

/// Throws Error where a file of this name could not be written now: what long work is asked for
/// with, so that nobody waits for what cannot be kept.
void requireWritable(const std::filesystem::path& path);

}  // namespace trocar
