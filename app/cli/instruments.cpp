#include "app/cli/verb.h"
#include "planning/instrument.h"

#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <memory>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

Json orNull(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json toJson(const PublishedZone& zone) {
  return {{"label", zone.label},
          {"isothermC", orNull(zone.isothermC)},
          {"lengthMm", zone.lengthMm},
          {"widthMm", zone.widthMm},
          {"medium", zone.medium},
          {"centreBehindTipMm", zone.centreBehindTipMm},
          {"source", zone.source},
          {"confidence", zone.confidence}};
}

Json toJson(const Instrument& instrument) {
  Json zones = Json::array();
  for (const PublishedZone& zone : instrument.zones)
    zones.push_back(toJson(zone));
  return {{"id", instrument.id},
          {"kind", toString(instrument.kind)},
          {"name", instrument.name},
          {"outerDiameterMm", instrument.outerDiameterMm},
          {"innerDiameterMm", orNull(instrument.innerDiameterMm)},
          {"lengthMm", instrument.lengthMm},
          {"activeLengthMm", orNull(instrument.activeLengthMm)},
          {"activeOffsetMm", orNull(instrument.activeOffsetMm)},
          {"deadVolumeMl", orNull(instrument.deadVolumeMl)},
          {"zones", zones},
          {"verified", instrument.verified},
          {"source", instrument.source}};
}

void printJson() {
  Json list = Json::array();
  for (const Instrument& instrument : instrumentCatalogue())
    list.push_back(toJson(instrument));
  std::cout << Json{{"schema", "trocar-instruments/1"}, {"instruments", list}}.dump(2) << '\n';
}

void printLines() {
  for (const Instrument& instrument : instrumentCatalogue())
    std::cout << std::left << std::setw(26) << instrument.id << ' ' << std::setw(21)
              << toString(instrument.kind) << ' ' << instrument.name << ", outer diameter "
              << instrument.outerDiameterMm << " mm" << (instrument.verified ? "" : " (unverified)")
              << '\n';
}

}  // namespace

void addInstruments(CLI::App& program, int& /*status*/) {
  CLI::App* verb =
      program.add_subcommand("instruments", "List the catalogue: id, kind, one line each");
  auto json = std::make_shared<bool>(false);
  verb->add_flag("--json", *json, "One JSON document on standard output");
  verb->callback([json] { *json ? printJson() : printLines(); });
}

}  // namespace trocar
