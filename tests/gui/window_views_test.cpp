#include "tests/gui/window_fixture.h"

#include <gtest/gtest.h>

namespace trocar::gui {
namespace {

TEST_F(Window, DraggingATipInAxialMovesItByAsManyMillimetres) {
  ViewDriver axial(*window_, kWindowAxial);
  const Trajectory before = needle("N1").trajectory;
  sliceTo(before.target);
  axial.drag(before.target, {40, 0});
  const Trajectory after = needle("N1").trajectory;
  EXPECT_NEAR(after.target.x() - before.target.x(),
              40 * axial.millimetresPerPixel(),
              axial.millimetresPerPixel())
      << "to the right of the screen is to the patient's left";
  EXPECT_NEAR(after.target.y(), before.target.y(), 1e-6);
  EXPECT_NEAR(after.target.z(), before.target.z(), 1e-6);
  EXPECT_EQ(after.entry, before.entry);
  EXPECT_EQ(document().history().undoLabel(), "Move tip, N1 left L3");
  EXPECT_EQ(needle("N2").trajectory, sampleWithNeedles().plan.needles[1].trajectory);
}

TEST_F(Window, LeftIsOnTheRightOfTheScreenInAxialAndAnteriorIsUp) {
  ViewDriver axial(*window_, kWindowAxial);
  const Vec3 at = document().view().crosshairMm;
  EXPECT_GT(axial.at(at + Vec3(20, 0, 0)).x(), axial.at(at).x());
  EXPECT_LT(axial.at(at - Vec3(0, 20, 0)).y(), axial.at(at).y());
  ViewDriver sagittal(*window_, kSagittal);
  EXPECT_LT(sagittal.at(at + Vec3(0, 0, 20)).y(), sagittal.at(at).y()) << "superior is up";
  EXPECT_GT(sagittal.at(at + Vec3(0, 20, 0)).x(), sagittal.at(at).x()) << "posterior is right";
}

TEST_F(Window, UndoAndRedoByKeyBringTheNeedleBackAndForth) {
  const Plan before = document().plan();
  QTest::keyClick(window_.get(), Qt::Key_Right, Qt::ShiftModifier);
  const Plan after = document().plan();
  EXPECT_NEAR(after.find("N1")->trajectory.target.x() - before.find("N1")->trajectory.target.x(),
              5.0,
              1e-9);
  QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(document().plan(), before);
  QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(document().plan(), after);
}

TEST_F(Window, EscGivesUpADrag) {
  ViewDriver axial(*window_, kWindowAxial);
  const Plan before = document().plan();
  sliceTo(before.find("N1")->trajectory.target);
  const QPoint from = axial.at(before.find("N1")->trajectory.target);
  axial.press(before.find("N1")->trajectory.target);
  axial.moveTo(from + QPoint(15, 0));
  axial.moveTo(from + QPoint(30, 0));
  EXPECT_TRUE(document().previewing());
  QTest::keyClick(window_.get(), Qt::Key_Escape);
  axial.moveTo(from + QPoint(50, 0));
  axial.release(from + QPoint(50, 0));
  EXPECT_EQ(document().plan(), before);
  EXPECT_FALSE(document().history().canUndo());
}

TEST_F(Window, ALevelDragWithTheRightButtonChangesTheWindow) {
  ViewDriver axial(*window_, kWindowAxial);
  const render::HuWindow before = document().view().window;
  axial.drag(document().view().crosshairMm, {20, 10}, Qt::RightButton);
  EXPECT_GT(document().view().window.widthHu, before.widthHu);
  EXPECT_LT(document().view().window.levelHu, before.levelHu);
}

TEST_F(Window, AClickSetsTheCrosshairInEveryView) {
  ViewDriver axial(*window_, kWindowAxial);
  const Vec3 to = document().view().crosshairMm + Vec3(-25, -20, 0);
  axial.click(to);
  EXPECT_NEAR((document().view().crosshairMm - to).norm(), 0.0, axial.millimetresPerPixel());
  ViewDriver sagittal(*window_, kSagittal);
  EXPECT_TRUE(
      waitFor([&] { return std::abs(sagittal.pane().view().distanceToSliceMm(to)) < 1.0; }));
}

TEST_F(Window, ShiftAndMoveTakesTheCrosshairAlong) {
  ViewDriver sagittal(*window_, kSagittal);
  const Vec3 to = document().view().crosshairMm + Vec3(0, 12, 15);
  sagittal.moveTo(sagittal.at(to), Qt::ShiftModifier);
  EXPECT_NEAR(
      (document().view().crosshairMm - to).norm(), 0.0, 2.0 * sagittal.millimetresPerPixel());
}

TEST_F(Window, TheWheelScrollsAndWithControlZooms) {
  ViewDriver axial(*window_, kWindowAxial);
  const double z = document().view().crosshairMm.z();
  axial.wheel(1);
  EXPECT_NEAR(document().view().crosshairMm.z(), z + 2.5, 1e-6);
  const double scale = axial.millimetresPerPixel();
  axial.wheel(2, Qt::ControlModifier);
  EXPECT_LT(axial.millimetresPerPixel(), scale);
}

TEST_F(Window, ADoubleClickShowsOneViewAloneAndBack) {
  ViewDriver axial(*window_, kWindowAxial);
  axial.doubleClick();
  EXPECT_TRUE(waitFor([&] { return !window_->pane(kScene).isVisible(); }));
  EXPECT_TRUE(axial.pane().isVisible());
  axial.doubleClick();
  EXPECT_TRUE(waitFor([&] { return window_->pane(kScene).isVisible(); }));
}

}  // namespace
}  // namespace trocar::gui
