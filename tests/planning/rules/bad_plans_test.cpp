#include "core/io.h"
#include "core/patients.h"
#include "planning/evaluation/evaluation.h"
#include "planning/plan/plan_file.h"
#include "tests/planning/bundled_model.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <set>
#include <sstream>

namespace trocar::rules {
namespace {

namespace fs = std::filesystem;
using Lines = std::multiset<std::string>;

fs::path findingsFolder() {
  return fs::path(SOURCE_DIR) / "tests/planning/findings";
}

/// What is said of a plan, its physics coarse; as it stands when the whole plan is evaluated.
std::vector<Finding> findingsOf(const std::string& patient) {
  const CaseModel& model = bundledModel(patient);
  EvaluationOptions options;
  options.resolutionMm = 3.0;
  options.uncertainty = false;
  options.placementSamples = 0;
  options.cementHeat = false;
  return evaluate(model, readPlan(findingsFolder() / (patient + ".json")), options).findings;
}

/// "danger needle-crosses-canal N1": what a list of looked-at findings holds of each.
std::string lineOf(const Finding& finding) {
  std::string line = std::string(toString(finding.severity)) + " " + finding.rule;
  return finding.subject.empty() ? line : line + " " + finding.subject;
}

Lines linesOf(const std::vector<Finding>& findings) {
  Lines lines;
  for (const Finding& finding : findings)
    lines.insert(lineOf(finding));
  return lines;
}

/// The list of a patient; what stands behind # is for people.
Lines expectedOf(const fs::path& file) {
  Lines lines;
  std::istringstream text(readFile(file));
  for (std::string line; std::getline(text, line);) {
    line = line.substr(0, line.find('#'));
    line.erase(line.find_last_not_of(' ') + 1);
    if (!line.empty())
      lines.insert(line);
  }
  return lines;
}

/// Writes the list anew, with the sentences to judge it by.
void adopt(const std::vector<Finding>& findings, const fs::path& file) {
  std::ofstream out(file);
  out << "# What is to be said of the plan beside this file. Looked at by a person.\n";
  for (const Finding& finding : findings)
    out << lineOf(finding) << "  # " << finding.text << "\n";
}

class BadPlan : public testing::TestWithParam<std::string> {};

/// Whether a person has adopted any list yet; from then on each plan needs one.
bool anyAdopted() {
  const fs::directory_iterator files(findingsFolder());
  return std::any_of(begin(files), end(files), [](const fs::directory_entry& file) {
    return file.path().extension() == ".txt";
  });
}

/// With TROCAR_ADOPT_FINDINGS=1 in the environment the lists are written anew: judge every line
/// before it is committed.
TEST_P(BadPlan, IsToldExactlyWhatIsWrongWithIt) {
  const fs::path file = findingsFolder() / (GetParam() + ".txt");
  const std::vector<Finding> findings = findingsOf(GetParam());
  if (const char* word = std::getenv("TROCAR_ADOPT_FINDINGS"); word && std::string(word) == "1")
    return adopt(findings, file);
  if (!anyAdopted())
    GTEST_SKIP() << "no list was adopted yet: run with TROCAR_ADOPT_FINDINGS=1 and judge it";
  const Lines expected = expectedOf(file);
  const Lines said = linesOf(findings);
  Lines missing;
  std::set_difference(expected.begin(),
                      expected.end(),
                      said.begin(),
                      said.end(),
                      std::inserter(missing, missing.end()));
  EXPECT_THAT(missing, testing::IsEmpty()) << "expected, and not said";
  Lines more = said;
  for (const std::string& line : expected) {
    if (const auto found = more.find(line); found != more.end())
      more.erase(found);
  }
  EXPECT_THAT(more, testing::IsEmpty()) << "said, and not expected";
}

std::vector<std::string> allPatients() {
  std::vector<std::string> ids;
  for (const BundledPatient& patient : bundledPatients())
    ids.push_back(patient.id);
  return ids;
}

std::string patientName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Patients, BadPlan, testing::ValuesIn(allPatients()), patientName);

}  // namespace
}  // namespace trocar::rules
