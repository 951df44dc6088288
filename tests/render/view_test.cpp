#include "render/view.h"

#include "render/canvas/picture.h"
#include "render/first_view.h"
#include "tests/render/scenes.h"

#include <gtest/gtest.h>
#include <vtkActor.h>
#include <vtkActorCollection.h>
#include <vtkCallbackCommand.h>
#include <vtkMapper.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkRendererCollection.h>
#include <vtkUnsignedCharArray.h>

#include <vector>

namespace trocar::render {
namespace {

using test::caseOfBalls;
using test::needleAt;

constexpr int kViewWidth = 320, kViewHeight = 240;

SceneState plannedOfView() {
  SceneState state = startState(caseOfBalls({{{0, 0, 0}, 14.0, "vertebra_L3", Role::Vertebra}}));
  state.surfaces = std::make_shared<const Surfaces>(makeSurfaces(*state.patient));
  state.plan.needles = {needleAt("N1", {30, 40, 6}, {4, -3, 2})};
  state.selectedNeedle = "N1";
  state.crosshairMm = {1, -2, 3};
  return state;
}

class Views : public testing::TestWithParam<ViewKind> {
 protected:
  Views() : view_(GetParam()) {
    window_->SetOffScreenRendering(1);
    window_->SetSize(kViewWidth, kViewHeight);
    view_.addTo(*window_);
    view_.show(plannedOfView());
    window_->Render();
  }

