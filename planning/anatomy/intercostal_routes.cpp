#include "core/labels/plain_words.h"
#include "planning/anatomy/bone_surface.h"
#include "planning/anatomy/pelvis_parts.h"
#include "planning/anatomy/route_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kBundleMm = 1.5;  // [estimated]

/// The rib of a side and number, by its id: "rib_left_7" or "rib_7_left".
const Structure* ribOf(const Case& patient, Side side, const std::string& number) {
  for (const Structure* rib : patient.withRole(Role::Rib)) {
    const std::vector<std::string> words = labels::plainWords(rib->id);
    const auto says = [&](std::string_view word) {
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (says(number) && says(toString(side)))
      return rib;
  }
  return nullptr;
}

/// How far the artery lies below the rib: 7.2 mm beside the spine, 5.5 at the rib's angle, 2.3 from
/// 25 mm beyond it on (Diagn Interv Radiol 2012;18:221); the angle 60 mm from the head [estimated].
double belowRibMm(double fromHeadMm) {
  constexpr std::array<std::array<double, 2>, 3> kBelow = {{{30.0, 7.2}, {60.0, 5.5}, {85.0, 2.3}}};
  if (fromHeadMm <= kBelow[0][0])
    return kBelow[0][1];
  for (std::size_t n = 1; n < kBelow.size(); ++n) {
    const auto& [from, first] = kBelow[n - 1];
    const auto& [to, last] = kBelow[n];
    if (fromHeadMm <= to)
      return first + (last - first) * (fromHeadMm - from) / (to - from);
  }
  return kBelow.back()[1];
}

/// A piece of a rib so far from its head, in a straight line.
struct Piece {
  double fromHeadMm = 0.0;
  Vec3 middleMm = Vec3::Zero();
  std::vector<Vec3> voxels;
};

std::vector<Piece> piecesOf(const SoftMask& rib, const Vec3& bodyMm) {
  constexpr double kApartMm = 15.0;
  constexpr double kHalfMm = 4.0;
  constexpr double kLastMm = 135.0;  // As far as needles from behind and beside go.
  constexpr std::size_t kFewest = 8;
  const Vec3 head = *std::min_element(
      rib.voxels().begin(), rib.voxels().end(), [&](const Vec3& a, const Vec3& b) {
        return (a - bodyMm).squaredNorm() < (b - bodyMm).squaredNorm();
      });
  std::vector<Piece> pieces;
  for (double fromHead = 30.0; fromHead <= kLastMm; fromHead += kApartMm) {
    Piece piece{fromHead, Vec3::Zero(), {}};
    for (const Vec3& voxel : rib.voxels()) {
      if (std::abs((voxel - head).norm() - fromHead) < kHalfMm)
        piece.voxels.push_back(voxel);
    }
    if (piece.voxels.size() < kFewest)
      break;
    piece.middleMm = meanOf(piece.voxels);
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace

std::optional<Structure> intercostalBundle(const Case& patient,
                                           const CaseExtents& extents,
                                           const BoneOutside& outside,
                                           const VertebraAnatomy& vertebra,
                                           Side side) {
  if (!vertebra.trust.trusted || vertebra.level.front() != 'T')
    return std::nullopt;
  const Structure* rib = ribOf(patient, side, vertebra.level.substr(1));
  const auto mask = rib != nullptr ? boneMask(patient, *rib, extents) : std::optional<SoftMask>();
  if (!mask)
    return std::nullopt;
  const std::vector<Piece> pieces = piecesOf(*mask, vertebra.bodyCentroidMm);
  std::vector<Vec3> bends;
  for (std::size_t n = 0; n < pieces.size(); ++n) {
    const Vec3& before = pieces[n > 0 ? n - 1 : n].middleMm;
    const Vec3& after = pieces[n + 1 < pieces.size() ? n + 1 : n].middleMm;
    const Vec3 along = (after - before).normalized();
    const Vec3& up = vertebra.frame.superior;
    const Vec3 down = (up.dot(along) * along - up).normalized();
    double edge = 0.0;
    for (const Vec3& voxel : pieces[n].voxels)
      edge = std::max(edge, (voxel - pieces[n].middleMm).dot(down));
    bends.push_back(pieces[n].middleMm + (edge + belowRibMm(pieces[n].fromHeadMm)) * down);
  }
  if (bends.size() < 2)
    return std::nullopt;
  return route(outside,
               {"intercostal_" + vertebra.level,
                vertebra.level + " intercostal nerve and vessels",
                Role::Nerve,
                kBundleMm},
               side,
               bends);
}

}  // namespace trocar::anatomy
