#include "planning/fixation/end_face.h"

#include <algorithm>
#include <cmath>

namespace trocar::fixation {
namespace {

constexpr double kFaceFarMm = 220.0;  ///< Longer than any way through a pelvis.
constexpr double kFlattest = 0.2;

/// Outward normal of the bone by central differences.
Vec3 normalAt(const access::BoneDistance& bone, const Vec3& p) {
  Vec3 normal;
  for (int a = 0; a < 3; ++a)
    normal[a] = bone(p + Vec3::Unit(a)) - bone(p - Vec3::Unit(a));
  return normal.norm() > 1e-6 ? normal.normalized() : Vec3(Vec3::Zero());
}

}  // namespace

bool EndFace::isNearest(double fromFaceMm, double distanceMm) const {
  constexpr double kOfTheWay = 0.85;
  return distanceMm >= kOfTheWay * fromFaceMm * cosine;
}

EndFace endFaceAt(const access::BoneDistance& bone, const Vec3& atMm, const Vec3& direction) {
  return {std::max(kFlattest, std::abs(normalAt(bone, atMm).dot(direction)))};
}

double wayOutMm(const access::BoneDistance& bone, const Vec3& fromMm, const Vec3& direction) {
  double insideMm = 0.0;
  double walkedMm = 0.0;
  while (walkedMm < kFaceFarMm) {
    const double distance = bone(fromMm + walkedMm * direction);
    if (distance >= 0.0)
      break;
    insideMm = walkedMm;
    walkedMm += std::max(0.25, 0.8 * -distance);
  }
  double outsideMm = walkedMm;
  while (outsideMm - insideMm > 0.05) {
    const double middle = 0.5 * (insideMm + outsideMm);
    (bone(fromMm + middle * direction) < 0.0 ? insideMm : outsideMm) = middle;
  }
  return insideMm;
}

}  // namespace trocar::fixation
