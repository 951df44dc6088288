#include "planning/anatomy/pelvic_frame.h"
#include "planning/anatomy/pelvis_parts.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace trocar::anatomy {
namespace {

constexpr double kPoorFitMm = 2.5;
constexpr double kNearBorderMm = 4.0;
constexpr double kTipOfNotchMm = 1.0;
constexpr double kScattered = 0.2;  // Of the label's voxels, outside its largest piece.

/// The surface in the joint's coordinates; normals are not needed there.
Surface localSurface(const Surface& surface, const HipFrame& frame) {
  Surface local;
  for (const SurfacePoint& point : surface)
    local.push_back({frame.toLocal(point.atMm), Vec3::Zero()});
  return local;
}

/// The part of the posterior border that lies furthest before the line from the ischial spine to
/// the posterior superior spine: the mean of what is within a millimetre of the deepest, as the
/// notch is round.
std::optional<Vec3> notchApex(const Surface& local, const Vec3& spine, const Vec3& upper) {
  const Eigen::Vector2d along = (upper - spine).tail<2>().normalized();
  std::vector<std::pair<double, Vec3>> borders;
  double deepest = 0.0;
  for (double z = spine[2] + 6.0; z <= upper[2] - 5.0; z += 1.0) {
    const auto border = extremeOf(
        local,
        [&](const Vec3& p) { return std::abs(p[2] - z) < 1.0; },
        [](const Vec3& p) { return p[1]; });
    if (!border)
      continue;
    const Eigen::Vector2d d = (*border - spine).tail<2>();
    borders.emplace_back(d[1] * along[0] - d[0] * along[1], *border);
    deepest = std::max(deepest, borders.back().first);
  }
  std::vector<Vec3> apex;
  for (const auto& [depth, border] : borders) {
    if (deepest > 0.0 && depth > deepest - kTipOfNotchMm)
      apex.push_back(border);
  }
  return apex.empty() ? std::nullopt : std::optional<Vec3>(meanOf(apex));
}

/// The point of the anterior border that stands out furthest from the line between two others on
/// it.
std::optional<Vec3> anteriorBump(const Surface& local, const Vec3& upper, const Vec3& lower) {
  const Eigen::Vector2d along = (upper - lower).tail<2>().normalized();
  const Eigen::Vector2d ahead(-along[1], along[0]);
  const double sign = ahead[0] < 0.0 ? 1.0 : -1.0;
  return extremeOf(
      local,
      [&](const Vec3& p) { return p[2] > lower[2] + 4.0 && p[2] < upper[2] - 14.0; },
      [&](const Vec3& p) { return sign * (p - lower).tail<2>().dot(ahead); });
}

/// Middle of the bone met along a ray from the joint's centre, else the joint's surface there.
Vec3 middleOfBone(const PelvicBone& hip, const JointSphere& joint, const Vec3& direction) {
  const auto near = entryMm(hip.mask, joint.centreMm, direction, 50.0);
  if (!near)
    return joint.centreMm + joint.radiusMm * direction;
  const Vec3 surface = joint.centreMm + (*near + 0.3) * direction;
  return surface + 0.5 * exitMm(hip.mask, surface, direction, 40.0).value_or(0.0) * direction;
}

/// Whether the label map ends within a few millimetres, so that the true extreme may lie beyond.
bool nearBorder(const SoftMask& mask, const Vec3& point) {
  const auto& border = mask.borderVoxels();
  return std::any_of(border.begin(), border.end(), [&](const Vec3& voxel) {
    return (voxel - point).norm() < kNearBorderMm;
  });
}

void findSpines(const PelvicBone& bone,
                const HipFrame& plane,
                const HipFrame& frame,
                double midlineMm,
                HipAnatomy& hip) {
  const Surface local = localSurface(bone.surface, frame);
  const auto known = [&](const std::optional<Vec3>& found) {
    return found && !nearBorder(bone.mask, *found) ? found : std::nullopt;
  };
  const auto inPatient = [&](const std::optional<Vec3>& found) {
    return found ? known(frame.toPatient(*found)) : std::nullopt;
  };
  const auto asis = anteriorSuperiorSpine(bone.surface, plane);
  const auto spine = ischialSpine(bone.surface, plane);
  const auto psis = posteriorSuperiorSpine(bone.surface, plane);
  const auto rim = extremeOf(
      local,
      [&](const Vec3& p) { return std::abs(p[2] - hip.acetabulum.radiusMm) < 2.0; },
      [](const Vec3& p) { return -p[1]; });
  const auto tuberosity = tipIn(bone.surface,
                                frame,
                                [](const Vec3& p) { return p[1] > -15.0 && p[2] < -40.0; },
                                {0.0, 0.0, -1.0});
  hip.anteriorSuperiorSpineMm = known(asis);
  hip.ischialSpineMm = known(spine);
  hip.posteriorSuperiorSpineMm = known(psis);
  hip.ischialTuberosityMm = known(tuberosity);
  hip.pubicTubercleMm = known(pubicTubercle(bone.surface, plane, midlineMm));
  if (asis && rim)
    hip.anteriorInferiorSpineMm = inPatient(anteriorBump(local, frame.toLocal(*asis), *rim));
  if (spine && psis)
    hip.greaterNotchMm = inPatient(notchApex(local, frame.toLocal(*spine), frame.toLocal(*psis)));
}

void findColumns(const PelvicBone& bone, const HipFrame& frame, HipAnatomy& hip) {
  if (hip.anteriorSuperiorSpineMm && hip.anteriorInferiorSpineMm && hip.pubicTubercleMm)
    hip.anteriorColumnMm = {
        0.5 * (*hip.anteriorSuperiorSpineMm + *hip.anteriorInferiorSpineMm),
        middleOfBone(bone, hip.acetabulum, frame.direction(Vec3(-0.6, -0.8, 0.0))),
        *hip.pubicTubercleMm};
  if (hip.greaterNotchMm && hip.ischialTuberosityMm)
    hip.posteriorColumnMm = {*hip.greaterNotchMm,
                             middleOfBone(bone, hip.acetabulum, frame.pelvis.posterior),
                             *hip.ischialTuberosityMm};
}

}  // namespace

