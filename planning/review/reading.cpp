#include "planning/review/reading.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"

#include <nlohmann/json.hpp>

namespace trocar {
namespace {

std::vector<ReadingChapter> readChapters() {
  const std::string text = readFile(assetPath("review/reading.json"));
  try {
    std::vector<ReadingChapter> chapters;
    const nlohmann::json document = nlohmann::json::parse(text);
    for (const nlohmann::json& entry : document.at("chapters")) {
      ReadingChapter chapter{entry.at("title"), {}};
      for (const nlohmann::json& item : entry.at("items"))
        chapter.items.push_back({item.at("text"), item.at("source")});
      chapters.push_back(std::move(chapter));
    }
    return chapters;
  } catch (const nlohmann::json::exception& error) {
    throw Error(std::string("assets/review/reading.json is damaged: ") + error.what());
  }
}

}  // namespace

const std::vector<ReadingChapter>& reading() {
  static const std::vector<ReadingChapter> chapters = readChapters();
  return chapters;
}

}  // namespace trocar
