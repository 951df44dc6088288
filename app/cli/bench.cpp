#include "app/cli/machine_limit.h"
#include "app/cli/verb.h"
#include "app/cli/workload.h"
#include "core/error.h"
#include "core/parallel.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

struct BenchOptions {
  std::vector<std::string> names;
  bool json = false;
};

std::vector<Workload> chosen(const std::vector<std::string>& names) {
  if (names.empty())
    return workloads();
  std::vector<Workload> list;
  for (const std::string& name : names) {
    const auto found = std::find_if(
        workloads().begin(), workloads().end(), [&](const auto& w) { return w.name == name; });
    if (found == workloads().end())
      throw Error("there is no workload '" + name +
                  "'; choose open-case, xray, suggest, evaluate-drag, ablation or cement");
    list.push_back(*found);
  }
  return list;
}

Json resultOf(const Workload& workload, const MachineLimit& machine) {
  const WorkloadRun run = workload.run();
  return {{"name", workload.name},
          {"what", workload.what},
          {"seconds", run.seconds},
          {"throughput", run.done / run.seconds},
          {"unit", workload.unit},
          {"limitShare", run.bytes ? Json(*run.bytes / run.seconds / machine.bytesPerS) : Json()},
          {"limit", workload.limit},
          {"threads", parallelThreads()}};
}

void print(const Json& result) {
  std::cout << std::left << std::setw(15) << result.at("name").get<std::string>() << std::right
            << std::fixed << std::setprecision(3) << std::setw(9)
            << result.at("seconds").get<double>() << " s " << std::setprecision(1) << std::setw(10)
            << result.at("throughput").get<double>() << ' ' << std::left << std::setw(16)
            << result.at("unit").get<std::string>();
  if (result.at("limitShare").is_number())
    std::cout << std::right << std::setw(5) << 100.0 * result.at("limitShare").get<double>()
              << " % of the memory's bandwidth (estimate)";
  std::cout << '\n' << std::flush;
}

void run(const BenchOptions& options) {
  const std::vector<Workload> list = chosen(options.names);
  const MachineLimit machine = measureMachine();
  if (!options.json)
    std::cout << std::fixed << std::setprecision(1) << parallelThreads() << " threads, "
              << machine.bytesPerS / 1e9 << " GB/s, " << machine.flopsPerS / 1e9 << " GFLOP/s\n";
  Json results = Json::array();
  for (const Workload& workload : list) {
    results.push_back(resultOf(workload, machine));
    if (!options.json)
      print(results.back());
  }
  if (options.json)
    std::cout << Json{{"schema", "trocar-bench/1"},
                      {"machine",
                       {{"bytesPerS", machine.bytesPerS}, {"flopsPerS", machine.flopsPerS}}},
                      {"results", results}}
                     .dump(2)
              << '\n';
}

}  // namespace

void addBench(Verb program, int& /*status*/) {
  Verb verb = program.verb("bench", "Time what people wait for, against what this machine can do");
  auto options = std::make_shared<BenchOptions>();
  verb.option("NAME",
              &options->names,
              "open-case, xray, suggest, evaluate-drag, ablation, cement; all without a name");
  verb.flag("--json", options->json, "One JSON document on standard output");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
