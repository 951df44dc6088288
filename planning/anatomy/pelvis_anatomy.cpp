#include "planning/anatomy/pelvis_anatomy.h"

#include "planning/anatomy/pelvic_frame.h"
#include "planning/anatomy/pelvis_parts.h"

#include <algorithm>

namespace trocar::anatomy {
namespace {

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

/// Left from the right bones to the left ones, where both are there; the rest as the patient lies.
std::optional<VertebraFrame> frameOfPair(const std::vector<PelvicBone>& bones) {
  std::vector<Vec3> lefts;
  std::vector<Vec3> rights;
  for (const PelvicBone& bone : bones)
    (bone.side == Side::Left ? lefts : rights).push_back(meanOf(bone.mask.voxels()));
  if (lefts.empty() || rights.empty())
    return std::nullopt;
  const Vec3 left = (meanOf(lefts) - meanOf(rights)).normalized();
  if (left.x() < 0.5)
    return std::nullopt;
  VertebraFrame frame;
  frame.left = left;
  frame.superior = (Vec3::UnitZ() - Vec3::UnitZ().dot(left) * left).normalized();
  frame.posterior = frame.superior.cross(frame.left);
  return frame;
}

/// The axes where no anterior pelvic plane was found, as on hip bones that a scan cuts.
VertebraFrame frameWithoutPlane(const std::vector<PelvicBone>& hips,
                                const std::vector<PelvicBone>& femurs) {
  const std::optional<VertebraFrame> ofHips = frameOfPair(hips);
  return ofHips ? *ofHips : frameOfPair(femurs).value_or(VertebraFrame());
}

using Heads = std::vector<std::optional<JointSphere>>;

std::optional<JointSphere> headOn(const std::vector<PelvicBone>& femurs,
                                  const Heads& heads,
                                  Side side) {
  for (std::size_t n = 0; n < femurs.size(); ++n) {
    if (femurs[n].side == side && heads[n])
      return heads[n];
  }
  return std::nullopt;
}

/// Half the distance between the joints, along left; the usual one of a single joint.
double midlineMmOf(const std::vector<SocketedHip>& hips, const VertebraFrame& frame) {
  for (const SocketedHip& a : hips) {
    for (const SocketedHip& b : hips) {
      if (a.bone->side == Side::Left && b.bone->side == Side::Right)
        return 0.5 * std::abs((a.socket.centreMm - b.socket.centreMm).dot(frame.left));
    }
  }
  return kUsualMidlineMm;
}

}  // namespace

Vec3 meanOf(const std::vector<Vec3>& points) {
  Vec3 sum = Vec3::Zero();
  for (const Vec3& point : points)
    sum += point;
  return sum / static_cast<double>(std::max<std::size_t>(1, points.size()));
}

PelvisAnatomy measurePelvis(const Case& patient, const Progress& progress) {
  PelvisAnatomy anatomy;
  progress.at(0.0);
  const CaseExtents extents(patient);
  const std::vector<PelvicBone> hips = bonesOf(patient, Role::Hip, extents);
  const std::vector<PelvicBone> femurs = bonesOf(patient, Role::Femur, extents);
  Heads heads;
  for (const PelvicBone& femur : femurs)
    heads.push_back(findSphere(femur.surface, false));
  Heads sockets;
  std::vector<SocketedHip> socketed;
  for (const PelvicBone& hip : hips) {
    sockets.push_back(findSocket(hip, headOn(femurs, heads, hip.side)));
    if (sockets.back())
      socketed.push_back({&hip, *sockets.back()});
  }
  progress.at(0.4);
  const std::optional<VertebraFrame> ofHips = pelvicFrame(socketed);
  const VertebraFrame plane = ofHips ? *ofHips : frameWithoutPlane(hips, femurs);
  const double midlineMm = midlineMmOf(socketed, plane);
  const std::vector<PelvicBone> sacra = bonesOf(patient, Role::Sacrum, extents);
  if (!sacra.empty())
    anatomy.sacrum = measureSacrum(patient, sacra.front(), plane, hips);
  const bool upright = ofHips && anatomy.sacrum && anatomy.sacrum->trust.trusted;
  anatomy.frame = upright ? uprightFrame(plane, *anatomy.sacrum) : plane;
  progress.at(0.6);
  for (std::size_t n = 0; n < femurs.size(); ++n)
    anatomy.femurs.push_back(measureFemur(femurs[n], anatomy.frame, heads[n]));
  progress.at(0.8);
  for (std::size_t n = 0; n < hips.size(); ++n)
    anatomy.hips.push_back(measureHip(hips[n], ofHips, anatomy.frame, sockets[n], midlineMm));
  progress.at(1.0);
  return anatomy;
}

}  // namespace trocar::anatomy
