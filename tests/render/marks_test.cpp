#include "planning/search/suggest.h"
#include "render/body/needle_shape.h"
#include "render/canvas/picture.h"
#include "render/mesh/needle_mesh.h"
#include "render/picking.h"
#include "tests/render/scenes.h"

#include <gtest/gtest.h>

namespace trocar::render {
namespace {

using test::caseOfBalls;
using test::needleAt;

constexpr int kWidth = 300;
constexpr int kHeight = 240;

SceneState plainState() {
  SceneState state = startState(caseOfBalls({{{0, 0, 0}, 9.0, "vertebra_L3", Role::Vertebra}}));
  state.crosshair = false;
  return state;
}

/// Mean column, from 0 to 1, of the pixels that differ; -1 where none does.
double meanChange(const Picture& a, const Picture& b) {
  double sum = 0.0;
  int count = 0;
  for (int y = 0; y < a.heightPx; ++y) {
    for (int x = 0; x < a.widthPx; ++x) {
      const std::size_t at = 3 * static_cast<std::size_t>(y * a.widthPx + x);
      if (a.rgb[at] == b.rgb[at] && a.rgb[at + 1] == b.rgb[at + 1])
        continue;
      sum += x;
      ++count;
    }
  }
  return count ? sum / count / a.widthPx : -1.0;
}

double changeBy(const SceneState& state) {
  return meanChange(takePicture(plainState(), {ViewKind::Axial, kWidth, kHeight}),
                    takePicture(state, {ViewKind::Axial, kWidth, kHeight}));
}

TEST(Proposals, ANeedleProposedOnThePatientsLeftIsOnTheRightOfAnAxialPicture) {
  auto suggestions = std::make_shared<search::Suggestions>();
  suggestions->cards.push_back({});
  suggestions->cards[0].needles = {needleAt("N1", {30, 30, 0}, {10, 0, 0})};
  SceneState state = plainState();
  state.suggestions = suggestions;
  EXPECT_LT(changeBy(state), 0.0) << "nothing is drawn before the cursor rests on a card";
  state.hoveredCard = 0;
  EXPECT_GT(changeBy(state), 0.55);
  state.hoveredCard = 7;
  EXPECT_LT(changeBy(state), 0.0);
}

TEST(Proposals, ReachableSkinIsDrawnNearTheSlice) {
  auto suggestions = std::make_shared<search::Suggestions>();
  suggestions->entries = {{{-30, 20, 0}, 0.8}};
  SceneState state = plainState();
  state.suggestions = suggestions;
  EXPECT_LT(changeBy(state), 0.45) << "the patient's right is on the left";
  suggestions->entries = {{{-30, 20, 30}, 0.8}};
  EXPECT_LT(changeBy(state), 0.0) << "30 mm away from the slice";
}

TEST(LandmarkMarks, AreDrawnOnTheirSideAndFoundUnderTheCursor) {
  SceneState state = plainState();
  state.landmarks = {{"L3/pedicle_left", "left pedicle, isthmus", {20, 0, 0}},
                     {"L3/pedicle_right", "right pedicle, isthmus", {-20, 0, 0}}};
  const ToDisplay flat = [](const Vec3& pointMm) {
    return std::optional(Pixel{100.0 + pointMm.x(), 100.0 + pointMm.y()});
  };
  const auto seen = [](const Vec3&) { return true; };
  const auto hidden = [](const Vec3&) { return false; };
  ASSERT_NE(landmarkAt(state, flat, seen, {121, 101}, 9.0), nullptr);
  EXPECT_EQ(landmarkAt(state, flat, seen, {121, 101}, 9.0)->id, "L3/pedicle_left");
  EXPECT_EQ(landmarkAt(state, flat, seen, {100, 101}, 9.0), nullptr);
  EXPECT_EQ(landmarkAt(state, flat, hidden, {121, 101}, 9.0), nullptr);
  state.landmarks.pop_back();
  state.landmarks.front().name = "left";
  EXPECT_GT(changeBy(state), 0.55);
  state.landmarks.front().name = std::string(40, 'n');
  EXPECT_LT(changeBy(state), 0.55) << "a name that the edge would cut off lies on the other side";
}

/// A state with one leak, from the middle of the ball towards the patient's `side` (1 is left).
SceneState leakingState(double side) {
  SceneState state = plainState();
  auto evaluation = std::make_shared<Evaluation>();
  evaluation->cement.emplace();
  cement::CementLeak leak;
  leak.route = "cortical";
  leak.into = "canal";
  leak.volumeMl = 0.2;
  leak.firstAtMl = 1.5;
  leak.atMm = Vec3(side * 9, 0, 0);
  leak.pathMm = {Vec3::Zero(), Vec3(side * 9, 0, 0), Vec3(side * 22, 3, 0)};
  evaluation->cement->leaks = {leak};
  state.evaluation = evaluation;
  return state;
}

/// Against the same state without leaks.
double changeByLeaks(const SceneState& state) {
  SceneState dry = state;
  auto evaluation = std::make_shared<Evaluation>(*state.evaluation);
  evaluation->cement->leaks.clear();
  dry.evaluation = evaluation;
  return meanChange(takePicture(dry, {ViewKind::Axial, kWidth, kHeight}),
                    takePicture(state, {ViewKind::Axial, kWidth, kHeight}));
}

TEST(LeakMarks, TheWayOfALeakIsDrawnOnItsSideOnceItHasBegun) {
  SceneState state = leakingState(1.0);
  EXPECT_GT(changeByLeaks(state), 0.55) << "the patient's left is on the right";
  EXPECT_LT(changeByLeaks(leakingState(-1.0)), 0.5);
  state.cementMl = 1.0;
  EXPECT_LT(changeByLeaks(state), 0.0) << "it has not begun";
  state.cementMl = 2.0;
  EXPECT_GT(changeByLeaks(state), 0.55);
  state.cement = false;
  EXPECT_LT(changeByLeaks(state), 0.0);
}

TEST(LeakMarks, AWayAwayFromTheSliceIsNotDrawn) {
  SceneState state = leakingState(1.0);
  state.crosshairMm = Vec3(0, 0, 40);
  SceneState plain = plainState();
  plain.crosshairMm = state.crosshairMm;
  EXPECT_LT(meanChange(takePicture(plain, {ViewKind::Axial, kWidth, kHeight}),
                       takePicture(state, {ViewKind::Axial, kWidth, kHeight})),
            0.0);
}

TEST(NeedleShapes, AScrewIsAsLongAsItsEvaluationSays) {
  Needle screw = needleAt("N1", {0, 100, 0}, {0, 0, 0});
  screw.instrument = "screw-7.3";
  screw.purpose = Purpose::Screw;
  Evaluation evaluation;
  evaluation.needles.push_back({});
  evaluation.needles[0].id = "N1";
  evaluation.needles[0].screw.emplace();
  evaluation.needles[0].screw->lengthMm = 70.0;
  const NeedleShape shape = shapeOf(screw, &evaluation);
  EXPECT_NEAR(shape.axis.lengthMm(), 70.0, 1e-9);
  EXPECT_NEAR(shapeOf(screw).axis.lengthMm(), 180.0, 1e-9);
}

Needle bentNeedle(const Vec3& towards) {
  Needle needle = needleAt("N1", {0, 120, 0}, {0, 0, 0});
  needle.instrument = "curved-needle-13g";
  needle.bend = Bend{30.0, 60.0, towards};
  return needle;
}

TEST(NeedleShapes, TheMeshOfABentNeedleFollowsItsArc) {
  const NeedleShape shape = shapeOf(bentNeedle(Vec3::UnitX()));
  EXPECT_NEAR(shape.axis.lengthMm(), 200.0, 1e-9);
  double leastX = 0.0;
  for (const auto& point : meshOf(shape).shaft.pointsMm) {
    const Vec3 at(point[0], point[1], point[2]);
    double nearest = 1e9;
    for (double depth = 0.0; depth <= 200.0; depth += 0.25)
      nearest = std::min(nearest, (at - shape.axis.pointAtDepth(depth)).norm());
    EXPECT_LT(nearest, shape.radiusMm + 0.15);
    if (at.y() < 60.0)
      leastX = std::min(leastX, at.x());
  }
  // The straight shaft passes to the right of the target, by where its line ends beside it.
  EXPECT_LT(leastX, -5.0);
}

TEST(NeedleShapes, ACurveToThePatientsLeftIsDrawnThere) {
  SceneState straight = plainState();
  straight.plan.needles = {bentNeedle(Vec3::UnitX())};
  straight.plan.needles[0].bend.reset();
  const auto centreOfChange = [&](const Vec3& towards) {
    SceneState bent = straight;
    bent.plan.needles[0] = bentNeedle(towards);
    return meanChange(takePicture(straight, {ViewKind::Axial, kWidth, kHeight}),
                      takePicture(bent, {ViewKind::Axial, kWidth, kHeight}));
  };
  // Its shaft comes from the other side: the patient's left is on the picture's right.
  EXPECT_LT(centreOfChange(Vec3::UnitX()), 0.5);
  EXPECT_GT(centreOfChange(-Vec3::UnitX()), 0.5);
}

}  // namespace
}  // namespace trocar::render
