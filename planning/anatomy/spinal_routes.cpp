#include "planning/anatomy/route_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace trocar::anatomy {
namespace {

constexpr double kRootMm = 2.0;       // With its sleeve [estimated].
constexpr double kSegmentalMm = 1.2;  // [estimated]
constexpr double kPlexusMm = 4.0;     // Of its largest part [estimated].

/// The section of the isthmus; nullopt where the pedicle has none.
std::optional<PedicleSection> isthmusOf(const PedicleAnatomy& pedicle) {
  const auto nearest = std::min_element(pedicle.sections.begin(),
                                        pedicle.sections.end(),
                                        [](const PedicleSection& a, const PedicleSection& b) {
                                          return std::abs(a.depthMm) < std::abs(b.depthMm);
                                        });
  return nearest == pedicle.sections.end() ? std::nullopt : std::optional(*nearest);
}

/// Beside the lower endplate of a vertebra, in the posterior medial part of the psoas; `share` of
/// the depth before its back edge.
Vec3 besideDisc(const VertebraAnatomy& vertebra, Side side, double share) {
  constexpr double kBesideMm = 8.0;  // [estimated]
  const VertebralBody& body = vertebra.body;
  return body.inferiorEndplate.pointMm +
         displaced(vertebra.frame,
                   side,
                   {0.5 * body.widthMm + kBesideMm, (0.5 - share) * body.depthMm, 0.0});
}

}  // namespace

std::optional<Structure> spinalRoot(const BoneOutside& outside,
                                    const VertebraAnatomy& vertebra,
                                    Side side) {
  const PedicleAnatomy& pedicle = side == Side::Left ? vertebra.left : vertebra.right;
  const auto isthmus = isthmusOf(pedicle);
  if (!pedicle.trust.trusted || !isthmus || !vertebra.canalCentreMm ||
      vertebra.level.front() == 'C')
    return std::nullopt;
  const VertebraFrame& frame = vertebra.frame;
  const bool lumbar = vertebra.level.front() == 'L';
  const double inward = 0.5 * (*vertebra.canalCentreMm - isthmus->medialMm).norm();
  const Vec3 away = displaced(frame, side, {0.8, -0.3, -0.5}).normalized();
  const Vec3 origin =
      isthmus->medialMm + displaced(frame, side, {-inward, 0.0, lumbar ? 8.0 : 4.0});
  const Vec3 shoulder = isthmus->medialMm + displaced(frame, side, {-kRootMm - 1.0, 0.0, -2.0});
  const Vec3 below = isthmus->inferiorMm - (kRootMm + 1.0) * frame.superior;
  const Vec3 lateral = outside.pushed(
      below + displaced(frame, side, lumbar ? Vec3(9.0, -3.0, -7.0) : Vec3(10.0, 1.0, -2.0)),
      away,
      kRootMm);
  const Vec3 end = outside.pushed(
      lateral + displaced(frame, side, lumbar ? Vec3(8.0, -8.0, -20.0) : Vec3(22.0, 6.0, -4.0)),
      away,
      kRootMm);
  return route(outside,
               {"root_" + vertebra.level, vertebra.level + " root", Role::Nerve, kRootMm},
               side,
               {origin, shoulder, below, lateral, end});
}

std::optional<Structure> segmentalArtery(const BoneOutside& outside,
                                         const VertebraAnatomy& vertebra,
                                         Side side) {
  if (!vertebra.trust.trusted || vertebra.level.front() == 'C' || vertebra.level == "L5" ||
      vertebra.level == "L6")
    return std::nullopt;
  const VertebraFrame& frame = vertebra.frame;
  const double halfWidth = 0.40 * vertebra.body.widthMm;
  const double halfDepth = 0.40 * vertebra.body.depthMm;
  std::vector<Vec3> bends;
  for (double degrees = -80.0; degrees <= 30.0; degrees += 11.0) {
    const double angle = Angle::fromDegrees(degrees).radians();
    const Vec3 out =
        displaced(frame, side, {halfWidth * std::cos(angle), halfDepth * std::sin(angle), 0.0});
    bends.push_back(
        outside.pushed(vertebra.bodyCentroidMm + out, out.normalized(), kSegmentalMm + 0.5));
  }
  return route(outside,
               {"segmental_artery_" + vertebra.level,
                vertebra.level + " segmental artery",
                Role::Artery,
                kSegmentalMm},
               side,
               bends);
}

std::optional<Structure> lumbarPlexus(const BoneOutside& outside,
                                      const std::vector<VertebraAnatomy>& vertebrae,
                                      Side side) {
  // Of the disc below each vertebra, from its back edge (Benglis et al., J Neurosurg Spine
  // 2009;10:139 [recalled]): it lies further forward the lower it is.
  constexpr std::array<std::pair<const char*, double>, 4> kShares = {
      {{"L1", 0.0}, {"L2", 0.11}, {"L3", 0.18}, {"L4", 0.28}}};
  std::vector<Vec3> bends;
  for (const auto& [level, share] : kShares) {
    const auto vertebra =
        std::find_if(vertebrae.begin(), vertebrae.end(), [&](const VertebraAnatomy& one) {
          return one.level == level && one.trust.trusted;
        });
    if (vertebra != vertebrae.end())
      bends.push_back(besideDisc(*vertebra, side, share));
  }
  if (bends.size() < 2)
    return std::nullopt;
  return route(outside, {"lumbar_plexus", "Lumbar plexus", Role::Nerve, kPlexusMm}, side, bends);
}

}  // namespace trocar::anatomy
