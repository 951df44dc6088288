#include "app/actions/action.h"
#include "app/cement_edits.h"
#include "app/comparison.h"
#include "app/gui/cards/injection_numbers.h"
#include "app/gui/cards/needle_numbers.h"
#include "app/gui/parts/event_strip.h"
#include "app/gui/window/main_window.h"
#include "core/error.h"
#include "planning/model/angles.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>

namespace trocar::gui {
namespace {

/// A result of two needles that meets the posterior quarter and leaks, made by hand.
cement::CementResult smallResult() {
  cement::CementResult cement;
  cement.requestedMl = 4.0;
  cement.deliveredMl = 3.0;
  cement.product = "pmma-low-viscosity";
  cement.leaksModelled = true;
  cement.endsAtS = 300.0;
  cement.workingTimeS = 690.0;
  cement::CementNeedle first;
  first.needle = "N1";
  first.requestedMl = 2.0;
  first.deliveredMl = 2.0;
  first.deliverableMl = 1.4;
  first.stop = "posterior-quarter";
  cement::CementNeedle second = first;
  second.needle = "N2";
  second.beginsAtMl = 2.0;
  second.deliveredMl = 1.0;
  second.deliverableMl = 1.0;
  second.stop = "no-room";
  cement.needles = {first, second};
  cement.stops = {{"posterior-quarter", "N1", 1.4, 268.0, Vec3(0, 5, 0)},
                  {"leak", "N1", 1.6, 272.0, Vec3(0, 6, 0)},
                  {"no-room", "N2", 3.0, 300.0, Vec3::Zero()}};
  cement::CementLeak canal;
  canal.route = "cortical";
  canal.into = "canal";
  canal.volumeMl = 0.2;
  canal.firstAtMl = 1.6;
  canal.atMm = Vec3(0, 6, 0);
  cement.leaks = {canal};
  for (int n = 0; n <= 30; ++n)
    cement.course.push_back(
        {0.1 * n, 240.0 + 2.0 * n, n <= 20 ? "N1" : "N2", "bone", 500.0, 5.0, 9.0 - 0.3 * n});
  return cement;
}

Plan planOf(const cement::CementResult& cement) {
  Plan plan = sampleWithNeedles().plan;
  for (const cement::CementNeedle& needle : cement.needles)
    plan.injections.push_back({needle.needle, needle.requestedMl, 0.05});
  return plan;
}

TEST(CementEdits, StoppingLeavesWhatWentInBeforeAndNothingAfter) {
  const cement::CementResult cement = smallResult();
  const Plan plan = planOf(cement);
  const Plan early = app::withInjectionsUpTo(plan, &cement, 1.3);
  ASSERT_EQ(early.injections.size(), 1U) << "the second needle was not begun";
  EXPECT_DOUBLE_EQ(early.injections[0].volumeMl, 1.3);
  const Plan late = app::withInjectionsUpTo(plan, &cement, 2.4);
  ASSERT_EQ(late.injections.size(), 2U);
  EXPECT_DOUBLE_EQ(late.injections[0].volumeMl, 2.0);
  EXPECT_NEAR(late.injections[1].volumeMl, 0.4, 1e-12);
  EXPECT_TRUE(app::withInjectionsUpTo(plan, &cement, 0.0).injections.empty());
  EXPECT_EQ(app::withInjectionsUpTo(plan, nullptr, 99.0), plan) << "nothing is known: as planned";
}

TEST(CementEdits, PlanATakenBackBringsItsTreatmentAndLeavesTheRest) {
  Plan kept = planOf(smallResult());
  kept.cementMix.product = "pmma-high-viscosity";
  Plan now = sampleOpened().plan;
  now.cementMix.startS = 600.0;
  now.vascularity = {{"lesion", Vascularity::High}};
  const Plan back = app::withTreatmentOf(now, kept);
  EXPECT_EQ(back.needles, kept.needles);
  EXPECT_EQ(back.injections, kept.injections);
  EXPECT_EQ(back.cementMix, kept.cementMix);
  EXPECT_EQ(back.vascularity, now.vascularity);
}

TEST(CementEdits, AnEnsembleAddsProbabilitiesAndWhatIsToBeSaidOnce) {
  Evaluation evaluation;
  evaluation.cement = smallResult();
  cement::CementLeak canal = evaluation.cement->leaks[0];
  canal.volumeMl = 0.0;
  canal.probability = 0.75;
  cement::CementLeak vein = canal;
  vein.route = "segmental";
  vein.into = "vein";
  vein.probability = 0.25;
  Plan plan;
  plan.acceptances = {{"cement-may-leak-vein", "segmental", "seen"}};
  for (int twice = 0; twice < 2; ++twice)
    app::addLeakEnsemble(evaluation, plan, {32, {canal, vein}});
  ASSERT_EQ(evaluation.cement->leaks.size(), 2U);
  EXPECT_EQ(evaluation.cement->leaks[0].probability, 0.75);
  EXPECT_DOUBLE_EQ(evaluation.cement->leaks[0].volumeMl, 0.2);
  EXPECT_EQ(evaluation.cement->leaks[1].route, "segmental");
  EXPECT_DOUBLE_EQ(evaluation.cement->leaks[1].volumeMl, 0.0);
  EXPECT_EQ(evaluation.cement->members, 32);
  ASSERT_EQ(evaluation.findings.size(), 1U) << "the leak that happens is told already";
  EXPECT_EQ(evaluation.findings[0].rule, "cement-may-leak-vein");
  EXPECT_EQ(evaluation.findings[0].accepted, "seen");
}

TEST(CementNumbers, ShowPlanABesideThePresentOne) {
  const cement::CementResult now = smallResult();
  cement::CementResult kept = now;
  kept.needles[0].deliverableMl = 2.0;
  kept.needles[0].stop.clear();
  kept.leaks.clear();
  const Plan plan = planOf(now);
  const auto alone = rowsOf(plan, now, nullptr);
  const auto pair = rowsOf(plan, now, &kept);
  EXPECT_EQ(alone.front().name, "through N1 (L3 left)");
  EXPECT_EQ(alone.front().value, "2.0 ml");
  EXPECT_EQ(alone[1].value, "1.4 ml, posterior quarter");
  EXPECT_EQ(alone[2].value, "1.0 of 2.0 ml");
  EXPECT_TRUE(alone.front().kept.isEmpty());
  EXPECT_EQ(pair.front().kept, "A");
  EXPECT_EQ(pair[2].kept, "none");
  const auto leaks = leakRowsOf(now, &kept);
  ASSERT_EQ(leaks.size(), 1U);
  EXPECT_EQ(leaks[0].value, "0.20 ml");
  EXPECT_EQ(leaks[0].kept, "none");
  EXPECT_EQ(leaks[0].classes, "danger");
  EXPECT_EQ(leakRowsOf(kept, nullptr)[0].name, "no leak in this simulation");
}

TEST(NeedleNumbers, OfAScrewAreItsLengthItsBoneAndTheGradeOfItsThread) {
  NeedleEvaluation numbers;
  EXPECT_TRUE(partsOf(numbers, {}).isEmpty());
  numbers.breach.emplace().grade = 'C';
  EXPECT_EQ(partsOf(numbers, {}), "grade C");
  numbers.screw.emplace();
  numbers.screw->grade = 'B';
  numbers.screw->marginMm = -1.2;
  numbers.screw->direction = "medial";
  EXPECT_EQ(partsOf(numbers, {}), "thread grade B");
  const auto rows = rowsOf(numbers, sampleModel()->patient(), PatientPosition::Prone);
  const auto margin = std::find_if(rows.begin(), rows.end(), [](const NumberRow& row) {
    return row.name == "bone around the thread";
  });
  ASSERT_NE(margin, rows.end());
  EXPECT_EQ(margin->value, "−1.2 mm, medial");
  EXPECT_EQ(margin->classes, "danger");
}

TEST(NeedleNumbers, AJointCrossedOnPurposeIsSaidWithoutAlarm) {
  NeedleEvaluation numbers;
  numbers.clearances = {{"canal", 6.0, Vec3::Zero(), false},
                        {"sacroiliac_cartilage_left", -3.0, Vec3::Zero(), true}};
  const auto rows = rowsOf(numbers, sampleModel()->patient(), PatientPosition::Prone);
  const auto joint = std::find_if(rows.begin(), rows.end(), [](const NumberRow& row) {
    return row.value == "crossed on purpose";
  });
  ASSERT_NE(joint, rows.end());
  EXPECT_TRUE(joint->name.contains("acroiliac"));
  EXPECT_TRUE(joint->classes.isEmpty());
  EXPECT_FALSE(std::any_of(
      rows.begin(), rows.end(), [](const NumberRow& row) { return row.classes == "danger"; }));
}

TEST(NeedleNumbers, TheConsoleReadsAsThePatientWillLie) {
  NeedleEvaluation numbers;
  numbers.carm = {10.0, 20.0};
  numbers.carmProne = readProne(numbers.carm);
  const auto shownFor = [&](PatientPosition position) {
    const auto rows = rowsOf(numbers, sampleModel()->patient(), position);
    return *std::find_if(rows.begin(), rows.end(), [](const NumberRow& row) {
      return row.name == "C-arm down the needle";
    });
  };
  EXPECT_EQ(shownFor(PatientPosition::Supine).value, "LAO 10° CRA 20°");
  EXPECT_TRUE(shownFor(PatientPosition::Supine).tip.contains("planned supine"));
  EXPECT_EQ(shownFor(PatientPosition::Prone).value, "LAO 10° CAU 20°");
  EXPECT_TRUE(shownFor(PatientPosition::Prone).tip.contains("planned prone"));
  EXPECT_EQ(shownFor(PatientPosition::LateralLeft).value, "LAO 10° CRA 20°");
  EXPECT_TRUE(shownFor(PatientPosition::LateralLeft).tip.contains("another position"));
}

TEST(NeedleNumbers, PlacementErrorNamesItsTechnique) {
  NeedleEvaluation numbers;
  numbers.placement.emplace().technique = "robot";
  numbers.placement->breachProbability = 0.1;
  const auto rows = rowsOf(numbers, sampleModel()->patient(), PatientPosition::Prone);
  const auto breach = std::find_if(rows.begin(), rows.end(), [](const NumberRow& row) {
    return row.name == "breach ≥ 2 mm under placement error";
  });
  ASSERT_NE(breach, rows.end());
  EXPECT_TRUE(breach->tip.contains("simulated placements: Robot"));
}

/// The window on the sample with both needles injecting.
class CementWindow : public testing::Test {
 protected:
  void SetUp() override {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1440, 900);
    window_->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    app::Opened opened = sampleWithNeedles();
    opened.plan.injections = {{"N1", 1.5, 0.05}, {"N2", 1.0, 0.05}};
    document().open(opened);
    run("step-treatment");
    ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
    ASSERT_TRUE(document().evaluation() && document().evaluation()->cement);
  }
  app::Document& document() const { return window_->document(); }
  void run(const std::string& id, const nlohmann::json& arguments = nlohmann::json::object()) {
    window_->runner().run(id, arguments);
  }
  template <typename Widget>
  Widget* find(const QString& name) const {
    return window_->findChild<Widget*>(name);
  }

