#include "planning/fixation/screw_grade.h"

#include "core/error.h"
#include "planning/evaluation/evaluation.h"
#include "planning/findings/rule_text.h"
#include "planning/model/evaluation_options.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar::fixation {
namespace {

/// A bar of bone, 120 x 20 x 20 mm along x, with a nerve along its front; half of it a lesion where
/// asked for. At 0.5 mm.
CaseModel barCase(bool lesion = false) {
  const Grid grid({301, 81, 81}, Vec3(-75, -20, -20), Vec3::Constant(0.5));
  std::vector<std::int16_t> hu(grid.voxelCount(), 40);
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  for (std::size_t c = 0; c < labels.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    if (std::abs(p.x()) < 60.0 && std::abs(p.y()) < 10.0 && std::abs(p.z()) < 10.0) {
      labels[c] = p.x() < 0.0 && lesion ? 2 : 1;
      hu[c] = 300;
    }
  }
  auto patient = std::make_shared<Case>();
  patient->id = "bar";
  patient->ct = Volume(grid, std::move(hu));
  patient->layers.emplace_back(grid, std::move(labels));
  patient->structures = {{"bone", "Bone", Role::Bone, LabelRegion{0, {1, 2}}, Basis::Measured},
                         {"nerve",
                          "Nerve",
                          Role::Nerve,
                          TubeRegion{{Vec3(-50, -12.5, 0), Vec3(50, -12.5, 0)}, 1.0},
                          Basis::Estimated}};
  if (lesion)
    patient->structures.push_back(
        {"lesion_1", "Lesion", Role::Lesion, LabelRegion{0, {2}}, Basis::Measured});
  return CaseModel(std::move(patient));
}

Plan withScrew(const Vec3& entry, const Vec3& target, const std::string& id = "screw-8.0") {
  Needle needle;
  needle.id = "N1";
  needle.instrument = id;
  needle.purpose = Purpose::Screw;
  needle.trajectory = {entry, target};
  return withNeedle({}, needle);
}

Evaluation evaluated(const CaseModel& model, const Plan& plan) {
  EvaluationOptions options;
  options.physics = false;
  options.placementSamples = 0;
  return evaluate(model, plan, options);
}

const Finding* find(const Evaluation& evaluation, const std::string& rule) {
  for (const Finding& finding : evaluation.findings) {
    if (finding.rule == rule)
      return &finding;
  }
  return nullptr;
}

TEST(ScrewGrade, MeasuresAScrewInTheMiddleOfABar) {
  const CaseModel model = barCase();
  const Evaluation evaluation = evaluated(model, withScrew(Vec3(72, 0, 0), Vec3(-40, 0, 0)));
  ASSERT_TRUE(evaluation.needles[0].screw);
  const ScrewGrade& screw = *evaluation.needles[0].screw;
  EXPECT_EQ(screw.grade, 'A');
  EXPECT_NEAR(screw.marginMm, 6.0, 0.3);
  EXPECT_NEAR(screw.inBoneMm, 100.0, 0.3);
  EXPECT_NEAR(screw.lengthMm, 100.0, 1e-9);
  ASSERT_TRUE(screw.beyondTipMm);
  EXPECT_NEAR(*screw.beyondTipMm, 20.0, 0.3);
  EXPECT_EQ(find(evaluation, "screw-breach"), nullptr);
}

TEST(ScrewGrade, GradesTheWholeEnvelopeAndNamesWhatItComesTo) {
  const CaseModel model = barCase();
  // The thread's edge stands 3 mm in front of the bone: grade C.
  const Evaluation evaluation = evaluated(model, withScrew(Vec3(72, -9, 0), Vec3(-40, -9, 0)));
  const ScrewGrade& screw = *evaluation.needles[0].screw;
  EXPECT_NEAR(screw.maxExcursionMm, 3.0, 0.3);
  EXPECT_EQ(screw.grade, 'C');
  EXPECT_EQ(screw.direction, "anterior");
  EXPECT_EQ(screw.limit, "nerve");
  const Finding* breach = find(evaluation, "screw-breach");
  ASSERT_NE(breach, nullptr);
  EXPECT_EQ(breach->severity, Finding::Severity::Danger);
}

/// Level with one face it lies nearest to, a screw says what lies there, and nothing of the nerve
/// in front, which is half a millimetre farther.
TEST(ScrewGrade, NamesOnlyWhatLiesOnTheSideItTellsOf) {
  const CaseModel model = barCase();
  Needle needle = withScrew(Vec3(72, -7.3, 7.7), Vec3(-40, -7.3, 7.7)).needles.front();
  const ScrewGrade screw = *gradeScrew(model, withNeedle({}, needle), needle);
  EXPECT_EQ(screw.direction, "superior");
  EXPECT_EQ(screw.limit, "cortex");
}

TEST(ScrewGrade, ObliqueEntryIsNoBreach) {
  const CaseModel model = barCase();
  const Evaluation evaluation =
      evaluated(model, withScrew(Vec3(55, 0, 20), Vec3(-30, 0, -2), "screw-6.5"));
  ASSERT_TRUE(evaluation.needles[0].screw);
  EXPECT_EQ(evaluation.needles[0].screw->grade, 'A');
}

TEST(ScrewGrade, MedialAndLateralAreOfThePatientsSide) {
  const CaseModel model = barCase();
  for (const double x : {55.0, -55.0}) {
    // From front to back, 1.75 mm from the end of the bar.
    Plan plan = withScrew(Vec3(x, -30, 0), Vec3(x, 4, 0), "screw-6.5");
    plan.needles[0].side = x > 0.0 ? Side::Left : Side::Right;
    EXPECT_EQ(evaluated(model, plan).needles[0].screw->direction, "lateral") << x;
    plan.needles[0].side = x > 0.0 ? Side::Right : Side::Left;
    EXPECT_EQ(evaluated(model, plan).needles[0].screw->direction, "medial") << x;
  }
}

TEST(ScrewGrade, ATipOutsideTheBoneIsADanger) {
  const CaseModel model = barCase();
  const Evaluation evaluation = evaluated(model, withScrew(Vec3(72, 0, 0), Vec3(-66, 0, 0)));
  const Finding* tip = find(evaluation, "screw-tip");
  ASSERT_NE(tip, nullptr);
  EXPECT_EQ(tip->severity, Finding::Severity::Danger);
}

TEST(ScrewGrade, AScrewThatMeetsNoBoneIsSaid) {
  const CaseModel model = barCase();
  const Evaluation evaluation = evaluated(model, withScrew(Vec3(72, 16, 0), Vec3(-40, 16, 0)));
  EXPECT_FALSE(evaluation.needles[0].screw);
  ASSERT_NE(find(evaluation, "screw-tip"), nullptr);
}

TEST(ScrewGrade, ANeedleIsNoScrew) {
  const CaseModel model = barCase();
  const Evaluation evaluation =
      evaluated(model, withScrew(Vec3(72, 0, 0), Vec3(-40, 0, 0), "bone-needle-11g"));
  ASSERT_NE(find(evaluation, "not-a-screw"), nullptr);
}

TEST(ScrewGrade, AnEnteredLengthIsJudged) {
  const CaseModel model = barCase();
  Plan plan = withScrew(Vec3(72, 0, 0), Vec3(-40, 0, 0));
  plan.needles[0].device.screwLengthMm = 83.0;
  const Evaluation evaluation = evaluated(model, plan);
  EXPECT_TRUE(evaluation.needles[0].screw->lengthEntered);
  ASSERT_NE(find(evaluation, "screw-length"), nullptr);
  ASSERT_NE(find(evaluation, "screw-not-made"), nullptr);
}

TEST(ScrewGrade, AScrewInALesionAsksForCement) {
  const CaseModel model = barCase(true);
  Plan plan = withScrew(Vec3(72, 0, 0), Vec3(-50, 0, 0));
  const Evaluation bare = evaluated(model, plan);
  EXPECT_NEAR(bare.needles[0].screw->inLesionMm, 50.0, 1.0);
  ASSERT_NE(find(bare, "screw-in-lesion"), nullptr);
  plan = withInjection(plan, {"N1", 3.0, 0.05});
  const Evaluation cemented = evaluated(model, plan);
  EXPECT_TRUE(cemented.needles[0].screw->cemented);
  EXPECT_EQ(find(cemented, "screw-in-lesion"), nullptr);
}

TEST(ScrewGrade, LengthsFollowTheCatalogue) {
  const Instrument& screw = findInstrument("screw-6.5");
  EXPECT_DOUBLE_EQ(madeLengthMm(screw, 71.0), 75.0);
  EXPECT_DOUBLE_EQ(madeLengthMm(screw, 70.2), 70.0);
  EXPECT_DOUBLE_EQ(madeLengthMm(screw, 10.0), 30.0);
  EXPECT_DOUBLE_EQ(madeLengthMm(screw, 500.0), 130.0);
  EXPECT_DOUBLE_EQ(fittingLengthMm(screw, 84.9).value_or(0.0), 80.0);
  EXPECT_FALSE(fittingLengthMm(screw, 29.0));
}

}  // namespace
}  // namespace trocar::fixation
