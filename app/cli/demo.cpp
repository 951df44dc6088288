#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "core/io.h"
#include "core/patients.h"

#include <iostream>
#include <memory>
#include <string>

namespace trocar::cli {
namespace {

struct Options {
  std::string name;
  std::string out;
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

void run(const Options& options) {
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
  const auto options = std::make_shared<Options>();
  Verb verb = program.verb("demo", "Write a bundled patient as a case; without a name, list them");
  verb.option("NAME", &options->name, "Bundled patient to write").oneOf(patientIds());
  verb.option("--out", &options->out, "Folder to write the case to");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
