#include "planning/anatomy/pedicle_section.h"
#include "planning/anatomy/pelvis_parts.h"

#include <algorithm>
#include <cmath>

namespace trocar::anatomy {
namespace {

/// Mean of the voxels from `fromMm` to `toMm` below a point.
std::optional<Vec3> middleOfSlab(
    const SoftMask& mask, const Vec3& top, const Vec3& up, double fromMm, double toMm) {
  Vec3 sum = Vec3::Zero();
  double count = 0.0;
  for (const Vec3& voxel : mask.voxels()) {
    const double below = (top - voxel).dot(up);
    if (below >= fromMm && below < toMm) {
      sum += voxel;
      ++count;
    }
  }
  return count > 20.0 ? std::optional<Vec3>(sum / count) : std::nullopt;
}

double lowestMm(const SoftMask& mask, const Vec3& top, const Vec3& up) {
  double lowest = 0.0;
  for (const Vec3& voxel : mask.voxels())
    lowest = std::max(lowest, (top - voxel).dot(up));
  return lowest;
}

struct Neck {
  Vec3 centreMm;
  Vec3 toHead;
};

/// The narrowest section between the head and the trochanters, its direction refined by its own
/// centre.
std::optional<Neck> findNeck(const SoftMask& mask,
                             const JointSphere& head,
                             const Vec3& outGuess,
                             const Vec3& up) {
  Vec3 out = outGuess.normalized();
  std::optional<Neck> neck;
  for (int pass = 0; pass < 4; ++pass) {
    double least = 1e9;
    std::optional<Vec3> centre;
    for (double t = 0.6 * head.radiusMm; t <= head.radiusMm + 24.0; t += 1.0) {
      SectionPlane plane;
      plane.centreMm = head.centreMm + t * out;
      plane.u = (up - up.dot(out) * out).normalized();
      plane.v = out.cross(plane.u);
      const auto section = sectionAt(mask, plane, 32.0);
      if (section && !section->open && section->areaMm2 < least && section->areaMm2 > 150.0) {
        least = section->areaMm2;
        centre = plane.centreMm + section->u * plane.u + section->v * plane.v;
      }
    }
    if (!centre)
      return neck;
    out = (*centre - head.centreMm).normalized();
    neck = Neck{*centre, -out};
  }
  return neck;
}

}  // namespace

FemurAnatomy measureFemur(const PelvicBone& femur,
                          const VertebraFrame& pelvis,
                          const std::optional<JointSphere>& head) {
  FemurAnatomy anatomy;
  anatomy.structureId = femur.structure.id;
  anatomy.side = femur.side;
  if (!head) {
    anatomy.trust = {false, "No femoral head was found in the label."};
    return anatomy;
  }
  anatomy.head = *head;
  const Vec3 out = signOf(femur.side) * pelvis.left;
  const auto neck = findNeck(femur.mask, *head, out - 0.9 * pelvis.superior, pelvis.superior);
  if (!neck) {
    anatomy.trust = {false, "No femoral neck was found in the label."};
    return anatomy;
  }
  anatomy.neckCentreMm = neck->centreMm;
  anatomy.neckAxis = neck->toHead;
  const double reach = lowestMm(femur.mask, head->centreMm, pelvis.superior);
  const auto upper =
      middleOfSlab(femur.mask, head->centreMm, pelvis.superior, reach - 30.0, reach - 15.0);
  const auto lower =
      middleOfSlab(femur.mask, head->centreMm, pelvis.superior, reach - 12.0, reach + 1.0);
  if (reach < 80.0 || !upper || !lower) {
    anatomy.trust = {false, "The femur's shaft is not on the label."};
    return anatomy;
  }
  anatomy.shaftAxis = (*upper - *lower).normalized();
  const Vec3 backInwards = (-0.7 * out + 0.7 * pelvis.posterior).normalized();
  anatomy.lesserTrochanterMm = extremeOf(
      femur.surface,
      [&](const Vec3& p) {
        const double below = (head->centreMm - p).dot(pelvis.superior);
        return below > 35.0 && below < std::min(95.0, reach - 15.0);
      },
      [&](const Vec3& p) {
        const Vec3 d = p - *lower;
        return (d - d.dot(anatomy.shaftAxis) * anatomy.shaftAxis).dot(backInwards);
      });
  return anatomy;
}

}  // namespace trocar::anatomy
