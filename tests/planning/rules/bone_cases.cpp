#include "planning/access/pedicle_path.h"
#include "tests/planning/rules/measured_needle.h"

#include <cmath>

namespace trocar::rules {
namespace {

using enum Finding::Severity;
using Scene = MeasuredNeedle;

/// Surfaces of the body's voxels, half a voxel inside its closed form.
constexpr double kTopMm = 13.5;
constexpr double kFrontMm = -15.5;
constexpr double kLateralMm = 21.5;

/// Bone between the tip and the top, or the front, of the body.
void belowTop(Scene& scene, double mm) {
  scene.approach(Approach::SacralLongAxis);
  scene.needle().trajectory.target = Vec3(0, 0, kTopMm - mm);
}
void behindFront(Scene& scene, double mm) {
  scene.approach(Approach::SacralShortAxis);
  scene.needle().trajectory.target = Vec3(0, kFrontMm + mm, 0);
}

/// From front to back through the body, so far from its left side.
void fromSide(Scene& scene, double marginMm) {
  scene.approach(Approach::Iliac);
  const double radiusMm = 0.5 * findInstrument(scene.needle().instrument).outerDiameterMm;
  const double x = kLateralMm - marginMm - radiusMm;
  scene.needle().trajectory = {Vec3(x, -40, 0), Vec3(x, 10, 0)};
  scene.plan.procedurePosition = PatientPosition::Supine;
}

void throughBones(Scene& scene, Approach way, const std::string& crossed) {
  scene.approach(way);
  scene.numbers.bone = "hip_left";
  scene.numbers.crossedBones = {crossed};
}

/// Off the published double-oblique path by so many degrees to the sagittal or axial plane.
void oblique(Scene& scene, double sagittalDeg, double axialDeg) {
  scene.approach(Approach::AcetabularAnterior);
  const double x = std::sin(Angle::fromDegrees(34.2 + sagittalDeg).radians());
  const double z = std::sin(Angle::fromDegrees(31.5 + axialDeg).radians());
  const Vec3 along(-x, -std::sqrt(1.0 - x * x - z * z), -z);
  scene.needle().trajectory.entry = scene.needle().trajectory.target - 80.0 * along;
}

/// With the first so many of the nerves and vessels that the approach asks for.
void drawn(Scene& scene, double count) {
  std::vector<Structure> proxies = {named("sciatic_left", Role::Nerve),
                                    named("superior_gluteal_artery_left", Role::Artery),
                                    named("lfcn_left", Role::Nerve)};
  proxies.resize(static_cast<std::size_t>(count));
  scene.model = vertebraModel(proxies);
  scene.approach(Approach::AcetabularPosterolateral);
}

/// A screw of 80 mm, well inside its bone.
ScrewGrade& screwOf(Scene& scene) {
  scene.approach(Approach::IliosacralScrew);
  scene.needle().purpose = Purpose::Screw;
  scene.needle().instrument = "screw-6.5";
  ScrewGrade screw;
  screw.lengthMm = 80.0;
  screw.inBoneMm = 80.0;
  screw.marginMm = 3.0;
  screw.limit = "cortex";
  screw.beyondTipMm = 8.0;
  return scene.numbers.screw.emplace(screw);
}

void screwOut(Scene& scene, double mm, const std::string& limit) {
  ScrewGrade& screw = screwOf(scene);
  screw.grade = access::breachGrade(mm);
  screw.maxExcursionMm = mm;
  screw.marginMm = mm > 0.0 ? -mm : 3.0;
  screw.limit = limit;
}

void screwOfLength(Scene& scene, double mm) {
  ScrewGrade& screw = screwOf(scene);
  screw.lengthEntered = true;
  screw.lengthMm = mm;
}

RuleCases pelvisCases() {
  return {
      {"sacral-cephalad", Warning, needleWith(belowTop), 4.2, 3.8},
      {"sacral-anterior", Warning, needleWith(behindFront), 4.2, 3.8},
      {"corridor-margin", Warning, needleWith(fromSide), 2.05, 1.95},
      {"through-joint",
       Danger,
       needleWith([](Scene& s, double femur) {
         throughBones(s, Approach::Iliac, femur > 0.0 ? "femur_left" : "vertebra_L3");
       }),
       0,
       1},
      {"acetabular-proxies", Warning, needleWith(drawn), 3, 2},
      {"acetabular-angle",
       Note,
       needleWith([](Scene& s, double deg) { oblique(s, deg, 0.0); }),
       9.99,
       10.01},
      {"acetabular-angle",
       Note,
       needleWith([](Scene& s, double deg) { oblique(s, deg, 0.0); }),
       -9.99,
       -10.01},
      {"acetabular-angle",
       Note,
       needleWith([](Scene& s, double deg) { oblique(s, 0.0, deg); }),
       9.99,
       10.01},
  };
}

RuleCases screwCases() {
  return {
      {"not-a-screw",
       Danger,
       needleWith([](Scene& s, double needle) {
         screwOf(s);
         s.needle().instrument = needle > 0.0 ? "bone-needle-11g" : "screw-6.5";
       }),
       0,
       1},
      {"screw-breach",
       Warning,
       needleWith([](Scene& s, double mm) { screwOut(s, mm, "cortex"); }),
       0.0,
       0.01},
      {"screw-breach",
       Danger,
       needleWith([](Scene& s, double mm) { screwOut(s, mm, "cortex"); }),
       1.99,
       2.0},
      {"screw-breach",
       Danger,
       needleWith([](Scene& s, double mm) { screwOut(s, mm, "canal"); }),
       0.0,
       0.01},
      {"screw-margin",
       Warning,
       needleWith([](Scene& s, double mm) { screwOf(s).marginMm = mm; }),
       1.0,
       0.99},
      {"screw-tip",
       Warning,
       needleWith([](Scene& s, double mm) { screwOf(s).beyondTipMm = mm; }),
       3.0,
       2.99},
      {"screw-tip",
       Danger,
       needleWith([](Scene& s, double outside) {
         ScrewGrade& screw = screwOf(s);
         if (outside > 0.0)
           screw.beyondTipMm.reset();
       }),
       0,
       1},
      {"screw-tip",
       Danger,
       needleWith([](Scene& s, double none) {
         screwOf(s);
         if (none > 0.0)
           s.numbers.screw.reset();
       }),
       0,
       1},
      {"screw-length",
       Warning,
       needleWith([](Scene& s, double mm) { screwOf(s).headProudMm = mm; }),
       5.99,
       6.01},
      {"screw-length",
       Warning,
       needleWith([](Scene& s, double mm) { screwOf(s).headProudMm = mm; }),
       -5.99,
       -6.01},
      {"screw-not-made", Warning, needleWith(screwOfLength), 80.0, 80.1},
      {"screw-not-made", Warning, needleWith(screwOfLength), 130.0, 135.0},
      {"screw-not-made", Warning, needleWith(screwOfLength), 30.0, 25.0},
      {"screw-in-lesion",
       Warning,
       needleWith([](Scene& s, double share) { screwOf(s).inLesionMm = 80.0 * share; }),
       0.32,
       0.34},
      {"screw-in-lesion",
       Warning,
       needleWith([](Scene& s, double bare) {
         screwOf(s).inLesionMm = 40.0;
         s.numbers.screw->cemented = bare == 0.0;
       }),
       0,
       1},
  };
}

}  // namespace

RuleCases boneRuleCases() {
  RuleCases cases = pelvisCases();
  const RuleCases screws = screwCases();
  cases.insert(cases.end(), screws.begin(), screws.end());
  return cases;
}

}  // namespace trocar::rules
