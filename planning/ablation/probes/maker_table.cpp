#include "planning/ablation/probes/maker_table.h"

#include "core/number_text.h"
#include "planning/ablation/probes/gel.h"
#include "planning/model/body_temperature.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>

namespace trocar::ablation {
namespace {

constexpr double kBenchC = 20.0;      ///< Of tissue ex vivo.
constexpr double kWhiteC = 60.0;      ///< At which tissue turns white within a minute.
constexpr double kGeneratorW = 50.0;  ///< Of radiofrequency, whose label names a temperature.

/// The step that a label names: "10 min freeze", "75 W 5 min", "90 C 6 min".
std::optional<ProtocolStep> stepOf(const std::string& label) {
  static const std::regex kFreeze(R"(([0-9.]+) min freez.*)");
  static const std::regex kPower(R"(([0-9.]+) (\S+) ([0-9.]+) min.*)");
  std::smatch match;
  if (std::regex_match(label, match, kFreeze))
    return ProtocolStep{ProtocolStep::Kind::Freeze, 60.0 * numberFrom(match[1].str()).value()};
  if (!std::regex_match(label, match, kPower))
    return std::nullopt;
  const double minutes = numberFrom(match[3].str()).value();
  const double watts = match[2] == "W" ? numberFrom(match[1].str()).value() : kGeneratorW;
  return ProtocolStep{ProtocolStep::Kind::Power, 60.0 * minutes, watts};
}

bool inGel(const PublishedZone& zone) {
  return zone.medium.find("gel") != std::string::npos;
}

ThermalMaterial mediumOf(const PublishedZone& zone) {
  ThermalMaterial medium = findMaterial(inGel(zone) ? "gel" : "muscle");
  medium.perfusionW = 0.0;
  return medium;
}

/// How far a computed size lies from the published one, where that is far; else empty.
std::string remarkOnDifference(const MakerRow& row) {
  constexpr double kFarShare = 0.25;
  const auto off = [](const std::optional<double>& computed, double published) {
    return computed && published > 0.0 ? *computed / published - 1.0 : 0.0;
  };
  const double length = off(row.computedLengthMm, row.published.lengthMm);
  const double width = off(row.computedWidthMm, row.published.widthMm);
  if (std::max(std::abs(length), std::abs(width)) <= kFarShare)
    return {};
  const auto percent = [](double share) {
    return std::to_string(std::abs(std::lround(100.0 * share))) + " % " +
           (share < 0.0 ? "less" : "more");
  };
  return "computed length " + percent(length) + ", width " + percent(width) +
         " than published: the device or the medium differs";
}

/// Rows that one run answers.
using Key = std::pair<std::string, std::string>;  ///< Label and medium.

/// Fills in rows that share a protocol and a medium.
void compute(const Device& device, const std::vector<MakerRow*>& rows, const Progress& progress) {
  const PublishedZone& zone = rows.front()->published;
  const std::optional<ProtocolStep> step = stepOf(zone.label);
  GelSetup setup;
  Protocol protocol;
  protocol.steps.push_back(*step);
  setup.probes.push_back({device, 0.0, 0.0, protocol});
  setup.medium = mediumOf(zone);
  setup.temperatureC = inGel(zone) ? kBodyC : kBenchC;
  for (const MakerRow* row : rows)
    setup.isothermsC.push_back(row->published.isothermC.value_or(kWhiteC));
  const GelResult result = runGel(setup, progress);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    rows[n]->computedLengthMm = result.phases.back().isotherms[n].lengthMm;
    rows[n]->computedWidthMm = result.phases.back().isotherms[n].widthMm;
    if (!rows[n]->published.isothermC)
      rows[n]->remark = "60 °C isotherm in muscle without blood at 20 °C";
    const std::string difference = remarkOnDifference(*rows[n]);
    if (!difference.empty())
      rows[n]->remark += (rows[n]->remark.empty() ? "" : "; ") + difference;
  }
}

}  // namespace

MakerTable makerTable(const std::string& instrumentId, const Progress& progress) {
  MakerTable table;
  table.instrument = findInstrument(instrumentId);
  for (const Device& device : deviceCatalogue())
    if (device.id == instrumentId)
      table.device = device;
  for (const PublishedZone& zone : table.instrument.zones)
    table.rows.push_back({zone, std::nullopt, std::nullopt, ""});
  std::map<Key, std::vector<MakerRow*>> runs;
  for (MakerRow& row : table.rows) {
    if (table.device && stepOf(row.published.label))
      runs[{row.published.label, row.published.medium}].push_back(&row);
    else
      row.remark = table.device ? "the label names no protocol" : "the solver has no such device";
  }
  double done = 0.0;
  for (const auto& [key, rows] : runs) {
    const auto count = static_cast<double>(runs.size());
    compute(*table.device, rows, progress.span(done / count, (done + 1.0) / count));
    done += 1.0;
  }
  return table;
}

}  // namespace trocar::ablation
