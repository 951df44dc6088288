#include "planning/cement/devices/augmentation.h"

#include "core/error.h"
#include "planning/cement/body/cavity.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/plan/entered_scores.h"
#include "planning/plan/instrument.h"
#include "tests/planning/bundled_model.h"
#include "tests/planning/cement/block_case.h"
#include "tests/planning/provenance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace trocar::cement {
namespace {

const Finding* findRule(const std::vector<Finding>& findings, const std::string& rule) {
  const auto found = std::find_if(
      findings.begin(), findings.end(), [&](const Finding& f) { return f.rule == rule; });
  return found == findings.end() ? nullptr : &*found;
}

Plan withCoil(const Vec3& centreMm, int loops) {
  Plan plan = planWith(Vec3::Zero(), 2.0);
  Needle coil = cementNeedle("N2", centreMm + Vec3(0, -60, 0), centreMm);
  coil.instrument = "coil-peek";
  coil.purpose = Purpose::Access;
  coil.device.coilLoops = loops;
  plan.needles.push_back(coil);
  return plan;
}

TEST(Augmentation, EveryDeviceIsAnInstrumentAndNamesItsSource) {
  for (const AugmentationDevice& device : augmentationDevices()) {
    EXPECT_NO_THROW(findInstrument(device.instrument));
    EXPECT_FALSE(device.source.empty()) << device.instrument;
    EXPECT_FALSE(device.verified && admitsDoubt(device.source)) << device.instrument;
  }
}

// SpineJack sizes and least pedicles: Medscape 1145447.
TEST(Augmentation, AnExpandableImplantAsksForEightTenthsMoreThanItsDiameter) {
  for (const char* id :
       {"expandable-implant-4.2", "expandable-implant-5.0", "expandable-implant-5.8"})
    EXPECT_NEAR(augmentationOf(id)->leastPedicleMm.value_or(0.0),
                findInstrument(id).outerDiameterMm + 0.8,
                1e-9);
}

TEST(Augmentation, ACoilIsARingOfItsLoops) {
  const BlockCase block;
  const auto rings = plannedRings(*block.model, withCoil(Vec3(0, 1, 0), 3));
  ASSERT_EQ(rings.size(), 1u);
  EXPECT_DOUBLE_EQ(rings[0].heightMm, 9.0);
  EXPECT_TRUE(rings[0].inWall(Vec3(9.5, 1, 0)));
  EXPECT_TRUE(rings[0].encloses(Vec3(0, 1, 4)));
  EXPECT_FALSE(rings[0].encloses(Vec3(0, 1, 5)));
  EXPECT_THROW(plannedRings(*block.model, withCoil(Vec3::Zero(), 5)), Error) << "of at most 4";
}

/// Share of the cement that lies further than `radiusMm` from the axis of the block.
double beyond(const CementResult& result, double radiusMm) {
  const Grid& grid = result.arrival.grid();
  double all = 0.0;
  double outside = 0.0;
  for (std::size_t c = 0; c < grid.voxelCount(); ++c) {
    if (result.arrival.voxels()[c] < 0.0F)
      continue;
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    all += 1.0;
    outside += std::hypot(p.x(), p.y()) > radiusMm ? 1.0 : 0.0;
  }
  return all > 0.0 ? outside / all : 0.0;
}

TEST(Augmentation, ACoilHoldsTheCementThatIsInjectedInIt) {
  const BlockCase block;
  Plan plan = withCoil(Vec3::Zero(), 4);
  plan.injections[0].volumeMl = 2.5;
  const auto held = evaluateCement(*block.model, plan, {});
  plan.needles[1].device = {};
  const auto free = evaluateCement(*block.model, plan, {});
  ASSERT_TRUE(held && free);
  EXPECT_NEAR(held->deliveredMl, 2.5, 1e-3);
  EXPECT_LT(beyond(*held, 10.0), 0.02);
  EXPECT_LT(beyond(*held, 10.0), beyond(*free, 10.0) + 1e-9);
}

TEST(Augmentation, SaysThatACoilOrItsCementIsOutOfPlace) {
  const BlockCase block;
  EXPECT_NE(
      findRule(augmentationFindings(*block.model, withCoil(Vec3(0, 9, 0), 3)), "coil-beyond-bone"),
      nullptr);
  Plan plan = withCoil(Vec3::Zero(), 3);
  EXPECT_TRUE(augmentationFindings(*block.model, plan).empty());
  plan.needles[0].trajectory.target = Vec3(15, 0, 0);
  EXPECT_NE(findRule(augmentationFindings(*block.model, plan), "cement-outside-coil"), nullptr);
  plan.needles[1].device = {};
  EXPECT_NE(findRule(augmentationFindings(*block.model, plan), "coil-without-loops"), nullptr);
}

TEST(Augmentation, ABalloonHasALargestVolume) {
  const BlockCase block;
  Plan plan = planWith(Vec3::Zero(), 2.0);
  Needle balloon = cementNeedle("N2", Vec3(0, -60, 0), Vec3(0, 7, 0));
  balloon.instrument = "balloon-15";
  balloon.device.balloonMl = 4.5;
  plan.needles.push_back(balloon);
  EXPECT_NE(findRule(augmentationFindings(*block.model, plan), "device-over-volume"), nullptr);
  plan.needles[1].device.balloonMl = 4.0;
  EXPECT_EQ(findRule(augmentationFindings(*block.model, plan), "device-over-volume"), nullptr);
}

Plan withImplant(const Vec3& tipMm, double heightMm) {
  Plan plan = planWith(tipMm, 2.0);
  Needle implant = cementNeedle("N2", tipMm + Vec3(0, -60, 0), tipMm);
  implant.instrument = "expandable-implant-5.8";
  implant.purpose = Purpose::Access;
  implant.device.implantHeightMm = heightMm;
  plan.needles.push_back(implant);
  return plan;
}

TEST(Augmentation, AnExpandableImplantOpensTowardsHeadAndFeet) {
  const std::vector<Cavity> slots = plannedCavities(withImplant(Vec3(0, 8, 0), 14.0));
  ASSERT_EQ(slots.size(), 1u);
  // pi / 6 x 20 x 5.8 x 14 mm.
  EXPECT_NEAR(slots[0].volumeMl, 0.850, 0.001);
  EXPECT_TRUE(contains(slots[0].region, Vec3(0, -2, 6.9)));
  EXPECT_FALSE(contains(slots[0].region, Vec3(0, -2, 7.1)));
  EXPECT_TRUE(contains(slots[0].region, Vec3(2.8, -2, 0)));
  EXPECT_FALSE(contains(slots[0].region, Vec3(3.0, -2, 0)));
}

TEST(Augmentation, CementFillsTheRoomOfAnExpandableImplantFirst) {
  const BlockCase block({}, 250);
  EvaluationOptions options;
  options.resolutionMm = 1.5;
  options.cementHeat = false;
  Plan plan = withImplant(Vec3(0, 8, 0), 16.0);
  plan.injections[0].volumeMl = 1.0;
  plan.needles[0].trajectory = {Vec3(0, -60, 0), Vec3(0, -2, 0)};
  const auto share = [&](const CementResult& result) {
    const Cavity slot = plannedCavities(plan).front();
    double inside = 0.0;
    double all = 0.0;
    for (std::size_t c = 0; c < result.arrival.grid().voxelCount(); ++c) {
      if (result.arrival.voxels()[c] < 0.0F)
        continue;
      const Grid& grid = result.arrival.grid();
      all += 1.0;
      inside += contains(slot.region, grid.voxelToPatient(grid.voxelAt(c))) ? 1.0 : 0.0;
    }
    return inside / all;
  };
  const double opened = share(*evaluateCement(*block.model, plan, options));
  Plan closed = plan;
  closed.needles[1].device = {};
  EXPECT_GT(opened, 1.5 * share(*evaluateCement(*block.model, closed, options)));
}

TEST(Augmentation, AnExpandableImplantHasALargestHeightAndStaysInTheBone) {
  const BlockCase block;
  const auto rulesOf = [&](double heightMm) {
    const Plan plan = withImplant(Vec3(0, 8, 0), heightMm);
    auto findings = augmentationFindings(*block.model, plan);
    EvaluationOptions options;
    options.resolutionMm = 1.5;
    options.cementHeat = false;
    const auto result = evaluateCement(*block.model, plan, options);
    for (const Finding& finding : cementFindings(*block.model, plan, *result))
      findings.push_back(finding);
    return findings;
  };
  EXPECT_EQ(findRule(rulesOf(16), "device-over-height"), nullptr);
  EXPECT_EQ(findRule(rulesOf(16), "balloon-beyond-bone"), nullptr);
  EXPECT_NE(findRule(rulesOf(18), "device-over-height"), nullptr);
  EXPECT_NE(findRule(rulesOf(30), "balloon-beyond-bone"), nullptr) << "in a bone of 25 mm";
}

TEST(Augmentation, SacroplastyNamesTheNearestForamenAndItsSide) {
  const CaseModel& model = bundledModel("sacrum-sarcoma");
  ASSERT_TRUE(model.pelvis().sacrum);
  const anatomy::SacrumAnatomy& sacrum = *model.pelvis().sacrum;
  for (const auto& [half, name] : {std::pair{&sacrum.left, "left S"}, {&sacrum.right, "right S"}}) {
    ASSERT_TRUE(half->alaMm);
    Plan plan;
    plan.needles = {cementNeedle("N1", *half->alaMm + Vec3(0, 80, 0), *half->alaMm)};
    plan.injections = {{"N1", 4.0, 0.05}};
    const auto findings = augmentationFindings(model, plan);
    const Finding* finding = findRule(findings, "sacroplasty-foramen");
    ASSERT_NE(finding, nullptr) << name;
    EXPECT_NE(finding->text.find(name), std::string::npos) << finding->text;
    EXPECT_GT(finding->value.value_or(0.0), 5.0);
    EXPECT_LT(finding->value.value_or(0.0), 45.0);
  }
}

TEST(Augmentation, ACoilDoesNotGoThroughANarrowPedicle) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L3");
  Plan plan;
  Needle coil = cementNeedle("N1", Vec3::Zero(), anatomy.bodyCentroidMm);
  coil.instrument = "coil-peek";
  coil.level = "L3";
  coil.side = Side::Left;
  coil.approach = Approach::Transpedicular;
  plan.needles = {coil};
  const bool narrow = anatomy.left.isthmusWidthMm < 6.5;
  EXPECT_EQ(findRule(augmentationFindings(model, plan), "device-pedicle") != nullptr, narrow);
  plan.needles[0].approach = Approach::Parapedicular;
  EXPECT_EQ(findRule(augmentationFindings(model, plan), "device-pedicle"), nullptr);
  // Cement in the pedicle itself.
  plan.needles[0].instrument = "bone-needle-11g";
  plan.needles[0].trajectory.target = anatomy.right.centreMm;
  plan.injections = {{"N1", 1.0, 0.05}};
  const auto findings = augmentationFindings(model, plan);
  const Finding* pedicle = findRule(findings, "pedicle-plasty");
  ASSERT_NE(pedicle, nullptr);
  EXPECT_NE(pedicle->text.find("right pedicle"), std::string::npos);
}

