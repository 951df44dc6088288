#include "planning/access/pedicle_path.h"
#include "tests/planning/rules/measured_needle.h"

namespace trocar::rules {
namespace {

using enum Finding::Severity;
using Scene = MeasuredNeedle;

void lead(Scene& scene, double mm) {
  scene.numbers.orderRule->leadMm = mm;
  scene.numbers.orderRule->passes = mm >= 0.0;
}

void excursion(Scene& scene, double mm, const std::string& direction) {
  const bool out = mm > 0.0;
  scene.numbers.breach =
      Breach{access::breachGrade(mm), mm, out ? direction : "none", Vec3::Zero(), {}};
}

void depth(Scene& scene, double fraction) {
  scene.numbers.tip->depthFraction = fraction;
}

/// Cement from so far above the middle of the body, in its posterior half.
void cementAt(Scene& scene, double aboveMm) {
  depth(scene, 0.4);
  scene.needle().purpose = Purpose::Cement;
  scene.needle().trajectory.target.z() = aboveMm;
}

/// A lesion beside the pedicle; its sections reach half way from their middle to the wall at 5 mm.
void lesionOf(Scene& scene, double radiusMm) {
  const EllipsoidRegion ball{
      Vec3(24, 22, 0), Eigen::Matrix3d::Identity(), Vec3::Constant(radiusMm)};
  scene.model = vertebraModel({{"lesion_1", "Lesion", Role::Lesion, ball, Basis::Entered}});
}

void unipedicular(Scene& scene, double fromMidlineMm) {
  scene.approach(Approach::Unipedicular);
  scene.numbers.tip->fromMidlineMm = fromMidlineMm;
}

void bipedicular(Scene& scene, double fromMidlineMm) {
  scene.approach(Approach::Bipedicular);
  scene.numbers.tip->fromMidlineMm = fromMidlineMm;
}

/// The needle meets bone at the back of the tube; the junction of body and pedicle lies above.
void junctionAbove(Scene& scene, double mm) {
  scene.approach(Approach::Parapedicular);
  anatomy::PedicleSection& junction = scene.vertebra->left.sections.back();
  const NeedlePath axis(scene.needle());
  const DistanceField& bone = scene.model->fields().of("vertebra_L3");
  const double depthMm = *access::boneEntryDepthMm([&](const Vec3& p) { return bone.at(p); }, axis);
  junction.lateralMm = axis.pointAtDepth(depthMm) + mm * Vec3::UnitZ();
  junction.superiorMm = junction.centreMm;
}

void implantLeaves(Scene& scene, double mm) {
  scene.needle().instrument = "expandable-implant-5.8";
  scene.numbers.fit->clearancePerSideMm = mm;
}

}  // namespace

RuleCases vertebraRuleCases() {
  return {
      {"no-level",
       Warning,
       needleWith([](Scene& s, double missing) {
         if (missing > 0.0)
           s.vertebra.reset();
       }),
       0,
       1},
      {"anatomy-uncertain",
       Warning,
       needleWith([](Scene& s, double uncertain) { s.vertebra->trust.trusted = uncertain == 0.0; }),
       0,
       1},
      {"pedicle-unmeasured",
       Warning,
       needleWith(
           [](Scene& s, double uncertain) { s.vertebra->left.trust.trusted = uncertain == 0.0; }),
       0,
       1},
      {"order-rule-lead", Warning, needleWith(lead), 2.0, 1.99},
      {"order-rule", Danger, needleWith(lead), 0.0, -0.01},
      {"breach-grade",
       Warning,
       needleWith([](Scene& s, double mm) { excursion(s, mm, "lateral"); }),
       0.0,
       0.01},
      {"breach-grade",
       Danger,
       needleWith([](Scene& s, double mm) { excursion(s, mm, "lateral"); }),
       1.99,
       2.0},
      {"views-disagree",
       Danger,
       needleWith([](Scene& s, double mm) { excursion(s, mm, "medial"); }),
       0.0,
       0.01},
      {"views-disagree",
       Danger,
       needleWith([](Scene& s, double mm) {
         excursion(s, 1.0, "medial");
         lead(s, mm);
       }),
       -0.01,
       0.0},
      {"tip-depth", Note, needleWith(depth), 0.67, 0.669},
      {"tip-depth",
       Note,
       needleWith([](Scene& s, double fraction) {
         s.needle().purpose = Purpose::Cement;
         depth(s, fraction);
       }),
       -0.01,
       0.0},
      {"bone-ahead",
       Warning,
       needleWith([](Scene& s, double mm) { s.numbers.tip->boneAheadMm = mm; }),
       4.0,
       3.99},
      {"tip-outside-bone",
       Danger,
       needleWith([](Scene& s, double outside) {
         if (outside > 0.0)
           s.numbers.tip->boneAheadMm.reset();
       }),
       0,
       1},
      {"tip-height", Note, needleWith(cementAt), 4.21, 4.19},
      {"tip-height", Note, needleWith(cementAt), -4.21, -4.19},
      {"cortical-passes",
       Warning,
       needleWith([](Scene& s, double passes) {
         s.numbers.bonePath->corticalPasses = static_cast<int>(passes);
       }),
       1,
       2},
      {"pedicle-fit",
       Warning,
       needleWith([](Scene& s, double mm) { s.numbers.fit->clearancePerSideMm = mm; }),
       1.0,
       0.99},
      {"pedicle-fit",
       Danger,
       needleWith([](Scene& s, double mm) { s.numbers.fit->clearancePerSideMm = mm; }),
       0.0,
       -0.01},
      {"pedicle-fit", Warning, needleWith(implantLeaves), 0.41, 0.39},
      {"pedicle-involved", Warning, needleWith(lesionOf), 7.49, 7.51},
      {"pedicle-involved",
       Warning,
       needleWith([](Scene& s, double broken) {
         s.plan = withPedicleFracture(s.plan, "L3", Side::Left, broken > 0.0);
       }),
       0,
       1},
      {"out-of-plane",
       Note,
       needleWith([](Scene& s, double deg) { s.numbers.craniocaudalAngleDeg = deg; }),
       3.0,
       3.01},
      {"out-of-plane",
       Note,
       needleWith([](Scene& s, double deg) { s.numbers.craniocaudalAngleDeg = deg; }),
       -3.0,
       -3.01},
      {"uni-midline", Warning, needleWith(unipedicular), 5.0, 5.01},
      {"uni-midline", Warning, needleWith(unipedicular), -5.0, -5.01},
      {"uni-midline",
       Warning,
       needleWith([](Scene& s, double fraction) {
         unipedicular(s, 0.0);
         depth(s, fraction);
       }),
       0.67,
       0.669},
      {"bi-half", Note, needleWith(bipedicular), 13.19, 13.21},
      {"bi-half", Note, needleWith(bipedicular), 0.0, -0.01},
      {"para-entry", Note, needleWith(junctionAbove), 9.99, 10.01},
      {"para-lateral",
       Warning,
       needleWith([](Scene& s, double mm) {
         s.approach(Approach::Parapedicular);
         s.numbers.distanceFromMidlineMm = mm;
       }),
       85.0,
       85.1},
      {"para-oblique",
       Warning,
       needleWith([](Scene& s, double deg) {
         s.approach(Approach::Parapedicular);
         s.numbers.axialAngleDeg = deg;
       }),
       45.0,
       45.1},
      {"para-track",
       Note,
       needleWith([](Scene& s, double cement) {
         s.approach(Approach::Parapedicular);
         s.needle().purpose = cement > 0.0 ? Purpose::Cement : Purpose::Biopsy;
       }),
       0,
       1},
  };
}

}  // namespace trocar::rules
