#include "planning/plan/plan_file.h"

#include "core/error.h"
#include "core/io.h"
#include "core/patient_revisions.h"
#include "core/patients.h"

namespace trocar {
namespace {

namespace fs = std::filesystem;

/// Where the plan's case lies, seen from the current folder.
std::string casePath(const Plan& plan, const fs::path& planFile) {
  const std::string& path = plan.patient.path;
  if (isMadeCase(path) || fs::path(path).is_absolute())
    return path;
  return (planFile.parent_path() / path).string();
}

}  // namespace

void writePlan(const Plan& plan, const fs::path& file) {
  writeFileAtomically(file, planToJson(plan));
}

Plan readPlan(const fs::path& file, std::vector<std::string>* remarks) {
  return planFromJson(readFile(file), file.string(), remarks);
}

std::shared_ptr<const Case> openCase(const std::string& path) {
  if (isMadeCase(path))
    return std::make_shared<const Case>(loadMadeCase(path));
  return std::make_shared<const Case>(readCase(path));
}

std::shared_ptr<const Case> openCaseOf(const Plan& plan,
                                       const fs::path& planFile,
                                       const fs::path& folder,
                                       bool anyCase,
                                       std::string* hashOfCase) {
  const std::string path = folder.empty() ? casePath(plan, planFile) : folder.string();
  std::shared_ptr<const Case> patient = openCase(path);
  const std::string hash = contentHash(*patient);
  if (hashOfCase)
    *hashOfCase = hash;
  if (!anyCase && hash != plan.patient.hash &&
      !areOneBundledPatient(plan.patient.id, plan.patient.hash, hash))
    throw Error("plan " + planFile.string() + " was made on another case ('" + plan.patient.id +
                "') than " + path + "; give its own with --case, or --any-case to use this one");
  return patient;
}

CaseReference referenceTo(const Case& patient, const std::string& path, const fs::path& planFile) {
  CaseReference reference{patient.id, path, contentHash(patient)};
  if (isMadeCase(path))
    return reference;
  const fs::path folder = fs::absolute(path).lexically_normal();
  const fs::path home = fs::absolute(planFile).lexically_normal().parent_path();
  const fs::path relative = folder.lexically_relative(home);
  reference.path = relative.empty() ? folder.string() : relative.string();
  return reference;
}

}  // namespace trocar