  vtkNew<vtkRenderWindow> window_;
  View view_;
};

TEST_P(Views, AShownPointIsFoundAgainUnderItsPixel) {
  for (const Vec3& point : {Vec3(4, -3, 2), Vec3(-7, 12, 9), Vec3(0, 0, 0)}) {
    const auto pixel = view_.patientToDisplay(point);
    ASSERT_TRUE(pixel);
    EXPECT_LT((view_.displayToPatient(*pixel, point) - point).norm(), 1e-6);
  }
}

TEST_P(Views, TheTipOfTheNeedleIsPickedWhereItIsSeen) {
  const auto pixel = view_.patientToDisplay({4, -3, 2});
  const auto pick = view_.pickAt({pixel->x + 2.0, pixel->y - 2.0});
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->grip, (NeedleGrip{"N1", NeedlePart::Tip}));
  EXPECT_EQ(pick->pointMm, Vec3(4, -3, 2));
}

TEST_P(Views, ADragOverTheScreenStaysParallelToIt) {
  const Vec3 tip(4, -3, 2);
  const auto pixel = view_.patientToDisplay(tip);
  const Vec3 moved = view_.displayToPatient({pixel->x + 40.0, pixel->y + 25.0}, tip);
  EXPECT_NEAR((moved - tip).dot(view_.towardsViewer()), 0.0, 1e-6);
  EXPECT_GT((moved - tip).dot(view_.screenRight()), 0.0);
  EXPECT_LT((moved - tip).dot(view_.screenUp()), 0.0);
}

TEST_P(Views, ZoomKeepsThePointUnderTheCursorOfASlice) {
  if (!isSlice(GetParam()))
    GTEST_SKIP() << "3-D zooms towards its focus";
  const Pixel cursor{70.0, 180.0};
  const Vec3 before = view_.displayToPatient(cursor);
  const double mm = view_.millimetresPerPixel();
  view_.zoom(2.0, cursor);
  EXPECT_LT((view_.displayToPatient(cursor) - before).norm(), 1e-9);
  EXPECT_NEAR(view_.millimetresPerPixel(), mm / 2.0, 1e-9);
}

TEST_P(Views, AskForAPictureOnlyWhereWhatTheyDrawHasChanged) {
  const ViewKind kind = GetParam();
  const SceneState first = view_.state();
  const auto staleAfter = [&](auto change) {
    SceneState state = first;
    view_.show(state);
    window_->Render();
    EXPECT_FALSE(view_.isStale());
    change(state);
    view_.show(state);
    return view_.isStale();
  };
  EXPECT_FALSE(staleAfter([](SceneState&) {}));
  EXPECT_EQ(staleAfter([](SceneState& state) { state.window.levelHu += 10.0; }), isSlice(kind));
  EXPECT_EQ(staleAfter([](SceneState& state) { state.crosshairMm.z() += 2.0; }),
            isSlice(kind) && !followsNeedle(kind));
  EXPECT_EQ(staleAfter([](SceneState& state) { state.rotationDeg += 10.0; }),
            kind == ViewKind::Along);
  EXPECT_EQ(staleAfter([](SceneState& state) { state.depthMm += 3.0; }),
            kind == ViewKind::Across || kind == ViewKind::Barrel);
  EXPECT_TRUE(staleAfter(
      [](SceneState& state) { state.plan.needles.front().trajectory.target.x() += 1.0; }));
  view_.show(first);
  window_->Render();
  view_.zoom(1.3, {100.0, 100.0});
  EXPECT_TRUE(view_.isStale());
}

INSTANTIATE_TEST_SUITE_P(All,
                         Views,
                         testing::Values(ViewKind::Axial,
                                         ViewKind::Sagittal,
                                         ViewKind::Coronal,
                                         ViewKind::ThreeD,
                                         ViewKind::Along,
                                         ViewKind::Across,
                                         ViewKind::Barrel),
                         [](const auto& kind) {
                           return std::string("of") + std::string(toString(kind.param));
                         });

TEST(View, AWindowShowsASlicePixelForPixel) {
  const SceneState state = plannedOfView();
  vtkNew<vtkRenderWindow> window;
  window->SetOffScreenRendering(1);
  window->SetSize(kViewWidth, kViewHeight);
  View view(ViewKind::Axial);
  view.addTo(*window);
  view.show(state);
  window->Render();
  vtkNew<vtkUnsignedCharArray> pixels;
  window->GetPixelData(0, 0, kViewWidth - 1, kViewHeight - 1, 0, pixels);
  const Picture expected = takePicture(state, {ViewKind::Axial, kViewWidth, kViewHeight});
  int different = 0;
  for (int y = 0; y < kViewHeight; ++y) {
    for (int i = 0; i < 3 * kViewWidth; ++i)
      different += pixels->GetValue(3 * kViewWidth * (kViewHeight - 1 - y) + i) !=
                   expected.rgb[static_cast<std::size_t>(3 * kViewWidth * y + i)];
  }
  EXPECT_EQ(different, 0);
}

std::vector<unsigned char> pixelsOf(vtkRenderWindow& window) {
  vtkNew<vtkUnsignedCharArray> pixels;
  window.GetPixelData(0, 0, kViewWidth - 1, kViewHeight - 1, 0, pixels);
  return {pixels->GetPointer(0), pixels->GetPointer(0) + pixels->GetNumberOfValues()};
}

/// Bodies are costly: they are drawn where they or the camera changed, and kept otherwise.
TEST(View, WhatLiesOverThe3dPictureIsDrawnWithoutTheBodies) {
  vtkNew<vtkRenderWindow> window;
  window->SetOffScreenRendering(1);
  window->SetSize(kViewWidth, kViewHeight);
  View view(ViewKind::ThreeD);
  view.addTo(*window);
  SceneState state = plannedOfView();
  view.show(state);
  window->Render();
  vtkActorCollection* actors = window->GetRenderers()->GetFirstRenderer()->GetActors();
  ASSERT_GT(actors->GetNumberOfItems(), 1);
  int drawn = 0;
  vtkNew<vtkCallbackCommand> command;
  command->SetClientData(&drawn);
  command->SetCallback(
      [](vtkObject*, unsigned long, void* counter, void*) { ++*static_cast<int*>(counter); });
  static_cast<vtkActor*>(actors->GetItemAsObject(1))
      ->GetMapper()
      ->AddObserver(vtkCommand::StartEvent, command);
  const std::vector<unsigned char> whole = pixelsOf(*window);

  state.labels = false;
  view.show(state);
  window->Render();
  EXPECT_EQ(drawn, 0);
  EXPECT_NE(pixelsOf(*window), whole);
  state.labels = true;
  view.show(state);
  window->Render();
  EXPECT_EQ(drawn, 0);
  EXPECT_EQ(pixelsOf(*window), whole);

  view.orbit(40.0, 0.0);
  window->Render();
  EXPECT_GT(drawn, 0);
  EXPECT_NE(pixelsOf(*window), whole);
  view.orbit(-40.0, 0.0);
  view.setMoving(true);
  window->Render();
  view.setMoving(false);
  EXPECT_TRUE(view.isStale());
  window->Render();
  drawn = 0;
  state.plan.needles.front().trajectory.target.x() += 3.0;
  view.show(state);
  window->Render();
  EXPECT_GT(drawn, 0);
}

TEST(View, SteppingAnAxialViewUpGoesCranially) {
  View view(ViewKind::Axial);
  view.show(plannedOfView());
  EXPECT_EQ(view.stepped(Vec3::Zero(), 3), Vec3(0, 0, 3));
}

TEST(View, WithoutANeedleItSaysSoInsteadOfFailing) {
  vtkNew<vtkRenderWindow> window;
  window->SetOffScreenRendering(1);
  window->SetSize(kViewWidth, kViewHeight);
  View view(ViewKind::Barrel);
  view.addTo(*window);
  view.show({});
  EXPECT_NO_THROW(window->Render());
}

TEST(FirstView, ShowsALesionFromItsOwnSide) {
  const auto lesionAt = [](double leftMm) {
    return firstViewpoint(*caseOfBalls({{{leftMm, 0, 0}, 6.0, "lesion_1", Role::Lesion}}));
  };
  EXPECT_EQ(lesionAt(-45.0), Viewpoint::RightPosterior);
  EXPECT_EQ(lesionAt(-3.0), Viewpoint::LeftPosterior);
  EXPECT_EQ(lesionAt(45.0), Viewpoint::LeftPosterior);
  EXPECT_EQ(firstViewpoint(*caseOfBalls({})), Viewpoint::LeftPosterior);
}

TEST(FirstView, TheSideIsThatOfTheVertebraNotOfTheCt) {
  const auto seen = [](double vertebraLeftMm, double lesionLeftMm) {
    return firstViewpoint(
        *caseOfBalls({{{vertebraLeftMm, 0, 0}, 20.0, "vertebra_T10", Role::Vertebra},
                      {{lesionLeftMm, 0, 0}, 5.0, "lesion_1", Role::Lesion}}));
  };
  EXPECT_EQ(seen(30.0, 22.0), Viewpoint::RightPosterior);
  EXPECT_EQ(seen(-30.0, -22.0), Viewpoint::LeftPosterior);
}

TEST(FirstView, ASacralLesionIsSeenStraightFromBehind) {
  EXPECT_EQ(firstViewpoint(*caseOfBalls({{{0, 0, 0}, 40.0, "sacrum", Role::Sacrum},
                                         {{-20, 0, 0}, 6.0, "lesion_1", Role::Lesion}})),
            Viewpoint::Posterior);
}

}  // namespace
}  // namespace trocar::render
