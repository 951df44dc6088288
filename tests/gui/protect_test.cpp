#include "app/actions/action.h"
#include "app/gui/window/main_window.h"
#include "app/treatment_edits.h"
#include "core/error.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

using nlohmann::json;

constexpr int kAxial = 1;
constexpr auto kGas = Protection::Medium::CarbonDioxide;

TEST(PaintedFluid, TakesANameThatIsFreeAndAddsBallsWhereNoneLies) {
  Plan plan;
  EXPECT_EQ(app::nextFluidName(plan), "fluid_1");
  plan = app::withPainted(plan, "fluid_1", kGas, {Vec3(1, 2, 3), 6.0});
  EXPECT_EQ(app::nextFluidName(plan), "fluid_2");
  plan = app::withPainted(plan, "fluid_1", kGas, {Vec3(1, 2, 4), 6.0});
  EXPECT_EQ(plan.protections.front().painted.size(), 1U) << "the same place";
  plan = app::withPainted(plan, "fluid_1", kGas, {Vec3(1, 2, 9), 6.0});
  plan = app::withPainted(plan, "fluid_1", kGas, {Vec3(1, 2, 3), 8.0});
  EXPECT_EQ(plan.protections.front().painted.size(), 3U);
}

TEST(PaintedFluid, IsErasedBallByBallAndGoneWithTheLast) {
  Plan plan = app::withPainted({}, "fluid_1", kGas, {Vec3(0, 0, 0), 6.0});
  plan = app::withPainted(plan, "fluid_1", kGas, {Vec3(20, 0, 0), 6.0});
  plan = app::withErased(plan, "fluid_1", {Vec3(22, 0, 0), 3.0});
  ASSERT_EQ(plan.protections.size(), 1U);
  EXPECT_EQ(plan.protections.front().painted.front().centreMm, Vec3::Zero());
  EXPECT_EQ(app::withErased(plan, "fluid_2", {Vec3::Zero(), 30.0}), plan);
  EXPECT_TRUE(app::withErased(plan, "fluid_1", {Vec3::Zero(), 3.0}).protections.empty());
}

TEST(PaintedFluid, RefusesABrushThatCannotBe) {
  app::Document document;
  document.open(sampleWithNeedles());
  for (const json& bad : {json{{"medium", "tea"}, {"radiusMm", 6}},
                          json{{"medium", "d5w"}, {"radiusMm", 0}},
                          json{{"medium", "d5w"}, {"radiusMm", 90}},
                          json{{"medium", "d5w"}, {"radiusMm", 6}, {"region", "aorta"}}})
    EXPECT_THROW(actions::runAction(document, actions::findAction("brush"), bad), Error) << bad;
  EXPECT_FALSE(document.view().brush);
}

/// The window on the Treatment page of the sample with needles.
class Protecting : public testing::Test {
 protected:
  void SetUp() override {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1440, 900);
    window_->show();
    QApplication::setActiveWindow(window_.get());
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    window_->document().open(sampleWithNeedles());
    window_->runner().run("step-treatment");
    ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
    // To the left of the spinous process, in muscle.
    place_ = document().model().vertebra("L3")->bodyCentroidMm + Vec3(25, 55, 0);
    window_->runner().run("go-to", {{"atMm", {place_.x(), place_.y(), place_.z()}}});
    ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  }
  app::Document& document() const { return window_->document(); }
  template <typename Widget>
  Widget* find(const QString& name) const {
    return window_->findChild<Widget*>(name);
  }

  ScratchFolder folder_;
  std::unique_ptr<MainWindow> window_;
  Vec3 place_;
};

TEST_F(Protecting, APaintedStrokeIsOneStepAndLiesUnderTheMouse) {
  find<QPushButton>("paint")->click();
  ASSERT_TRUE(document().view().brush);
  ViewDriver axial(*window_, kAxial);
  axial.drag(place_, QPoint(40, 0));
  ASSERT_EQ(document().plan().protections.size(), 1U);
  const Protection& fluid = document().plan().protections.front();
  EXPECT_EQ(fluid.structure, "fluid_1");
  ASSERT_GE(fluid.painted.size(), 2U);
  EXPECT_NEAR((fluid.painted.front().centreMm - place_).norm(), 0.0, 1.0);
  // The axial view is seen from the feet: the patient's left, +x, is on the screen's right.
  EXPECT_GT(fluid.painted.back().centreMm.x(), place_.x() + 5.0);
  for (std::size_t i = 1; i < fluid.painted.size(); ++i)
    EXPECT_LT((fluid.painted[i].centreMm - fluid.painted[i - 1].centreMm).norm(),
              fluid.painted[i].radiusMm)
        << "no gap in a quick stroke";
  EXPECT_EQ(document().history().undoLabel(), "Paint dextrose 5 %");
  ASSERT_TRUE(waitFor([&] { return document().evaluationIsCurrent() && window_->isSettled(); }));
  ASSERT_EQ(document().evaluation()->protections.size(), 1U);
  EXPECT_GT(document().evaluation()->protections.front().volumeMl, 0.5);

  axial.drag(place_, QPoint(40, 0), Qt::RightButton);
  EXPECT_TRUE(document().plan().protections.empty());
  document().undo();
  EXPECT_EQ(document().plan().protections.size(), 1U);
}

TEST_F(Protecting, TheWheelSizesTheBrushAndEscPutsItAway) {
  find<QPushButton>("paint")->click();
  const double before = document().view().brush->radiusMm;
  ViewDriver axial(*window_, kAxial);
  axial.wheel(3, Qt::ShiftModifier);
  EXPECT_EQ(document().view().brush->radiusMm, before + 3.0);
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  EXPECT_EQ(find<QDoubleSpinBox>("brushRadius")->value(), before + 3.0);
  window_->runner().run("abandon");
  EXPECT_FALSE(document().view().brush);
  ASSERT_TRUE(waitFor([&] { return !find<QPushButton>("paint")->isChecked(); }));
  find<QPushButton>("paint")->click();
  EXPECT_TRUE(document().view().brush);
  window_->runner().run("step-review");
  EXPECT_FALSE(document().view().brush) << "it belongs to the Treatment page";
  window_->runner().run("step-treatment");
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  const Vec3 crosshair = document().view().crosshairMm;
  axial.drag(place_ + Vec3(10, 0, 0), QPoint(10, 0));
  EXPECT_TRUE(document().plan().protections.empty());
  EXPECT_NE(document().view().crosshairMm, crosshair);
}

}  // namespace
}  // namespace trocar::gui
