#include "planning/school/grade.h"

#include "core/patients.h"
#include "planning/access/pedicle_path.h"
#include "planning/fluoro/presets.h"
#include "planning/model/angles.h"
#include "planning/school/measures.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <memory>

namespace trocar::school {
namespace {

const CaseModel& model() {
  static const CaseModel kModel(std::make_shared<Case>(loadBundledPatient("l3-breast")));
  return kModel;
}

const GradeLine& lineOf(const Grade& grade, const std::string& key) {
  for (const GradeLine& line : grade.lines) {
    if (line.key == key)
      return line;
  }
  throw std::runtime_error(key);
}

Attempt playedWell(const Lesson& lesson) {
  Attempt attempt;
  attempt.lesson = lesson.id;
  attempt.plan = lesson.expert;
  attempt.handling = Handling{{9, 4.0, 4.0}, 1, 1, 240.0};
  return attempt;
}

TEST(Grade, TheExpertsOwnNeedlePassesWell) {
  const Lesson lesson = findLesson("order-rule");
  const Grade grade = gradeAttempt(model(), lesson, playedWell(lesson));
  EXPECT_TRUE(grade.passed);
  EXPECT_GT(grade.points, 90.0);
  EXPECT_NEAR(*lineOf(grade, "tip-error").measured, 0.0, 1e-9);
  EXPECT_EQ(lineOf(grade, "shots").quality, 1.0);
}

TEST(Grade, ANeedleThroughTheCanalFailsHoweverFastItWas) {
  const Lesson lesson = findLesson("order-rule");
  Attempt attempt = playedWell(lesson);
  Trajectory& axis = attempt.plan.needles.front().trajectory;
  axis.entry.x() -= 14.0;
  axis.target.x() -= 6.0;
  const Grade grade = gradeAttempt(model(), lesson, attempt);
  EXPECT_FALSE(grade.passed);
  EXPECT_LE(grade.points, 50.0);
  EXPECT_TRUE(lineOf(grade, "clearance").failed);
  EXPECT_THAT(grade.remarks, testing::Contains(testing::HasSubstr("Failed")));
}

TEST(Grade, WhatIsNotLabelledIsNotPassed) {
  const Lesson lesson = findLesson("order-rule");
  Case bare = model().patient();
  std::erase_if(bare.structures, [](const Structure& one) {
    return one.role == Role::Canal || one.role == Role::ThecalSac || one.role == Role::Cord;
  });
  const CaseModel without(std::make_shared<Case>(std::move(bare)));
  const Grade grade = gradeAttempt(without, lesson, playedWell(lesson));
  EXPECT_FALSE(grade.passed);
  EXPECT_FALSE(lineOf(grade, "clearance").measured);
  EXPECT_THAT(grade.remarks, testing::Contains(testing::HasSubstr("not judged: spinal canal")));
}

TEST(Grade, HintsAndManyShotsCost) {
  const Lesson lesson = findLesson("order-rule");
  Attempt attempt = playedWell(lesson);
  const double before = gradeAttempt(model(), lesson, attempt).points;
  attempt.hintsTaken = 1;
  EXPECT_NEAR(gradeAttempt(model(), lesson, attempt).points, before - lesson.hints[0].cost, 1e-9);
  attempt.hintsTaken = 0;
  attempt.handling->exposures.shots = 60;
  EXPECT_LT(gradeAttempt(model(), lesson, attempt).points, before - 3.0);
}

TEST(Grade, WithoutANeedleThereIsNothingToPass) {
  const Lesson lesson = findLesson("order-rule");
  Attempt attempt = playedWell(lesson);
  attempt.plan.needles.clear();
  const Grade grade = gradeAttempt(model(), lesson, attempt);
  EXPECT_FALSE(grade.passed);
  EXPECT_EQ(grade.points, 0.0) << "few exposures are no merit without a needle";
  EXPECT_THAT(grade.remarks, testing::Contains(testing::HasSubstr("0 of 1")));
}

TEST(Grade, ANeedleThatNeverReachedBoneWasNotPlaced) {
  const Lesson lesson = findLesson("order-rule");
  Attempt attempt = playedWell(lesson);
  Trajectory& axis = attempt.plan.needles.front().trajectory;
  axis.target = axis.entry + 10.0 * axis.direction();
  const Grade grade = gradeAttempt(model(), lesson, attempt);
  EXPECT_FALSE(grade.passed);
  EXPECT_EQ(grade.points, 0.0);
  EXPECT_THAT(grade.remarks, testing::Contains(testing::HasSubstr("0 of 1")));
}

TEST(Grade, TheExpertsNeedlesPassEveryLessonOfNeedles) {
  for (const Lesson& lesson : bundledLessons()) {
    if (lesson.task == LessonTask::Arm || needsPhysics(lesson.criteria))
      continue;
    const CaseModel patient(std::make_shared<Case>(
        loadBundledPatient(lesson.patient.substr(std::string("bundled:").size()))));
    Attempt attempt = playedWell(lesson);
    attempt.verdict = lesson.answer;
    attempt.handling->corticalPasses = lesson.needles;
    const Grade grade = gradeAttempt(patient, lesson, attempt);
    EXPECT_TRUE(grade.passed) << lesson.id;
    EXPECT_GT(grade.points, 95.0) << lesson.id;
  }
}

TEST(Grade, TheDiscordantNeedlePassesTheViewsAndNotTheWall) {
  const Lesson lesson = findLesson("discordant");
  Attempt attempt = playedWell(lesson);
  attempt.verdict = "keep";
  attempt.plan.needles = {*lesson.given};
  const Grade kept = gradeAttempt(model(), lesson, attempt);
  EXPECT_FALSE(kept.passed);
  EXPECT_GT(*lineOf(kept, "breach").measured, 0.0);
  EXPECT_LT(*lineOf(kept, "clearance").measured, 0.0);
  const auto& given = *lesson.given;
  Plan plan;
  plan.needles = {given};
  EvaluationOptions quick;
  quick.physics = false;
  quick.placementSamples = 0;
  const Evaluation evaluation = evaluate(model(), plan, quick);
  EXPECT_TRUE(evaluation.needles.front().orderRule->passes) << "both views look right";
  attempt = playedWell(lesson);
  attempt.verdict = "withdraw";
  EXPECT_TRUE(gradeAttempt(model(), lesson, attempt).passed);
}

TEST(Grade, TheAskewViewHidesWhatTheTrueOneShows) {
  const Lesson lesson = findLesson("askew-view");
  const anatomy::VertebraAnatomy& vertebra = *model().vertebra(lesson.level);
  const Trajectory& axis = lesson.given->trajectory;
  EXPECT_FALSE(access::orderRule(vertebra, Side::Left, axis)->passes);
  EXPECT_TRUE(
      access::orderRule(vertebra, Side::Left, axis, Angle::fromDegrees(lesson.askewDeg))->passes);
  Attempt attempt = playedWell(lesson);
  attempt.verdict = "keep";
  attempt.plan.needles = {*lesson.given};
  const Grade kept = gradeAttempt(model(), lesson, attempt);
  EXPECT_FALSE(kept.passed);
  EXPECT_TRUE(lineOf(kept, "clearance").failed);
}

/// The arms of an attempt in the wanted views, turned by so many degrees.
Attempt armsTurned(const Lesson& lesson, double byLaoDeg) {
  Attempt attempt = playedWell(lesson);
  const auto presets = fluoro::carmPresets(model(), {}, lesson.level, Vec3::Zero());
  for (std::size_t plane = 0; plane < 2; ++plane) {
    const fluoro::CarmPreset& preset = fluoro::findPreset(presets, lesson.wantedViews[plane]);
    attempt.arms[plane] = fluoro::consoleAngles(preset.supine, lesson.expert.procedurePosition);
    attempt.arms[plane].laoDeg += byLaoDeg;
    attempt.isocentresMm[plane] = preset.isocentreMm;
  }
  attempt.armsKnown = true;
  return attempt;
}

TEST(Grade, TheBarrelIsGradedByTheAngleOfTheBeam) {
  const Lesson lesson = findLesson("barrel");
  const Grade right = gradeAttempt(model(), lesson, armsTurned(lesson, 0.0));
  EXPECT_TRUE(right.passed);
  EXPECT_NEAR(*lineOf(right, "beam-error").measured, 0.0, 1e-6);
  const Grade wrong = gradeAttempt(model(), lesson, armsTurned(lesson, 15.0));
  EXPECT_FALSE(wrong.passed);
  EXPECT_NEAR(*lineOf(wrong, "beam-error").measured, 15.0, 1.5);
}

TEST(Grade, NeedlesArePairedWithTheNearestOfTheExpert) {
  Plan expert, learner;
  for (const double x : {10.0, -10.0}) {
    Needle needle;
    needle.id = x > 0 ? "N1" : "N2";
    needle.trajectory = {Vec3(x, 50, 0), Vec3(x, 0, 0)};
    expert.needles.push_back(needle);
    needle.id = x > 0 ? "N2" : "N1";
    needle.trajectory.target.z() = 3.0;
    learner.needles.insert(learner.needles.begin(), needle);
  }
  for (const NeedlePair& pair : pairNeedles(expert, learner))
    EXPECT_NEAR(
        (pair.expert->trajectory.target - pair.learner->trajectory.target).norm(), 3.0, 1e-9);
  learner.needles.pop_back();
  EXPECT_EQ(pairNeedles(expert, learner).back().learner == nullptr ||
                pairNeedles(expert, learner).front().learner == nullptr,
            true);
}

}  // namespace
}  // namespace trocar::school
