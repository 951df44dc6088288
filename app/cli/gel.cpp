#include "planning/ablation/probes/gel.h"

#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "core/number_text.h"
#include "planning/ablation/probes/device_fit.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/model/body_temperature.h"

#include <nlohmann/json.hpp>

#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

struct GelOptions {
  std::vector<std::string> instruments;
  std::vector<std::string> devices;
  std::vector<std::string> protocols;
  std::string medium = "gel";
  double temperatureC = kBodyC;
  double resolutionMm = 1.0;
  std::vector<double> isothermsC;
  std::vector<std::string> fit;
  bool json = false;
};

/// "X,Y" in millimetres.
void place(const std::string& text, const std::string& whole, ablation::GelSetup::Probe& probe) {
  const std::vector<double> numbers = numbersFrom(text, ',', 2);
  if (numbers.empty() || std::abs(numbers[0]) > 200.0 || std::abs(numbers[1]) > 200.0)
    throw Error(
        "\"" + whole +
        "\" does not place a probe; write ID@X,Y with millimetres within 200 of the middle.");
  probe.xMm = numbers[0];
  probe.yMm = numbers[1];
}

/// NAME or NAME@X,Y; the name is looked up by `find`.
template <typename Find>
ablation::GelSetup::Probe probeOf(const std::string& text, const Find& find) {
  ablation::GelSetup::Probe probe;
  const std::size_t at = text.rfind('@');
  probe.device = find(text.substr(0, at));
  if (at != std::string::npos)
    place(text.substr(at + 1), text, probe);
  return probe;
}

ablation::GelSetup setupOf(const GelOptions& options) {
  ablation::GelSetup setup;
  for (const std::string& text : options.instruments)
    setup.probes.push_back(
        probeOf(text, [](const std::string& id) { return ablation::findDevice(id); }));
  for (const std::string& text : options.devices)
    setup.probes.push_back(
        probeOf(text, [](const std::string& file) { return ablation::readDevice(file); }));
  const std::size_t count = options.protocols.size();
  if (count != 1 && count != setup.probes.size())
    throw Error("There are " + std::to_string(count) + " protocols for " +
                std::to_string(setup.probes.size()) +
                " probes; give --protocol once for all, or once for each.");
  for (std::size_t n = 0; n < setup.probes.size(); ++n)
    setup.probes[n].protocol = ablation::parseProtocol(options.protocols[count == 1 ? 0 : n]);
  setup.medium = ablation::findMaterial(options.medium);
  setup.temperatureC = options.temperatureC;
  setup.resolutionMm = options.resolutionMm;
  setup.isothermsC = options.isothermsC;
  return setup;
}

Json phaseJson(const ablation::GelPhase& phase) {
  Json isotherms = Json::array();
  for (const ablation::IsothermSize& size : phase.isotherms)
    isotherms.push_back({{"isothermC", size.isothermC},
                         {"lengthMm", size.lengthMm},
                         {"widthMm", size.widthMm},
                         {"volumeMl", size.volumeMl}});
  return {{"name", phase.name},
          {"endS", phase.endS},
          {"isotherms", isotherms},
          {"probePowerW", phase.probePowerW}};
}

