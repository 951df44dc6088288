#include "planning/school/grade.h"
#include "tests/cancel_everywhere.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar::school {
namespace {

TEST(Cancelling, StopsTheGradingOfAnAttempt) {
  const CaseModel& model = bundledModel("l3-breast");
  const Lesson lesson = findLesson("order-rule");
  Attempt attempt;
  attempt.lesson = lesson.id;
  attempt.plan = lesson.expert;
  expectCancelsEverywhere(
      [&](const Progress& progress) { gradeAttempt(model, lesson, attempt, progress); });
}

}  // namespace
}  // namespace trocar::school
