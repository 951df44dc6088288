#include "planning/cement/body/cortical_involvement.h"

#include <algorithm>

namespace trocar::cement {
namespace {

constexpr double kCortexMm = 2.0;

Vec3 shaftOf(const CaseModel& model, const Structure& bone) {
  for (const anatomy::FemurAnatomy& femur : model.pelvis().femurs) {
    if (femur.structureId == bone.id && femur.head.radiusMm > 0.0)
      return femur.shaftAxis;
  }
  return Vec3::UnitZ();
}

}  // namespace

double corticalInvolvementMm(const CaseModel& model, const Structure& bone) {
  if (!model.boxOf(bone.id))
    return 0.0;
  const Vec3 shaft = shaftOf(model, bone);
  const DistanceField& field = model.fields().of(bone.id);
  const Image<float>& image = field.image();
  double lowestMm = 1e9;
  double highestMm = -1e9;
  for (const Structure* lesion : model.patient().withRole(Role::Lesion)) {
    if (!model.boxOf(lesion->id))
      continue;
    for (std::size_t voxel = 0; voxel < image.voxels().size(); ++voxel) {
      const double depthMm = -static_cast<double>(image.voxels()[voxel]);
      if (depthMm < 0.0 || depthMm > kCortexMm)
        continue;
      const Vec3 p = image.grid().voxelToPatient(image.grid().voxelAt(voxel));
      if (!contains(model.patient(), *lesion, p))
        continue;
      lowestMm = std::min(lowestMm, p.dot(shaft));
      highestMm = std::max(highestMm, p.dot(shaft));
    }
  }
  const double voxelMm = image.grid().spacingMm().mean();
  return highestMm < lowestMm ? 0.0 : highestMm - lowestMm + voxelMm;
}

}  // namespace trocar::cement
