#include "app/cli/plan_options.h"

#include "app/memory.h"
#include "core/io.h"
#include "core/number_text.h"
#include "core/patient_revisions.h"
#include "core/replace_file.h"
#include "planning/anatomy/landmarks.h"
#include "planning/decide/subject.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/plan/plan_file.h"

#include <cmath>
#include <iostream>

namespace trocar::cli {

Vec3 pointFromWord(const std::string& word, const std::string& option) {
  const std::vector<double> numbers = numbersFrom(word, ',', 3);
  if (numbers.empty())
    throw Error(option + " '" + word + "' is no point; give X,Y,Z in mm (LPS)");
  return {numbers[0], numbers[1], numbers[2]};
}

std::string inWords(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t n = 0; n < words.size(); ++n)
    text += (n == 0 ? "" : n + 1 == words.size() ? " or " : ", ") + words[n];
  return text;
}

namespace {

void say(const std::filesystem::path& file, const std::vector<std::string>& remarks) {
  for (const std::string& remark : remarks)
    std::cerr << "trocar: " << file.string() << ": " << remark << '\n';
}

/// What an older format entered about a lesion, on the lesion of the case.
Plan withNamedEntries(Plan plan, const Case& patient, const std::filesystem::path& file) {
  std::vector<std::string> remarks;
  plan = decide::withEntriesOnLesions(std::move(plan), patient, remarks);
  say(file, remarks);
  return plan;
}

/// A plan that no evaluation can be made of is refused with its file.
void requireSoundIn(const std::filesystem::path& file, const OpenedPlan& opened) {
  if (const std::vector<PlanFault> faults = faultsOf(opened.plan, *opened.patient); !faults.empty())
    throw Error(file.string() + ": " + faults.front().what);
}

}  // namespace

Plan readPlanAloud(const std::filesystem::path& file, std::string* mark) {
  std::vector<std::string> remarks;
  const std::string text = readFile(file);
  if (mark)
    *mark = markOf(text);
  Plan plan = planFromJson(text, file.string(), &remarks);
  say(file, remarks);
  return plan;
}

Plan readPlanAloudOn(const Case& patient, const std::filesystem::path& file) {
  return withNamedEntries(readPlanAloud(file), patient, file);
}

OpenedPlan beginPlan(const std::string& casePath,
                     const std::filesystem::path& planFile,
                     const std::filesystem::path& outFile) {
  OpenedPlan opened{{}, openCase(casePath)};
  const CaseReference reference = referenceTo(*opened.patient, casePath, outFile);
  if (!planFile.empty()) {
    opened.plan = readPlanAloud(planFile, &opened.mark);
    opened.file = planFile;
    const CaseReference& made = opened.plan.patient;
    if (made.hash != reference.hash && !areOneBundledPatient(made.id, made.hash, reference.hash))
      throw Error("plan " + planFile.string() + " was made on another case ('" +
                  opened.plan.patient.id + "') than " + casePath + "; name the case it belongs to");
  }
  opened.memory = app::memoryOf(*opened.patient, reference.hash);
  opened.plan.patient = reference;
  opened.patient = anatomy::withCorrections(opened.patient, opened.plan.corrections);
  opened.plan = withNamedEntries(std::move(opened.plan), *opened.patient, planFile);
  return opened;
}

OpenedPlan openPlan(const std::filesystem::path& planFile,
                    const std::filesystem::path& caseFolder,
                    bool anyCase) {
  OpenedPlan opened;
  opened.plan = readPlanAloud(planFile, &opened.mark);
  opened.file = planFile;
  std::string hash;
  const auto original = openCaseOf(opened.plan, planFile, caseFolder, anyCase, &hash);
  opened.memory = app::memoryOf(*original, hash);
  opened.patient = anatomy::withCorrections(original, opened.plan.corrections);
  opened.plan = withNamedEntries(std::move(opened.plan), *opened.patient, planFile);
  requireSoundIn(planFile, opened);
  return opened;
}

app::PlanExport exportOf(const OpenedPlan& opened,
                         const std::filesystem::path& out,
                         const std::string& title) {
  return {std::make_shared<const CaseModel>(opened.patient, opened.plan.corrections, opened.memory),
          opened.plan,
          nullptr,
          opened.file,
          out,
          title};
}

void writeBack(const OpenedPlan& opened, const std::filesystem::path& out) {
  requireSound(opened.plan, *opened.patient);
  std::error_code none;
  if (!opened.file.empty() && std::filesystem::equivalent(opened.file, out, none))
    replaceFile(out, planToJson(opened.plan), opened.mark);
  else
    writePlan(opened.plan, out);
}

}  // namespace trocar::cli
