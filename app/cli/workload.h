#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace trocar::cli {

/// What one run of a workload did.
struct WorkloadRun {
  double seconds = 0.0;
  double done = 0.0;  ///< In `Workload::unit` times seconds.
  /// An estimate of how many went through memory: counted in the algorithm, not measured. Empty
  /// where not counted.
  std::optional<double> bytes;
};

/// Something that people wait for, under a name.
struct Workload {
  std::string name;
  std::string unit;   ///< Of the throughput.
  std::string limit;  ///< bandwidth | arithmetic: what bounds it on a perfect machine.
  std::string what;
  std::function<WorkloadRun()> run;
};

/// On the bundled patient l3-breast, in the order in which they are listed.
const std::vector<Workload>& workloads();

}  // namespace trocar::cli
