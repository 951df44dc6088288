#include "app/document.h"

#include "tests/gui/samples.h"

#include <gtest/gtest.h>

namespace trocar::gui {
namespace {

TEST(Document, StartsAtTheLesionsLevel) {
  app::Document document;
  document.open(sampleOpened());
  EXPECT_EQ(document.view().level, "L3");
  const Structure& lesion = *document.patient().withRole(Role::Lesion).front();
  const Box box = *boundsOf(document.patient(), lesion);
  EXPECT_TRUE((document.view().crosshairMm.array() >= box.lowMm.array()).all());
  EXPECT_TRUE((document.view().crosshairMm.array() <= box.highMm.array()).all());
  EXPECT_FALSE(document.hasUnsavedChanges());
}

TEST(Document, TellsEveryChangeOnce) {
  int changes = 0;
  app::Document document([&] { ++changes; });
  document.open(sampleWithNeedles());
  EXPECT_EQ(changes, 1);
  document.commit("Nothing", document.plan());
  document.setView(document.view());
  document.preview(withShift(document.plan(), "N1", Vec3(1, 0, 0)));
  EXPECT_EQ(changes, 3) << "a commit tells even where the plan stays; an equal view does not";
}

TEST(Document, APreviewIsNoStepUntilItIsCommitted) {
  app::Document document;
  document.open(sampleWithNeedles());
  const Plan before = document.plan();
  const Plan moved = withShift(before, "N1", Vec3(5, 0, 0));
  document.preview(moved);
  EXPECT_EQ(document.plan(), moved);
  EXPECT_FALSE(document.history().canUndo());
  document.abandon();
  EXPECT_EQ(document.plan(), before);
  document.preview(moved);
  document.commit("Move N1 left L3", document.plan());
  EXPECT_EQ(document.history().undoLabel(), "Move N1 left L3");
  document.undo();
  EXPECT_EQ(document.plan(), before);
}

TEST(Document, SelectsAnotherNeedleWhenTheSelectedOneGoes) {
  app::Document document;
  document.open(sampleWithNeedles());
  EXPECT_EQ(document.selectedNeedle()->id, "N1");
  document.commit("Delete", withoutNeedle(document.plan(), "N1"));
  EXPECT_EQ(document.selectedNeedle()->id, "N2");
  document.commit("Delete", withoutNeedle(document.plan(), "N2"));
  EXPECT_EQ(document.selectedNeedle(), nullptr);
}

TEST(Document, NumbersFollowTheHandButNeverGoBack) {
  app::Document document;
  document.open(sampleWithNeedles());
  const std::uint64_t first = document.planSerial();
  document.preview(withShift(document.plan(), "N1", Vec3(1, 0, 0)));
  const std::uint64_t second = document.planSerial();
  document.preview(withShift(document.plan(), "N1", Vec3(1, 0, 0)));
  EXPECT_TRUE(document.enterEvaluation(second, Evaluation()));
  EXPECT_FALSE(document.evaluationIsCurrent());
  EXPECT_FALSE(document.enterEvaluation(first, Evaluation()));
  EXPECT_TRUE(document.enterEvaluation(document.planSerial(), Evaluation()));
  EXPECT_TRUE(document.evaluationIsCurrent());
  EXPECT_TRUE(document.enterEvaluation(document.planSerial(), Evaluation())) << "a finer one";
  document.abandon();
  EXPECT_FALSE(document.evaluationIsCurrent());
}

TEST(Document, LetsInNoNumbersOfTheCaseBefore) {
  app::Document document;
  document.open(sampleWithNeedles());
  const std::uint64_t before = document.planSerial();
  document.open(sampleOpened());
  EXPECT_FALSE(document.enterEvaluation(before, Evaluation()));
  EXPECT_FALSE(document.evaluation());
}

TEST(Document, RecoveredWorkCanBeUndoneToWhatWasSaved) {
  app::Opened opened = sampleOpened();
  opened.recovered = sampleWithNeedles().plan;
  app::Document document;
  document.open(opened);
  EXPECT_EQ(document.plan().needles.size(), 2U);
  EXPECT_TRUE(document.hasUnsavedChanges());
  document.undo();
  EXPECT_TRUE(document.plan().needles.empty());
}

TEST(Document, NamesNeedlesWithThePatientsSide) {
  const Plan plan = sampleWithNeedles().plan;
  EXPECT_EQ(app::nameOf(plan.needles[0]), "N1 left L3");
  EXPECT_EQ(app::nameOf(plan.needles[1]), "N2 right L3");
  EXPECT_GT(plan.needles[0].trajectory.target.x(), plan.needles[1].trajectory.target.x());
}

TEST(Document, WhatOnlyPeopleReadAsksForNoNewNumbers) {
  app::Document document;
  document.open(sampleWithNeedles());
  Evaluation evaluation;
  evaluation.findings.resize(1);
  evaluation.findings[0].rule = "some-rule";
  evaluation.findings[0].subject = "N1";
  ASSERT_TRUE(document.enterEvaluation(document.planSerial(), evaluation));
  const std::uint64_t serial = document.planSerial();
  Plan plan = document.plan();
  plan.acceptances = {{"some-rule", "N1", "seen"}};
  plan.note = "Discussed.";
  document.commit("Accept", plan);
  EXPECT_EQ(document.planSerial(), serial);
  EXPECT_TRUE(document.evaluationIsCurrent());
  EXPECT_EQ(document.evaluation()->findings[0].accepted, "seen");
  ASSERT_TRUE(document.enterEvaluation(serial, evaluation)) << "a finer answer of the same plan";
  EXPECT_EQ(document.evaluation()->findings[0].accepted, "seen");
  document.undo();
  EXPECT_EQ(document.planSerial(), serial);
  EXPECT_FALSE(document.evaluation()->findings[0].accepted);
  plan.needles.pop_back();
  document.commit("Delete", plan);
  EXPECT_NE(document.planSerial(), serial);
}

}  // namespace
}  // namespace trocar::gui
