#include "planning/ablation/zones/lethal_criterion.h"

#include "core/error.h"
#include "planning/plan/plan.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar::ablation {
namespace {

/// The dose of one voxel after steps of five seconds at one temperature.
double doseAt(LethalCriterion criterion, double temperatureC, double seconds) {
  LethalDose dose(criterion, 1);
  for (double at = 0.0; at < seconds - 1e-9; at += 5.0)
    dose.add({static_cast<float>(temperatureC)}, {static_cast<float>(temperatureC)}, 5.0);
  return static_cast<double>(dose.doses().front());
}

TEST(LethalCriterion, KillsByEquivalentMinutesWhenTheyAreTabulated) {
  // 240 CEM43 at 46 C in 1800 s, at 50 C in 112.5 s (Sapareto & Dewey 1984).
  EXPECT_NEAR(doseAt(LethalCriterion::EquivalentMinutes, 46.0, 1800.0), 1.0, 0.01);
  EXPECT_NEAR(doseAt(LethalCriterion::EquivalentMinutes, 50.0, 110.0), 110.0 / 112.5, 0.01);
  EXPECT_EQ(doseAt(LethalCriterion::EquivalentMinutes, 38.0, 1800.0), 0.0);
}

TEST(LethalCriterion, KillsByArrheniusWhenItIsTabulated) {
  EXPECT_NEAR(std::log(doseAt(LethalCriterion::Arrhenius, 55.6, 60.0)), 0.0, 0.05);
}

TEST(LethalCriterion, SumsUpARiseAsFineStepsDo) {
  // 60 s from 38 to 62 C, in steps of 5 s against steps of a hundredth of a second.
  const auto celsius = [](double s) { return static_cast<float>(38.0 + 0.4 * s); };
  for (const LethalCriterion criterion :
       {LethalCriterion::Arrhenius, LethalCriterion::EquivalentMinutes}) {
    LethalDose coarse(criterion, 1), fine(criterion, 1);
    for (int n = 0; n < 12; ++n)
      coarse.add({celsius(5.0 * n)}, {celsius(5.0 * n + 5.0)}, 5.0);
    for (int n = 0; n < 6000; ++n)
      fine.add({celsius(0.01 * n + 0.005)}, {celsius(0.01 * n + 0.005)}, 0.01);
    EXPECT_NEAR(coarse.doses().front() / fine.doses().front(), 1.0F, 0.01F);
    EXPECT_NEAR(coarse.logarithms().front(), std::log10(fine.doses().front()), 0.005F);
  }
  EXPECT_EQ(LethalDose(LethalCriterion::Arrhenius, 1).logarithms().front(), kLeastLogDose);
}

TEST(LethalCriterion, StaysFiniteWhereAnAntennaDriesTissueOut) {
  for (const LethalCriterion criterion :
       {LethalCriterion::EquivalentMinutes, LethalCriterion::Arrhenius, LethalCriterion::CellState})
    EXPECT_TRUE(std::isfinite(doseAt(criterion, 400.0, 60.0)));
}

TEST(LethalCriterion, FollowsTheThreeStatesOfCells) {
  // The same equations in steps of a thousandth of the ones used.
  CellState fine;
  for (int n = 0; n < 400000; ++n)
    fine = after(fine, 85.0, 1.0e-3);
  const double coarse = doseAt(LethalCriterion::CellState, 85.0, 400.0);
  EXPECT_NEAR(0.2 * coarse, fine.dead, 0.01);
  EXPECT_GT(fine.dead, 0.2);
  EXPECT_LT(fine.alive + fine.dead, 1.0 + 1e-9);
  // Warmth that cells recover from kills few of them.
  EXPECT_LT(doseAt(LethalCriterion::CellState, 41.0, 600.0), 0.2);
}

TEST(LethalCriterion, EachHasAWordAndASource) {
  EXPECT_EQ(Plan().lethalCriterion, LethalCriterion::Arrhenius);
  for (const char* word : {"isotherm", "cem43", "arrhenius", "cell-state"}) {
    const LethalCriterion criterion = requireLethalCriterion(word);
    EXPECT_EQ(toString(criterion), word);
    EXPECT_FALSE(describe(criterion).empty());
  }
  EXPECT_THROW(requireLethalCriterion("dead"), Error);
}

}  // namespace
}  // namespace trocar::ablation
