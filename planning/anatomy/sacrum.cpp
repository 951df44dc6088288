#include "planning/anatomy/body_shape.h"
#include "planning/anatomy/pelvic_frame.h"
#include "planning/anatomy/pelvis_parts.h"
#include "planning/anatomy/sacral_foramina.h"

#include <algorithm>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kUsualHalfDepthMm = 14.0;  // Of the S1 endplate.
constexpr double kEndplateHalfMm = 14.0;
constexpr double kUsualS1HeightMm = 30.0;  // Where no foramen shows where S1 ends [estimated].
constexpr double kJointReachMm = 6.0;

struct FittedEndplate {
  Plane plane;
  std::size_t points = 0;  ///< Of the surface, within 1.5 mm of it.
};

/// Robust plane through the surface that faces `normal` near a point.
std::optional<FittedEndplate> fitEndplate(const Surface& surface,
                                          const Vec3& near,
                                          const Vec3& guess,
                                          const Vec3& left) {
  Vec3 normal = guess;
  Vec3 point = near;
  double reach = 6.0;
  std::size_t points = 0;
  for (int pass = 0; pass < 14; ++pass, reach = std::max(1.5, 0.85 * reach)) {
    Vec3 sum = Vec3::Zero();
    std::vector<Vec3> chosen;
    for (const SurfacePoint& p : surface) {
      const Vec3 d = p.atMm - near;
      if (p.normal.dot(normal) > 0.8 && std::abs(d.dot(left)) < kEndplateHalfMm &&
          d.norm() < 24.0 && std::abs((p.atMm - point).dot(normal)) < reach) {
        sum += p.atMm;
        chosen.push_back(p.atMm);
      }
    }
    if (chosen.size() < 40)
      return std::nullopt;
    points = chosen.size();
    point = sum / static_cast<double>(points);
    Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
    for (const Vec3& p : chosen)
      spread += (p - point) * (p - point).transpose();
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> eigen(spread);
    const Vec3 fitted = eigen.eigenvectors().col(0);
    normal = fitted.dot(normal) < 0.0 ? Vec3(-fitted) : fitted;
  }
  return FittedEndplate{{point, normal}, points};
}

/// The front corner of a block whose upper face leans so many degrees forward, near the midline.
std::optional<Vec3> promontoryGuess(const PelvicBone& sacrum,
                                    const VertebraFrame& pelvis,
                                    const Vec3& centre,
                                    double slopeDeg) {
  constexpr double kBeyondSlopeDeg = 10.0;
  const Vec3 direction = leaning(pelvis, Angle::fromDegrees(slopeDeg + kBeyondSlopeDeg)).superior;
  return extremeOf(
      sacrum.surface,
      [&](const Vec3& p) { return std::abs((p - centre).dot(pelvis.left)) < 8.0; },
      [&](const Vec3& p) { return (p - centre).dot(direction); });
}

/// The plane that most of the surface lies in, of those found from slopes of 25 to 55 degrees.
std::optional<Plane> findEndplate(const PelvicBone& sacrum,
                                  const VertebraFrame& pelvis,
                                  const Vec3& centre) {
  std::optional<FittedEndplate> best;
  for (const double slopeDeg : {kUsualSlopeDeg, kUsualSlopeDeg - 15.0, kUsualSlopeDeg + 15.0}) {
    const auto front = promontoryGuess(sacrum, pelvis, centre, slopeDeg);
    if (!front)
      continue;
    const VertebraFrame usual = leaning(pelvis, Angle::fromDegrees(slopeDeg));
    const Vec3 onMidline = *front + (centre - *front).dot(pelvis.left) * pelvis.left;
    const auto found = fitEndplate(sacrum.surface,
                                   onMidline + kUsualHalfDepthMm * usual.posterior,
                                   usual.superior,
                                   pelvis.left);
    if (found && (!best || found->points > best->points))
      best = found;
  }
  return best ? std::optional(best->plane) : std::nullopt;
}

/// Where the bone ends along a direction from a point just below the endplate, put back onto it.
Vec3 edgeOf(const SoftMask& mask, const Plane& endplate, const Vec3& direction) {
  const Vec3 inside = endplate.pointMm - 4.0 * endplate.normal;
  return endplate.pointMm + exitMm(mask, inside, direction, 40.0, 1.0).value_or(15.0) * direction;
}

void findCorners(const PelvicBone& sacrum, SacrumAnatomy& anatomy) {
  const VertebraFrame& frame = anatomy.frame;
  anatomy.promontoryMm = edgeOf(sacrum.mask, anatomy.s1Endplate, -frame.posterior);
  anatomy.posteriorSuperiorMm = edgeOf(sacrum.mask, anatomy.s1Endplate, frame.posterior);
}

/// The lower corners lie at the height of the first foramina, on the bone's front and on the
/// canal's wall.
void findLowerCorners(const PelvicBone& sacrum, SacrumAnatomy& anatomy) {
  double height = 0.0;
  double count = 0.0;
  for (const SacralForamen& foramen : anatomy.foramina) {
    if (foramen.level == "S1") {
      height += (anatomy.s1Endplate.pointMm - foramen.centreMm).dot(anatomy.frame.superior);
      ++count;
    }
  }
  const double heightMm = count > 0.0 && height / count > 15.0 && height / count < 45.0
                              ? height / count
                              : kUsualS1HeightMm;
  const Vec3& back = anatomy.frame.posterior;
  const Vec3 inside = anatomy.s1Endplate.pointMm - heightMm * anatomy.frame.superior + 4.0 * back;
  const double ahead = exitMm(sacrum.mask, inside, -back, 40.0, 1.0).value_or(12.0);
  const double behind = exitMm(sacrum.mask, inside, back, 40.0, 1.0).value_or(12.0);
  anatomy.anteriorInferiorMm = inside - ahead * back;
  anatomy.posteriorInferiorMm = inside + behind * back;
}

