#include "core/patient/lesion.h"

#include "core/patient/noise.h"

#include <algorithm>
#include <vector>

namespace trocar::synthetic {

Shape lesionShape(const LesionParameters& lesion, const Frame& frame) {
  std::vector<Shape> blobs;
  for (const LesionBlob& blob : lesion.blobs)
    blobs.push_back(ellipsoid(blob.centreMm, Eigen::Matrix3d::Identity(), blob.radiiMm));
  const Shape smooth = blend(blobs, 5);
  const auto rough = [smooth](const Vec3& p) {
    return smooth.distance(p) + 0.55 * grainAt(4711, p, 5.0) + 0.25 * grainAt(4712, p, 2.4);
  };
  return placed({rough, grown(smooth.box, 2.5)}, frame);
}

Shape lesionInBone(const LesionParameters& lesion, const Shape& whole, const Shape& bone) {
  return intersect(whole, offset(bone, -lesion.leftCortexMm), 0.8);
}

Shape lesionOutside(const LesionParameters& lesion, const Shape& whole, const Shape& bone) {
  return intersect(whole, offset(bone, lesion.outsideMm), 1.5);
}

}  // namespace trocar::synthetic
