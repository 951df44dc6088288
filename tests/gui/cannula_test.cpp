// One cannula: core, probe, osteotome and cement through it.
#include "app/gui/window/main_window.h"
#include "app/treatment_edits.h"
#include "core/error.h"
#include "planning/plan/plan_faults.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <memory>

namespace trocar::gui {
namespace {

using Kind = CannulaStep::Kind;
using testing::HasSubstr;

Plan twoNeedles() {
  return sampleWithNeedles().plan;
}

TEST(Through, TheCannulaStaysAsDeepAsItGoesAndIsDrawnBackForTheProbe) {
  const Plan plan = twoNeedles();
  const Plan with = app::withThrough(plan, "N1", findInstrument("icerod-1.5"));
  const Needle& probe = *app::runningThrough(with, "N1", Kind::Probe);
  EXPECT_EQ(with.find("N1")->trajectory, plan.find("N1")->trajectory);
  EXPECT_EQ(probe.trajectory, plan.find("N1")->trajectory);
  EXPECT_EQ(probe.purpose, Purpose::Probe);
  const Instrument& device = findInstrument("icerod-1.5");
  EXPECT_NEAR(probe.cannulaBackMm, *device.activeLengthMm + *device.activeOffsetMm, 1e-9);
  EXPECT_EQ(with.protocols.size(), 1U);
  EXPECT_TRUE(faultsOf(with).empty());
  EXPECT_EQ(app::withoutThrough(with, "N1", Kind::Probe), plan);
}

TEST(Through, OneOfAKindAndAnyNumberOfKinds) {
  Plan plan = app::withThrough(twoNeedles(), "N1", findInstrument("icerod-1.5"));
  plan = app::withThrough(std::move(plan), "N1", findInstrument("bone-needle-15g-150"));
  plan = app::withThrough(std::move(plan), "N1", findInstrument("icesphere-1.5"));
  EXPECT_EQ(plan.needles.size(), 4U);
  EXPECT_EQ(app::runningThrough(plan, "N1", Kind::Probe)->instrument, "icesphere-1.5");
  EXPECT_EQ(app::runningThrough(plan, "N1", Kind::Biopsy)->purpose, Purpose::Biopsy);
  EXPECT_THROW(app::withThrough(plan, "N1", findInstrument("screw-6.5")), Error);
}

/// As plans of before kept it: the cannula itself stands drawn back.
Plan drawnBackForGood() {
  Plan plan = app::withThrough(twoNeedles(), "N1", findInstrument("icerod-1.5"));
  Needle& probe = plan.needles.back();
  const double backMm = probe.cannulaBackMm;
  probe.cannulaBackMm = 0.0;
  const Trajectory way = plan.find("N1")->trajectory;
  return withTarget(std::move(plan), "N1", way.pointAtDepth(way.lengthMm() - backMm));
}

TEST(Through, AdvancedACannulaGoesToTheTipOfWhatRunsThroughItAndIsDrawnBackForThat) {
  const Plan whole = app::withThrough(twoNeedles(), "N1", findInstrument("icerod-1.5"));
  const Plan before = drawnBackForGood();
  EXPECT_NEAR(app::behindWhatRunsThroughMm(before, *before.find("N1")),
              whole.needles.back().cannulaBackMm,
              1e-6);
  const Plan advanced = app::withAdvanced(before, "N1");
  EXPECT_LT((advanced.find("N1")->trajectory.target - whole.find("N1")->trajectory.target).norm(),
            1e-6);
  EXPECT_NEAR(advanced.needles.back().cannulaBackMm, whole.needles.back().cannulaBackMm, 1e-6);
  EXPECT_EQ(app::behindWhatRunsThroughMm(advanced, *advanced.find("N1")), 0.0);
  const Plan without = app::withoutThrough(before, "N1", Kind::Probe);
  EXPECT_LT((without.find("N1")->trajectory.target - whole.find("N1")->trajectory.target).norm(),
            1e-6);
}

/// The window on two needles, at the step Treatment.
class CannulaCard : public testing::Test {
 protected:
  void SetUp() override {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1440, 900);
    window_->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    app::Opened opened = sampleWithNeedles();
    for (Needle& needle : opened.plan.needles)
      needle.instrument = "bone-needle-10g";
    window_->document().open(std::move(opened));
    window_->runner().run("step-treatment");
    ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  }
  const Plan& plan() const { return window_->document().plan(); }
  QWidget* card() const { return window_->findChild<QWidget*>("treat-N1"); }
  template <typename Widget>
  Widget* find(const char* name) const {
    return card()->findChild<Widget*>(name);
  }
  /// Waits for the plan, not for the physics.
  void choose(const char* combo, const char* key) {
    const Plan before = plan();
    auto* list = find<QComboBox>(combo);
    const int row = list->findData(key);
    ASSERT_GE(row, 0) << combo << " has no " << key;
    list->setCurrentIndex(row);
    emit list->activated(row);
    ASSERT_TRUE(waitFor([&] { return !(plan() == before); }));
  }

