#pragma once

#include "core/progress.h"
#include "planning/school/attempt.h"
#include "planning/school/lesson.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::school {

/// A row of assets/lessons/grading.json: what is measured and what it is worth. Full points at
/// `fullAt` or better, none at `noneAt` or worse, in proportion between.
struct Criterion {
  std::string key;
  std::string name;
  std::string unit;
  double fullAt = 0.0;
  double noneAt = 0.0;
  double weight = 1.0;
  std::optional<double> required;  ///< Worse than this fails the lesson.
  std::string source;              ///< Or "house rule".
};
/// Throws Error for a bad table.
const std::vector<Criterion>& gradingTable();
std::vector<Criterion> criteriaFromJson(const std::string& text, const std::string& where);
const Criterion* findCriterion(std::string_view key);

/// One line of a grade.
struct GradeLine {
  std::string key;
  std::string name;
  std::string unit;
  std::optional<double> measured;  ///< Empty where it cannot be known: then it does not count.
  std::optional<double> expert;    ///< The same measured on the expert's plan.
  double fullAt = 0.0;
  double noneAt = 0.0;
  std::optional<double> quality;  ///< 0 to 1; empty where nothing was measured and nothing failed.
  double weight = 0.0;
  bool failed = false;  ///< What no other points make up for.
  std::string source;
};

struct Grade {
  double points = 0.0;  ///< 0 to 100; at most 50 where something failed.
  bool passed = false;  ///< 70 points, and nothing failed [house rule].
  double hintCost = 0.0;
  std::vector<GradeLine> lines;
  std::vector<std::string> remarks;  ///< Sentences: what failed, and the differences to the expert.
};

inline constexpr double kPassPoints = 70.0;

/// A pure function of case, lesson and attempt. Where needles are asked for, their instruments and
/// their number count in every lesson, whether it names these criteria or not. Runs the physics
/// where a criterion needs it. Where fewer needles were placed than the lesson wants, nothing earns
/// points: not even few exposures.
Grade gradeAttempt(const CaseModel& model,
                   const Lesson& lesson,
                   const Attempt& attempt,
                   const Progress& progress = {});
/// What the lesson's own expert would be told: empty where that plan passes, else sentences with
/// its points and what fails. Without shots and time, which a plan does not show.
std::vector<std::string> ownPlanFaults(const CaseModel& model,
                                       const Lesson& lesson,
                                       const Progress& progress = {});
/// Throws Error where the case has not the lesson's level or views, or the expert's plan was made
/// on another.
void requireFits(const CaseModel& model, const Lesson& lesson);
std::string gradeToJson(const Grade& grade, const Lesson& lesson);

}  // namespace trocar::school
