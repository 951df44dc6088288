#include "app/actions/action.h"
#include "app/drawing_edits.h"
#include "app/export.h"
#include "app/gui/window/main_window.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/plan/plan_file.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

using nlohmann::json;

constexpr int kAxial = 1;

json at(const Vec3& place) {
  return {place.x(), place.y(), place.z()};
}

void run(app::Document& document, const std::string& action, const json& arguments) {
  actions::runAction(document, actions::findAction(action), arguments);
}

VoxelRuns voxelsOf(const app::Document& document, const std::string& id) {
  return runsOf(document.patient(), *document.patient().find(id));
}

class Drawing : public testing::Test {
 protected:
  void SetUp() override {
    document_.open(sampleOpened());
    body_ = document_.model().vertebra("L2")->bodyCentroidMm;
  }
  app::Document document_;
  Vec3 body_;
};

TEST_F(Drawing, ALesionIsOneOfTheCaseAndTheCaseThatCameStays) {
  const std::size_t before = document_.original().structures.size();
  run(document_, "draw-lesion", {{"role", "lesion"}, {"atMm", at(body_)}, {"radiusMm", 8}});
  const Structure* lesion = document_.patient().find("lesion_2");
  ASSERT_TRUE(lesion);
  EXPECT_EQ(lesion->name, "Lesion 2");
  EXPECT_EQ(lesion->basis, Basis::Drawn);
  EXPECT_EQ(document_.view().structure, "lesion_2") << "it is under work at once";
  EXPECT_EQ(document_.view().level, "L2");
  EXPECT_NEAR(
      volumeMl(document_.patient(), *lesion), 2.14, 0.4);  // 4/3 pi 8^3, less what is not bone
  EXPECT_EQ(document_.original().structures.size(), before);
  EXPECT_EQ(document_.history().undoLabel(), "Draw, Lesion 2");
  document_.undo();
  EXPECT_FALSE(document_.patient().find("lesion_2"));
  document_.redo();
  EXPECT_TRUE(document_.patient().find("lesion_2"));
}

TEST_F(Drawing, ALesionStaysInBoneUnlessItMayLeave) {
  const Vec3 edge = document_.model().vertebra("L2")->body.anteriorWall.pointMm;
  run(document_, "draw-lesion", {{"role", "lesion"}, {"atMm", at(edge)}, {"radiusMm", 8}});
  const VoxelRuns within = voxelsOf(document_, "lesion_2");
  run(document_,
      "draw-lesion",
      {{"role", "lesion"}, {"atMm", at(edge)}, {"radiusMm", 8}, {"inBone", false}});
  const VoxelRuns whole = voxelsOf(document_, "lesion_3");
  EXPECT_EQ(without(within, whole), VoxelRuns());
  EXPECT_LT(within.voxelCount(), whole.voxelCount() * 7 / 10);
}

TEST_F(Drawing, IsSavedWithThePlanAndOpensTheSame) {
  run(document_, "draw-lesion", {{"role", "lesion"}, {"atMm", at(body_)}, {"radiusMm", 8}});
  run(document_,
      "draw-tube",
      {{"role", "nerve"},
       {"radiusMm", 2},
       {"placesMm", json::array({at(body_), at(body_ + Vec3(20, 0, -10))})}});
  run(document_, "remove-structure", {{"structure", sampleLesionId()}});
  const Plan read = planFromJson(planToJson(document_.plan()), "plan.json");
  EXPECT_EQ(read, document_.plan());
  EXPECT_FALSE(document_.patient().find(sampleLesionId()));
  EXPECT_EQ(document_.patient().find("nerve_1")->role, Role::Nerve);
}

