#include "tests/render/baseline.h"

#include "core/patients.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/fluoro/presets.h"
#include "render/xray/xray_picture.h"

#include <gtest/gtest.h>

namespace trocar::render {
namespace {

using test::differenceOf;
using test::expectLikeBaseline;

constexpr int kWidthPx = 320;
constexpr int kHeightPx = 240;
constexpr int kBodyWidthPx = 280;
constexpr int kBodyHeightPx = 210;

const CaseModel& breastModel() {
  static const CaseModel model([] {
    Case patient = makeBundledPatient("l3-breast", 2.0);
    patient.remarks.clear();  // A text in the corner is no part of what the baselines compare.
    return std::make_shared<const Case>(std::move(patient));
  }());
  return model;
}

Needle needleOf(const std::string& id, Side side, const Vec3& entryMm, const Vec3& targetMm) {
  Needle needle;
  needle.id = id;
  needle.instrument = "bone-needle-11g";
  needle.approach = Approach::Bipedicular;
  needle.level = "L3";
  needle.side = side;
  needle.trajectory = {entryMm, targetMm};
  return needle;
}

/// A cryoprobe through the left pedicle of L3, and 2.5 ml of cement through the right one.
Plan breastPlan() {
  Plan plan;
  plan.needles = {needleOf("N1", Side::Left, Vec3(49.5, 64.4, 90.3), Vec3(4.5, -23.0, 89.4)),
                  needleOf("N2", Side::Right, Vec3(-37.5, 65.6, 97.0), Vec3(-10.2, -23.3, 89.6))};
  plan.needles[0].instrument = "icesphere-1.5";
  plan.needles[0].purpose = Purpose::Probe;
  plan.needles[1].purpose = Purpose::Cement;
  plan.injections = {{"N2", 2.5, 0.05}};
  return plan;
}

std::shared_ptr<const Evaluation> evaluated(const Plan& plan) {
  EvaluationOptions options;
  options.physics = false;
  options.placementSamples = 0;
  options.resolutionMm = 2.0;
  options.cementHeat = false;
  Evaluation evaluation = evaluate(breastModel(), plan, options);
  evaluation.cement = cement::evaluateCement(breastModel(), plan, options);
  return std::make_shared<const Evaluation>(std::move(evaluation));
}

/// How the vertebral body would be compressed if it were spared in front, by bands from front to
/// back.
std::shared_ptr<const Image<float>> strainOfBody() {
  const anatomy::VertebraAnatomy& vertebra = *breastModel().vertebra("L3");
  const Vec3 middle = vertebra.bodyCentroidMm;
  const Grid grid({44, 44, 36}, middle - Vec3(22.0, 22.0, 18.0), Vec3::Ones());
  std::vector<float> ratio(grid.voxelCount(), 0.0F);
  for (std::size_t c = 0; c < ratio.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c)) - middle;
    if (p.cwiseQuotient(Vec3(18.0, 14.0, 11.0)).norm() < 1.0)
      ratio[c] = static_cast<float>(1.0 + p.y() / 14.0);
  }
  return std::make_shared<const Image<float>>(grid, std::move(ratio));
}

/// The planned patient without letters and numbers, so that no font matters.
const SceneState& planned() {
  static const SceneState state = [] {
    SceneState made = startState(breastModel().sharedPatient(), breastPlan());
    made.vertebrae =
        std::make_shared<const std::vector<anatomy::VertebraAnatomy>>(breastModel().vertebrae());
    made.evaluation = evaluated(made.plan);
    made.surfaces = std::make_shared<const Surfaces>(makeSurfaces(*made.patient));
    made.crosshairMm = made.plan.needles.front().trajectory.target;
    made.labels = false;
    return made;
  }();
  return state;
}

Picture pictureOf(const SceneState& state, ViewKind kind) {
  return takePicture(state, {kind, kWidthPx, kHeightPx});
}

TEST(Baseline, AxialSliceWithBothNeedles) {
  expectLikeBaseline(pictureOf(planned(), ViewKind::Axial), "axial");
}

TEST(Baseline, SagittalSliceThroughTheLeftTip) {
  expectLikeBaseline(pictureOf(planned(), ViewKind::Sagittal), "sagittal");
}

TEST(Baseline, CoronalSliceThroughTheLeftTip) {
  expectLikeBaseline(pictureOf(planned(), ViewKind::Coronal), "coronal");
}

TEST(Baseline, AlongTheLeftNeedle) {
  expectLikeBaseline(pictureOf(planned(), ViewKind::Along), "along");
}

TEST(Baseline, AcrossTheLeftNeedleInItsPedicle) {
  SceneState state = planned();
  state.depthMm = 40.0;
  expectLikeBaseline(pictureOf(state, ViewKind::Across), "across");
}

