#include "app/cli/plan_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/io.h"
#include "core/io/nifti.h"
#include "core/new_folder.h"
#include "planning/ablation/zones/simulated_result.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/facts/cement_facts.h"
#include "planning/facts/facts_json.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "render/mesh/model_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

struct SimulateOptions {
  std::string plan;
  std::string patient;
  bool ablation = false;
  bool cement = false;
  double resolutionMm = 1.0;
  std::string out;
  bool json = false;
};

namespace fs = std::filesystem;

constexpr std::array kNames{"coldest.nii",
                            "hottest.nii",
                            "temperature.nii",
                            "temperature-times.json",
                            "cement-arrival-ml.nii",
                            "strain-ratio.nii",
                            "strain-ratio-untreated.nii",
                            "cement.stl"};

bool isOfSimulate(const std::string& name) {
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end() ||
         (name.starts_with("zone-") && name.ends_with(".stl"));
}

/// An earlier run's folder is replaced; one that holds anything else is not.
void requireReplaceable(const fs::path& folder) {
  std::error_code code;
  if (fs::exists(folder) && !fs::is_directory(folder))
    throw Error("cannot write the folder " + folder.string() +
                ": a file has that name; choose another");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, code)) {
    const std::string name = entry.path().filename().string();
    if (!isOfSimulate(name))
      throw Error("cannot write the folder " + folder.string() + ": it holds " + name +
                  ", which simulate did not write; choose another folder");
  }
}

/// The folder that is written to, if any, and what was. It takes its place as a whole.
class Folder {
 public:
  explicit Folder(const std::string& path) {
    if (path.empty())
      return;
    requireReplaceable(path);
    fresh_.emplace(path);
  }
  bool wanted() const { return fresh_.has_value(); }
  fs::path add(const std::string& name) {
    names_.push_back(name);
    return fresh_->path() / name;
  }
  const std::vector<std::string>& names() const { return names_; }
  void takePlace() {
    if (fresh_)
      fresh_->takePlace();
  }

 private:
  std::optional<NewFolder> fresh_;
  std::vector<std::string> names_;
};

/// As `export --to stl` writes it; nothing for a part without a surface.
void writeSurface(const render::ModelPart& part, Folder& folder) {
  if (part.mesh->empty())
    return;
  std::string name = part.id;
  std::replace(name.begin(), name.end(), '_', '-');
  writeFileAtomically(folder.add(name + ".stl"), render::stlFile({part}));
}

void writeAblation(const ablation::AblationResult& result, Folder& folder) {
  const ablation::AblationSimulation& run = *result.simulation;
  writeNifti(folder.add("coldest.nii"), run.coldest);
  writeNifti(folder.add("hottest.nii"), run.hottest);
  const auto& times = run.history.timesS();
  const double apart = times.size() > 1
                           ? (times.back() - times.front()) / static_cast<double>(times.size() - 1)
                           : 0.0;
  writeNiftiSeries(folder.add("temperature.nii"),
                   run.history.grid(),
                   static_cast<int>(times.size()),
                   apart,
                   [&](int n) { return run.history.at(times[static_cast<std::size_t>(n)]); });
  writeFileAtomically(folder.add("temperature-times.json"), Json{{"timesS", times}}.dump(1) + "\n");
  for (const ablation::AblationZone& zone : result.zones)
    writeSurface(render::zonePart(zone, result), folder);
}

Json zonesJson(const ablation::AblationResult& result) {
  Json zones = Json::array();
  for (const ablation::AblationZone& zone : result.zones)
    zones.push_back({{"isothermC", zone.isothermC ? Json(*zone.isothermC) : Json()},
                     {"volumeMl", zone.volumeMl},
                     {"lengthMm", zone.lengthMm},
                     {"widthMm", zone.widthMm}});
  return zones;
}

Json ablationJson(const ablation::AblationResult& result) {
  const ablation::AblationSimulation& run = *result.simulation;
  return {{"zones", zonesJson(result)},
          {"endS", run.endS},
          {"frames", run.history.timesS().size()},
          {"energyResidual", run.ledger.residual()},
          {"superSteps", run.effort.superSteps},
          {"voxelStages", run.effort.voxelStages},
          {"basis", "simulated"}};
}

void writeCement(const cement::CementResult& result, Folder& folder) {
  writeNifti(folder.add("cement-arrival-ml.nii"), result.arrival);
  if (result.stiffness) {
    writeNifti(folder.add("strain-ratio.nii"), result.stiffness->strainRatio);
    writeNifti(folder.add("strain-ratio-untreated.nii"), result.stiffness->untreatedStrainRatio);
  }
  writeSurface(render::cementPart(result), folder);
}

ablation::AblationResult runAblation(const SimulateOptions& options,
                                     const CaseModel& model,
                                     const Plan& plan,
                                     Folder& folder) {
  const ProgressLine line;
  ablation::AblationResult result =
      ablation::simulatedResult(model, plan, options.resolutionMm, line.progress());
  if (folder.wanted())
    writeAblation(result, folder);
  return result;
}

/// After the ablation that was run, else after the plan's.
Json runCement(const SimulateOptions& options,
               const CaseModel& model,
               const Plan& plan,
               const std::optional<ablation::AblationResult>& ablation,
               Folder& folder) {
  const ProgressLine line;
  EvaluationOptions how;
  how.resolutionMm = options.resolutionMm;
  how.cementStiffness = folder.wanted();
  const auto result = ablation ? cement::cementAfter(&*ablation, model, plan, how, line.progress())
                               : cement::evaluateCement(model, plan, how, line.progress());
  if (!result)
    throw Error("the plan has no injection; give one with trocar treat --inject");
  if (folder.wanted())
    writeCement(*result, folder);
  return facts::factsToJson(facts::cementFacts(*result));
}

void run(const SimulateOptions& options) {
  const OpenedPlan opened = openPlan(options.plan, options.patient, false);
  const bool both = !options.ablation && !options.cement;
  const bool ablation =
      options.ablation || (both && !ablation::simulatedProbes(opened.plan).empty());
  const bool cement = options.cement || (both && !opened.plan.injections.empty());
  if (!ablation && !cement)
    throw Error("the plan has neither a protocol nor an injection; give one with trocar treat");
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  Folder folder(options.out);
  Json json{{"schema", "trocar-simulate/1"}};
  std::optional<ablation::AblationResult> ablated;
  if (ablation)
    ablated = runAblation(options, model, opened.plan, folder);
  json["ablation"] = ablated ? ablationJson(*ablated) : Json();
  json["cement"] = cement ? runCement(options, model, opened.plan, ablated, folder) : Json();
  json["files"] = folder.names();
  folder.takePlace();
  std::cout << json.dump(2) << '\n';
}

}  // namespace

void addSimulate(Verb program, int& /*status*/) {
  Verb verb =
      program.verb("simulate", "Run the planned ablation and cement; write fields and surfaces");
  auto options = std::make_shared<SimulateOptions>();
  verb.option("PLAN", &options->plan, "Plan file").required();
  verb.option("--case", &options->patient, "Where its case lies now");
  verb.flag("--ablation", options->ablation, "The ablation alone");
  verb.flag("--cement", options->cement, "The cement alone");
  verb.option("--resolution", &options->resolutionMm, "Voxel size, mm").within(0.4, 4.0);
  verb.option("--out", &options->out, "Folder for NIfTI and STL files");
  verb.flag("--json", options->json, "One JSON document on standard output (as without)");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
