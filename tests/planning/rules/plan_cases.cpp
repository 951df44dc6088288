#include "planning/access/made_up_slices.h"
#include "planning/access/pedicle_path.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/evaluation/advice.h"
#include "planning/evaluation/made_up_results.h"
#include "planning/fixation/fixation_order.h"
#include "planning/fixation/screw_findings.h"
#include "planning/plan/entered_scores.h"
#include "planning/search/approach.h"
#include "tests/planning/bundled_model.h"
#include "tests/planning/cement/block_case.h"
#include "tests/planning/rules/measured_needle.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace trocar::rules {

Plan withBalloon(Plan plan, const std::string& needle, double ml) {
  DeviceUse use;
  use.balloonMl = ml;
  return withDevice(std::move(plan), needle, use);
}

namespace {

using enum Finding::Severity;
using Findings = std::vector<Finding>;

Findings quickly(const CaseModel& model, const Plan& plan) {
  EvaluationOptions options;
  options.physics = false;
  options.placementSamples = 0;
  return evaluate(model, plan, options).findings;
}

/// Two 11 G needles side by side, so far between their surfaces.
Findings sideBySide(double gapMm) {
  MeasuredNeedle scene;
  Needle other = scene.needle();
  other.id = "N2";
  const double apartMm = findInstrument(other.instrument).outerDiameterMm + gapMm;
  other.trajectory.entry.x() += apartMm;
  other.trajectory.target.x() += apartMm;
  scene.plan.needles.push_back(other);
  return search::pairFindings(scene.plan);
}

Findings ofInstrument(double unknown) {
  MeasuredNeedle scene;
  scene.needle().instrument = unknown > 0.0 ? "bone-needle-99g" : "bone-needle-11g";
  return quickly(*scene.model, scene.plan);
}

Findings ofLength(double mm) {
  MeasuredNeedle scene;
  scene.needle().trajectory.entry = scene.needle().trajectory.target + mm * Vec3::UnitY();
  return quickly(*scene.model, scene.plan);
}

Findings lyingAs(double supine) {
  MeasuredNeedle scene;
  Case patient = scene.model->patient();
  patient.position = PatientPosition::Prone;
  Plan plan;
  plan.procedurePosition = supine > 0.0 ? PatientPosition::Supine : PatientPosition::Prone;
  return quickly(CaseModel(std::make_shared<const Case>(patient)), plan);
}

/// So many screws of the left tripod.
Findings tripod(double legs) {
  MeasuredNeedle scene;
  Plan plan;
  for (const Approach way :
       {Approach::AnteriorColumnScrew, Approach::PosteriorColumnScrew, Approach::Lc2Screw}) {
    if (static_cast<double>(plan.needles.size()) >= legs)
      break;
    Needle screw = scene.needle();
    screw.id = "N" + std::to_string(plan.needles.size() + 1);
    screw.purpose = Purpose::Screw;
    screw.approach = way;
    plan.needles.push_back(screw);
  }
  return fixation::screwGroupFindings(*scene.model, plan);
}

/// A screw across the block, and a cryoprobe from the front whose tip lies so far before its face.
Findings probeBefore(double mm) {
  const cement::BlockCase block;
  Plan plan;
  plan.needles = {cement::cementNeedle("N1", Vec3(-30, 0, 0), Vec3(10, 0, 0)),
                  cement::cementNeedle("N2", Vec3(0, -60, 0), Vec3(0, -15.5 - mm, 0))};
  plan.needles[0].instrument = "screw-6.5";
  plan.needles[0].purpose = Purpose::Screw;
  plan.needles[1].instrument = "icerod-1.5";
  plan.needles[1].purpose = Purpose::Probe;
  plan.protocols = {{"N2", 0.0, {{ProtocolStep::Kind::Freeze, 600.0, 0.0, 1.0}}}};
  return fixation::fixationOrderFindings(*block.model, plan);
}

/// Cement in the middle of the block, and a device whose tip lies at `tip`.
Plan withDevice(const std::string& instrument, const Vec3& tip) {
  Plan plan = cement::planWith(Vec3::Zero(), 2.0);
  Needle device = cement::cementNeedle("N2", tip + Vec3(0, -60, 0), tip);
  device.instrument = instrument;
  device.purpose = Purpose::Access;
  plan.needles.push_back(device);
  return plan;
}

Findings roomOfBalloon(double ml) {
  const Plan plan = withDevice("balloon-15", Vec3(0, 7, 0));
  return cement::augmentationFindings(*cement::BlockCase().model, withBalloon(plan, "N2", ml));
}

Findings implantOf(double mm) {
  const Plan plan = withDevice("expandable-implant-4.2", Vec3(0, 8, 0));
  DeviceUse use;
  use.implantHeightMm = mm;
  return cement::augmentationFindings(*cement::BlockCase().model, withDevice(plan, "N2", use));
}

Plan withCoil(Plan plan) {
  DeviceUse use;
  use.coilLoops = 3;
  return withDevice(std::move(plan), "N2", use);
}

/// A coil of three loops so far behind the middle of the block, whose back lies at 15.5 mm.
Findings coilBehind(double mm) {
  const Plan plan = withDevice("coil-peek", Vec3(0, mm, 0));
  return cement::augmentationFindings(*cement::BlockCase().model, withCoil(plan));
}

/// Its cement so far from the middle of the coil, whose wall begins at 8 mm.
Findings cementFromCoil(double mm) {
  Plan plan = withDevice("coil-peek", Vec3::Zero());
  plan.needles.front().trajectory.target.x() = mm;
  return cement::augmentationFindings(*cement::BlockCase().model, withCoil(plan));
}

Findings coilWithout(double loops) {
  const Plan plan = withDevice("coil-peek", Vec3::Zero());
  return cement::augmentationFindings(*cement::BlockCase().model,
                                      loops > 0.0 ? withCoil(plan) : plan);
}

/// An implant that asks for 5.0 mm, through the pedicle of the thoracic spine that is nearest in
/// width.
Findings implantThrough(double widthMm) {
  MeasuredNeedle scene;
  scene.needle().instrument = "expandable-implant-4.2";
  const CaseModel& model = bundledModel("thoracolumbar-renal");
  double least = 1e9;
  for (const anatomy::VertebraAnatomy& vertebra : model.vertebrae()) {
    for (const Side side : {Side::Left, Side::Right}) {
      const double offMm = std::abs(access::pedicleOf(vertebra, side).isthmusWidthMm - widthMm);
      if (offMm >= least)
        continue;
      least = offMm;
      scene.needle().level = vertebra.level;
      scene.needle().side = side;
    }
  }
  EXPECT_LT(least, 0.1);
  return cement::augmentationFindings(model, scene.plan);
}

/// Cement so far along the left pedicle of L3 from its isthmus, 8 mm of which count as the pedicle.
Findings cementInPedicle(double alongMm) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::PedicleAnatomy& pedicle = model.vertebra("L3")->left;
  Plan plan = cement::planWith(pedicle.centreMm + alongMm * pedicle.axis, 1.0);
  plan.needles.front().level = "L3";
  return cement::augmentationFindings(model, plan);
}

