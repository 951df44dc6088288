#pragma once

#include <filesystem>

namespace trocar::app {

/// Whether the name asks for a video: .mp4 or .webm.
bool isVideo(const std::filesystem::path& path);
/// Throws Error where ffmpeg is not installed, and says what can be had without it.
void requireEncoder();
/// Turns frame-00001.png .. of a folder into one video with ffmpeg. Throws Error, with ffmpeg's
/// last words, where that fails; no half-written file stays.
void encodeVideo(const std::filesystem::path& frames,
                 double framesPerS,
                 const std::filesystem::path& file);

}  // namespace trocar::app
