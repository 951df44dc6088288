#pragma once

#include "planning/evaluation/evaluation.h"
#include "planning/model/case_model.h"
#include "planning/school/attempt.h"
#include "planning/school/lesson.h"

#include <optional>
#include <string_view>
#include <vector>

namespace trocar::school {

/// An attempt with its numbers, as the criteria look at it.
struct Measured {
  const CaseModel& model;
  const Lesson& lesson;
  const Attempt& attempt;
  const Evaluation& evaluation;
};

/// In the criterion's unit; empty where it cannot be known or does not apply.
std::optional<double> measureCriterion(std::string_view key, const Measured& measured);
/// It is measured on needles or treatment, so that a missing needle leaves no points for it.
bool isOfPlan(std::string_view key);
bool needsPhysics(const std::vector<std::string>& criteria);

/// For each needle of the expert the learner's that ends nearest to it, each taken once; nullptr
/// where none is left.
struct NeedlePair {
  const Needle* expert = nullptr;
  const Needle* learner = nullptr;
};
/// Of the kind and the thickness of the expert's instrument, or of the one that the lesson hands
/// out.
bool isAskedFor(const Needle& learner, const Needle& expert, const Lesson& lesson);
std::vector<NeedlePair> pairNeedles(const Plan& expert, const Plan& learner);

}  // namespace trocar::school
