#include "planning/anatomy/lesion_bone.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace trocar::anatomy {
namespace {

/// Points of a lesion, some ten along each side of its box.
std::vector<Vec3> pointsIn(const Case& patient, const Structure& lesion) {
  constexpr int kAlong = 12;
  std::vector<Vec3> points;
  const std::optional<Box> box = boundsOf(patient, lesion);
  if (!box)
    return points;
  const Vec3 step = (box->highMm - box->lowMm) / kAlong;
  for (int k = 0; k < kAlong; ++k) {
    for (int j = 0; j < kAlong; ++j) {
      for (int i = 0; i < kAlong; ++i) {
        const Vec3 at = box->lowMm + step.cwiseProduct(Vec3(i + 0.5, j + 0.5, k + 0.5));
        if (contains(patient, lesion, at))
          points.push_back(at);
      }
    }
  }
  return points;
}

}  // namespace

const Structure* boneHolding(const Case& patient, const Structure& lesion) {
  const std::vector<Vec3> points = pointsIn(patient, lesion);
  const Structure* best = nullptr;
  std::ptrdiff_t most = 0;
  for (const Structure& bone : patient.structures) {
    if (!isBone(bone.role))
      continue;
    const auto held = std::count_if(
        points.begin(), points.end(), [&](const Vec3& at) { return contains(patient, bone, at); });
    if (held > most) {
      most = held;
      best = &bone;
    }
  }
  return best;
}

}  // namespace trocar::anatomy
