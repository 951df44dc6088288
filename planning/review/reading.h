#pragma once

#include <string>
#include <vector>

namespace trocar::review {

/// A statement to read, and who made it.
struct ReadingItem {
  std::string text;
  std::string source;
};

struct ReadingChapter {
  std::string title;
  std::vector<ReadingItem> items;
};

/// Pearls of imaging and outcomes as reported (assets/review/reading.json): reading, never a
/// judgement of this patient. Throws Error for a bad file.
const std::vector<ReadingChapter>& reading();

}  // namespace trocar::review
