#include "planning/anatomy/route_parts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::anatomy {
namespace {

constexpr double kRootMm = 2.0;       // With its sleeve [estimated].
constexpr double kSegmentalMm = 1.2;  // [estimated]

/// The section of the isthmus; nullopt where the pedicle has none.
std::optional<PedicleSection> isthmusOf(const PedicleAnatomy& pedicle) {
  const auto nearest = std::min_element(pedicle.sections.begin(),
                                        pedicle.sections.end(),
                                        [](const PedicleSection& a, const PedicleSection& b) {
                                          return std::abs(a.depthMm) < std::abs(b.depthMm);
                                        });
  return nearest == pedicle.sections.end() ? std::nullopt : std::optional(*nearest);
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
  return estimatedTube("root_" + vertebra.level,
                       vertebra.level + " root",
                       side,
                       Role::Nerve,
                       {{origin, shoulder, below, lateral, end}, kRootMm});
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
  std::vector<Vec3> course;
  for (double degrees = -80.0; degrees <= 30.0; degrees += 11.0) {
    const double angle = degrees * std::numbers::pi / 180.0;
    const Vec3 out =
        displaced(frame, side, {halfWidth * std::cos(angle), halfDepth * std::sin(angle), 0.0});
    course.push_back(
        outside.pushed(vertebra.bodyCentroidMm + out, out.normalized(), kSegmentalMm + 0.5));
  }
  return estimatedTube("segmental_artery_" + vertebra.level,
                       vertebra.level + " segmental artery",
                       side,
                       Role::Artery,
                       {course, kSegmentalMm});
}

}  // namespace trocar::anatomy
