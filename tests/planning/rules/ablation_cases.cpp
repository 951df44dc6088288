#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/zones/protected_region.h"
#include "tests/planning/ablation/ball_case.h"
#include "tests/planning/rules/rule_case.h"

#include <cmath>

namespace trocar::rules {
namespace {

using enum Finding::Severity;
using Findings = std::vector<Finding>;

/// A lesion of 5 mm, the canal's surface 32 mm behind its middle, a root, a cartilage and the skin.
const CaseModel& ball() {
  static const CaseModel model = [] {
    Case patient = *ablation::ballCase(5.0, 40.0);
    const EllipsoidRegion elsewhere{Vec3(-30, 0, 0), Eigen::Matrix3d::Identity(), Vec3::Ones()};
    patient.structures.push_back({"joint", "Joint", Role::Cartilage, elsewhere, Basis::Entered});
    patient.structures.push_back({"skin", "Skin", Role::Skin, elsewhere, Basis::Entered});
    return CaseModel(std::make_shared<const Case>(std::move(patient)));
  }();
  return model;
}

Findings said(const ablation::AblationResult& result, const Plan& plan = {}) {
  return ablation::ablationFindings(ball(), plan, result);
}

/// Of a structure at risk, `distanceMm` from the zone.
ablation::AblationResult exposed(const std::string& structure, double distanceMm) {
  ablation::AblationResult result;
  result.structures.resize(1);
  result.structures.front().structure = structure;
  result.structures.front().distanceToZoneMm = distanceMm;
  return result;
}

Findings atMost(const std::string& structure, double hottestC) {
  ablation::AblationResult result = exposed(structure, 30.0);
  result.structures.front().minimumC = 37.0;
  result.structures.front().maximumC = hottestC;
  return said(result);
}

Findings atLeast(const std::string& structure, double coldestC) {
  ablation::AblationResult result = exposed(structure, 30.0);
  result.structures.front().minimumC = coldestC;
  result.structures.front().maximumC = 37.0;
  return said(result);
}

Findings marginOf(double mm) {
  ablation::AblationResult result;
  result.targets.resize(1);
  result.targets.front().structure = "lesion_1";
  result.targets.front().minimumMarginMm = mm;
  return said(result);
}

Findings sensorAt(double coldestC, double hottestC) {
  ablation::AblationResult result;
  result.sensors = {{"N2", Vec3::Zero(), coldestC, hottestC, {}, {}}};
  return said(result);
}

/// An antenna along the canal, so far from it.
Findings antennaFrom(const CaseModel& model, double canalAtMm, double distanceMm) {
  const double radiusMm = 0.5 * findInstrument("microwave-emprint").outerDiameterMm;
  Plan plan;
  plan.needles = {
      ablation::probe("N1", "microwave-emprint", Vec3(0, canalAtMm - distanceMm - radiusMm, 0))};
  return ablation::ablationFindings(model, plan, {});
}

/// As far as half a voxel from the canal, whose surface lies 1 mm from a tumour of that radius.
Findings tumourOf(double radiusMm) {
  const CaseModel model(ablation::ballCase(radiusMm, 20.0));
  return antennaFrom(model, 12.0, 12.0);
}

Findings twoProbes(double apartMm) {
  Plan plan;
  plan.needles = {ablation::probe("N1", "icerod-1.5", Vec3::Zero()),
                  ablation::probe("N2", "icerod-1.5", Vec3(apartMm, 0, 0))};
  return said({}, plan);
}

Findings zoneOf(double published, bool several) {
  ablation::AblationResult result;
  result.zones.resize(1);
  result.zones.front().basis = published > 0.0 ? Basis::Published : Basis::Simulated;
  result.targets.resize(1);
  result.targets.front().structure = "lesion_1";
  result.targets.front().minimumMarginMm = 9.0;
  result.targets.front().lowerBound = several;
  return said(result);
}

Findings rfBehind(double saline) {
  Plan plan;
  plan.needles = {ablation::probe("N1", "rf-monopolar-10", Vec3::Zero())};
  plan.protections = {{"root_L3_left",
                       saline > 0.0 ? Protection::Medium::Saline : Protection::Medium::Dextrose,
                       5.0}};
  return said({}, plan);
}

/// With a layer around a root that is so much colder than without it.
Findings colderBy(double kelvin) {
  Plan plan;
  plan.protections = {{"root_L3_left", Protection::Medium::CarbonDioxide, 5.0}};
  ablation::AblationResult result = exposed("root_L3_left", 30.0);
  result.structures.front().minimumC = 20.0 - kelvin;
  result.unprotected = result.structures;
  result.unprotected.front().minimumC = 20.0;
  return said(result, plan);
}

Findings protectedBy(double ml) {
  Plan plan;
  plan.protections = {{"root_L3_left", Protection::Medium::Dextrose, 5.0}};
  return ablation::protectedRegionFindings(ball(), plan, {{"root_L3_left", ml, nullptr}});
}

Findings cementWith(double cryoprobes) {
  Plan plan;
  plan.injections = {{"N2", 2.0, 0.05}};
  if (cryoprobes > 0.0)
    plan.needles = {ablation::probe("N1", "icerod-1.5", Vec3::Zero())};
  return said({}, plan);
}

/// A probe in bone of one density.
Findings workingIn(const std::string& instrument, double hu) {
  Case patient = ball().patient();
  const Grid& grid = patient.ct.grid();
  patient.ct = Volume(
      grid,
      std::vector<std::int16_t>(grid.voxelCount(), static_cast<std::int16_t>(std::lround(hu))));
  Plan plan;
  plan.needles = {ablation::probe("N1", instrument, Vec3::Zero())};
  return ablation::ablationFindings(
      CaseModel(std::make_shared<const Case>(std::move(patient))), plan, {});
}

RuleCases distanceCases() {
  const auto root = [](double mm) { return said(exposed("root_L3_left", mm)); };
  const auto skin = [](double mm) { return said(exposed("skin", mm)); };
  const auto simulated = [](double mm) {
    ablation::AblationResult result = exposed("root_L3_left", mm);
    result.structures.front().minimumC = result.structures.front().maximumC = 37.0;
    return said(result);
  };
  const auto antenna = [](double mm) { return antennaFrom(ball(), 32.0, mm); };
  return {
      {"ablation-margin", Note, marginOf, 5.0, 4.99},
      {"ablation-margin", Warning, marginOf, 3.0, 2.99},
      {"ablation-near-structure", Warning, root, 10.0, 9.99},
      {"ablation-near-structure", Danger, root, 0.0, -0.01},
      {"ablation-near-structure", Warning, simulated, 10.0, -0.01},
      {"ablation-near-skin", Warning, skin, 10.0, 9.99},
      {"ablation-near-skin", Danger, skin, 0.0, -0.01},
      {"microwave-near-posterior-wall", Warning, antenna, 15.1, 14.9},
      {"microwave-near-posterior-wall", Danger, tumourOf, 9, 12},
      {"cryo-spacing", Warning, twoProbes, 20.0, 20.01},
  };
}

RuleCases temperatureCases() {
  const auto rootHot = [](double c) { return atMost("root_L3_left", c); };
  const auto rootCold = [](double c) { return atLeast("root_L3_left", c); };
  const auto jointHot = [](double c) { return atMost("joint", c); };
  const auto jointCold = [](double c) { return atLeast("joint", c); };
  const auto sensorHot = [](double c) { return sensorAt(37.0, c); };
  const auto sensorCold = [](double c) { return sensorAt(c, 37.0); };
  return {
      {"nerve-heat", Danger, rootHot, 45.0, 45.01},
      {"nerve-cold", Danger, rootCold, 10.0, 9.99},
      {"ablation-reaches-joint", Danger, jointHot, 54.0, 54.01},
      {"ablation-reaches-joint", Danger, jointCold, -20.0, -20.01},
      {"thermocouple-alarm", Warning, sensorHot, 45.0, 45.01},
      {"thermocouple-alarm", Warning, sensorCold, 10.0, 9.99},
  };
}

}  // namespace

RuleCases ablationRuleCases() {
  RuleCases cases = {
      {"zone-not-from-bone", Note, [](double x) { return zoneOf(x, false); }, 0, 1},
      {"zones-lower-bound", Note, [](double x) { return zoneOf(1.0, x > 0.0); }, 0, 1},
      {"saline-with-rf", Warning, rfBehind, 0, 1},
      {"protection-worsens", Warning, colderBy, 0.99, 1.01},
      {"protection-without-room", Warning, protectedBy, 0.1, 0.0},
      {"cement-after-ice", Note, cementWith, 0, 1},
      {"rf-in-blastic-bone",
       Warning,
       [](double hu) { return workingIn("rf-monopolar-10", hu); },
       350,
       351},
      {"antenna-in-blastic-bone",
       Warning,
       [](double hu) { return workingIn("microwave-emprint", hu); },
       350,
       351},
  };
  for (const RuleCases& more : {distanceCases(), temperatureCases()})
    cases.insert(cases.end(), more.begin(), more.end());
  return cases;
}

}  // namespace trocar::rules