Findings cementInSacrum(double ml) {
  const CaseModel& model = bundledModel("sacrum-sarcoma");
  return cement::augmentationFindings(model,
                                      cement::planWith(*model.pelvis().sacrum->left.alaMm, ml));
}

/// Cement over the right hip joint, its medial wall insufficient.
Plan acetabularPlan(const CaseModel& model) {
  for (const anatomy::HipAnatomy& hip : model.pelvis().hips) {
    if (hip.side == Side::Right)
      return withScoreAnswer(cement::planWith(hip.domeMm + Vec3(0, 0, 8), 5.0),
                             "acetabulum",
                             "medial-wall",
                             "insufficient");
  }
  return {};
}

Findings acetabulumWithout(double screws) {
  const CaseModel& model = bundledModel("acetabulum-renal");
  Plan plan = acetabularPlan(model);
  if (screws > 0.0) {
    Needle screw = plan.needles.front();
    screw.id = "N2";
    screw.purpose = Purpose::Screw;
    plan.needles.push_back(screw);
  }
  return cement::augmentationFindings(model, plan);
}

/// Above the joint, which counts as acetabulum up to 15 mm from its surface.
Findings aboveJoint(double mm) {
  const CaseModel& model = bundledModel("acetabulum-renal");
  Plan plan = acetabularPlan(model);
  plan.needles.front().trajectory.target.z() += mm - 8.0;
  return cement::augmentationFindings(model, plan);
}