TEST_F(Drawing, PaintsErasesAndTakesBoneFromItsNeighbour) {
  const VoxelRuns l2 = voxelsOf(document_, "vertebra_L2"), l3 = voxelsOf(document_, "vertebra_L3");
  const Vec3 disc = 0.5 * (body_ + document_.model().vertebra("L3")->bodyCentroidMm);
  run(document_,
      "draw-stroke",
      {{"structure", "vertebra_L2"},
       {"pathMm", json::array({at(disc)})},
       {"radiusMm", 14},
       {"ball", true}});
  const VoxelRuns grown = voxelsOf(document_, "vertebra_L2");
  EXPECT_GT(grown.voxelCount(), l2.voxelCount());
  EXPECT_LT(voxelsOf(document_, "vertebra_L3").voxelCount(), l3.voxelCount());
  EXPECT_TRUE(common(grown, voxelsOf(document_, "vertebra_L3")).empty());
  document_.undo();
  EXPECT_EQ(voxelsOf(document_, "vertebra_L3"), l3);
  run(document_,
      "draw-stroke",
      {{"structure", "vertebra_L2"},
       {"pathMm", json::array({at(body_)})},
       {"radiusMm", 5},
       {"erase", true}});
  EXPECT_FALSE(contains(document_.patient(), *document_.patient().find("vertebra_L2"), body_));
  run(document_, "draw-shape", {{"structure", "vertebra_L2"}, {"how", "fill"}});
  EXPECT_TRUE(contains(document_.patient(), *document_.patient().find("vertebra_L2"), body_));
  run(document_, "reset-structure", {{"structure", "vertebra_L2"}});
  EXPECT_EQ(voxelsOf(document_, "vertebra_L2"), l2);
  EXPECT_THROW(run(document_,
                   "draw-stroke",
                   {{"structure", "vertebra_L2"},
                    {"pathMm", json::array({at(body_)})},
                    {"radiusMm", 80},
                    {"erase", true}}),
               Error)
      << "nothing would be left";
}

TEST_F(Drawing, FusedVertebraeAreSplitAndTheSecondTakesTheFreeLevel) {
  const VoxelRuns l2 = voxelsOf(document_, "vertebra_L2"), l3 = voxelsOf(document_, "vertebra_L3");
  const Vec3 below = document_.model().vertebra("L3")->bodyCentroidMm;
  const Vec3 disc = 0.5 * (body_ + below);
  run(document_, "draw-merge", {{"structure", "vertebra_L2"}, {"with", "vertebra_L3"}});
  run(document_,  // A bridge through the disc.
      "draw-stroke",
      {{"structure", "vertebra_L2"},
       {"pathMm", json::array({at(disc)})},
       {"radiusMm", 7},
       {"ball", true}});
  ASSERT_FALSE(document_.patient().find("vertebra_L3"));
  run(document_,
      "draw-split",
      {{"structure", "vertebra_L2"}, {"placesMm", json::array({at(body_), at(below)})}});
  const Structure* second = document_.patient().find("vertebra_L3");
  ASSERT_TRUE(second);
  const auto share = [](const VoxelRuns& a, const VoxelRuns& b) {
    return 2.0 * static_cast<double>(common(a, b).voxelCount()) /
           static_cast<double>(a.voxelCount() + b.voxelCount());
  };
  EXPECT_GT(share(voxelsOf(document_, "vertebra_L2"), l2), 0.93);
  EXPECT_GT(share(voxelsOf(document_, "vertebra_L3"), l3), 0.93);
}

TEST_F(Drawing, ACopyOnTheOtherSideIsMirroredAtItsVertebra) {
  const anatomy::VertebraAnatomy& vertebra = *document_.model().vertebra("L2");
  const Vec3 left = vertebra.left.centreMm;
  run(document_,
      "draw-lesion",
      {{"role", "lesion"}, {"atMm", at(left)}, {"radiusMm", 6}, {"inBone", false}});
  run(document_, "draw-other-side", {{"structure", "lesion_2"}});
  ASSERT_TRUE(document_.patient().find("lesion_3"));
  const Box box = *boundsOf(document_.patient(), *document_.patient().find("lesion_3"));
  const Vec3 middle = 0.5 * (box.lowMm + box.highMm);
  const double sideMm = (middle - vertebra.bodyCentroidMm).dot(vertebra.frame.left);
  EXPECT_NEAR(sideMm, -(left - vertebra.bodyCentroidMm).dot(vertebra.frame.left), 1.5);
  EXPECT_LT(sideMm, -8.0) << "to the patient's right";
  EXPECT_EQ(app::ofOtherSide("root_L3_left"), "root_L3_right");
  EXPECT_EQ(app::ofOtherSide("L3 root, right"), "L3 root, left");
}