  ScratchFolder folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(CementWindow, TheKillSwitchEndsTheInjectionAtTheSliderAndIsUndone) {
  const Plan before = document().plan();
  auto* slider = find<QSlider>("cementSoFar");
  ASSERT_EQ(slider->maximum(), 25) << "tenths of a millilitre";
  slider->setValue(18);
  auto* stop = find<QPushButton>("stop-injecting");
  ASSERT_TRUE(waitFor([&] { return stop->text() == "Stop injecting at 1.8 ml"; }));
  stop->click();
  ASSERT_EQ(document().plan().injections.size(), 2U);
  EXPECT_NEAR(document().plan().injections[1].volumeMl, 0.3, 1e-9);
  EXPECT_EQ(document().history().undoLabel(), "Stop injecting at 1.8 ml");
  document().undo();
  EXPECT_EQ(document().plan(), before);
  slider->setValue(10);
  stop->click();
  ASSERT_EQ(document().plan().injections.size(), 1U);
  EXPECT_NEAR(document().plan().injections[0].volumeMl, 1.0, 1e-9);
}

TEST_F(CementWindow, TicksStandWhereThingsHappenAndTellThemUnderTheCursor) {
  Evaluation evaluation = *document().evaluation();
  evaluation.cement = smallResult();
  ASSERT_TRUE(document().enterEvaluation(document().planSerial(), evaluation));
  auto* strip = find<EventStrip>("eventStrip");
  ASSERT_TRUE(waitFor([&] { return find<QSlider>("cementSoFar")->maximum() == 30; }));
  EXPECT_NEAR(strip->placeOf(3.0) - strip->placeOf(0.0), strip->width() - 12.0, 1e-9);
  QTest::mouseClick(
      strip, Qt::LeftButton, {}, {static_cast<int>(strip->placeOf(1.6)), strip->height() - 8});
  EXPECT_NEAR(document().view().cementMl.value_or(0.0), 1.6, 1e-9);
  const auto rows = window_->findChildren<QPushButton*>();
  const auto told = std::any_of(rows.begin(), rows.end(), [](const QPushButton* row) {
    return row->toolTip().contains("1.6 ml, 4:32 after mixing: leak into the spinal canal");
  });
  EXPECT_TRUE(told);
}

TEST_F(CementWindow, AnotherMixIsComparedWithTheKeptOneAndTakenBack) {
  find<QPushButton>("keep-as-a")->click();
  ASSERT_TRUE(document().kept());
  auto* start = find<QDoubleSpinBox>("cementStart");
  EXPECT_DOUBLE_EQ(start->value(), 4.0) << "minutes, the product's own";
  start->setValue(7.0);
  EXPECT_EQ(document().plan().cementMix.startS, 420.0);
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  ASSERT_TRUE(waitFor([&] { return find<QPushButton>("take-a")->isVisible(); }));
  EXPECT_GT(document().evaluation()->cement->endsAtS,
            document().kept()->evaluation->cement->endsAtS + 100.0);
  run("compare-with-a");
  ASSERT_TRUE(waitFor([&] { return document().comparison() != nullptr; }));
  EXPECT_EQ(document().comparison()->a.name, "A: kept");
  find<QPushButton>("take-a")->click();
  EXPECT_FALSE(document().plan().cementMix.startS);
  find<QPushButton>("forget-a")->click();
  EXPECT_FALSE(document().kept());
}

TEST_F(CementWindow, LeakProbabilitiesAreFoundBesideTheWindowAndStayWithThePlan) {
  run("leak-chances", {{"members", 4}});
  EXPECT_TRUE(window_->runner().isBusy()) << "the window goes on";
  ASSERT_TRUE(waitFor([&] { return document().evaluation()->cement->members == 4; }));
  EvaluationOptions quick;
  quick.cementHeat = false;
  quick.resolutionMm = 2.0;
  const Evaluation later = evaluate(document().model(), document().plan(), quick);
  ASSERT_TRUE(document().enterEvaluation(document().planSerial(), later));
  EXPECT_EQ(document().evaluation()->cement->members, 4) << "later numbers of the same plan too";
  run("inject", {{"needle", "N1"}, {"volumeMl", 1.0}});
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  EXPECT_EQ(document().evaluation()->cement->members, 0) << "another plan has none yet";
}

TEST_F(CementWindow, TheCompressionMapIsShownWithAndWithoutCement) {
  ASSERT_TRUE(document().evaluation()->cement->stiffness);
  run("strain", {{"of", "treated"}});
  ASSERT_TRUE(waitFor([&] { return window_->pane(1).view().state().strainRatio != nullptr; }));
  EXPECT_EQ(window_->pane(1).view().state().strainRatio->data(),
            document().evaluation()->cement->stiffness->strainRatio.data());
  run("strain", {{"of", "untreated"}});
  ASSERT_TRUE(waitFor([&] { return !window_->pane(1).view().state().strainTreated; }));
  run("strain", {{"of", "none"}});
  ASSERT_TRUE(waitFor([&] { return window_->pane(1).view().state().strainRatio == nullptr; }));
  EXPECT_THROW(actions::runAction(document(), actions::findAction("strain"), {{"of", "moon"}}),
               Error);
}

TEST_F(CementWindow, ARateIsKeptWhenTheVolumeChanges) {
  auto* card = find<QWidget>("treat-N1");
  ASSERT_TRUE(card);
  card->findChild<QDoubleSpinBox*>("cementRate")->setValue(6.0);
  EXPECT_NEAR(document().plan().injections[0].rateMlPerS, 0.1, 1e-9);
  card->findChild<QSlider*>("cementSlider")->setValue(20);
  EXPECT_NEAR(document().plan().injections[0].rateMlPerS, 0.1, 1e-9);
  EXPECT_NEAR(document().plan().injections[0].volumeMl, 2.0, 1e-9);
}

}  // namespace
}  // namespace trocar::gui
