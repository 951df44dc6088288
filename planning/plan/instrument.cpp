#include "planning/plan/instrument.h"

#include "core/error.h"
#include "core/io.h"
#include "core/json/json_reader.h"
#include "core/word_table.h"
#include "planning/plan/instrument_files.h"

#include <algorithm>

namespace trocar {
namespace {

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

PublishedZone zoneFrom(const JsonEntry& entry) {
  PublishedZone zone;
  zone.label = entry.text("label");
  zone.isothermC = entry.maybeNumber("isothermC");
  zone.lengthMm = entry.number("lengthMm", kAboveZero);
  zone.widthMm = entry.number("widthMm", kAboveZero);
  zone.centreBehindTipMm = entry.number("centreBehindTipMm");
  zone.medium = entry.text("medium");
  zone.source = entry.text("source");
  zone.confidence = entry.text("confidence");
  return zone;
}

Instrument instrumentFrom(const JsonEntry& entry) {
  Instrument instrument;
  instrument.id = entry.text("id");
  instrument.name = entry.text("name");
  instrument.kind = entry.word("kind", kKinds);
  instrument.outerDiameterMm = entry.number("outerDiameterMm", kAboveZero);
  instrument.innerDiameterMm = entry.maybeNumber("innerDiameterMm");
  instrument.lengthMm = entry.number("lengthMm", kAboveZero);
  instrument.activeLengthMm = entry.maybeNumber("activeLengthMm");
  instrument.activeOffsetMm = entry.maybeNumber("activeOffsetMm");
  instrument.deadVolumeMl = entry.maybeNumber("deadVolumeMl");
  if (const auto lengths = entry.maybeObject("lengths"))
    instrument.lengths = {lengths->number("shortestMm", kAboveZero),
                          lengths->number("longestMm", kAboveZero),
                          lengths->number("stepMm", kAboveZero)};
  if (const auto bend = entry.maybeObject("bend"))
    instrument.bend = {bend->number("longestMm", kAboveZero),
                       bend->number("steepestDeg", kAboveZero)};
  for (const JsonEntry& zone : entry.listOrNone("zones"))
    instrument.zones.push_back(zoneFrom(zone));
  instrument.source = entry.text("source");
  instrument.usual = entry.truthOr("usual", false);
  instrument.verified = entry.truthOr("verified", false);
  if (entry.has("device"))
    entry.json("device");  // Read by the device catalogue, which knows what drives there are.
  return instrument;
}

std::vector<Instrument> instrumentsFrom(const JsonEntry& document) {
  document.format(kCatalogueFormat);
  std::vector<Instrument> instruments;
  for (const JsonEntry& entry : document.list("instruments"))
    instruments.push_back(instrumentFrom(entry));
  return instruments;
}

std::vector<Instrument> readCatalogue() {
  std::vector<Instrument> all;
  for (const std::filesystem::path& file : instrumentFiles())
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

std::vector<Instrument> instrumentsFromJson(const std::string& text, const std::string& where) {
  return readJson(text, where, instrumentsFrom);
}

const std::vector<Instrument>& instrumentCatalogue() {
  static const std::vector<Instrument> catalogue = readCatalogue();
  return catalogue;
}

std::vector<std::string> usualInstruments(InstrumentKind kind) {
  std::vector<const Instrument*> usual;
  for (const Instrument& instrument : instrumentCatalogue()) {
    if (instrument.usual && instrument.kind == kind)
      usual.push_back(&instrument);
  }
  std::stable_sort(usual.begin(), usual.end(), [](const Instrument* a, const Instrument* b) {
    return a->outerDiameterMm > b->outerDiameterMm;
  });
  std::vector<std::string> ids;
  for (const Instrument* instrument : usual)
    ids.push_back(instrument->id);
  return ids;
}

std::string usualInstrument(InstrumentKind kind) {
  const std::vector<std::string> ids = usualInstruments(kind);
  if (ids.empty())
    throw Error("the catalogue marks no " + std::string(toString(kind)) +
                " as usual; mark one with \"usual\": true");
  return ids.front();
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