/// Nearest point between the lines through opposite corners.
Vec3 crossingOf(const Vec3& a, const Vec3& b, const Vec3& c, const Vec3& d) {
  const Vec3 u = b - a;
  const Vec3 v = d - c;
  const Vec3 w = a - c;
  const double uu = u.dot(u);
  const double uv = u.dot(v);
  const double vv = v.dot(v);
  const double den = uu * vv - uv * uv;
  if (den < 1e-9)
    return 0.25 * (a + b + c + d);
  const double s = (uv * v.dot(w) - vv * u.dot(w)) / den;
  const double t = (uu * v.dot(w) - uv * u.dot(w)) / den;
  return 0.5 * (a + s * u + c + t * v);
}

/// The middle of the lowest twentieth of a surface, that which lies lower for more: neither a
/// single outlying point nor which point of a flat edge lies lowest moves it.
Vec3 lowestOf(const std::vector<Vec3>& points, const Vec3& up) {
  constexpr double kShare = 0.05;
  std::vector<double> heights;
  for (const Vec3& point : points)
    heights.push_back(point.dot(up));
  const auto highest = heights.begin() + std::lround(kShare * static_cast<double>(heights.size()));
  std::nth_element(heights.begin(), highest, heights.end());
  Vec3 sum = Vec3::Zero();
  double weights = 0.0;
  for (const Vec3& point : points) {
    const double weight = std::max(0.0, *highest - point.dot(up));
    sum += weight * point;
    weights += weight;
  }
  return weights > 0.0 ? Vec3(sum / weights) : meanOf(points);
}

/// The part of the sacrum's surface that a hip bone's surface lies against. `upright` are the
/// sacrum's own axes, which stay where a scan cuts the hip bones.
std::optional<SacroiliacJoint> findJoint(const PelvicBone& sacrum,
                                         const PelvicBone& hip,
                                         const VertebraFrame& upright) {
  const Vec3 out = signOf(hip.side) * upright.left;
  SacroiliacJoint joint;
  std::vector<Vec3> points;
  Vec3 normals = Vec3::Zero();
  for (const SurfacePoint& p : sacrum.surface) {
    const Vec3 direction = p.normal;
    if (direction.dot(out) < 0.4)
      continue;
    if (entryMm(hip.mask, p.atMm + 0.5 * direction, direction, kJointReachMm)) {
      points.push_back(p.atMm);
      joint.centreMm += p.atMm;
      normals += direction;
    }
  }
  if (points.size() < 50)
    return std::nullopt;
  joint.centreMm /= static_cast<double>(points.size());
  joint.normal = normals.normalized();
  joint.inferiorMarginMm = lowestOf(points, upright.superior);
  return joint;
}

/// Middle of the bone between the body of S1 and its side, half way up S1.
std::optional<Vec3> findAla(const PelvicBone& sacrum, const SacrumAnatomy& anatomy, double sign) {
  const Vec3 out = sign * anatomy.frame.left;
  const Vec3 centre = anatomy.s1CrossingMm;
  const auto side = exitMm(sacrum.mask, centre, out, 75.0, 3.0);
  if (!side || *side < 30.0)
    return std::nullopt;
  const double body = 0.5 * (anatomy.posteriorSuperiorMm - anatomy.promontoryMm).norm();
  return Vec3(centre + 0.5 * (std::max(24.0, body) + *side) * out);
}

}  // namespace

SacrumAnatomy measureSacrum(const Case& patient,
                            const PelvicBone& sacrum,
                            const VertebraFrame& pelvis,
                            const std::vector<PelvicBone>& hips) {
  SacrumAnatomy anatomy;
  anatomy.structureId = sacrum.structure.id;
  anatomy.frame = pelvis;
  Vec3 centre = Vec3::Zero();
  for (const Vec3& voxel : sacrum.mask.voxels())
    centre += voxel / static_cast<double>(sacrum.mask.voxels().size());
  const std::optional<Plane> endplate = findEndplate(sacrum, pelvis, centre);
  if (!endplate) {
    anatomy.trust = {false, "No endplate of S1 was found on the sacrum."};
    return anatomy;
  }
  anatomy.s1Endplate = *endplate;
  anatomy.s1Endplate.pointMm += (centre - endplate->pointMm).dot(pelvis.left) * pelvis.left;
  anatomy.frame = frameOf(endplate->normal, pelvis.posterior);
  findCorners(sacrum, anatomy);
  anatomy.foramina = findSacralForamina(patient, sacrum.mask, anatomy);
  findLowerCorners(sacrum, anatomy);
  anatomy.s1CrossingMm = crossingOf(anatomy.promontoryMm,
                                    anatomy.posteriorInferiorMm,
                                    anatomy.posteriorSuperiorMm,
                                    anatomy.anteriorInferiorMm);
  anatomy.left.alaMm = findAla(sacrum, anatomy, 1.0);
  anatomy.right.alaMm = findAla(sacrum, anatomy, -1.0);
  const VertebraFrame upright = leaning(anatomy.frame, Angle::fromDegrees(-kUsualSlopeDeg));
  for (const PelvicBone& hip : hips)
    (hip.side == Side::Left ? anatomy.left : anatomy.right).joint = findJoint(sacrum, hip, upright);
  const double depth = (anatomy.posteriorSuperiorMm - anatomy.promontoryMm).norm();
  if (depth < 20.0 || depth > 48.0)
    anatomy.trust = {false, "The endplate of S1 does not have its usual depth of 20 to 48 mm."};
  return anatomy;
}

}  // namespace trocar::anatomy
