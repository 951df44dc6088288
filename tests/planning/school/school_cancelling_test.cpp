#include "core/patients.h"
#include "planning/school/grade.h"
#include "tests/cancel_everywhere.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar::school {
namespace {

TEST(Cancelling, StopsTheGradingOfAnAttempt) {
  const CaseModel model(std::make_shared<const Case>(loadBundledPatient("l3-breast")));
  const Lesson lesson = findLesson("order-rule");
  Attempt attempt;
  attempt.lesson = lesson.id;
  attempt.plan = lesson.expert;
  expectCancelsEverywhere(
      [&](const Progress& progress) { gradeAttempt(model, lesson, attempt, progress); });
}

}  // namespace
}  // namespace trocar::school