TEST(Baseline, DownTheBarrelOfTheRightNeedle) {
  SceneState state = planned();
  state.selectedNeedle = "N2";
  expectLikeBaseline(pictureOf(state, ViewKind::Barrel), "barrel");
}

/// A picture of the level in 3-D, seen along a direction from so near that it fills the picture.
Picture nearPicture(const SceneState& state, const Vec3& from) {
  Shot shot{ViewKind::ThreeD, kBodyWidthPx, kBodyHeightPx};
  shot.camera = Camera{state.crosshairMm + 260.0 * from.normalized(), state.crosshairMm};
  return takePicture(state, shot);
}

TEST(Baseline, ThreeDimensionsFromBehindWithNeedlesAndZones) {
  SceneState state = planned();
  state.cement = false;
  expectLikeBaseline(nearPicture(state, Vec3(1.0, 1.0, 0.4)), "behind");
}

TEST(Baseline, ThreeDimensionsFromTheFrontWithCement) {
  SceneState state = planned();
  state.zones = false;
  for (const char* vessel : {"aorta", "vena_cava"})
    state.appearance[vessel].visible = false;
  expectLikeBaseline(nearPicture(state, Vec3(-0.4, -1.0, 0.2)), "front");
}

TEST(Baseline, CementInTheAxialSliceOfItsTip) {
  SceneState state = planned();
  state.crosshairMm = state.plan.needles.back().trajectory.target;
  state.zones = false;
  state.crosshair = false;
  expectLikeBaseline(pictureOf(state, ViewKind::Axial), "cement");
}

TEST(Baseline, StrainOfAVertebralBodyAlongTheNeedle) {
  SceneState state = planned();
  state.strainRatio = strainOfBody();
  state.zones = state.cement = state.needles = state.crosshair = false;
  expectLikeBaseline(pictureOf(state, ViewKind::Along), "strain");
}

/// The X-ray of the plan in prone position from a named view of L3.
Picture xrayOf(const char* preset) {
  const Plan plan = breastPlan();
  fluoro::CarmSetup setup;
  setup.position = plan.procedurePosition;
  setup.isocentreMm = plan.needles.front().trajectory.target;
  setup.sizePx = 256;
  const auto presets = fluoro::carmPresets(breastModel(), plan.needles, "L3", setup.isocentreMm);
  setup.angles = fluoro::consoleAngles(fluoro::findPreset(presets, preset).supine, setup.position);
  XrayLook look;
  look.letters = false;
  const XrayVolume volume(breastModel().patient().ct);
  return xrayPicture(volume, setup, {plan.needles, &*planned().evaluation->cement}, look);
}

TEST(Baseline, XrayFromTheFront) {
  expectLikeBaseline(xrayOf("true-ap"), "xray-ap");
}

TEST(Baseline, XrayFromTheSide) {
  expectLikeBaseline(xrayOf("true-lateral"), "xray-lateral");
}

/// With names, numbers and the patient's letters; looser, for the sake of other fonts.
TEST(Baseline, AxialSliceWithItsLetters) {
  SceneState state = planned();
  state.labels = true;
  expectLikeBaseline(pictureOf(state, ViewKind::Axial), "letters", {2.0, 0.02});
}

TEST(BaselineTolerance, TellsApartWhatARadiologistWould) {
  const auto changed = [](const auto& change) {
    SceneState state = planned();
    change(state);
    const auto difference =
        differenceOf(pictureOf(planned(), ViewKind::Axial), pictureOf(state, ViewKind::Axial));
    return difference.mean > test::Tolerance().mean || difference.share > test::Tolerance().share;
  };
  EXPECT_FALSE(changed([](SceneState&) {}));
  EXPECT_TRUE(changed([](SceneState& s) {
    s.plan.needles[0].trajectory.entry.x() += 4.0;
    s.plan.needles[0].trajectory.target.x() += 4.0;
  })) << "a needle 4 mm aside";
  EXPECT_TRUE(changed([](SceneState& s) { s.plan.needles.pop_back(); })) << "a needle missing";
  EXPECT_TRUE(changed([](SceneState& s) { s.zones = false; })) << "the zone missing";
  EXPECT_TRUE(changed([](SceneState& s) { s.outlines = false; })) << "the outlines missing";
  EXPECT_TRUE(changed([](SceneState& s) { s.crosshairMm.z() += 4.0; })) << "another slice";
  EXPECT_TRUE(changed([](SceneState& s) { s.window.levelHu += 60.0; })) << "another window";
}

}  // namespace
}  // namespace trocar::render
