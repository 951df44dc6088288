#include "app/cli/plan_options.h"

#include "core/number_text.h"
#include "planning/anatomy/landmarks.h"
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

Plan readPlanAloud(const std::filesystem::path& file) {
  std::vector<std::string> remarks;
  Plan plan = readPlan(file, &remarks);
  for (const std::string& remark : remarks)
    std::cerr << "trocar: " << file.string() << ": " << remark << '\n';
  return plan;
}

OpenedPlan beginPlan(const std::string& casePath,
                     const std::filesystem::path& planFile,
                     const std::filesystem::path& outFile) {
  OpenedPlan opened{{}, openCase(casePath)};
  const CaseReference reference = referenceTo(*opened.patient, casePath, outFile);
  if (!planFile.empty()) {
    opened.plan = readPlanAloud(planFile);
    if (opened.plan.patient.hash != reference.hash)
      throw Error("plan " + planFile.string() + " was made on another case ('" +
                  opened.plan.patient.id + "') than " + casePath + "; name the case it belongs to");
  }
  opened.plan.patient = reference;
  opened.patient = anatomy::withCorrections(opened.patient, opened.plan.corrections);
  return opened;
}

OpenedPlan openPlan(const std::filesystem::path& planFile,
                    const std::filesystem::path& caseFolder,
                    bool anyCase) {
  OpenedPlan opened{readPlanAloud(planFile), nullptr};
  opened.patient = anatomy::withCorrections(openCaseOf(opened.plan, planFile, caseFolder, anyCase),
                                            opened.plan.corrections);
  requireSound(opened.plan, *opened.patient);
  return opened;
}

}  // namespace trocar::cli
