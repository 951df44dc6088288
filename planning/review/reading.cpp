#include "planning/review/reading.h"

#include "core/json/json_reader.h"

namespace trocar::review {
namespace {

std::vector<ReadingChapter> chaptersFrom(const JsonEntry& file) {
  file.remarks({"about"});
  std::vector<ReadingChapter> chapters;
  for (const JsonEntry& entry : file.list("chapters")) {
    ReadingChapter chapter{entry.text("title"), {}};
    for (const JsonEntry& item : entry.list("items"))
      chapter.items.push_back({item.text("text"), item.text("source")});
    chapters.push_back(std::move(chapter));
  }
  return chapters;
}

}  // namespace

const std::vector<ReadingChapter>& reading() {
  static const std::vector<ReadingChapter> chapters =
      readJsonAsset("review/reading.json", chaptersFrom);
  return chapters;
}

}  // namespace trocar::review
