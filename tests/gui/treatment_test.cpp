#include "app/gui/window/main_window.h"
#include "app/moment.h"
#include "planning/ablation/zones/case_simulation.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <gtest/gtest.h>

#include <memory>

namespace trocar::gui {
namespace {

constexpr double kStepS = 100.0;

/// A small treatment that cools one voxel by 10 K a frame down to 7 C, then warms it again.
std::shared_ptr<const ablation::AblationSimulation> smallSimulation(const Vec3& centreMm) {
  const Grid grid({4, 4, 4}, centreMm - Vec3(1.5, 1.5, 1.5), Vec3::Ones());
  auto simulation = std::make_shared<ablation::AblationSimulation>();
  simulation->history = ablation::TemperatureHistory(grid);
  ablation::StructureTrace canal;
  canal.structure = "canal";
  canal.minimumC = 7.0;
  int frame = 0;
  for (const float middleC : {37.0F, 27.0F, 17.0F, 7.0F, 20.0F}) {
    std::vector<float> temperatures(grid.voxelCount(), 37.0F);
    temperatures[21] = middleC;
    simulation->history.add(kStepS * frame++, {grid, temperatures});
    canal.coldestC.push_back(middleC);
    canal.hottestC.push_back(37.0);
  }
  std::vector<float> coldest(grid.voxelCount(), 37.0F), hottest(grid.voxelCount(), 37.0F);
  coldest[21] = 7.0F;
  hottest[22] = 60.0F;
  simulation->coldest = {grid, coldest};
  simulation->hottest = {grid, hottest};
  simulation->structures = {canal};
  simulation->endS = 4.0 * kStepS;
  return simulation;
}

TEST(Moment, IsAFrameAtItsTimeAndTheExtremesWithoutOne) {
  app::Moment moment;
  const auto simulation = smallSimulation(Vec3::Zero());
  EXPECT_NEAR(moment.of(simulation, 2.0 * kStepS)->voxels()[21], 17.0, 0.02);
  EXPECT_NEAR(moment.of(simulation, 2.5 * kStepS)->voxels()[21], 12.0, 0.02);
  const auto whole = moment.of(simulation, std::nullopt);
  EXPECT_FLOAT_EQ(whole->voxels()[21], 7.0F);
  EXPECT_FLOAT_EQ(whole->voxels()[22], 60.0F);
  EXPECT_EQ(moment.of(simulation, std::nullopt), whole) << "nothing is computed twice";
  EXPECT_EQ(moment.of(nullptr, 100.0), nullptr);
}

/// The window on the sample with a treatment that was simulated.
class TreatmentOverTime : public testing::Test {
 protected:
  void SetUp() override {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1440, 900);
    window_->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    window_->document().open(sampleWithNeedles());
    window_->runner().run("step-treatment");
    ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
    Evaluation evaluation;
    evaluation.ablation.emplace();
    evaluation.ablation->simulation = smallSimulation(document().view().crosshairMm);
    ASSERT_TRUE(document().enterEvaluation(document().planSerial(), evaluation));
    ASSERT_TRUE(waitFor([&] { return find<QSlider>("momentSlider")->isVisible(); }));
  }
  app::Document& document() const { return window_->document(); }
  template <typename Widget>
  Widget* find(const QString& name) const {
    return window_->findChild<Widget*>(name);
  }

  ScratchFolder folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(TreatmentOverTime, TheSliderChoosesTheMomentAndTheViewsShowIt) {
  find<QSlider>("momentSlider")->setValue(200);
  EXPECT_EQ(document().view().timeS, 200.0);
  ASSERT_TRUE(waitFor([&] { return window_->pane(1).view().state().timeS == 200.0; }));
  EXPECT_NEAR(window_->pane(1).view().state().temperatureC->voxels()[21], 17.0, 0.02);
  EXPECT_EQ(find<QLabel>("moment")->text(), "3:20 of 6:40");
  find<QPushButton>("wholeTreatment")->click();
  EXPECT_FALSE(document().view().timeS);
}

TEST_F(TreatmentOverTime, PlaysToTheEndAndStops) {
  find<QSlider>("momentSlider")->setValue(385);
  find<QPushButton>("playMoment")->click();
  EXPECT_TRUE(waitFor([&] { return document().view().timeS == 400.0; }));
  EXPECT_TRUE(waitFor([&] { return !find<QPushButton>("playMoment")->isChecked(); }));
}

}  // namespace
}  // namespace trocar::gui
