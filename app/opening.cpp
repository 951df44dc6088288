#include "app/opening.h"

#include "app/memory.h"
#include "core/error.h"
#include "core/import.h"
#include "core/io.h"
#include "core/patients.h"
#include "core/replace_file.h"
#include "planning/anatomy/landmarks.h"
#include "planning/decide/subject.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/plan/plan_file.h"

#include <string_view>
#include <utility>

namespace trocar::app {
namespace {

namespace fs = std::filesystem;

/// The plan with a path to its case that holds from everywhere.
Plan withAbsolutePath(Plan plan, const fs::path& planFile) {
  std::string& path = plan.patient.path;
  if (!isMadeCase(path))
    path = fs::absolute(planFile.parent_path() / path).lexically_normal().string();
  return plan;
}

/// The plan without what cannot be, of its corrections too.
Plan openable(Plan plan,
              const std::shared_ptr<const Case>& original,
              std::vector<std::string>& remarks) {
  std::shared_ptr<const Case> patient = original;
  try {
    patient = anatomy::withCorrections(original, plan.corrections);
  } catch (const Error& error) {
    remarks.push_back(std::string("Set aside: corrections of the anatomy: ") + error.what());
    plan.corrections = {};
  }
  plan = decide::withEntriesOnLesions(std::move(plan), *patient, remarks);
  return withoutFaults(std::move(plan), *patient, remarks);
}

Opened openPlan(const fs::path& file, const Progress& progress) {
  Opened opened;
  const std::string text = readFile(file);
  opened.plan = withAbsolutePath(planToOpen(text, file.string(), opened.remarks), file);
  progress.at(0.1);
  std::string hash;
  opened.original = openCaseOf(opened.plan, file, {}, false, &hash);
  opened.plan = openable(std::move(opened.plan), opened.original, opened.remarks);
  opened.model =
      modelOf(opened.original, opened.plan.corrections, memoryOf(*opened.original, hash));
  opened.planFile = file;
  opened.planMark = markOf(text);
  progress.at(1.0);
  return opened;
}

}  // namespace

Opened openedCase(Case patient, const std::string& path, const Progress& progress) {
  Opened opened;
  opened.plan.patient = {patient.id, path, contentHash(patient)};
  opened.original = std::make_shared<const Case>(std::move(patient));
  opened.model = modelOf(opened.original, {}, memoryOf(*opened.original, opened.plan.patient.hash));
  progress.at(1.0);
  return opened;
}

std::shared_ptr<const CaseModel> modelOf(const std::shared_ptr<const Case>& original,
                                         const anatomy::Corrections& corrections,
                                         const ModelMemory& memory) {
  return std::make_shared<const CaseModel>(
      anatomy::withCorrections(original, corrections), corrections, memory);
}

bool isCt(const std::string& source) {
  std::error_code none;
  return !isMadeCase(source) && fs::exists(source, none) &&
         !(fs::is_regular_file(source, none) && fs::path(source).extension() == ".json") &&
         !fs::exists(fs::path(source) / "case.json", none);
}

Opened openFrom(const std::string& source, const Progress& progress) {
  if (isMadeCase(source))
    return openedCase(loadMadeCase(source, progress.span(0, 0.9)), source, progress);
  const fs::path path = fs::absolute(source);
  if (!fs::exists(path))
    throw Error(path.string() + " does not exist: choose a case folder, a plan or a CT.");
  if (fs::is_regular_file(path) && path.extension() == ".json")
    return openPlan(path, progress);
  if (fs::exists(path / "case.json"))
    return openedCase(readCase(path, progress.span(0, 0.9)), path.string(), progress);
  return openedCase(importCase(path, {}, {}, progress.span(0, 0.9)), path.string(), progress);
}

Opened openLeftover(const Leftover& leftover, const Progress& progress) {
  std::vector<std::string> remarks;
  Plan recovered = planToOpen(readFile(leftover.autosave), leftover.autosave.string(), remarks);
  Opened opened;
  if (!leftover.planFile.empty() && fs::exists(leftover.planFile)) {
    opened = openPlan(leftover.planFile, progress);
  } else {
    std::string hash;
    opened.original = openCaseOf(recovered, leftover.autosave, {}, false, &hash);
    recovered = openable(std::move(recovered), opened.original, remarks);
    opened.model =
        modelOf(opened.original, recovered.corrections, memoryOf(*opened.original, hash));
    opened.plan.patient = recovered.patient;
  }
  opened.recovered = openable(std::move(recovered), opened.original, remarks);
  opened.remarks.insert(opened.remarks.end(), remarks.begin(), remarks.end());
  return opened;
}

}  // namespace trocar::app
