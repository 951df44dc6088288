#include "planning/anatomy/pelvis_parts.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

constexpr double kPoorFitMm = 2.5;

/// Coordinates about the hip joint: x away from the midline, y to the back, z to the head.
struct HipFrame {
  Vec3 originMm;
  const VertebraFrame& pelvis;
  double sign;

  Vec3 toLocal(const Vec3& point) const {
    const Vec3 d = point - originMm;
    return {sign * d.dot(pelvis.left), d.dot(pelvis.posterior), d.dot(pelvis.superior)};
  }
  Vec3 direction(const Vec3& local) const {
    return sign * local[0] * pelvis.left + local[1] * pelvis.posterior + local[2] * pelvis.superior;
  }
};

/// The surface in the joint's coordinates; normals are not needed there.
Surface localSurface(const Surface& surface, const HipFrame& frame) {
  Surface local;
  for (const SurfacePoint& point : surface)
    local.push_back({frame.toLocal(point.atMm), Vec3::Zero()});
  return local;
}

/// The point of the posterior border, between spine and posterior superior spine, that lies
/// furthest forward.
std::optional<Vec3> notchApex(const Surface& local, double fromZ, double toZ) {
  std::optional<Vec3> apex;
  for (double z = fromZ; z <= toZ; z += 2.0) {
    const auto border = extremeOf(
        local,
        [&](const Vec3& p) { return std::abs(p[2] - z) < 1.5; },
        [](const Vec3& p) { return p[1]; });
    if (border && (!apex || (*border)[1] < (*apex)[1]))
      apex = border;
  }
  return apex;
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

void findSpines(const Surface& local, const HipFrame& frame, HipAnatomy& hip) {
  const auto place = [&](const std::optional<Vec3>& found, Vec3& landmark, const char* name) {
    if (found)
      landmark = frame.originMm + frame.direction(*found);
    else if (hip.trust.trusted)
      hip.trust = {false, std::string("The ") + name + " was not found on the label."};
  };
  const auto asis = extremeOf(
      local, [](const Vec3& p) { return p[2] > 45.0; }, [](const Vec3& p) { return -p[1]; });
  const auto spine = extremeOf(
      local,
      [](const Vec3& p) { return p[2] > -32.0 && p[2] < 8.0 && p[1] > 20.0 && p[1] < 80.0; },
      [](const Vec3& p) { return -p[0] + 0.4 * p[1]; });
  const auto psis = extremeOf(
      local, [](const Vec3& p) { return p[2] > 35.0; }, [](const Vec3& p) { return p[1]; });
  const auto rim = extremeOf(
      local,
      [&](const Vec3& p) { return std::abs(p[2] - hip.acetabulum.radiusMm) < 2.0; },
      [](const Vec3& p) { return -p[1]; });
  place(asis, hip.anteriorSuperiorSpineMm, "anterior superior iliac spine");
  place(spine, hip.ischialSpineMm, "ischial spine");
  place(psis, hip.posteriorSuperiorSpineMm, "posterior superior iliac spine");
  place(asis && rim ? anteriorBump(local, *asis, *rim) : std::nullopt,
        hip.anteriorInferiorSpineMm,
        "anterior inferior iliac spine");
  place(spine && psis ? notchApex(local, (*spine)[2] + 6.0, std::min(60.0, (*psis)[2] - 5.0))
                      : std::nullopt,
        hip.greaterNotchMm,
        "greater sciatic notch");
  place(extremeOf(
            local,
            [](const Vec3& p) { return p[1] > -15.0 && p[2] < -40.0; },
            [](const Vec3& p) { return -p[2]; }),
        hip.ischialTuberosityMm,
        "ischial tuberosity");
  place(extremeOf(
            local,
            [](const Vec3& p) { return p[0] < -30.0 && p[2] < 20.0; },
            [](const Vec3& p) { return -p[1]; }),
        hip.pubicTubercleMm,
        "pubic tubercle");
}

}  // namespace

HipAnatomy measureHip(const PelvicBone& hip,
                      const VertebraFrame& pelvis,
                      const std::optional<JointSphere>& head) {
  HipAnatomy anatomy;
  anatomy.structureId = hip.structure.id;
  anatomy.side = hip.side;
  std::optional<JointSphere> socket;
  if (head)
    socket = fitSphere(hip.surface, {head->centreMm, head->radiusMm + 3.0, 0.0}, true);
  if (!socket)
    socket = findSphere(hip.surface, true);
  if (!socket) {
    anatomy.trust = {false, "No acetabulum was found on the hip bone."};
    return anatomy;
  }
  anatomy.acetabulum = *socket;
  if (socket->rmsMm > kPoorFitMm)
    anatomy.trust = {false, "The acetabulum is not round."};
  else if (hip.mask.borderVoxels().size() > 20)
    anatomy.trust = {false, "The hip bone is cut off by the border of the label map."};
  const HipFrame frame{socket->centreMm, pelvis, signOf(hip.side)};
  findSpines(localSurface(hip.surface, frame), frame, anatomy);

  const Vec3 up = pelvis.superior;
  const Vec3 medial = -frame.sign * pelvis.left;
  anatomy.domeMm = socket->centreMm +
                   entryMm(hip.mask, socket->centreMm, up, 50.0).value_or(socket->radiusMm) * up;
  const double fossa = entryMm(hip.mask, socket->centreMm, medial, 45.0).value_or(socket->radiusMm);
  const Vec3 inner = socket->centreMm + (fossa + 0.3) * medial;
  anatomy.medialWallMm = inner + exitMm(hip.mask, inner, medial, 40.0).value_or(0.0) * medial;
  anatomy.anteriorColumnMm = {
      0.5 * (anatomy.anteriorSuperiorSpineMm + anatomy.anteriorInferiorSpineMm),
      middleOfBone(hip, *socket, frame.direction(Vec3(-0.6, -0.8, 0.0))),
      anatomy.pubicTubercleMm};
  anatomy.posteriorColumnMm = {anatomy.greaterNotchMm,
                               middleOfBone(hip, *socket, pelvis.posterior),
                               anatomy.ischialTuberosityMm};
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

}  // namespace trocar