void printJson(const ablation::GelSetup& setup, const ablation::GelResult& result) {
  Json devices = Json::array();
  for (const ablation::GelSetup::Probe& probe : setup.probes)
    devices.push_back({{"id", probe.device.id},
                       {"atMm", {probe.xMm, probe.yMm}},
                       {"protocol", ablation::protocolText(probe.protocol)},
                       {"verified", probe.device.verified},
                       {"source", probe.device.source}});
  Json json{{"schema", "trocar-gel/1"},
            {"basis", "simulated"},
            {"medium", setup.medium.id},
            {"temperatureC", setup.temperatureC},
            {"resolutionMm", setup.resolutionMm},
            {"probes", devices},
            {"phases", Json::array()},
            {"energyResidual", result.energyResidual},
            {"wallS", result.wallS},
            {"superSteps", result.effort.superSteps},
            {"voxelStages", result.effort.voxelStages}};
  for (const ablation::GelPhase& phase : result.phases)
    json["phases"].push_back(phaseJson(phase));
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void printText(const ablation::GelSetup& setup, const ablation::GelResult& result) {
  std::cout << std::fixed << std::setprecision(1) << setup.medium.name << ", " << setup.temperatureC
            << " °C, " << setup.resolutionMm << " mm voxels\n";
  for (const ablation::GelSetup::Probe& probe : setup.probes)
    std::cout << "  " << probe.device.name << " at " << probe.xMm << "," << probe.yMm
              << " mm: " << ablation::protocolText(probe.protocol)
              << (probe.device.verified ? "" : " (device not verified)") << '\n';
  std::cout << "phase            end s   isotherm C   length mm   width mm   volume ml\n";
  for (const ablation::GelPhase& phase : result.phases)
    for (const ablation::IsothermSize& size : phase.isotherms)
      std::cout << std::left << std::setw(14) << phase.name << std::right << std::setw(8)
                << phase.endS << std::setw(13) << size.isothermC << std::setw(12) << size.lengthMm
                << std::setw(11) << size.widthMm << std::setw(12) << size.volumeMl << '\n';
  std::cout << std::setprecision(4) << "Energy unaccounted for: " << 100.0 * result.energyResidual
            << " %, " << std::setprecision(2) << result.wallS << " s\n";
}

/// "-20=24x47": isotherm, width and length.
ablation::IsothermRow rowFrom(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::optional<double> isothermC = numberFrom(text.substr(0, equals));
  const std::vector<double> sizeMm = equals == std::string::npos
                                         ? std::vector<double>()
                                         : numbersFrom(text.substr(equals + 1), 'x', 2);
  if (!isothermC || sizeMm.empty())
    throw Error("--fit '" + text +
                "' is not understood; write -20=24x47 for 24 mm width and 47 mm length at -20 C");
  ablation::IsothermRow row;
  row.isothermC = *isothermC;
  row.widthMm = sizeMm[0];
  row.lengthMm = sizeMm[1];
  return row;
}

/// Prints the fitted device as a file that --device takes.
void runFit(const GelOptions& options, const ablation::GelSetup& setup) {
  std::vector<ablation::IsothermRow> rows;
  for (const std::string& text : options.fit)
    rows.push_back(rowFrom(text));
  ablation::DeviceFit fit;
  {
    const ProgressLine line;
    fit = ablation::fitDevice(setup, rows, line.progress());
  }
  for (std::size_t n = 0; n < rows.size(); ++n)
    std::cerr << "trocar: " << rows[n].isothermC << " °C: table " << rows[n].widthMm << " x "
              << rows[n].lengthMm << " mm, fitted " << fit.computed[n].widthMm << " x "
              << fit.computed[n].lengthMm << " mm\n";
  std::cout << ablation::deviceToJson(fit.device);
}

void run(const GelOptions& options) {
  const ablation::GelSetup setup = setupOf(options);
  if (!options.fit.empty())
    return runFit(options, setup);
  ablation::GelResult result;
  {
    const ProgressLine line;
    result = ablation::runGel(setup, line.progress());
  }
  if (options.json)
    printJson(setup, result);
  else
    printText(setup, result);
}

}  // namespace

void addGel(Verb program, int&) {
  const auto options = std::make_shared<GelOptions>();
  Verb verb =
      program.verb("gel", "Isotherm sizes of probes in a uniform medium, like a maker's table");
  verb.option("--instrument", &options->instruments, "ID or ID@X,Y of a probe; repeat for several")
      .oneEach();
  verb.option("--device", &options->devices, "FILE or FILE@X,Y of a device of your own").oneEach();
  verb.option("--protocol",
              &options->protocols,
              "Such as \"freeze 600, thaw 300, freeze 600\" or \"power 30 W 240\"; once, or "
              "once a probe")
      .required()
      .oneEach();
  verb.option("--medium", &options->medium, "gel, water, muscle, bone or another material");
  verb.option("--temperature", &options->temperatureC, "Of the medium, C");
  verb.option("--resolution", &options->resolutionMm, "Voxel size, mm");
  verb.option("--isotherm", &options->isothermsC, "C; repeat for several").oneEach();
  verb.option("--fit",
              &options->fit,
              "Row of a maker's table, -20=24x47; prints the cryoprobe that makes it")
      .oneEach();
  verb.flag("--json", options->json, "One JSON document on standard output");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
