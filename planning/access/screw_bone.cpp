#include "planning/access/screw_bone.h"

#include "core/box.h"
#include "core/distance_transform.h"
#include "planning/access/approach_record.h"
#include "planning/access/near_structures.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace trocar::access {
namespace {

constexpr double kVoxelMm = 1.0;
constexpr double kBesideSacrumMm = 65.0;  ///< Of the hip bones taken along.
constexpr double kAroundSacrumMm = 12.0;
constexpr double kBelowTopMm = 100.0;  ///< Of the sacrum: beyond the joints.
constexpr int kWidestJointMm = 10;     ///< Between the two bones, cartilage included [estimated].

/// Sacrum and hip bones on one lattice.
struct PelvicBlock {
  Grid grid;
  std::vector<std::uint8_t> sacrum;
  std::vector<std::uint8_t> hips;
};

Grid gridAround(const Box& sacrum) {
  const Vec3 reach(kBesideSacrumMm, kAroundSacrumMm, kAroundSacrumMm);
  Vec3 low = sacrum.lowMm - reach;
  low.z() = std::max(low.z(), sacrum.highMm.z() - kBelowTopMm);
  const Vec3 size = (sacrum.highMm + reach - low) / kVoxelMm;
  return {{static_cast<int>(size.x()), static_cast<int>(size.y()), static_cast<int>(size.z())},
          low,
          Vec3::Constant(kVoxelMm)};
}

std::optional<PelvicBlock> pelvicBlock(const CaseModel& model) {
  const Case& patient = model.patient();
  const std::vector<const Structure*> sacra = patient.withRole(Role::Sacrum);
  const Box* box = sacra.empty() ? nullptr : model.boxOf(sacra.front()->id);
  if (!box)
    return std::nullopt;
  PelvicBlock block;
  block.grid = gridAround(*box);
  block.sacrum = maskOf(patient, *sacra.front(), block.grid).voxels();
  block.hips.assign(block.grid.voxelCount(), 0);
  for (const Structure* hip : patient.withRole(Role::Hip)) {
    const Image<std::uint8_t> mask = maskOf(patient, *hip, block.grid);
    for (std::size_t voxel = 0; voxel < block.hips.size(); ++voxel)
      block.hips[voxel] |= mask.voxels()[voxel];
  }
  return block;
}

/// Steps of a millimetre from a point to the first voxel of a mask; nullopt if there is none within
/// `kWidestJointMm`.
std::optional<int> stepsTo(const std::vector<std::uint8_t>& mask,
                           const Grid& grid,
                           const Vec3& fromMm,
                           const Vec3& direction) {
  for (int step = 1; step < kWidestJointMm; ++step) {
    const VoxelIndex voxel = grid.nearestVoxel(fromMm + step * direction);
    if (grid.contains(voxel) && mask[grid.offset(voxel)] != 0)
      return step;
  }
  return std::nullopt;
}

/// Whether a point lies between the two bones of a joint: sacrum on one side along the joint's
/// normal, hip bone on the other.
bool isBetween(const PelvicBlock& block, const anatomy::SacroiliacJoint& joint, const Vec3& p) {
  constexpr double kReachMm = 50.0;
  if ((p - joint.centreMm).norm() > kReachMm)
    return false;
  const auto outwards = stepsTo(block.hips, block.grid, p, joint.normal);
  const auto inwards =
      outwards ? stepsTo(block.sacrum, block.grid, p, -joint.normal) : std::nullopt;
  return inwards && *outwards + *inwards <= kWidestJointMm;
}

std::vector<std::uint8_t> bridged(const CaseModel& model, const PelvicBlock& block) {
  std::vector<std::uint8_t> all = block.sacrum;
  std::vector<const anatomy::SacroiliacJoint*> joints;
  if (const auto& sacrum = model.pelvis().sacrum) {
    for (const anatomy::SacralSide* half : {&sacrum->left, &sacrum->right}) {
      if (half->joint)
        joints.push_back(&*half->joint);
    }
  }
  for (std::size_t voxel = 0; voxel < all.size(); ++voxel) {
    all[voxel] |= block.hips[voxel];
    if (all[voxel] != 0)
      continue;
    const Vec3 p = block.grid.voxelToPatient(block.grid.voxelAt(voxel));
    all[voxel] =
        std::any_of(joints.begin(), joints.end(), [&](const anatomy::SacroiliacJoint* joint) {
          return isBetween(block, *joint, p);
        });
  }
  return all;
}

/// Distance to sacrum and hip bones as one bone; nullptr where the case lacks one of them.
std::shared_ptr<const DistanceField> makeRingField(const CaseModel& model) {
  const auto block = pelvicBlock(model);
  if (!block || model.patient().withRole(Role::Hip).empty())
    return nullptr;
  const std::array<int, 3>& size = block->grid.size();
  const MaskBlock mask{size, Vec3::Constant(kVoxelMm), bridged(model, *block)};
  Image<float> samples(
      block->grid,
      signedDistances(mask, {Samples{0, 1, size[0]}, {0, 1, size[1]}, {0, 1, size[2]}}));
  const Vec3 last(size[0] - 1, size[1] - 1, size[2] - 1);
  return std::make_shared<const DistanceField>(
      DistanceField::Layout{block->grid, Vec3::Zero(), last, 0.0}, std::move(samples));
}

/// Sacrum and hip bones as one bone.
BoneDistance ringBone(const CaseModel& model) {
  const DistanceField* field = pelvicRing(model);
  if (!field)
    return {};
  return [field](const Vec3& p) { return field->at(p); };
}

BoneDistance fieldOf(const CaseModel& model, const Structure* bone) {
  if (!bone || !model.boxOf(bone->id))
    return {};
  const DistanceField& field = model.fields().of(bone->id);
  return [&field](const Vec3& p) { return field.at(p); };
}

}  // namespace

