#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/json/json_list.h"
#include "core/json/json_values.h"
#include "core/number_text.h"
#include "planning/ablation/probes/maker_table.h"
#include "planning/ablation/zones/not_simulated.h"
#include "planning/plan/instrument.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

Json toJson(const PublishedZone& zone) {
  return {{"label", zone.label},
          {"isothermC", json_values::number(zone.isothermC)},
          {"lengthMm", zone.lengthMm},
          {"widthMm", zone.widthMm},
          {"medium", zone.medium},
          {"centreBehindTipMm", zone.centreBehindTipMm},
          {"source", zone.source},
          {"confidence", zone.confidence}};
}

Json toJson(const Instrument& instrument) {
  Json lengths = nullptr;
  if (instrument.lengths)
    lengths = {{"shortest", instrument.lengths->shortestMm},
               {"longest", instrument.lengths->longestMm},
               {"step", instrument.lengths->stepMm}};
  return {{"id", instrument.id},
          {"kind", toString(instrument.kind)},
          {"name", instrument.name},
          {"outerDiameterMm", instrument.outerDiameterMm},
          {"innerDiameterMm", json_values::number(instrument.innerDiameterMm)},
          {"lengthMm", instrument.lengthMm},
          {"activeLengthMm", json_values::number(instrument.activeLengthMm)},
          {"activeOffsetMm", json_values::number(instrument.activeOffsetMm)},
          {"deadVolumeMl", json_values::number(instrument.deadVolumeMl)},
          {"lengthsMm", lengths},
          {"zones", json_values::listOf(instrument.zones, toJson)},
          {"verified", instrument.verified},
          {"source", instrument.source}};
}

void printJson() {
  Json others = Json::array();
  for (const ablation::NotSimulated& one : ablation::kNotSimulated)
    others.push_back({{"name", one.name}, {"why", one.why}});
  std::cout << Json{{"schema", "trocar-instruments/1"},
                    {"instruments", json_values::listOf(instrumentCatalogue(), toJson)},
                    {"notSimulated", others}}
                   .dump(2)
            << '\n';
}

void printLines() {
  for (const Instrument& instrument : instrumentCatalogue())
    std::cout << std::left << std::setw(26) << instrument.id << ' ' << std::setw(21)
              << toString(instrument.kind) << ' ' << instrument.name << ", outer diameter "
              << instrument.outerDiameterMm << " mm" << (instrument.verified ? "" : " (unverified)")
              << '\n';
}

Json toJson(const ablation::MakerRow& row) {
  Json json = toJson(row.published);
  json["computedLengthMm"] = json_values::number(row.computedLengthMm);
  json["computedWidthMm"] = json_values::number(row.computedWidthMm);
  json["remark"] = row.remark;
  return json;
}

void printJson(const ablation::MakerTable& table) {
  Json device = nullptr;
  if (table.device)
    device = Json{{"source", table.device->source},
                  {"confidence", table.device->confidence},
                  {"verified", table.device->verified}};
  std::cout << Json{{"schema", "trocar-instrument/1"},
                    {"instrument", toJson(table.instrument)},
                    {"device", device},
                    {"comparison", json_values::listOf(table.rows, toJson)}}
                   .dump(2)
            << '\n';
}

std::string sizeText(std::optional<double> lengthMm, std::optional<double> widthMm) {
  if (!lengthMm || !widthMm)
    return "-";
  return decimalText(*lengthMm) + " x " + decimalText(*widthMm);
}

/// What was published beside what the solver gives in the same medium.
void printLines(const ablation::MakerTable& table) {
  const Instrument& instrument = table.instrument;
  std::cout << instrument.name << (instrument.verified ? "" : " (unverified)") << '\n'
            << "Outer diameter " << instrument.outerDiameterMm << " mm, length "
            << instrument.lengthMm << " mm. Source: " << instrument.source << '\n';
  if (table.device)
    std::cout << "Solver: " << table.device->source << " (" << table.device->confidence
              << (table.device->verified ? ")" : ", not verified)") << '\n';
  if (!table.rows.empty())
    std::cout << "zone                       published L x W mm   computed L x W mm\n";
  for (const ablation::MakerRow& row : table.rows) {
    const PublishedZone& zone = row.published;
    std::string name = zone.label;
    if (zone.isothermC)
      name += ", " + std::to_string(static_cast<int>(*zone.isothermC)) + " °C";
    std::cout << std::left << std::setw(27) << name << std::setw(21)
              << sizeText(zone.lengthMm, zone.widthMm) << std::setw(20)
              << sizeText(row.computedLengthMm, row.computedWidthMm) << zone.medium
              << (row.remark.empty() ? "" : "; computed: " + row.remark) << '\n';
  }
}

void run(const std::string& id, bool json) {
  if (id.empty())
    return json ? printJson() : printLines();
  ablation::MakerTable table;
  {
    const ProgressLine line;
    table = ablation::makerTable(id, line.progress());
  }
  json ? printJson(table) : printLines(table);
}

}  // namespace

void addInstruments(Verb program, int& /*status*/) {
  Verb verb = program.verb("instruments", "List the catalogue: id, kind, one line each");
  auto json = std::make_shared<bool>(false);
  auto id = std::make_shared<std::string>();
  verb.option("ID", id.get(), "One instrument: its published zones beside the solver's");
  verb.flag("--json", *json, "One JSON document on standard output");
  verb.closesHelpWith([] {
    std::string text = "Not simulated:";
    for (const ablation::NotSimulated& one : ablation::kNotSimulated)
      text += std::string("\n  ") + one.name + ": " + one.why;
    return text;
  });
  verb.calls([json, id] { run(*id, *json); });
}

}  // namespace trocar::cli
