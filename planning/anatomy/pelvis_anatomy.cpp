#include "planning/anatomy/pelvis_anatomy.h"

#include "planning/anatomy/body_shape.h"
#include "planning/anatomy/pelvis_parts.h"

#include <algorithm>

namespace trocar::anatomy {
namespace {

Vec3 meanOf(const std::vector<Vec3>& points) {
  Vec3 sum = Vec3::Zero();
  for (const Vec3& point : points)
    sum += point;
  return sum / static_cast<double>(std::max<std::size_t>(1, points.size()));
}

/// Of the id where it says so, else where the bone lies with respect to the midline.
Side sideOf(const Structure& structure, const SoftMask& mask, double midlineX) {
  if (structure.id.find("left") != std::string::npos)
    return Side::Left;
  if (structure.id.find("right") != std::string::npos)
    return Side::Right;
  return meanOf(mask.voxels()).x() >= midlineX ? Side::Left : Side::Right;
}

/// The middle between left and right: of the sacrum, else of the scan.
double midlineXOf(const Case& patient) {
  for (const Structure* sacrum : patient.withRole(Role::Sacrum)) {
    if (const auto box = boundsOf(patient, *sacrum))
      return 0.5 * (box->lowMm.x() + box->highMm.x());
  }
  return patient.ct.grid().centreMm().x();
}

std::vector<PelvicBone> bonesOf(const Case& patient, Role role, const CaseExtents& extents) {
  std::vector<PelvicBone> bones;
  const double midlineX = midlineXOf(patient);
  for (const Structure* structure : patient.withRole(role)) {
    auto mask = boneMask(patient, *structure, extents);
    if (!mask)
      continue;
    Surface surface = surfaceOf(*mask);
    const Side side = sideOf(*structure, *mask, midlineX);
    bones.push_back({*structure, std::move(*mask), std::move(surface), side});
  }
  return bones;
}

/// Left from the right bone to the left one where both are there.
VertebraFrame pelvicFrame(const std::vector<PelvicBone>& pair) {
  std::vector<Vec3> lefts;
  std::vector<Vec3> rights;
  for (const PelvicBone& bone : pair)
    (bone.side == Side::Left ? lefts : rights).push_back(meanOf(bone.mask.voxels()));
  if (lefts.empty() || rights.empty())
    return {};
  const Vec3 left = (meanOf(lefts) - meanOf(rights)).normalized();
  if (left.x() < 0.7)
    return {};
  VertebraFrame frame;
  frame.left = left;
  frame.superior = (Vec3::UnitZ() - Vec3::UnitZ().dot(left) * left).normalized();
  frame.posterior = frame.superior.cross(frame.left);
  return frame;
}

std::optional<JointSphere> headOn(const std::vector<FemurAnatomy>& femurs, Side side) {
  for (const FemurAnatomy& femur : femurs) {
    if (femur.side == side && femur.head.radiusMm > 0.0)
      return femur.head;
  }
  return std::nullopt;
}

}  // namespace

PelvisAnatomy measurePelvis(const Case& patient, const Progress& progress) {
  PelvisAnatomy anatomy;
  progress.at(0.0);
  const CaseExtents extents(patient);
  const std::vector<PelvicBone> hips = bonesOf(patient, Role::Hip, extents);
  const std::vector<PelvicBone> femurs = bonesOf(patient, Role::Femur, extents);
  anatomy.frame = pelvicFrame(hips.size() >= 2 ? hips : femurs);
  progress.at(0.4);
  for (const PelvicBone& femur : femurs)
    anatomy.femurs.push_back(measureFemur(femur, anatomy.frame));
  progress.at(0.6);
  for (const PelvicBone& hip : hips)
    anatomy.hips.push_back(measureHip(hip, anatomy.frame, headOn(anatomy.femurs, hip.side)));
  progress.at(0.8);
  const std::vector<PelvicBone> sacra = bonesOf(patient, Role::Sacrum, extents);
  if (!sacra.empty())
    anatomy.sacrum = measureSacrum(patient, sacra.front(), anatomy.frame, hips);
  progress.at(1.0);
  return anatomy;
}

}  // namespace trocar::anatomy