/// A bar of bone along z, a femur by its role, with a lesion of so many millimetres at its surface.
Findings cementInFemur(double lesionMm, bool lesserTrochanter) {
  const Grid grid({41, 41, 141}, Vec3(-20, -20, -70), Vec3::Ones());
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  for (std::size_t c = 0; c < labels.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    if (std::hypot(p.x(), p.y()) < 14.0 && std::abs(p.z()) < 65.0)
      labels[c] = p.z() >= 0.0 && p.z() < lesionMm && p.x() > 4.0 ? 2 : 1;
  }
  auto patient = std::make_shared<Case>();
  patient->ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 300));
  patient->layers.emplace_back(grid, std::move(labels));
  patient->structures = {
      {"femur_left", "Femur", Role::Femur, LabelRegion{0, {1, 2}}, Basis::Measured},
      {"lesion_1", "Lesion", Role::Lesion, LabelRegion{0, {2}}, Basis::Measured}};
  const Plan plan = withScoreAnswer(cement::planWith(Vec3::Zero(), 4.0),
                                    "femur",
                                    "lesser-trochanter-fracture",
                                    lesserTrochanter ? "yes" : "no");
  return cement::augmentationFindings(CaseModel(std::move(patient)), plan);
}

/// A screw in L3, with cement there and so much in the level above.
Findings cementAboveScrew(double ml) {
  const CaseModel& model = bundledModel("l3-breast");
  Plan plan = cement::planWith(model.vertebra("L3")->bodyCentroidMm, 2.0);
  plan.needles.front().purpose = Purpose::Screw;
  plan.needles.front().level = "L3";
  plan.needles.push_back(
      cement::cementNeedle("N2", Vec3::Zero(), model.vertebra("L2")->bodyCentroidMm));
  plan.needles.back().level = "L2";
  plan.injections.push_back({"N2", ml, 0.05});
  return cement::augmentationFindings(model, plan);
}

/// A lesion in slices 10 to 20 of 1 mm, and one slice that was never scanned.
Findings lesionBeside(double slice) {
  Case patient = MeasuredNeedle().model->patient();
  const EllipsoidRegion ball{Vec3(0, 0, -5), Eigen::Matrix3d::Identity(), Vec3::Constant(5.0)};
  patient.structures.push_back({"lesion_1", "Lesion", Role::Lesion, ball, Basis::Entered});
  patient.madeUp = {{static_cast<int>(slice), static_cast<int>(slice)}};
  return access::madeUpLesionFindings(CaseModel(std::make_shared<const Case>(std::move(patient))));
}

/// A killed volume, or cement, in slices 10 to 20 of 1 mm, and one slice that was never scanned.
Findings resultBeside(double slice, bool cement) {
  Case patient = MeasuredNeedle().model->patient();
  patient.madeUp = {{static_cast<int>(slice), static_cast<int>(slice)}};
  const EllipsoidRegion ball{Vec3(0, 0, -5), Eigen::Matrix3d::Identity(), Vec3::Constant(5.0)};
  ablation::AblationResult zones;
  zones.zones.emplace_back().ellipsoid = ball;
  cement::CementResult filled;
  filled.arrival = Image<float>(Grid({10, 10, 10}, Vec3(-4.5, -4.5, -9.5), Vec3::Ones()),
                                std::vector<float>(1000, 1.0F));
  return madeUpResultFindings(patient, cement ? nullptr : &zones, cement ? &filled : nullptr);
}