TEST(Augmentation, ScrewLevelsAndTheLevelAboveAreNamed) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& anatomy = *model.vertebra("L3");
  Plan plan;
  Needle screw = cementNeedle("N1", Vec3::Zero(), anatomy.bodyCentroidMm);
  screw.instrument = "screw-6.5";
  screw.purpose = Purpose::Screw;
  screw.level = "L3";
  plan.needles = {screw};
  const auto bare = augmentationFindings(model, plan);
  const Finding* finding = findRule(bare, "screw-augmentation");
  ASSERT_NE(finding, nullptr);
  EXPECT_NE(finding->text.find("L3"), std::string::npos);
  EXPECT_NE(finding->text.find("L2"), std::string::npos);
  Needle above = cementNeedle("N2", Vec3::Zero(), Vec3::Zero());
  above.level = "L2";
  plan.needles.push_back(above);
  plan.injections = {{"N1", 2.0, 0.05}, {"N2", 2.0, 0.05}};
  EXPECT_EQ(findRule(augmentationFindings(model, plan), "screw-augmentation"), nullptr);
}

TEST(Augmentation, CementAloneAroundABrokenAcetabulumIsADangerUntilThereIsAScrew) {
  const CaseModel& model = bundledModel("acetabulum-renal");
  const auto& hips = model.pelvis().hips;
  const auto hip = std::find_if(
      hips.begin(), hips.end(), [](const anatomy::HipAnatomy& h) { return h.side == Side::Right; });
  ASSERT_NE(hip, hips.end());
  const Vec3 tip = hip->domeMm + Vec3(0, 0, 8);
  Plan plan;
  plan.needles = {cementNeedle("N1", tip + Vec3(0, 80, 40), tip)};
  plan.injections = {{"N1", 5.0, 0.05}};
  EXPECT_EQ(findRule(augmentationFindings(model, plan), "acetabulum-cement-alone"), nullptr);
  plan = withScoreAnswer(plan, "acetabulum", "medial-wall", "insufficient");
  EXPECT_NE(findRule(augmentationFindings(model, plan), "acetabulum-cement-alone"), nullptr);
  Needle screw = cementNeedle("N2", tip + Vec3(0, 80, 60), tip + Vec3(0, 0, 5));
  screw.instrument = "screw-7.3";
  screw.purpose = Purpose::Screw;
  plan.needles.push_back(screw);
  EXPECT_EQ(findRule(augmentationFindings(model, plan), "acetabulum-cement-alone"), nullptr);
}