const DistanceField* pelvicRing(const CaseModel& model) {
  return static_cast<const DistanceField*>(
      model.derived("fixation/pelvic-ring", [&] { return makeRingField(model); }).get());
}

bool isScrewCorridor(Approach approach) {
  return recordOf(approach).screw.has_value();
}

bool crossesSacroiliacJoint(Approach approach) {
  const auto& screw = recordOf(approach).screw;
  return screw && screw->acrossSacroiliacJoint;
}

bool crossesOnPurpose(Approach approach, Role role) {
  const std::vector<Role>& crosses = recordOf(approach).crosses;
  return std::find(crosses.begin(), crosses.end(), role) != crosses.end() ||
         (role == Role::Cartilage && crossesSacroiliacJoint(approach));
}

const Structure* boneOfSide(const Case& patient, Role role, Side side) {
  const std::string ending = "_" + std::string(toString(side));
  for (const Structure* bone : patient.withRole(role)) {
    if (bone->id.ends_with(ending))
      return bone;
  }
  return nullptr;
}

BoneDistance screwBone(const CaseModel& model,
                       Approach approach,
                       std::optional<Side> side,
                       const Vec3& targetMm) {
  if (crossesSacroiliacJoint(approach))
    return ringBone(model);
  if (!isScrewCorridor(approach) || !side)
    return fieldOf(model, model.boneAt(targetMm));
  return boneOfSideAt(model, *recordOf(approach).bone, *side);
}

BoneDistance boneOfSideAt(const CaseModel& model, Role role, Side side) {
  return fieldOf(model, boneOfSide(model.patient(), role, side));
}

BoneDistance sparedBy(const CaseModel& model, Approach approach, const Box& near) {
  std::vector<const DistanceField*> fields;
  for (const Structure& structure : model.patient().structures) {
    const Box* box = isCritical(structure.role) ? model.boxOf(structure.id) : nullptr;
    if (box && !crossesOnPurpose(approach, structure.role) && meet(*box, near))
      fields.push_back(&model.fields().of(structure.id));
  }
  if (fields.empty())
    return {};
  const auto spared = std::make_shared<const NearStructures>(std::move(fields), near);
  return [spared](const Vec3& p) { return spared->at(p); };
}

}  // namespace trocar::access