Findings cementBeforeOpenWall(double ml) {
  const CaseModel& model = bundledModel("l4-lung");
  return cement::augmentationFindings(model,
                                      cement::planWith(model.vertebra("L4")->bodyCentroidMm, ml));
}

RuleCases deviceCases() {
  return {
      {"device-over-volume", Warning, roomOfBalloon, 4.0, 4.01},
      {"device-over-height", Warning, implantOf, 12.5, 12.51},
      {"device-pedicle", Danger, implantThrough, 5.1, 4.9},
      {"coil-without-loops", Note, coilWithout, 3, 0},
      {"coil-beyond-bone", Danger, coilBehind, 5.4, 6.5},
      {"cement-outside-coil", Warning, cementFromCoil, 7.99, 8.01},
  };
}

/// The T10 patient, whose lesion is so vascular (0 low to 2 high), or whose histology is entered.
Findings bleeding(double vascularity) {
  const CaseModel& model = bundledModel("t10-renal");
  Plan plan;
  plan.needles = {MeasuredNeedle().needle()};
  const std::string lesion = model.patient().withRole(Role::Lesion).front()->id;
  plan = withVascularity(
      std::move(plan), lesion, vascularity > 1.0 ? Vascularity::High : Vascularity::Moderate);
  return adviceFindings(model, plan, {});
}

Findings ofHistology(double renal) {
  Plan plan;
  plan.needles = {MeasuredNeedle().needle()};
  plan =
      withScoreAnswer(std::move(plan), "histology", "histology", renal > 0.0 ? "renal" : "breast");
  return adviceFindings(bundledModel("l3-breast"), plan, {});
}

/// Through an electrode, beside a pacemaker or none.
std::function<Findings(double)> pacedWith(const char* instrument) {
  return [instrument](double paced) {
    Plan plan;
    plan.needles = {MeasuredNeedle().needle()};
    plan.needles.front().instrument = instrument;
    plan = withScoreAnswer(std::move(plan), "implants", "pacemaker", paced > 0.0 ? "yes" : "no");
    return adviceFindings(bundledModel("l3-breast"), plan, {});
  };
}

/// Of a patient with a vascular lesion that is embolised before.
Findings embolised(const char* patient, const std::optional<Embolisation>& how) {
  const CaseModel& model = bundledModel(patient);
  const std::string lesion = model.patient().withRole(Role::Lesion).front()->id;
  Plan plan;
  plan.needles = {MeasuredNeedle().needle()};
  plan.procedureDate = "2026-03-01";
  plan = withVascularity(std::move(plan), lesion, Vascularity::High);
  return adviceFindings(model, withEmbolisation(std::move(plan), lesion, how), {});
}

Findings notEmbolised(double missing) {
  return embolised("t10-renal", missing > 0.0 ? std::nullopt : std::optional(Embolisation()));
}

Findings withoutMaterial(double missing) {
  return embolised("t10-renal", Embolisation{"", missing > 0.0 ? "" : "glue", 0.9});
}

Findings withoutShare(double missing) {
  return embolised("t10-renal",
                   Embolisation{"", "glue", missing > 0.0 ? std::nullopt : std::optional(0.9)});
}

/// So many days before the first of March, in 2026, whose February has 28 days.
std::function<Findings(double)> daysBefore(const char* material) {
  return [material](double days) {
    const std::string date = days < 0.0   ? "2026-03-02"
                             : days > 0.0 ? "2026-02-" + std::to_string(29 - static_cast<int>(days))
                                          : "2026-03-01";
    return embolised("t10-renal", Embolisation{date, material, 0.9});
  };
}

/// At T10, from whose left side the cord may be supplied, or at L4.
Findings supplyAtRisk(double atT10) {
  return embolised(atT10 > 0.0 ? "t10-renal" : "l4-lung", Embolisation());
}