/// A bar of bone along z, a femur by its role, with a lesion of `lesionMm` at its surface.
CaseModel femurCase(double lesionMm) {
  const Grid grid({41, 41, 141}, Vec3(-20, -20, -70), Vec3::Ones());
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  for (std::size_t c = 0; c < labels.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    if (std::hypot(p.x(), p.y()) < 14.0 && std::abs(p.z()) < 65.0)
      labels[c] = std::abs(p.z()) < lesionMm / 2.0 && p.x() > 4.0 ? 2 : 1;
  }
  auto patient = std::make_shared<Case>();
  patient->ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 300));
  patient->layers.emplace_back(grid, std::move(labels));
  patient->structures = {
      {"femur_left", "Femur", Role::Femur, LabelRegion{0, {1, 2}}, Basis::Measured},
      {"lesion_1", "Lesion", Role::Lesion, LabelRegion{0, {2}}, Basis::Measured}};
  return CaseModel(std::move(patient));
}

// Deschamps et al.: more than 30 mm of cortex, or an earlier fracture of the lesser trochanter.
TEST(Augmentation, CementAloneInAFemurIsJudgedByTheLengthOfCortexInvolved) {
  Plan plan = planWith(Vec3::Zero(), 4.0);
  EXPECT_EQ(findRule(augmentationFindings(femurCase(24.0), plan), "femur-cement-alone"), nullptr);
  const auto findings = augmentationFindings(femurCase(40.0), plan);
  const Finding* finding = findRule(findings, "femur-cement-alone");
  ASSERT_NE(finding, nullptr);
  EXPECT_NEAR(finding->value.value_or(0.0), 40.0, 1.5);
  plan = withScoreAnswer(plan, "femur", "lesser-trochanter-fracture", "yes");
  EXPECT_NE(findRule(augmentationFindings(femurCase(24.0), plan), "femur-cement-alone"), nullptr);
}

}  // namespace
}  // namespace trocar::cement
