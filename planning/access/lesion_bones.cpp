#include "planning/access/lesion_bones.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace trocar::access {
namespace {

constexpr double kAgainstMm = 2.0;  ///< A label that takes the place of the bone's ends this near.

/// Some two thousand points of a lesion, evenly taken.
std::vector<Vec3> pointsIn(const CaseModel& model, const Structure& lesion) {
  constexpr std::size_t kEnough = 2000;
  const Image<float>& image = model.fields().of(lesion.id).image();
  std::vector<Vec3> points;
  for (std::size_t voxel = 0; voxel < image.voxels().size(); ++voxel) {
    if (image.voxels()[voxel] <= 0.0F)
      points.push_back(image.grid().voxelToPatient(image.grid().voxelAt(voxel)));
  }
  const std::size_t step = 1 + points.size() / kEnough;
  std::vector<Vec3> some;
  for (std::size_t n = 0; n < points.size(); n += step)
    some.push_back(points[n]);
  return some;
}

void addBonesAround(const CaseModel& model, const std::vector<Vec3>& points, BoneIds& ids) {
  for (const Structure& bone : model.patient().structures) {
    if (!isBone(bone.role) || !model.boxOf(bone.id))
      continue;
    const DistanceField& field = model.fields().of(bone.id);
    if (std::any_of(
            points.begin(), points.end(), [&](const Vec3& p) { return field.at(p) <= kAgainstMm; }))
      ids.insert(bone.id);
  }
}

BoneIds findBones(const CaseModel& model, const Structure& lesion) {
  BoneIds ids;
  if (!model.boxOf(lesion.id))
    return ids;
  const std::vector<Vec3> points = pointsIn(model, lesion);
  for (const Vec3& p : points) {
    if (const Structure* bone = model.boneAt(p))
      ids.insert(bone->id);
  }
  if (ids.empty())
    addBonesAround(model, points, ids);
  return ids;
}

}  // namespace

const BoneIds& bonesOfLesion(const CaseModel& model, const Structure& lesion) {
  // The model keeps what it gave out, as long as it lives.
  return *std::static_pointer_cast<const BoneIds>(
      model.derived("access/bones-of/" + lesion.id, [&]() -> std::shared_ptr<const void> {
        return std::make_shared<const BoneIds>(findBones(model, lesion));
      }));
}

bool isLesionBone(const CaseModel& model, std::string_view boneId) {
  const std::vector<const Structure*> lesions = model.patient().withRole(Role::Lesion);
  return std::any_of(lesions.begin(), lesions.end(), [&](const Structure* lesion) {
    const BoneIds& bones = bonesOfLesion(model, *lesion);
    return bones.find(boneId) != bones.end();
  });
}

}  // namespace trocar::access
