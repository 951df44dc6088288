#include "planning/anatomy/route_parts.h"

#include <array>
#include <cmath>

namespace trocar::anatomy {
namespace {

const RouteKind kFemoralNerve{"femoral_nerve", "Femoral nerve", Role::Nerve, 3.0};
const RouteKind kObturatorNerve{"obturator_nerve", "Obturator nerve", Role::Nerve, 2.0};
const RouteKind kIliacArtery{"iliac_artery", "Iliac artery", Role::Artery, 4.5};
const RouteKind kIliacVein{"iliac_vein", "Iliac vein", Role::Vein, 5.5};
const RouteKind kFemoralArtery{"femoral_artery", "Femoral artery", Role::Artery, 4.2};
const RouteKind kFemoralVein{"femoral_vein", "Femoral vein", Role::Vein, 5.2};

/// What passes under the inguinal ligament and over the hip joint: where under the ligament, and
/// how far from the joint, in which direction of the axial plane.
struct Passage {
  double ligamentShare;  ///< The artery half way to the symphysis, its neighbours beside it.
  double fromHeadMm;     ///< From the head of the femur (J Orthop Surg Res 2018;13:135).
  double outShare;       ///< Of the unit direction; the rest leads forward.
};
constexpr Passage kNerve{0.45, 23.6, 0.0};
constexpr Passage kArtery{0.56, 19.6, -0.33};
constexpr Passage kVein{0.67, 17.5, -0.62};

/// Under the ligament, before the joint, and below it in the thigh.
std::optional<std::array<Vec3, 3>> intoThigh(const HipSide& side,
                                             const Passage& passage,
                                             double radiusMm) {
  constexpr double kCartilageMm = 3.0;  // Between bony socket and head.
  const std::optional<Vec3> ligament = side.ligamentMm(passage.ligamentShare);
  if (!ligament)
    return std::nullopt;
  const JointSphere& joint = side.hip.acetabulum;
  const double awayMm = joint.radiusMm - kCartilageMm + passage.fromHeadMm + radiusMm;
  const double ahead = std::sqrt(1.0 - passage.outShare * passage.outShare);
  const Vec3 before = side.from(joint.centreMm, passage.outShare * awayMm, -ahead * awayMm, 0.0);
  return std::array<Vec3, 3>{
      side.from(*ligament, 0.0, 2.0, -2.0), before, side.from(before, 6.0, 4.0, -60.0)};
}

/// Where the iliac vessels part: before the ala of the sacrum, so far above the lower edge of the
/// sacroiliac joint (David et al., Orthop Traumatol Surg Res 2024, 10.1016/j.otsr.2024.103922) and
/// so far before the promontory [estimated].
std::optional<Vec3> divisionMm(const HipSide& side, double aboveMm, double beforeMm) {
  constexpr double kOutShare = 0.75;  // From the promontory to the joint [estimated].
  const SacroiliacJoint* joint = side.joint();
  if (joint == nullptr)
    return std::nullopt;
  const VertebraFrame& frame = side.pelvis.frame;
  const Vec3& promontory = side.pelvis.sacrum->promontoryMm;
  const double outMm = kOutShare * std::abs((joint->centreMm - promontory).dot(frame.left));
  const double upMm = (joint->inferiorMarginMm - promontory).dot(frame.superior) + aboveMm;
  return side.from(promontory, outMm, -beforeMm, upMm);
}

/// Beside the promontory: between both sides' vessels 49 mm (Int Urogynecol J 2023, 10.1007/
/// s00192-023-05500-w), veins 5 to 7 mm before the bone (BioMed Res Int 2016;2016:1457219).
std::optional<Vec3> besidePromontory(const HipSide& side, double radiusMm, double beforeMm) {
  if (!side.pelvis.sacrum || !side.pelvis.sacrum->trust.trusted)
    return std::nullopt;
  const SacrumAnatomy& sacrum = *side.pelvis.sacrum;
  return Vec3(sacrum.promontoryMm + displaced(side.pelvis.frame,
                                              side.hip.side,
                                              {24.5 + radiusMm, -(beforeMm + radiusMm), 4.0}));
}

std::optional<Structure> iliacVessel(const BoneOutside& outside,
                                     const HipSide& side,
                                     const RouteKind& kind,
                                     const Passage& passage,
                                     double divisionAboveMm,
                                     double beforeSacrumMm) {
  const auto promontory = besidePromontory(side, kind.radiusMm, beforeSacrumMm);
  const auto division = divisionMm(side, divisionAboveMm, beforeSacrumMm);
  const auto thigh = intoThigh(side, passage, kind.radiusMm);
  if (!promontory || !division || !thigh)
    return std::nullopt;
  // The common vessel comes from the midline about 35 mm above the promontory, where the veins
  // join (37.7 mm, Int Urogynecol J 2023).
  constexpr double kWellBelowMm = 8.0;
  std::vector<Vec3> bends{side.from(*promontory, -(20.0 + kind.radiusMm), -8.0, 32.0)};
  if ((*promontory - *division).dot(side.pelvis.frame.superior) > kWellBelowMm)
    bends.push_back(*promontory);
  bends.insert(bends.end(), {*division, side.from((*thigh)[0], -3.0, 5.0, 10.0), (*thigh)[0]});
  return route(outside, kind, side.hip.side, bends);
}

std::optional<Structure> femoralVessel(const BoneOutside& outside,
                                       const HipSide& side,
                                       const RouteKind& kind,
                                       const Passage& passage) {
  const auto thigh = intoThigh(side, passage, kind.radiusMm);
  if (!thigh)
    return std::nullopt;
  return route(outside, kind, side.hip.side, {(*thigh)[0], (*thigh)[1], (*thigh)[2]});
}

}  // namespace

std::optional<Structure> femoralNerve(const BoneOutside& outside,
                                      const HipSide& side,
                                      const std::optional<Vec3>& plexusMm) {
  const auto thigh = intoThigh(side, kNerve, kFemoralNerve.radiusMm);
  if (!thigh)
    return std::nullopt;
  // In the groove between psoas and iliacus.
  const Vec3 groove = side.from((*thigh)[0], -8.0, 34.0, 44.0);
  std::vector<Vec3> bends;
  if (plexusMm)
    bends.push_back(*plexusMm);
  bends.insert(bends.end(), {groove, (*thigh)[0], (*thigh)[1], (*thigh)[2]});
  return route(outside, kFemoralNerve, side.hip.side, bends);
}

std::optional<Structure> obturatorNerve(const BoneOutside& outside, const HipSide& side) {
  const HipAnatomy& hip = side.hip;
  if (!hip.pubicTubercleMm || !hip.greaterNotchMm)
    return std::nullopt;
  const double clear = kObturatorNerve.radiusMm + kBoneGapMm;
  const Vec3 medial = -signOf(hip.side) * side.pelvis.frame.left;
  // Below the pelvic brim on the inner face of the bone, then through the upper corner of the
  // obturator foramen, 17 mm lateral of and 27 mm below the tubercle (Jo et al., J Korean
  // Neurosurg Soc 2016;59:282).
  const Vec3 atNotch =
      outside.pushed(side.from(*hip.greaterNotchMm, -14.0, -22.0, 6.0), medial, clear);
  const Vec3 onWall = outside.pushed(side.from(hip.medialWallMm, 0.0, -6.0, 10.0), medial, clear);
  const Vec3 out = side.from(*hip.pubicTubercleMm, 17.0, 10.0, -27.0);
  return route(
      outside,
      kObturatorNerve,
      hip.side,
      {atNotch, onWall, side.from(out, 3.0, 10.0, 3.0), out, side.from(out, -3.0, -8.0, -16.0)});
}

std::optional<Structure> iliacArtery(const BoneOutside& outside, const HipSide& side) {
  return iliacVessel(outside, side, kIliacArtery, kArtery, 47.0, 14.0);
}

std::optional<Structure> iliacVein(const BoneOutside& outside, const HipSide& side) {
  return iliacVessel(outside, side, kIliacVein, kVein, 30.0, 6.0);
}

std::optional<Structure> femoralArtery(const BoneOutside& outside, const HipSide& side) {
  return femoralVessel(outside, side, kFemoralArtery, kArtery);
}

std::optional<Structure> femoralVein(const BoneOutside& outside, const HipSide& side) {
  return femoralVessel(outside, side, kFemoralVein, kVein);
}

}  // namespace trocar::anatomy