TEST_F(Drawing, RefusesWhatCannotBe) {
  const std::vector<std::pair<std::string, json>> kBad = {
      {"draw", {{"tool", "saw"}, {"role", "lesion"}}},
      {"draw", {{"tool", "brush"}}},
      {"draw", {{"tool", "brush"}, {"role", "hat"}}},
      {"draw", {{"tool", "brush"}, {"structure", "vertebra_C1"}}},
      {"draw", {{"tool", "brush"}, {"role", "lesion"}, {"radiusMm", 500}}},
      {"draw", {{"tool", "split"}, {"role", "lesion"}}},
      {"draw", {{"tool", "tube"}, {"structure", "vertebra_L2"}}},
      {"draw-lesion", {{"role", "lesion"}, {"atMm", at(body_)}, {"fromHu", 300}, {"toHu", 100}}},
      {"draw-lesion", {{"role", "lesion"}, {"atMm", at(body_ + Vec3(0, 5000, 0))}}},
      {"draw-stroke", {{"role", "lesion"}, {"pathMm", 3}}},
      {"draw-grow", {{"role", "lesion"}, {"atMm", at(body_)}}},
      {"draw-grow", {{"role", "lesion"}, {"atMm", at(body_)}, {"fromHu", 2900}, {"toHu", 3000}}},
      {"draw-tube", {{"role", "nerve"}, {"placesMm", json::array({at(body_)})}}},
      {"draw-shape", {{"structure", "vertebra_L2"}, {"how", "bend"}}},
      {"draw-merge", {{"structure", "vertebra_L2"}, {"with", "vertebra_L2"}}},
      {"draw-apart", {{"structures", json::array({"vertebra_L2"})}}},
      {"rename-structure", {{"structure", "vertebra_L2"}, {"name", ""}}},
      {"change-role", {{"structure", "vertebra_L2"}, {"role", "stone"}}},
      {"change-role", {{"structure", "canal"}, {"role", "vertebra"}}},
      {"change-role", {{"structure", "absent"}, {"role", "lesion"}}},
      {"remove-structure", {{"structure", "absent"}}},
      {"reset-structure", {{"structure", "vertebra_L2"}}}};
  const Plan before = document_.plan();
  for (const auto& [action, arguments] : kBad) {
    EXPECT_THROW(run(document_, action, arguments), Error) << action << " " << arguments;
    EXPECT_EQ(document_.plan(), before) << action;
  }
}

TEST_F(Drawing, AnotherRoleKeepsTheRegionAndIsUndone) {
  run(document_, "draw-lesion", {{"role", "lesion"}, {"atMm", at(body_)}, {"radiusMm", 8}});
  const VoxelRuns drawn = voxelsOf(document_, "lesion_2");
  run(document_, "change-role", {{"structure", "lesion_2"}, {"role", "nerve"}});
  EXPECT_EQ(document_.patient().find("lesion_2")->role, Role::Nerve);
  EXPECT_EQ(voxelsOf(document_, "lesion_2"), drawn);
  const Structure canal = *document_.patient().find("canal");
  run(document_, "change-role", {{"structure", "canal"}, {"role", "thecal_sac"}});
  EXPECT_EQ(document_.patient().find("canal")->role, Role::ThecalSac);
  EXPECT_EQ(document_.patient().find("canal")->region, canal.region);
  EXPECT_EQ(document_.patient().find("canal")->basis, canal.basis) << "only what it is was said";
  document_.undo();
  EXPECT_EQ(*document_.patient().find("canal"), canal);
}

