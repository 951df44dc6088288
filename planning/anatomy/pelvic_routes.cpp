#include "planning/anatomy/route_parts.h"

#include <algorithm>

namespace trocar::anatomy {
namespace {

// Radii in millimetres [estimated].
constexpr double kSacralRootMm = 2.0;
constexpr double kSciaticMm = 6.0;
constexpr double kCutaneousMm = 1.5;
constexpr double kGlutealMm = 1.8;

const SacralForamen* foramenOf(const PelvisAnatomy& pelvis, const std::string& level, Side side) {
  if (!pelvis.sacrum)
    return nullptr;
  for (const SacralForamen& foramen : pelvis.sacrum->foramina) {
    if (foramen.level == level && foramen.side == side)
      return &foramen;
  }
  return nullptr;
}

const HipAnatomy* hipOf(const PelvisAnatomy& pelvis, Side side) {
  for (const HipAnatomy& hip : pelvis.hips) {
    if (hip.side == side)
      return &hip;
  }
  return nullptr;
}

/// Where the sciatic nerve leaves the pelvis: about half way from the notch's apex to the ischial
/// spine, behind the bone's edge.
std::optional<Vec3> sciaticExit(const PelvisAnatomy& pelvis, Side side) {
  const HipAnatomy* hip = hipOf(pelvis, side);
  if (hip == nullptr || !hip->greaterNotchMm || !hip->ischialSpineMm)
    return std::nullopt;
  return Vec3(0.55 * *hip->greaterNotchMm + 0.45 * *hip->ischialSpineMm +
              displaced(pelvis.frame, side, {0.0, 9.0, 0.0}));
}

}  // namespace

std::optional<Structure> sacralRoot(const PelvisAnatomy& pelvis,
                                    const std::string& level,
                                    Side side) {
  const SacralForamen* foramen = foramenOf(pelvis, level, side);
  if (foramen == nullptr)
    return std::nullopt;
  const VertebraFrame& frame = pelvis.sacrum->frame;
  const Vec3 inCanal = foramen->centreMm + displaced(frame, side, {-8.0, 16.0, 12.0});
  const Vec3 ahead = foramen->centreMm + displaced(frame, side, {3.0, -5.0, -4.0});
  const std::optional<Vec3> exit = sciaticExit(pelvis, side);
  const Vec3 end =
      exit ? Vec3(ahead + 0.5 * (*exit - ahead) + displaced(pelvis.frame, side, {0.0, -8.0, 0.0}))
           : Vec3(ahead + displaced(frame, side, {8.0, -8.0, -16.0}));
  return estimatedTube("root_" + level,
                       level + " root",
                       side,
                       Role::Nerve,
                       {{inCanal, foramen->centreMm, ahead, end}, kSacralRootMm});
}

std::optional<Structure> sciaticNerve(const PelvisAnatomy& pelvis, Side side) {
  const std::optional<Vec3> exit = sciaticExit(pelvis, side);
  const HipAnatomy* hip = hipOf(pelvis, side);
  if (!exit || !hip->ischialTuberosityMm)
    return std::nullopt;
  const VertebraFrame& frame = pelvis.frame;
  const SacralForamen* s2 = foramenOf(pelvis, "S2", side);
  const Vec3 start = s2 != nullptr ? Vec3(s2->centreMm + displaced(frame, side, {8.0, -10.0, -4.0}))
                                   : Vec3(*exit + displaced(frame, side, {-14.0, -8.0, 14.0}));
  const Vec3 beside = *hip->ischialTuberosityMm + displaced(frame, side, {22.0, 16.0, 18.0});
  return estimatedTube("sciatic",
                       "Sciatic nerve",
                       side,
                       Role::Nerve,
                       {{start,
                         *exit,
                         *exit + displaced(frame, side, {10.0, 12.0, -22.0}),
                         beside,
                         beside + displaced(frame, side, {4.0, 2.0, -60.0})},
                        kSciaticMm});
}

std::optional<Structure> lateralFemoralCutaneousNerve(const PelvisAnatomy& pelvis, Side side) {
  const HipAnatomy* hip = hipOf(pelvis, side);
  if (hip == nullptr || !hip->anteriorSuperiorSpineMm)
    return std::nullopt;
  const auto at = [&](double out, double back, double up) -> Vec3 {
    return *hip->anteriorSuperiorSpineMm + displaced(pelvis.frame, side, {out, back, up});
  };
  // Over the iliacus, then under the inguinal ligament some 15 mm medial of the spine.
  return estimatedTube(
      "lfcn",
      "Lateral femoral cutaneous nerve",
      side,
      Role::Nerve,
      {{at(-55, 42, 39), at(-30, 11, 12), at(-15, -3, -6), at(-9, -9, -31), at(-1, -11, -76)},
       kCutaneousMm});
}

std::optional<Structure> superiorGlutealArtery(const BoneOutside& outside,
                                               const PelvisAnatomy& pelvis,
                                               Side side) {
  const HipAnatomy* hip = hipOf(pelvis, side);
  if (hip == nullptr || !hip->greaterNotchMm || !hip->anteriorSuperiorSpineMm)
    return std::nullopt;
  const VertebraFrame& frame = pelvis.frame;
  const Vec3& notch = *hip->greaterNotchMm;
  const Vec3 along = *hip->anteriorSuperiorSpineMm - notch;
  const Vec3 out = displaced(frame, side, {0.8, 0.6, 0.0});
  const auto beside = [&](double share, double up) {
    return outside.pushed(notch + share * along + displaced(frame, side, {8.0, 4.0, up}), out, 4.0);
  };
  // Over the notch's upper rim, then forward on the outer face of the ilium.
  return estimatedTube("superior_gluteal_artery",
                       "Superior gluteal artery",
                       side,
                       Role::Artery,
                       {{notch + displaced(frame, side, {-21.0, -9.0, 5.0}),
                         notch + displaced(frame, side, {-3.0, 6.0, -3.0}),
                         beside(0.0, 4.0),
                         beside(0.3, 10.0),
                         beside(0.6, 12.0)},
                        kGlutealMm});
}

}  // namespace trocar::anatomy
