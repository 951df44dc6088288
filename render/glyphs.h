#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trocar {

/// A line of text as coverage, 255 full, top row first. Rows from the font's ascent to its descent,
/// so that texts of one size share their base line.
struct TextBitmap {
  int widthPx = 0;
  int heightPx = 0;
  std::vector<std::uint8_t> coverage;
};

/// The recent ones are kept. Safe to call from several threads.
TextBitmap textBitmap(const std::string& utf8, int sizePx, bool bold);

}  // namespace trocar
