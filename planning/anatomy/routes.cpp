#include "planning/anatomy/routes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace trocar {
namespace {

// Radii in millimetres: of a root with its sleeve, of the nerves and of the arteries [estimated].
constexpr double kRootMm = 2.0;
constexpr double kSciaticMm = 6.0;
constexpr double kCutaneousMm = 1.5;
constexpr double kGlutealMm = 1.8;
constexpr double kSegmentalMm = 1.2;

Structure tube(
    const std::string& stem, const std::string& name, Side side, Role role, TubeRegion region) {
  Structure structure;
  const std::string word(toString(side));
  structure.id = stem + "_" + word;
  structure.name = name + ", " + word;
  structure.role = role;
  structure.region = std::move(region);
  structure.basis = Basis::Estimated;
  return structure;
}

const PedicleAnatomy& pedicleOf(const VertebraAnatomy& vertebra, Side side) {
  return side == Side::Left ? vertebra.left : vertebra.right;
}

/// A displacement in a vertebra's frame: away from the midline, to the back, to the head.
Vec3 shift(const VertebraFrame& frame, Side side, const Vec3& d) {
  return signOf(side) * d[0] * frame.left + d[1] * frame.posterior + d[2] * frame.superior;
}

/// The section of the isthmus; nullopt where the pedicle has none.
std::optional<PedicleSection> isthmusOf(const PedicleAnatomy& pedicle) {
  const auto nearest = std::min_element(pedicle.sections.begin(),
                                        pedicle.sections.end(),
                                        [](const PedicleSection& a, const PedicleSection& b) {
                                          return std::abs(a.depthMm) < std::abs(b.depthMm);
                                        });
  return nearest == pedicle.sections.end() ? std::nullopt : std::optional(*nearest);
}

/// Below its pedicle, through the upper part of the foramen, then down, out and forward.
std::optional<Structure> spinalRoot(const VertebraAnatomy& vertebra, Side side) {
  const PedicleAnatomy& pedicle = pedicleOf(vertebra, side);
  const auto isthmus = isthmusOf(pedicle);
  if (!pedicle.trust.trusted || !isthmus || !vertebra.canalCentreMm)
    return std::nullopt;
  const VertebraFrame& frame = vertebra.frame;
  const bool lumbar = vertebra.level.front() == 'L';
  const Vec3 below = isthmus->inferiorMm - (kRootMm + 1.0) * frame.superior;
  const double inward = 0.5 * (*vertebra.canalCentreMm - isthmus->medialMm).norm();
  const Vec3 origin = isthmus->medialMm + shift(frame, side, {-inward, 0.0, lumbar ? 8.0 : 4.0});
  const Vec3 shoulder = isthmus->medialMm + shift(frame, side, {-kRootMm - 1.0, 0.0, -2.0});
  const Vec3 outside =
      below + shift(frame, side, lumbar ? Vec3(9.0, -3.0, -7.0) : Vec3(10.0, 1.0, -2.0));
  const Vec3 end =
      outside + shift(frame, side, lumbar ? Vec3(8.0, -8.0, -20.0) : Vec3(22.0, 6.0, -4.0));
  return tube("root_" + vertebra.level,
              vertebra.level + " root",
              side,
              Role::Nerve,
              {{origin, shoulder, below, outside, end}, kRootMm});
}

/// From the front of the spine around the waist of the body to the foramen.
std::optional<Structure> segmentalArtery(const VertebraAnatomy& vertebra, Side side) {
  const VertebralBody& body = vertebra.body;
  if (!vertebra.trust.trusted || vertebra.level.empty() || vertebra.level.front() == 'C')
    return std::nullopt;
  const VertebraFrame& frame = vertebra.frame;
  const Vec3& centre = vertebra.bodyCentroidMm;
  const double a =
      0.47 * body.widthMm + kSegmentalMm + 1.0;  // The waist is narrower than the endplates.
  const double b = 0.5 * body.depthMm + kSegmentalMm + 1.0;
  std::vector<Vec3> course;
  for (double degrees = -80.0; degrees <= 35.0; degrees += 11.5) {
    const double angle = degrees * std::numbers::pi / 180.0;
    course.push_back(centre + shift(frame, side, {a * std::cos(angle), b * std::sin(angle), 0.0}));
  }
  return tube("segmental_artery_" + vertebra.level,
              vertebra.level + " segmental artery",
              side,
              Role::Artery,
              {course, kSegmentalMm});
}

const SacralForamen* foramenOf(const SacrumAnatomy& sacrum, const std::string& level, Side side) {
  const auto found =
      std::find_if(sacrum.foramina.begin(), sacrum.foramina.end(), [&](const SacralForamen& f) {
        return f.level == level && f.side == side;
      });
  return found == sacrum.foramina.end() ? nullptr : &*found;
}

const HipAnatomy* hipOf(const PelvisAnatomy& pelvis, Side side) {
  const auto found =
      std::find_if(pelvis.hips.begin(), pelvis.hips.end(), [&](const HipAnatomy& hip) {
        return hip.side == side && hip.acetabulum.radiusMm > 0.0;
      });
  return found == pelvis.hips.end() ? nullptr : &*found;
}

/// Where the sciatic nerve leaves the pelvis: below the notch's apex, a third of the way to the
/// ischial spine.
Vec3 sciaticExit(const HipAnatomy& hip, const VertebraFrame& frame) {
  return hip.greaterNotchMm + 0.45 * (hip.ischialSpineMm - hip.greaterNotchMm) +
         shift(frame, hip.side, {0.0, 9.0, 0.0});
}

/// From the canal through the foramen on the sacrum's front towards the greater notch.
std::optional<Structure> sacralRoot(const PelvisAnatomy& pelvis,
                                    const std::string& level,
                                    Side side) {
  const SacralForamen* foramen = pelvis.sacrum ? foramenOf(*pelvis.sacrum, level, side) : nullptr;
  if (foramen == nullptr)
    return std::nullopt;
  const VertebraFrame& frame = pelvis.sacrum->frame;
  const Vec3 inCanal = foramen->centreMm + shift(frame, side, {-8.0, 16.0, 12.0});
  const Vec3 ahead = foramen->centreMm + shift(frame, side, {3.0, -4.0, -4.0});
  TubeRegion region{{inCanal, foramen->centreMm, ahead}, kRootMm};
  if (const HipAnatomy* hip = hipOf(pelvis, side))
    region.centreLineMm.push_back(ahead + 0.5 * (sciaticExit(*hip, pelvis.frame) - ahead) +
                                  shift(pelvis.frame, side, {0.0, -4.0, 0.0}));
  else
    region.centreLineMm.push_back(ahead + shift(frame, side, {12.0, -4.0, -16.0}));
  return tube("root_" + level, level + " root", side, Role::Nerve, region);
}

/// Through the greater notch, behind the hip joint between tuberosity and trochanter, down the
/// thigh.
std::optional<Structure> sciaticNerve(const PelvisAnatomy& pelvis, Side side) {
  const HipAnatomy* hip = hipOf(pelvis, side);
  if (hip == nullptr || hip->greaterNotchMm.isZero() || hip->ischialTuberosityMm.isZero())
    return std::nullopt;
  const VertebraFrame& frame = pelvis.frame;
  const Vec3 exit = sciaticExit(*hip, frame);
  std::vector<Vec3> course;
  const SacralForamen* s2 = pelvis.sacrum ? foramenOf(*pelvis.sacrum, "S2", side) : nullptr;
  if (s2 != nullptr)
    course.push_back(s2->centreMm + shift(frame, side, {8.0, -8.0, -4.0}));
  else
    course.push_back(exit + shift(frame, side, {-14.0, -8.0, 14.0}));
  course.push_back(exit);
  course.push_back(exit + shift(frame, side, {10.0, 12.0, -22.0}));
  const Vec3 besideTuberosity = hip->ischialTuberosityMm + shift(frame, side, {22.0, 16.0, 18.0});
  course.push_back(besideTuberosity);
  course.push_back(besideTuberosity + shift(frame, side, {4.0, 2.0, -60.0}));
  return tube("sciatic", "Sciatic nerve", side, Role::Nerve, {course, kSciaticMm});
}

/// Over the iliacus and under the inguinal ligament, some 15 mm medial of the anterior superior
/// spine.
std::optional<Structure> cutaneousNerve(const PelvisAnatomy& pelvis, Side side) {
  const HipAnatomy* hip = hipOf(pelvis, side);
  if (hip == nullptr || hip->anteriorSuperiorSpineMm.isZero())
    return std::nullopt;
  const VertebraFrame& frame = pelvis.frame;
  const Vec3 under = hip->anteriorSuperiorSpineMm + shift(frame, side, {-15.0, -3.0, -6.0});
  return tube("lfcn",
              "Lateral femoral cutaneous nerve",
              side,
              Role::Nerve,
              {{under + shift(frame, side, {-40.0, 45.0, 45.0}),
                under + shift(frame, side, {-15.0, 14.0, 18.0}),
                under,
                under + shift(frame, side, {6.0, -6.0, -25.0}),
                under + shift(frame, side, {14.0, -8.0, -70.0})},
               kCutaneousMm});
}

/// Over the upper rim of the greater notch and forward on the outer face of the ilium.
std::optional<Structure> glutealArtery(const PelvisAnatomy& pelvis, Side side) {
  const HipAnatomy* hip = hipOf(pelvis, side);
  if (hip == nullptr || hip->greaterNotchMm.isZero() || hip->anteriorSuperiorSpineMm.isZero())
    return std::nullopt;
  const VertebraFrame& frame = pelvis.frame;
  const Vec3 rim = hip->greaterNotchMm + shift(frame, side, {-3.0, 5.0, -3.0});
  const Vec3 outside = hip->greaterNotchMm + shift(frame, side, {12.0, 8.0, 4.0});
  const Vec3 towards = hip->anteriorSuperiorSpineMm - hip->greaterNotchMm;
  return tube("superior_gluteal_artery",
              "Superior gluteal artery",
              side,
              Role::Artery,
              {{rim + shift(frame, side, {-18.0, -14.0, 8.0}),
                rim,
                outside,
                hip->greaterNotchMm + 0.3 * towards + shift(frame, side, {16.0, 4.0, 10.0}),
                hip->greaterNotchMm + 0.6 * towards + shift(frame, side, {16.0, 4.0, 12.0})},
               kGlutealMm});
}

}  // namespace

std::vector<Structure> estimateNervesAndVessels(const Case& patient,
                                                const std::vector<VertebraAnatomy>& vertebrae,
                                                const PelvisAnatomy& pelvis) {
  std::vector<Structure> routes;
  const auto add = [&](std::optional<Structure> route) {
    if (route && patient.find(route->id) == nullptr)
      routes.push_back(std::move(*route));
  };
  for (const VertebraAnatomy& vertebra : vertebrae) {
    for (const Side side : {Side::Left, Side::Right}) {
      if (!vertebra.level.empty()) {
        add(spinalRoot(vertebra, side));
        add(segmentalArtery(vertebra, side));
      }
    }
  }
  for (const Side side : {Side::Left, Side::Right}) {
    for (const char* level : {"S1", "S2", "S3"})
      add(sacralRoot(pelvis, level, side));
    add(sciaticNerve(pelvis, side));
    add(cutaneousNerve(pelvis, side));
    add(glutealArtery(pelvis, side));
  }
  return routes;
}

}  // namespace trocar
