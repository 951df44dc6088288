#include "planning/anatomy/route_parts.h"

namespace trocar::anatomy {
namespace {

// Offsets are in the pelvis of an average adult and radii [estimated], but where a source is named.
const RouteKind kSciatic{"sciatic", "Sciatic nerve", Role::Nerve, 5.0};
const RouteKind kCutaneous{"lfcn", "Lateral femoral cutaneous nerve", Role::Nerve, 1.5};
const RouteKind kSuperiorGluteal{
    "superior_gluteal_artery", "Superior gluteal artery", Role::Artery, 1.8};
const RouteKind kInferiorGluteal{
    "inferior_gluteal_artery", "Inferior gluteal artery", Role::Artery, 1.8};
constexpr double kSacralRootMm = 2.0;
constexpr double kMinimusMm = 8.0;  // Gluteus minimus between vessel and ilium.

/// Behind the hip joint: 19 mm behind the posterior rim of the acetabulum
/// (10.1186/s13018-016-0365-2), which lies about the joint's radius behind its centre.
Vec3 behindJoint(const HipSide& side) {
  const JointSphere& joint = side.hip.acetabulum;
  return side.from(joint.centreMm, -10.0, joint.radiusMm + 19.0 + 2.0, -12.0);
}

/// Between ischial tuberosity and greater trochanter: 58 of 120 mm from the tuberosity (Currin et
/// al., Clin Anat 2015;28:144); without a trochanter as far as on a bundled patient.
Vec3 besideTuberosity(const HipSide& side) {
  constexpr double kShare = 58.0 / 120.0;
  constexpr double kUsualOutMm = 48.0;
  const Vec3& tuberosity = *side.hip.ischialTuberosityMm;
  const Vec3 out = signOf(side.hip.side) * side.pelvis.frame.left;
  const double outMm =
      side.trochanterMm ? kShare * (*side.trochanterMm - tuberosity).dot(out) : kUsualOutMm;
  const double backMm = (behindJoint(side) - tuberosity).dot(side.pelvis.frame.posterior);
  return side.from(tuberosity, outMm, 0.5 * (14.0 + backMm - 4.0), 30.0);
}

}  // namespace

std::optional<Vec3> sciaticExit(const BoneOutside& outside, const HipSide& side) {
  const HipAnatomy& hip = side.hip;
  if (!hip.greaterNotchMm || !hip.ischialSpineMm)
    return std::nullopt;
  const Vec3 between = 0.55 * *hip.greaterNotchMm + 0.45 * *hip.ischialSpineMm;
  return outside.pushed(side.from(between, 0.0, 9.0, 0.0),
                        side.pelvis.frame.posterior,
                        kSciatic.radiusMm + kBoneGapMm);
}

std::optional<Structure> sciaticNerve(const BoneOutside& outside, const HipSide& side) {
  const std::optional<Vec3> exit = sciaticExit(outside, side);
  if (!exit)
    return std::nullopt;
  const auto behind = [&](const Vec3& point) {
    return outside.pushed(point, side.pelvis.frame.posterior, kSciatic.radiusMm + kBoneGapMm);
  };
  const SacralForamen* s2 = foramenOf(side.pelvis, "S2", side.hip.side);
  const Vec3 start = s2 != nullptr ? side.from(s2->centreMm, 8.0, -10.0, -4.0)
                                   : side.from(*exit, -14.0, -8.0, 14.0);
  std::vector<Vec3> bends{start, *exit, behind(behindJoint(side))};
  if (side.hip.ischialTuberosityMm) {
    bends.push_back(behind(besideTuberosity(side)));
    bends.push_back(behind(side.from(bends.back(), 4.0, -4.0, -55.0)));
  }
  return route(outside, kSciatic, side.hip.side, bends);
}

std::optional<Structure> lateralFemoralCutaneousNerve(const BoneOutside& outside,
                                                      const HipSide& side) {
  // 0.19 and 0.22 of the ligament from the spine on average (Bjurlin; Uzel et al., Clin Orthop
  // Relat Res 2011;469:2605), most often 10 to 15 mm (Hospodar, J Orthop Trauma 1999;13:17).
  constexpr double kShare = 0.16;
  const std::optional<Vec3> under = side.ligamentMm(kShare);
  if (!under)
    return std::nullopt;
  const auto at = [&](double out, double back, double up) {
    return side.from(*side.hip.anteriorSuperiorSpineMm, out, back, up);
  };
  return route(outside,
               kCutaneous,
               side.hip.side,
               {at(-55, 42, 39),
                at(-32, 11, 12),
                side.from(*under, 0.0, -1.0, 0.0),
                at(-10, -9, -36),
                at(-1, -11, -76)});
}

std::optional<Structure> superiorGlutealArtery(const BoneOutside& outside, const HipSide& side) {
  const HipAnatomy& hip = side.hip;
  if (!hip.greaterNotchMm || !hip.anteriorSuperiorSpineMm)
    return std::nullopt;
  const Vec3& notch = *hip.greaterNotchMm;
  const Vec3 along = *hip.anteriorSuperiorSpineMm - notch;
  const Vec3 out = displaced(side.pelvis.frame, hip.side, {0.8, 0.6, 0.0});
  const auto beside = [&](double share, double up) {
    return outside.pushed(side.from(notch + share * along, 8.0, 4.0, up),
                          out,
                          kSuperiorGluteal.radiusMm + kMinimusMm);
  };
  // Over the notch's upper rim, then forward over gluteus minimus on the outer face of the ilium.
  return route(outside,
               kSuperiorGluteal,
               hip.side,
               {side.from(notch, -21.0, -9.0, 5.0),
                side.from(notch, -3.0, 6.0, -3.0),
                beside(0.0, 4.0),
                beside(0.3, 10.0),
                beside(0.6, 12.0)});
}

std::optional<Structure> inferiorGlutealArtery(const BoneOutside& outside, const HipSide& side) {
  const std::optional<Vec3> exit = sciaticExit(outside, side);
  if (!exit)
    return std::nullopt;
  // Medial to the sciatic nerve; on the middle of the line from posterior superior spine to
  // tuberosity, seen from behind (J Plast Reconstr Aesthet Surg 2006;59:935).
  const VertebraFrame& frame = side.pelvis.frame;
  std::vector<Vec3> bends{side.from(*exit, -16.0, -14.0, 16.0), side.from(*exit, -10.0, 0.0, 0.0)};
  if (side.hip.ischialTuberosityMm && side.hip.posteriorSuperiorSpineMm) {
    const Vec3 middle = 0.5 * (*side.hip.posteriorSuperiorSpineMm + *side.hip.ischialTuberosityMm);
    const double behindMm = (side.from(*exit, 0.0, 10.0, 0.0) - middle).dot(frame.posterior);
    bends.push_back(middle + behindMm * frame.posterior);
    bends.push_back(outside.pushed(side.from(*side.hip.ischialTuberosityMm, 18.0, 20.0, 30.0),
                                   frame.posterior,
                                   kInferiorGluteal.radiusMm + kBoneGapMm));
  } else {
    bends.push_back(side.from(*exit, -6.0, 8.0, -25.0));
  }
  return route(outside, kInferiorGluteal, side.hip.side, bends);
}

std::optional<Structure> sacralRoot(const BoneOutside& outside,
                                    const PelvisAnatomy& pelvis,
                                    const HipSide* hip,
                                    const std::string& level,
                                    Side side) {
  const SacralForamen* foramen = foramenOf(pelvis, level, side);
  if (foramen == nullptr)
    return std::nullopt;
  const RouteKind kind{"root_" + level, level + " root", Role::Nerve, kSacralRootMm};
  const VertebraFrame& frame = pelvis.sacrum->frame;
  const Vec3 inCanal = foramen->centreMm + displaced(frame, side, {-8.0, 16.0, 12.0});
  const Vec3 mouth =
      outside.pushed(foramen->centreMm, -frame.posterior, kSacralRootMm + 0.5 * kBoneGapMm);
  const Vec3 ahead = mouth + displaced(frame, side, {3.0, -5.0, -4.0});
  const std::optional<Vec3> exit = hip != nullptr ? sciaticExit(outside, *hip) : std::nullopt;
  const Vec3 end =
      exit ? Vec3(ahead + 0.5 * (*exit - ahead) + displaced(pelvis.frame, side, {0.0, -8.0, 0.0}))
           : Vec3(ahead + displaced(frame, side, {8.0, -8.0, -16.0}));
  auto whole = route(outside, kind, side, {inCanal, foramen->centreMm, ahead, end});
  return whole ? whole : route(outside, kind, side, {mouth, ahead, end});
}

}  // namespace trocar::anatomy
