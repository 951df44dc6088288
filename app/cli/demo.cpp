#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "core/io.h"
#include "core/patients.h"

#include <cmath>
#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

namespace trocar::cli {
namespace {

struct DemoOptions {
  std::string name;
  std::string out;
  std::optional<double> seed;  ///< A whole number.
  int lesions = 1;
};

void list() {
  for (const BundledPatient& patient : bundledPatients())
    std::cout << patient.id << "  " << patient.title << ": " << patient.history << '\n';
}

std::vector<std::string> patientIds() {
  std::vector<std::string> ids;
  for (const BundledPatient& patient : bundledPatients())
    ids.push_back(patient.id);
  return ids;
}

void run(const DemoOptions& options) {
  if (options.seed && !options.name.empty())
    throw Error("demo " + options.name + " is a patient already: leave it or --random out.");
  if (options.seed && *options.seed != std::floor(*options.seed))
    throw Error("demo --random takes a whole number.");
  if (options.seed && options.out.empty())
    throw Error("demo --random needs --out DIR, the folder to write.");
  if (options.seed) {
    const ProgressLine line;
    const Case patient = makeRandomPatient(
        static_cast<std::uint64_t>(*options.seed), options.lesions, 1.0, line.progress(0.0, 0.8));
    return writeCase(patient, options.out, line.progress(0.8, 1.0));
  }
  if (options.name.empty()) {
    if (!options.out.empty())
      throw Error("demo --out needs the name of a patient: run trocar demo for the list.");
    list();
    return;
  }
  if (options.out.empty())
    throw Error("demo " + options.name + " needs --out DIR, the folder to write.");
  const ProgressLine line;
  const Case patient = loadBundledPatient(options.name, line.progress(0.0, 0.8));
  writeCase(patient, options.out, line.progress(0.8, 1.0));
}

}  // namespace

void addDemo(Verb program, int&) {
  const auto options = std::make_shared<DemoOptions>();
  Verb verb = program.verb("demo", "Write a bundled patient as a case; without a name, list them");
  verb.option("NAME", &options->name, "Bundled patient to write").oneOf(patientIds());
  verb.option("--random",
              &options->seed,
              "A virtual patient instead, which this number from 0 on alone decides")
      .within(0.0, 1.0e9);
  verb.option("--lesions", &options->lesions, "How many lesions of vertebrae it has").within(0, 5);
  verb.option("--out", &options->out, "Folder to write the case to");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
