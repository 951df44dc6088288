#include "planning/instrument.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"
#include "core/word_table.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace trocar {
namespace {

using Json = nlohmann::json;

constexpr int kCatalogueFormat = 1;

constexpr WordTable<InstrumentKind, 10> kKinds = {{
    {InstrumentKind::BoneNeedle, "bone-needle"},
    {InstrumentKind::Cryoprobe, "cryoprobe"},
    {InstrumentKind::RadiofrequencyProbe, "radiofrequency-probe"},
    {InstrumentKind::MicrowaveAntenna, "microwave-antenna"},
    {InstrumentKind::LaserFibre, "laser-fibre"},
    {InstrumentKind::Thermocouple, "thermocouple"},
    {InstrumentKind::Drill, "drill"},
    {InstrumentKind::Balloon, "balloon"},
    {InstrumentKind::Implant, "implant"},
    {InstrumentKind::Screw, "screw"},
}};

std::optional<double> numberAt(const Json& entry, const char* key) {
  const auto found = entry.find(key);
  if (found == entry.end() || found->is_null())
    return std::nullopt;
  return found->get<double>();
}

double positiveAt(const Json& entry, const char* key) {
  const double value = entry.at(key).get<double>();
  if (!(value > 0.0))
    throw Error(std::string(key) + " must be positive");
  return value;
}

std::string sourceOf(const Json& entry) {
  std::string source = entry.at("source").get<std::string>();
  if (source.empty())
    throw Error("every entry names its source");
  return source;
}

PublishedZone zoneFrom(const Json& entry) {
  PublishedZone zone;
  zone.label = entry.at("label").get<std::string>();
  zone.isothermC = numberAt(entry, "isothermC");
  zone.lengthMm = positiveAt(entry, "lengthMm");
  zone.widthMm = positiveAt(entry, "widthMm");
  zone.centreBehindTipMm = entry.at("centreBehindTipMm").get<double>();
  zone.medium = entry.at("medium").get<std::string>();
  zone.source = sourceOf(entry);
  zone.confidence = entry.at("confidence").get<std::string>();
  return zone;
}

InstrumentKind kindFrom(const Json& entry) {
  const std::string word = entry.at("kind").get<std::string>();
  const std::optional<InstrumentKind> kind = instrumentKindFromString(word);
  if (!kind)
    throw Error("'" + word + "' is no kind of instrument");
  return *kind;
}

Instrument instrumentFrom(const Json& entry) {
  Instrument instrument;
  instrument.id = entry.at("id").get<std::string>();
  instrument.name = entry.at("name").get<std::string>();
  instrument.kind = kindFrom(entry);
  instrument.outerDiameterMm = positiveAt(entry, "outerDiameterMm");
  instrument.innerDiameterMm = numberAt(entry, "innerDiameterMm");
  instrument.lengthMm = positiveAt(entry, "lengthMm");
  instrument.activeLengthMm = numberAt(entry, "activeLengthMm");
  instrument.activeOffsetMm = numberAt(entry, "activeOffsetMm");
  instrument.deadVolumeMl = numberAt(entry, "deadVolumeMl");
  if (const auto lengths = entry.find("lengths"); lengths != entry.end())
    instrument.lengths = {positiveAt(*lengths, "shortestMm"),
                          positiveAt(*lengths, "longestMm"),
                          positiveAt(*lengths, "stepMm")};
  if (const auto bend = entry.find("bend"); bend != entry.end())
    instrument.bend = {positiveAt(*bend, "longestMm"), positiveAt(*bend, "steepestDeg")};
  if (const auto zones = entry.find("zones"); zones != entry.end())
    for (const Json& zone : *zones)
      instrument.zones.push_back(zoneFrom(zone));
  instrument.source = sourceOf(entry);
  instrument.verified = entry.value("verified", false);
  return instrument;
}

std::vector<Instrument> readCatalogue() {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(assetPath("instruments")))
    if (file.path().extension() == ".json")
      files.push_back(file.path());
  std::sort(files.begin(), files.end());
  std::vector<Instrument> all;
  for (const std::filesystem::path& file : files)
    for (Instrument& instrument : instrumentsFromJson(readFile(file), file.string()))
      all.push_back(std::move(instrument));
  return all;
}

/// The longest beginning that two words share.
std::size_t commonPrefix(std::string_view a, std::string_view b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  return static_cast<std::size_t>(end - a.begin());
}

/// The ids that begin most like `id`, at most five.
std::string nearIds(std::string_view id) {
  std::vector<std::string_view> ids;
  for (const Instrument& instrument : instrumentCatalogue())
    ids.push_back(instrument.id);
  std::stable_sort(ids.begin(), ids.end(), [&](std::string_view a, std::string_view b) {
    return commonPrefix(a, id) > commonPrefix(b, id);
  });
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(5, ids.size()); ++i)
    text += (i ? ", " : "") + std::string(ids[i]);
  return text;
}

}  // namespace

std::string_view toString(InstrumentKind kind) {
  return wordOf(kKinds, kind);
}
std::optional<InstrumentKind> instrumentKindFromString(std::string_view word) {
  return valueOf(kKinds, word);
}

std::vector<Instrument> instrumentsFromJson(const std::string& text, const std::string& where) {
  std::string id = "the catalogue";
  try {
    const Json document = Json::parse(text);
    if (document.at("format").get<int>() != kCatalogueFormat)
      throw Error("its format is not " + std::to_string(kCatalogueFormat));
    std::vector<Instrument> instruments;
    for (const Json& entry : document.at("instruments")) {
      id = "instrument '" + entry.at("id").get<std::string>() + "'";
      instruments.push_back(instrumentFrom(entry));
    }
    return instruments;
  } catch (const std::exception& error) {
    throw Error(where + ": " + id + " cannot be read: " + error.what() + "; correct the file");
  }
}

const std::vector<Instrument>& instrumentCatalogue() {
  static const std::vector<Instrument> catalogue = readCatalogue();
  return catalogue;
}

const Instrument& findInstrument(std::string_view id) {
  const std::vector<Instrument>& all = instrumentCatalogue();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const Instrument& instrument) { return instrument.id == id; });
  if (found == all.end())
    throw Error("no instrument '" + std::string(id) + "' in the catalogue; near it: " +
                nearIds(id) + " (all of them: trocar instruments)");
  return *found;
}

}  // namespace trocar
