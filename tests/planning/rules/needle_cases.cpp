#include "planning/access/bone_path.h"
#include "planning/access/placement.h"
#include "planning/plan/needle_path.h"
#include "tests/planning/rules/measured_needle.h"

#include <cmath>

namespace trocar::rules {
namespace {

using enum Finding::Severity;
using Scene = MeasuredNeedle;

double lengthOf(const std::string& instrument) {
  return findInstrument(instrument).lengthMm;
}

/// From the left side towards the right, rising towards the back by so many degrees.
void rising(Scene& scene, double degrees) {
  const double angle = Angle::fromDegrees(degrees).radians();
  const Vec3 along(-std::cos(angle), std::sin(angle), 0.0);
  scene.needle().trajectory.entry = scene.needle().trajectory.target - 60.0 * along;
  scene.numbers.skinMm = scene.needle().trajectory.entry;
}

/// The needle turned about its tip by so many degrees, its cannula as it was.
void turned(Scene& scene, double degrees) {
  Trajectory& axis = scene.needle().trajectory;
  const double angle = Angle::fromDegrees(degrees).radians();
  axis.entry = axis.target + axis.lengthMm() * Vec3(std::sin(angle), std::cos(angle), 0.0);
  scene.numbers.skinMm = axis.entry;
}

void bent(Scene& scene, double lengthMm, double degrees) {
  scene.needle().instrument = "curved-needle-13g";
  scene.needle().bend = Bend{lengthMm, degrees, -Vec3::UnitX()};
}

/// A curve that begins so far inside a 10 G cannula.
void bentInside(Scene& scene, double coveredMm) {
  bent(scene, 20.0, 45.0);
  const Trajectory shaft = NeedlePath(scene.needle()).shaft();
  Needle& cannula = scene.cannula("bone-needle-10g", 0.0);
  cannula.trajectory = {shaft.entry, shaft.target + coveredMm * shaft.direction()};
}

/// As measured where all bone is of one value.
void ofBone(Scene& scene, double hu) {
  scene.model = vertebraModel({}, static_cast<std::int16_t>(hu));
  scene.numbers.bonePath = access::measureNeedle(*scene.model, scene.needle()).bonePath;
}

/// The numbers as measured where such a group is not labelled.
std::function<std::vector<Finding>(double)> lacking(RiskGroup group) {
  return needleWith([group](Scene& scene, double lacks) {
    if (lacks > 0.0)
      scene.numbers.unjudged = {{group, "not labelled on this CT"}};
  });
}

/// So many slices of 1 mm from `first` on were never scanned; the needle lies in slice 20.
void madeUp(Scene& scene, int first, int count) {
  auto patient = std::make_shared<Case>(scene.model->patient());
  patient->madeUp = {{first, first + count - 1}};
  scene.model = std::make_shared<const CaseModel>(std::move(patient));
}

void near(Scene& scene, double distanceMm) {
  scene.numbers.clearances = {{"canal", distanceMm, Vec3::Zero()}};
}

/// A lesion of 3 mm whose surface lies so far towards the midline from the needle's tip, in L3; the
/// needle is one of such a purpose.
void lesionAside(Scene& scene, Purpose purpose, double distanceMm) {
  const Vec3 atMm = scene.needle().trajectory.target - (3.0 + distanceMm) * Vec3::UnitX();
  const EllipsoidRegion ball{atMm, Eigen::Matrix3d::Identity(), Vec3::Constant(3.0)};
  scene.model = vertebraModel({{"lesion_1", "Lesion", Role::Lesion, ball, Basis::Entered}});
  scene.needle().purpose = purpose;
}

std::vector<Finding> breachedBy(double share) {
  PlacementUncertainty placement;
  placement.breachProbability = share;
  placement.technique = "ct-freehand";
  const auto finding = access::placementFinding(Case(), Scene().needle(), placement);
  return finding ? std::vector{*finding} : std::vector<Finding>();
}

std::vector<Finding> touchedBy(double share) {
  PlacementUncertainty placement;
  placement.touches = {{"pleura_right", share}, {"aorta", 0.1}};
  placement.technique = "ct-freehand";
  const auto finding = access::placementFinding(Case(), Scene().needle(), placement);
  return finding ? std::vector{*finding} : std::vector<Finding>();
}

/// Of an approach to the hip, in the hip bone or in L3.
void inHipOr(Scene& scene, double vertebra) {
  scene.approach(Approach::Iliac);
  scene.numbers.bone = vertebra > 0.0 ? "vertebra_L3" : "hip_left";
}

/// In a bone without a lesion, whose nearest one lies so far away.
void inAnotherBone(Scene& scene, double distanceMm) {
  lesionAside(scene, Purpose::Access, distanceMm);
  scene.numbers.bone = "hip_left";
}

}  // namespace

RuleCases needleRuleCases() {
  return {
      {"approach-other-bone", Danger, needleWith(inHipOr), 0, 1},
      {"needle-misses-lesion", Warning, needleWith(inAnotherBone), 4.8, 5.2},
      {"needle-misses-lesion",
       Warning,
       needleWith([](Scene& s, double mm) { lesionAside(s, Purpose::Probe, mm); }),
       4.8,
       5.2},
      {"biopsy-outside",
       Warning,
       needleWith([](Scene& s, double mm) { lesionAside(s, Purpose::Biopsy, mm); }),
       -0.3,
       0.3},
      {"breach-risk", Warning, breachedBy, 0.25, 0.251},
      {"touch-risk", Warning, touchedBy, 0.25, 0.251},
      {"needle-near-canal", Warning, needleWith(near), 2.0, 1.99},
      {"needle-crosses-canal", Danger, needleWith(near), 0.0, -0.01},
      {"canal-unjudged", Danger, lacking(RiskGroup::Canal), 0, 1},
      {"bone-unjudged", Danger, lacking(RiskGroup::Bone), 0, 1},
      {"structures-unjudged", Warning, lacking(RiskGroup::Vessels), 0, 1},
      {"structures-unjudged", Note, lacking(RiskGroup::Nerves), 0, 1},
      {"made-up-slices",
       Warning,
       needleWith([](Scene& s, double first) { madeUp(s, static_cast<int>(first), 4); }),
       21,
       20},
      {"made-up-slices",
       Danger,
       needleWith([](Scene& s, double count) { madeUp(s, 18, static_cast<int>(count)); }),
       5,
       6},
      {"target-outside-ct",
       Danger,
       needleWith([](Scene& s, double mm) { s.needle().trajectory.target.y() = -40.0 - mm; }),
       0.49,
       0.51},
      {"skin-outside-ct",
       Note,
       needleWith([](Scene& s, double missing) {
         if (missing > 0.0)
           s.numbers.skinMm.reset();
       }),
       0,
       1},
      {"entry-off-skin",
       Note,
       needleWith([](Scene& s, double mm) {
         s.numbers.skinMm = Vec3(s.needle().trajectory.entry + mm * Vec3::UnitY());
       }),
       4.99,
       5.01},
      {"entry-from-below", Warning, needleWith(rising), 19.9, 20.1},
      {"working-length",
       Warning,
       needleWith([](Scene& s, double mm) {
         s.numbers.fit = access::fitOf(findInstrument("bone-needle-11g"), nullptr, mm);
       }),
       lengthOf("bone-needle-11g") - 10.0,
       lengthOf("bone-needle-11g") - 9.99},
      {"cannula-bore",
       Danger,
       needleWith([](Scene& s, double gauge) {
         s.needle().instrument = "bone-needle-" + std::to_string(std::lround(gauge)) + "g-150";
         s.cannula("bone-needle-10g", 5.0);
       }),
       13,
       11},
      {"cannula-axis",
       Warning,
       needleWith([](Scene& s, double mm) {
         s.cannula("bone-needle-8g-100", 5.0).trajectory.target.x() += mm;
       }),
       0.0,
       1.01},
      {"cannula-axis",
       Warning,
       needleWith([](Scene& s, double degrees) {
         s.cannula("bone-needle-8g-100", 0.0);
         turned(s, degrees);
       }),
       0.99,
       1.01},
      {"cannula-length",
       Danger,
       needleWith([](Scene& s, double mm) {
         s.needle().instrument = "bone-needle-13g-150";
         s.cannula("bone-needle-10g",
                   lengthOf("bone-needle-13g-150") - lengthOf("bone-needle-10g") + mm);
       }),
       -0.01,
       0.01},
      {"active-tip-covered",
       Warning,
       needleWith([](Scene& s, double mm) {
         s.needle().instrument = "rf-monopolar-10";
         s.cannula("bone-needle-11g", 10.0 - mm);
       }),
       0.04,
       0.06},
      {"bend-fits",
       Danger,
       needleWith([](Scene& s, double mm) {
         bent(s, 30.0, 10.0);
         s.needle().trajectory.entry.y() = s.needle().trajectory.target.y() + mm;
       }),
       31.1,
       30.8},
      {"bend-range",
       Danger,
       needleWith([](Scene& s, double deg) { bent(s, 20.0, deg); }),
       60.0,
       60.1},
      {"bend-range",
       Danger,
       needleWith([](Scene& s, double mm) { bent(s, mm, 40.0); }),
       30.0,
       30.1},
      {"bend-outside-cannula", Danger, needleWith(bentInside), 0.04, 0.06},
      {"bend-outside-cannula",
       Warning,
       needleWith([](Scene& s, double curved) {
         Needle& cannula = s.cannula("bone-needle-8g-100", 5.0);
         if (curved > 0.0)
           cannula.bend = Bend{20.0, 30.0, Vec3::UnitX()};
       }),
       0,
       1},
      {"needle-crosses-bone",
       Warning,
       needleWith([](Scene& s, double bones) {
         s.numbers.crossedBones.resize(static_cast<std::size_t>(bones), "hip_left");
       }),
       0,
       1},
      {"needs-drill", Note, needleWith(ofBone), 600, 601},
      {"no-approach-rules",
       Note,
       needleWith([](Scene& s, double free) {
         s.approach(free > 0.0 ? Approach::Free : Approach::Transpedicular);
       }),
       0,
       1},
  };
}

}  // namespace trocar::rules