/// A needle so far from the left segmental artery of T10.
Findings besideSupply(double distanceMm) {
  NeedleEvaluation numbers;
  numbers.id = "N1";
  numbers.clearances = {{"segmental_artery_T10_left", distanceMm, Vec3::Zero()}};
  Plan plan;
  plan.needles = {MeasuredNeedle().needle()};
  return adviceFindings(bundledModel("t10-renal"), plan, {numbers});
}

std::function<Findings(double)> triggeredBy(const std::string& question) {
  return [question](double yes) {
    const Plan plan = withScoreAnswer({}, "early-surgery", question, yes > 0.0 ? "yes" : "no");
    return adviceFindings(bundledModel("l3-breast"), plan, {});
  };
}

}  // namespace

RuleCases planRuleCases() {
  RuleCases cases = {
      {"embolisation-advised", Warning, bleeding, 1, 2},
      {"embolisation-advised", Warning, ofHistology, 0, 1},
      {"embolisation-advised", Warning, notEmbolised, 0, 1},
      {"embolisation-incomplete", Warning, withoutMaterial, 0, 1},
      {"embolisation-incomplete", Warning, withoutShare, 0, 1},
      {"embolisation-timing", Warning, daysBefore("gelatin"), 1, 2},
      {"embolisation-timing", Warning, daysBefore("gelatin"), 1, 5},
      {"embolisation-timing", Warning, daysBefore("particles"), 2, 3},
      {"embolisation-timing", Warning, daysBefore("coils"), 1, -1},
      {"embolisation-timing", Note, daysBefore("mixed"), 1, 0},
      {"cord-supply", Danger, supplyAtRisk, 0, 1},
      {"pacemaker-current", Danger, pacedWith("rf-monopolar-10"), 0, 1},
      {"pacemaker-current", Warning, pacedWith("rf-bipolar-cooled-10"), 0, 1},
      {"cord-supply", Warning, bleeding, 1, 2},
      {"cord-supply", Warning, besideSupply, 2.0, 1.99},
      {"early-surgery", Warning, triggeredBy("deformity"), 0, 1},
      {"early-surgery", Danger, triggeredBy("bowel-bladder"), 0, 1},
      {"needles-near", Warning, sideBySide, 2.01, 1.99},
      {"needles-near", Danger, sideBySide, 0.01, -0.01},
      {"instrument-unknown", Danger, ofInstrument, 0, 1},
      {"entry-is-target", Danger, ofLength, 0.1, 0.0},
      {"position-differs", Note, lyingAs, 0, 1},
      {"lesion-in-made-up-slices", Warning, lesionBeside, 23, 18},
      {"zone-in-made-up-slices",
       Warning,
       [](double slice) { return resultBeside(slice, false); },
       23,
       18},
      {"cement-in-made-up-slices",
       Warning,
       [](double slice) { return resultBeside(slice, true); },
       23,
       18},
      {"tripod-leg", Note, tripod, 3, 2},
      {"tripod-leg", Note, tripod, 1, 2},
      {"ablation-before-fixation", Note, probeBefore, 0.5, -0.5},
      {"pedicle-plasty", Warning, cementInPedicle, 8.01, 7.99},
      {"pedicle-plasty", Warning, cementInPedicle, -8.01, -7.99},
      {"sacroplasty-foramen", Note, cementInSacrum, 0.0, 0.1},
      {"acetabulum-cement-alone", Danger, acetabulumWithout, 1, 0},
      {"acetabulum-cement-alone", Danger, aboveJoint, 17, 13},
      {"femur-cement-alone",
       Warning,
       [](double mm) { return cementInFemur(mm, false); },
       30.0,
       32.0},
      {"femur-cement-alone",
       Warning,
       [](double broken) { return cementInFemur(20.0, broken > 0.0); },
       0,
       1},
      {"screw-augmentation", Note, cementAboveScrew, 0.1, 0.0},
      {"open-posterior-wall", Warning, cementBeforeOpenWall, 0.0, 0.1},
  };
  const RuleCases devices = deviceCases();
  cases.insert(cases.end(), devices.begin(), devices.end());
  return cases;
}

}  // namespace trocar::rules