std::optional<JointSphere> findSocket(const PelvicBone& hip,
                                      const std::optional<JointSphere>& head) {
  std::optional<JointSphere> socket;
  if (head)
    socket = fitSphere(hip.surface, {head->centreMm, head->radiusMm + 3.0, 0.0}, true);
  return socket ? socket : findSphere(hip.surface, true);
}

HipAnatomy measureHip(const PelvicBone& hip,
                      const std::optional<VertebraFrame>& plane,
                      const VertebraFrame& pelvis,
                      const std::optional<JointSphere>& socket,
                      double midlineMm) {
  HipAnatomy anatomy;
  anatomy.structureId = hip.structure.id;
  anatomy.side = hip.side;
  if (!socket) {
    anatomy.trust = {false, "No acetabulum was found on the hip bone."};
    return anatomy;
  }
  anatomy.acetabulum = *socket;
  const HipFrame frame{socket->centreMm, pelvis, signOf(hip.side)};
  const HipFrame ofPlane{socket->centreMm, plane.value_or(pelvis), signOf(hip.side)};
  const std::optional<double> departure = departureMm(hip.surface, ofPlane, midlineMm);
  if (socket->rmsMm > kPoorFitMm)
    anatomy.trust = {false, "The acetabulum is not round."};
  else if (hip.mask.scatteredFraction() > kScattered)
    anatomy.trust = {false, "The label of the hip bone holds more than one bone."};
  else if (hip.mask.borderVoxels().size() > 20)
    anatomy.trust = {false, "The hip bone is cut off by the border of the label map."};
  else if (!plane || !departure || *departure > kFarFromMeanMm)
    anatomy.trust = {false, "The spines of the label do not lie as on a hip bone of its side."};
  findSpines(hip, ofPlane, frame, midlineMm, anatomy);

  const Vec3 up = pelvis.superior;
  const Vec3 medial = -frame.sign * pelvis.left;
  anatomy.domeMm = socket->centreMm +
                   entryMm(hip.mask, socket->centreMm, up, 50.0).value_or(socket->radiusMm) * up;
  const double fossa = entryMm(hip.mask, socket->centreMm, medial, 45.0).value_or(socket->radiusMm);
  const Vec3 inner = socket->centreMm + (fossa + 0.3) * medial;
  anatomy.medialWallMm = inner + exitMm(hip.mask, inner, medial, 40.0).value_or(0.0) * medial;
  findColumns(hip, frame, anatomy);
  return anatomy;
}

std::string_view toString(PelvicZone zone) {
  switch (zone) {
    case PelvicZone::Ilium:
      return "I";
    case PelvicZone::Periacetabular:
      return "II";
    default:
      return "III";
  }
}

PelvicZone zoneAt(const HipAnatomy& hip, const Vec3& pointMm) {
  constexpr double kAroundJointMm = 15.0;
  const Vec3 d = pointMm - hip.acetabulum.centreMm;
  if (d.norm() <= hip.acetabulum.radiusMm + kAroundJointMm)
    return PelvicZone::Periacetabular;
  const Vec3 up = (hip.domeMm - hip.acetabulum.centreMm).normalized();
  return d.dot(up) > 0.0 ? PelvicZone::Ilium : PelvicZone::PubisIschium;
}

}  // namespace trocar::anatomy