  ScratchFolder folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(CannulaCard, ListsWhatDoesNotGoThroughWithTheReason) {
  const auto* list = find<QComboBox>("throughChoice");
  const int coil = list->findText("PEEK coil of 20 mm (KIVA class) · as a needle");
  ASSERT_GE(coil, 0);
  EXPECT_FALSE(list->model()->index(coil, 0).flags().testFlag(Qt::ItemIsEnabled));
  EXPECT_THAT(list->itemData(coil, Qt::ToolTipRole).toString().toStdString(),
              HasSubstr("choose it as the needle"));
  EXPECT_GE(list->findText("Drill: Steerable osteotome for a cavity"), 0) << "what goes through";
  EXPECT_LT(list->findText("Steerable osteotome for a cavity"), 0);
}

TEST_F(CannulaCard, TellsTheCourseThatIsChosenOnIt) {
  choose("throughChoice", "bone-needle-15g-150");
  choose("probe", "icerod-1.5");
  choose("throughChoice", "osteotome-cavity");
  find<QSlider>("cementSlider")->setValue(30);
  ASSERT_TRUE(waitFor([&] { return plan().injections.size() == 1; }));
  find<QDoubleSpinBox>("cementTipBack")->setValue(4.0);
  find<QDoubleSpinBox>("cementWithdraw")->setValue(9.0);
  ASSERT_TRUE(waitFor([&] { return plan().injections.front().withdrawMm == 9.0; }));
  EXPECT_EQ(plan().injections.front(), (Injection{"N1", 3.0, 0.05, 4.0, 9.0}));
  ASSERT_TRUE(waitFor([&] { return find<QLabel>("course")->text().contains("3.0 ml of cement"); }));
  const std::string course = find<QLabel>("course")->text().toStdString();
  const std::vector<std::string> parts = {"1  N1 in to",
                                          "biopsy: N3",
                                          "drawn back to",
                                          "make room: N5",
                                          "ablate: N4",
                                          "3.0 ml of cement"};
  std::size_t at = 0;
  for (const std::string& part : parts) {
    const std::size_t found = course.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << " is not in its place in\n" << course;
    at = found;
  }
  EXPECT_TRUE(find<QLabel>("course")->isVisible());
  EXPECT_FALSE(find<QPushButton>("advanceCannula")->isVisible());
  if (const char* pictures = std::getenv("TROCAR_PICTURES"))
    window_->grab().save(QString("%1/cannula-course.png").arg(pictures));
  choose("through-drill", "");
  EXPECT_TRUE(waitFor([&] { return !find<QLabel>("course")->text().contains("make room"); }));
}

TEST_F(CannulaCard, OffersToAdvanceACannulaThatStandsDrawnBack) {
  window_->document().commit("as before", drawnBackForGood());
  find<QSlider>("cementSlider")->setValue(30);
  ASSERT_TRUE(waitFor([&] { return find<QPushButton>("advanceCannula")->isVisible(); }));
  EXPECT_THAT(find<QPushButton>("advanceCannula")->text().toStdString(),
              HasSubstr("Advance N1 by"));
  find<QPushButton>("advanceCannula")->click();
  ASSERT_TRUE(waitFor([&] { return !find<QPushButton>("advanceCannula")->isVisible(); }));
  EXPECT_GT(plan().needles.back().cannulaBackMm, 30.0);
}

}  // namespace
}  // namespace trocar::gui