TEST_F(Drawing, LeavesAsACaseThatComesBackTheSame) {
  ScratchFolder folder;
  run(document_, "draw-lesion", {{"role", "lesion"}, {"atMm", at(body_)}, {"radiusMm", 8}});
  run(document_, "rename-structure", {{"structure", "lesion_2"}, {"name", "Behind the wall"}});
  run(document_, "export", {{"to", "case"}, {"path", (folder.path() / "case").string()}});
  const Case back = readCase(folder.path() / "case");
  EXPECT_EQ(back.structures, document_.patient().structures);
  EXPECT_EQ(runsOf(back, *back.find("lesion_2")), voxelsOf(document_, "lesion_2"));
  EXPECT_EQ(back.find("lesion_2")->name, "Behind the wall");
  EXPECT_EQ(back.find("lesion_2")->basis, Basis::Drawn);
  EXPECT_THROW(
      run(document_, "export", {{"to", "case"}, {"path", (folder.path() / "case").string()}}),
      Error);
}

TEST_F(Drawing, FiveHundredStrokesAndUndoingThemLeaveThePlanAsItWas) {
  const Plan before = document_.plan();
  for (int n = 0; n < 500; ++n) {
    const Vec3 place = body_ + Vec3(n % 20 - 10, n / 20 % 20 - 10, n % 7 - 3);
    run(document_,
        "draw-stroke",
        {{"role", "lesion"},
         {"structure", "lesion_9"},
         {"pathMm", json::array({at(place)})},
         {"radiusMm", 1 + n % 3},
         {"ball", true},
         {"erase", n > 10 && n % 5 == 0}});
  }
  const VoxelRuns drawn = voxelsOf(document_, "lesion_9");
  while (document_.history().canUndo())
    document_.undo();
  EXPECT_EQ(document_.plan(), before);
  while (document_.history().canRedo())
    document_.redo();
  EXPECT_EQ(voxelsOf(document_, "lesion_9"), drawn);
}

