#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trocar::render {

/// A line of text as coverage, 255 full, top row first. Its box reaches from the ascent to the
/// descent of the usual font, so that texts of one size share their base line; the coverage holds
/// the box and what stands out of it, such as stacked tone marks.
struct TextBitmap {
  int widthPx = 0;
  int heightPx = 0;
  std::vector<std::uint8_t> coverage;
  int leftPx = 0;  ///< Of the coverage, from the box's left edge; not above 0.
  int topPx = 0;   ///< From its top edge; not above 0.
  int boxWidthPx = 0;
  int boxHeightPx = 0;
};

/// In Inter where that is installed, else DejaVu Sans or what the system has; letters that the font
/// lacks come from any other that is installed. Words from right to left are isolated and control
/// characters written out, as isolatedText does. The recent ones are kept. Safe to call from
/// several threads. Throws Error where no font is installed.
TextBitmap textBitmap(const std::string& utf8, int sizePx, bool bold);

}  // namespace trocar::render
