#include "planning/plan.h"

#include "planning/history.h"

#include <gtest/gtest.h>

namespace trocar {
namespace {

Plan planOf(std::initializer_list<const char*> ids) {
  Plan plan;
  for (const char* id : ids) {
    Needle needle;
    needle.id = id;
    needle.trajectory = {{0, 100, 0}, {0, 0, 0}};
    plan = withNeedle(plan, needle);
  }
  return plan;
}

TEST(Plan, EditsLeaveTheGivenPlanAlone) {
  const Plan before = planOf({"N1"});
  const Plan after = withTarget(before, "N1", {1, 2, 3});
  EXPECT_EQ(before.needles.front().trajectory.target, Vec3(0, 0, 0));
  EXPECT_EQ(after.needles.front().trajectory.target, Vec3(1, 2, 3));
}

TEST(Plan, ShiftKeepsDirectionAndLength) {
  const Plan moved = withShift(planOf({"N1"}), "N1", {5, -3, 2});
  EXPECT_EQ(moved.needles.front().trajectory.entry, Vec3(5, 97, 2));
  EXPECT_EQ(moved.needles.front().trajectory.lengthMm(), 100.0);
}

TEST(Plan, ANeedleOfTheSameIdIsReplaced) {
  Plan plan = planOf({"N1", "N2"});
  Needle changed = plan.needles.front();
  changed.instrument = "bone-needle-13g";
  plan = withNeedle(plan, changed);
  ASSERT_EQ(plan.needles.size(), 2u);
  EXPECT_EQ(plan.find("N1")->instrument, "bone-needle-13g");
}

TEST(Plan, RemovingANeedleTakesEverythingThatHangsOnIt) {
  Plan plan = planOf({"N1", "N2"});
  plan.needles[1].through = "N1";
  plan = withInjection(withProtocol(plan, {"N1", 0, {}}), {"N1", 2.0, 0.05});
  plan = withAcceptance(plan, {"order-rule", "N1", "because"});
  const Plan left = withoutNeedle(plan, "N1");
  EXPECT_EQ(left.needles.size(), 1u);
  EXPECT_FALSE(left.needles.front().through);
  EXPECT_TRUE(left.protocols.empty());
  EXPECT_TRUE(left.injections.empty());
  EXPECT_TRUE(left.acceptances.empty());
}

TEST(Plan, ProtocolsInjectionsAndProtectionsAreOnePerSubject) {
  Plan plan = withInjection(withInjection(planOf({"N1"}), {"N1", 2.0, 0.05}), {"N1", 3.0, 0.05});
  ASSERT_EQ(plan.injections.size(), 1u);
  EXPECT_EQ(plan.injections.front().volumeMl, 3.0);
  plan = withProtection(withProtection(plan, {"cord", Protection::Medium::Dextrose, 3.0}),
                        {"cord", Protection::Medium::CarbonDioxide, 5.0});
  ASSERT_EQ(plan.protections.size(), 1u);
  EXPECT_EQ(plan.protections.front().medium, Protection::Medium::CarbonDioxide);
}

TEST(Plan, TheNextIdIsTheFirstThatIsFree) {
  EXPECT_EQ(nextNeedleId(Plan()), "N1");
  EXPECT_EQ(nextNeedleId(planOf({"N1", "N3"})), "N2");
}

TEST(Plan, WordsOfTheCommandLineReadBack) {
  for (const Approach approach :
       {Approach::Transpedicular, Approach::SacralLongAxis, Approach::Free})
    EXPECT_EQ(approachFromString(toString(approach)), approach);
  EXPECT_EQ(toString(Approach::AcetabularPosterolateral), "acetabular-posterolateral");
  EXPECT_EQ(mediumFromString("warm-saline"), Protection::Medium::WarmSaline);
  EXPECT_EQ(protocolStepKindFromString("active-thaw"), ProtocolStep::Kind::ActiveThaw);
  EXPECT_FALSE(sideFromString("centre"));
  EXPECT_EQ(purposeFromString("biopsy"), Purpose::Biopsy);
}

TEST(History, UndoReturnsThePlanThatWas) {
  History<Plan> history(planOf({"N1"}));
  history.commit("Move tip", withTarget(history.current(), "N1", {9, 9, 9}));
  EXPECT_EQ(history.undoLabel(), "Move tip");
  history.undo();
  EXPECT_EQ(history.current(), planOf({"N1"}));
  history.redo();
  EXPECT_EQ(history.current().needles.front().trajectory.target, Vec3(9, 9, 9));
}

}  // namespace
}  // namespace trocar
