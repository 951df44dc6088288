#include "app/shelf.h"

#include "core/error.h"
#include "core/io.h"
#include "core/json/json_reader.h"
#include "planning/plan/instrument.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>

namespace trocar::app {

Shelf readShelf(const std::filesystem::path& file) {
  Shelf shelf{{}, file};
  if (!std::filesystem::exists(file))
    return shelf;
  shelf.lacking = readJson(readFile(file), file.string(), [](const JsonEntry& entry) {
    entry.format(1);
    const std::vector<std::string> ids = entry.texts("lacking");
    return std::set<std::string>(ids.begin(), ids.end());
  });
  return shelf;
}

void keepShelf(const Shelf& shelf) {
  if (shelf.file.empty())
    return;
  std::error_code ignored;
  std::filesystem::create_directories(shelf.file.parent_path(), ignored);
  writeFileAtomically(
      shelf.file, nlohmann::ordered_json{{"format", 1}, {"lacking", shelf.lacking}}.dump(2) + "\n");
}

namespace {

/// The first usual bone needle of each gauge.
std::vector<std::string> usualGauges() {
  std::vector<std::string> ids = usualInstruments(InstrumentKind::BoneNeedle);
  const auto end = std::unique(ids.begin(), ids.end(), [](const auto& a, const auto& b) {
    return findInstrument(a).outerDiameterMm == findInstrument(b).outerDiameterMm;
  });
  ids.erase(end, ids.end());
  return ids;
}

}  // namespace

std::vector<std::string> needlesForSearch(const Shelf& shelf) {
  const std::vector<Instrument>& catalogue = instrumentCatalogue();
  const auto isNeedle = [](const Instrument& one) {
    return one.kind == InstrumentKind::BoneNeedle;
  };
  std::vector<std::string> needles = usualGauges();
  for (const Instrument& one : catalogue) {
    if (isNeedle(one) && std::find(needles.begin(), needles.end(), one.id) == needles.end())
      needles.push_back(one.id);
  }
  const std::size_t all = needles.size();
  std::erase_if(needles, [&](const std::string& id) { return !shelf.has(id); });
  if (needles.empty())
    throw Error("The shelf has no bone needle: open the shelf and tick those you have.");
  return needles.size() == all ? std::vector<std::string>() : needles;
}

}  // namespace trocar::app
