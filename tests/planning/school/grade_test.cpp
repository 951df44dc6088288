#include "planning/school/grade.h"

#include "core/error.h"
#include "planning/access/pedicle_path.h"
#include "planning/fluoro/presets.h"
#include "planning/model/angles.h"
#include "planning/school/measures.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <memory>

namespace trocar::school {
namespace {

const CaseModel& model() {
  return bundledModel("l3-breast");
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
    const CaseModel& patient = bundledModel(lesson.patient.substr(std::string("bundled:").size()));
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

TEST(Grade, ANeedleThatOnlyLooksMedialMayStay) {
  const Lesson lesson = findLesson("looks-medial");
  const anatomy::VertebraAnatomy& vertebra = *model().vertebra(lesson.level);
  const Trajectory& axis = lesson.given->trajectory;
  EXPECT_TRUE(access::orderRule(vertebra, Side::Left, axis)->passes);
  EXPECT_FALSE(
      access::orderRule(vertebra, Side::Left, axis, Angle::fromDegrees(lesson.askewDeg))->passes);
  Attempt attempt = playedWell(lesson);
  attempt.plan.needles = {*lesson.given};
  attempt.verdict = "keep";
  EXPECT_TRUE(gradeAttempt(model(), lesson, attempt).passed);
  attempt.verdict = "withdraw";
  EXPECT_FALSE(gradeAttempt(model(), lesson, attempt).passed);
}

TEST(Grade, AnotherInstrumentAndANeedleTooManyCost) {
  const Lesson lesson = findLesson("order-rule");
  Attempt attempt = playedWell(lesson);
  const double right = gradeAttempt(model(), lesson, attempt).points;
  attempt.plan.needles[0].instrument = "bone-needle-11g-150";
  EXPECT_EQ(gradeAttempt(model(), lesson, attempt).points, right) << "only longer";
  attempt.plan.needles[0].instrument = "bone-needle-8g";
  const Grade thick = gradeAttempt(model(), lesson, attempt);
  EXPECT_LT(thick.points, right - 5.0);
  EXPECT_EQ(lineOf(thick, "instrument").measured, 1.0);
  EXPECT_THAT(thick.remarks, testing::Contains(testing::HasSubstr("where the lesson asks for")));
  attempt = playedWell(lesson);
  attempt.plan.needles.push_back(attempt.plan.needles[0]);
  attempt.plan.needles.back().id = "N2";
  const Grade two = gradeAttempt(model(), lesson, attempt);
  EXPECT_LT(two.points, right - 5.0);
  EXPECT_EQ(lineOf(two, "needle-count").measured, 1.0);
}

TEST(Grade, WhatWasNotMeasuredHasNoQuality) {
  const Lesson lesson = findLesson("order-rule");
  Attempt attempt;
  attempt.plan = lesson.expert;
  const Grade grade = gradeAttempt(model(), lesson, attempt);
  EXPECT_FALSE(lineOf(grade, "shots").measured);
  EXPECT_FALSE(lineOf(grade, "shots").quality);
  EXPECT_EQ(lineOf(grade, "breach").quality, 1.0);
  EXPECT_TRUE(grade.passed);
}

TEST(Grade, APlanThatFailsItsOwnLessonIsToldWhy) {
  Lesson lesson = findLesson("order-rule");
  EXPECT_TRUE(ownPlanFaults(model(), lesson).empty());
  lesson.expert.needles[0].trajectory.target.x() -= 9.0;
  lesson.expert.needles[0].trajectory.entry.x() -= 14.0;
  const std::vector<std::string> faults = ownPlanFaults(model(), lesson);
  ASSERT_GE(faults.size(), 2U);
  EXPECT_THAT(faults[0], testing::HasSubstr("does not pass its own lesson"));
  EXPECT_THAT(faults, testing::Contains(testing::HasSubstr("this fails it")));
}

TEST(Grade, ALessonThatDoesNotFitItsCaseIsRefused) {
  Lesson lesson = findLesson("order-rule");
  EXPECT_NO_THROW(requireFits(model(), lesson));
  lesson.level = "C3";
  EXPECT_THROW(requireFits(model(), lesson), Error);
  lesson = findLesson("order-rule");
  lesson.views = {"barrel:N9", "lateral"};
  EXPECT_THROW(requireFits(model(), lesson), Error);
  lesson = findLesson("order-rule");
  lesson.expert.patient.id = "t10-renal";
  EXPECT_THROW(requireFits(model(), lesson), Error);
}

TEST(Grade, EveryViewOfACaseMayStandInALesson) {
  for (const fluoro::CarmPreset& preset :
       fluoro::carmPresets(model(), findLesson("order-rule").expert.needles, "L3", Vec3::Zero()))
    EXPECT_TRUE(fluoro::isPresetKey(preset.key)) << preset.key;
  for (const char* key : {"", "sideways", "scotty", "scotty-up", "barrel", "true-ap-left"})
    EXPECT_FALSE(fluoro::isPresetKey(key)) << key;
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