/// The window on the Anatomy page of the sample.
class DrawingByMouse : public testing::Test {
 protected:
  void SetUp() override {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1440, 900);
    window_->show();
    QApplication::setActiveWindow(window_.get());
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    window_->document().open(sampleOpened());
    window_->runner().run("step-anatomy");
    ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
    place_ = document().model().vertebra("L2")->bodyCentroidMm;
    window_->runner().run("go-to", {{"atMm", at(place_)}});
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

TEST_F(DrawingByMouse, ALesionTakesThreeClicks) {
  find<QPushButton>("draw-lesion")->click();
  ASSERT_TRUE(document().view().drawing);
  ViewDriver axial(*window_, kAxial);
  axial.click(place_);
  ASSERT_EQ(document().view().drawing->placesMm.size(), 1U);
  ASSERT_TRUE(waitFor([&] { return find<QPushButton>("drawAccept")->isEnabled(); }));
  find<QPushButton>("drawAccept")->click();
  ASSERT_TRUE(document().patient().find("lesion_2"));
  EXPECT_TRUE(contains(document().patient(), *document().patient().find("lesion_2"), place_));
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  EXPECT_EQ(find<QComboBox>("drawStructure")->currentData().toString(), "lesion_2");
  EXPECT_TRUE(window_->facts().surfaces()->contains("lesion_2"));
}

TEST_F(DrawingByMouse, AStrokePaintsUnderTheMouseOnThePatientsSide) {
  find<QPushButton>("draw-brush")->click();
  ViewDriver axial(*window_, kAxial);
  axial.drag(place_, QPoint(40, 0));
  ASSERT_TRUE(document().patient().find("lesion_2"));
  EXPECT_EQ(document().history().undoLabel(), "Paint, Lesion 2");
  const Box box = *boundsOf(document().patient(), *document().patient().find("lesion_2"));
  const double radiusMm = document().view().drawing->radiusMm;
  // The axial view is seen from the feet: the patient's left, +x, is on the screen's right.
  const double reachMm = 40.0 * axial.millimetresPerPixel();
  EXPECT_NEAR(box.highMm.x() - place_.x(), reachMm + radiusMm, 2.5);
  EXPECT_NEAR(place_.x() - box.lowMm.x(), radiusMm, 2.5);
  EXPECT_NEAR(box.highMm.z() - box.lowMm.z(), document().patient().ct.grid().spacingMm().z(), 1e-9)
      << "one layer of the slice";
  axial.drag(place_, QPoint(60, 0), Qt::RightButton);
  EXPECT_FALSE(document().patient().find("lesion_2")) << "erased to the last voxel";
  window_->runner().run("abandon");
  EXPECT_FALSE(document().view().drawing);
}

TEST_F(DrawingByMouse, TwoClicksSplitAndTheFirstPartKeepsTheName) {
  const Vec3 below = document().model().vertebra("L3")->bodyCentroidMm;
  run(document(), "draw-merge", {{"structure", "vertebra_L2"}, {"with", "vertebra_L3"}});
  run(document(),
      "draw-stroke",
      {{"structure", "vertebra_L2"},
       {"pathMm", json::array({at(0.5 * (place_ + below))})},
       {"radiusMm", 7},
       {"ball", true}});
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  auto* list = find<QComboBox>("drawStructure");
  list->setCurrentIndex(list->findData("vertebra_L2"));
  find<QPushButton>("draw-split")->click();
  ASSERT_TRUE(document().view().drawing);
  constexpr int kSagittal = 2;
  ViewDriver sagittal(*window_, kSagittal);
  sagittal.click(place_);
  sagittal.click(below);
  ASSERT_TRUE(waitFor([&] { return document().patient().find("vertebra_L3") != nullptr; }));
  EXPECT_TRUE(contains(document().patient(), *document().patient().find("vertebra_L2"), place_));
  EXPECT_EQ(document().history().undoLabel(), "Split, L2");
}

TEST_F(DrawingByMouse, AVesselIsClickedAlongAndAccepted) {
  auto* list = find<QComboBox>("drawStructure");
  list->setCurrentIndex(list->findData("new:artery"));
  find<QPushButton>("draw-tube")->click();
  ViewDriver axial(*window_, kAxial);
  for (const double x : {-20.0, 0.0, 20.0})
    axial.click(place_ + Vec3(x, 30, 0));
  ASSERT_EQ(document().view().drawing->placesMm.size(), 3U);
  ASSERT_TRUE(waitFor([&] { return find<QPushButton>("drawAccept")->isEnabled(); }));
  find<QPushButton>("drawAccept")->click();
  const Structure* artery = document().patient().find("artery_1");
  ASSERT_TRUE(artery);
  const auto& tube = std::get<TubeRegion>(artery->region);
  EXPECT_EQ(tube.centreLineMm.size(), 3U);
  EXPECT_NEAR(tube.centreLineMm.back().x() - tube.centreLineMm.front().x(), 40.0, 2.0);
}

TEST_F(DrawingByMouse, AStructureIsChosenWithoutAToolAndGivenARole) {
  auto* list = find<QComboBox>("drawStructure");
  EXPECT_FALSE(find<QPushButton>("drawRole")->isVisible()) << "a new lesion has its role";
  list->setCurrentIndex(list->findData("lesion_1"));
  emit list->activated(list->currentIndex());
  ASSERT_TRUE(find<QPushButton>("drawRole")->isVisible());
  EXPECT_TRUE(find<QLabel>("drawnExtent")->text().contains("lesion"));
  QTimer::singleShot(300, [] {
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_TRUE(menu);
    for (QAction* entry : menu->actions()) {
      if (entry->text() == "organ")
        QTest::mouseClick(
            menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(entry).center());
    }
  });
  QTest::mouseClick(find<QPushButton>("drawRole"), Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return document().patient().find("lesion_1")->role == Role::Organ; }));
  EXPECT_EQ(document().history().undoLabel(), "Role, organ");
}

TEST_F(DrawingByMouse, TheToolBelongsToTheAnatomyPage) {
  find<QPushButton>("draw-brush")->click();
  ViewDriver axial(*window_, kAxial);
  const double before = document().view().drawing->radiusMm;
  axial.wheel(2, Qt::ShiftModifier);
  EXPECT_EQ(document().view().drawing->radiusMm, before + 1.0);
  window_->runner().run("step-needles");
  EXPECT_FALSE(document().view().drawing);
}

}  // namespace
}  // namespace trocar::gui
