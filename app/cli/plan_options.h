#pragma once

#include "app/export.h"
#include "core/case.h"
#include "core/error.h"
#include "planning/plan/plan.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {

/// "12.5,-3,40" as a point. Throws Error naming `option` for anything else.
Vec3 pointFromWord(const std::string& word, const std::string& option);

/// The words of an enumeration from its first value to `last`.
template <typename Value>
std::vector<std::string> wordsUpTo(Value last) {
  std::vector<std::string> words;
  for (int n = 0; n <= static_cast<int>(last); ++n)
    words.emplace_back(toString(static_cast<Value>(n)));
  return words;
}

/// "a, b or c".
std::string inWords(const std::vector<std::string>& words);

/// What `word` stands for, read by such as approachFromString. Throws Error naming `option`.
template <typename Read>
auto valueFromWord(const std::string& word,
                   const std::string& option,
                   const Read& read,
                   const std::vector<std::string>& words) {
  const auto value = read(word);
  if (!value)
    throw Error(option + " '" + word + "' is not known; choose " + inWords(words));
  return *value;
}

/// Reads a plan. What of one of an older format is lost is said on standard error. `mark` becomes
/// that of what the file held.
Plan readPlanAloud(const std::filesystem::path& file, std::string* mark = nullptr);

/// The same with what an older format entered about a lesion on the lesion of its case.
Plan readPlanAloudOn(const Case& patient, const std::filesystem::path& file);

/// A plan that a verb changes or begins, and its case with the plan's corrections.
struct OpenedPlan {
  Plan plan;
  std::shared_ptr<const Case> patient;
  std::filesystem::path file = {};  ///< It was read from; empty for a new plan.
  std::string mark = {};            ///< Of what the file held then.
  ModelMemory memory = {};          ///< For a model of the case.
};

/// A new plan on the case at `casePath`, or the plan in `planFile` if named, which must be of that
/// case. `outFile` is where it will be written.
OpenedPlan beginPlan(const std::string& casePath,
                     const std::filesystem::path& planFile,
                     const std::filesystem::path& outFile);
/// The plan of `planFile` and its case, from `caseFolder` if named. Throws Error where no
/// evaluation can be made of it.
OpenedPlan openPlan(const std::filesystem::path& planFile,
                    const std::filesystem::path& caseFolder,
                    bool anyCase);
/// The opened plan on its way out to `out`, not evaluated yet; `title` as in PlanExport.
app::PlanExport exportOf(const OpenedPlan& opened,
                         const std::filesystem::path& out,
                         const std::string& title);
/// Writes the plan to `out`. Throws Error where it could not be opened again, and where `out` is
/// the file that it was read from and another program has changed that since.
void writeBack(const OpenedPlan& opened, const std::filesystem::path& out);

}  // namespace trocar::cli
