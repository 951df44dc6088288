#include "core/patient/atlas.h"
#include "core/patient/lesion.h"
#include "core/patient/noise.h"

#include <algorithm>
#include <cmath>

namespace trocar::synthetic {
namespace {

/// Cortex of a vertebra: a thin shell round the body, thick round the arch.
Material vertebraMaterial(const Anatomy& anatomy, std::size_t i) {
  const VertebraSize size = anatomy.skeleton.curve.sizes[i];
  const Frame frame = anatomy.skeleton.curve.frames[i];
  const VertebralBody body(size);
  const double marrow = anatomy.patient.spongiosaHu;
  const std::uint64_t seed = anatomy.patient.seed + i;
  Material material;
  material.shellHu = anatomy.patient.cortexHu;
  material.shellMm = [=](const Vec3& p) {
    const Vec3 local = frame.toLocal(p);
    const double arch = std::clamp((body.distance(local) - 1.0) / 6.0, 0.0, 1.0);
    const double endplate =
        std::clamp((std::abs(local.z()) - 0.40 * size.heightMm()) / 3.0, 0.0, 1.0) * (1 - arch);
    return 0.42 + 0.16 * endplate + 0.85 * arch;
  };
  material.huAt = [=](const Vec3& p) {
    const Vec3 local = frame.toLocal(p);
    const double toBody = body.distance(local);
    const double arch = std::clamp((toBody + 2) / 7, 0.0, 1.0);
    const double rim = std::exp(std::min(0.0, toBody) / 2.4);
    const double cleft = std::exp(-std::pow(local.z() / 2.6, 2) - std::pow(local.x() / 4.5, 2)) *
                         std::clamp((local.y() + 2) / (0.45 * size.depthMm()), 0.0, 1.0);
    const Vec3 stretched(local.x(), local.y(), 0.55 * local.z());
    const double grain = grainAt(seed, stretched, 1.7) + 0.7 * grainAt(seed + 7, stretched, 4.2);
    const double bone = marrow * (1 + 0.55 * rim + 1.1 * arch) + 0.26 * (marrow + 40) * grain;
    return bone - 0.75 * marrow * cleft * (1 - arch);
  };
  return material;
}

Material flatBoneMaterial(const Anatomy& anatomy, double shellMm, double marrowShare) {
  Material material;
  const double marrow = marrowShare * anatomy.patient.spongiosaHu;
  const std::uint64_t seed = anatomy.patient.seed + 99;
  material.shellHu = anatomy.patient.cortexHu;
  material.shellMm = [shellMm, seed](const Vec3& p) {
    return std::max(0.4, shellMm * (1 + 0.18 * grainAt(seed + 3, p, 14)));
  };
  material.huAt = [=](const Vec3& p) {
    return marrow * (1 + 0.32 * grainAt(seed, p, 2.0) + 0.28 * grainAt(seed + 1, p, 8.0));
  };
  return material;
}

/// Thin over head and trochanters, thick along the shaft.
Material femurMaterial(const Anatomy& anatomy, const Vec3& headMm) {
  Material material = flatBoneMaterial(anatomy, 1.0, 1.0);
  material.shellMm = [headMm](const Vec3& p) {
    const double shaft = std::clamp((headMm.z() - p.z() - 45) / 50, 0.0, 1.0);
    return 0.8 + 3.4 * shaft;
  };
  return material;
}

struct BoneValues {
  std::string id;
  std::string name;
  Role role;
  std::vector<std::uint16_t> values;
};

void addDiscs(const Anatomy& anatomy, Atlas& atlas) {
  const auto& sizes = anatomy.skeleton.curve.sizes;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::string below = i + 1 < sizes.size() ? sizes[i + 1].level : "S1";
    atlas.name("disc_" + sizes[i].level + "_" + below,
               sizes[i].level + "–" + below + " disc",
               Role::Disc,
               {atlas.add(anatomy.skeleton.discs[i], soft(82, 7, 2.5))});
  }
}

void addChestBones(const Anatomy& anatomy, Atlas& atlas, std::vector<BoneValues>& bones) {
  const Skeleton& skeleton = anatomy.skeleton;
  for (int side = 0; side < 2; ++side) {
    const auto s = static_cast<std::size_t>(side);
    atlas.name(std::string("costal_cartilage") + sideSuffix(side),
               std::string("Costal cartilage") + sideWords(side),
               Role::Other,
               {atlas.add(skeleton.costalCartilage[s], soft(105, 12))});
    for (std::size_t i = 0; i < skeleton.ribs[s].size(); ++i) {
      const std::string number = std::to_string(i + 1);
      bones.push_back({"rib_" + number + sideSuffix(side),
                       "Rib " + number + sideWords(side),
                       Role::Rib,
                       {atlas.add(skeleton.ribs[s][i], flatBoneMaterial(anatomy, 1.0, 1.2))}});
    }
  }
  bones.push_back({"sternum",
                   "Sternum",
                   Role::Bone,
                   {atlas.add(skeleton.sternum, flatBoneMaterial(anatomy, 0.9, 0.8))}});
}

std::vector<BoneValues> addBones(const Anatomy& anatomy, Atlas& atlas) {
  const Skeleton& skeleton = anatomy.skeleton;
  std::vector<BoneValues> bones;
  for (int side = 0; side < 2; ++side) {
    const auto s = static_cast<std::size_t>(side);
    atlas.name(std::string("hip_cartilage") + sideSuffix(side),
               std::string("Hip cartilage") + sideWords(side),
               Role::Cartilage,
               {atlas.add(skeleton.hipCartilage[s], soft(75, 5))});
    const Shape sacroiliac =
        intersect(offset(skeleton.sacrum, 2.7), offset(skeleton.hips[s], 2.7), 0.3);
    atlas.name(std::string("sacroiliac_cartilage") + sideSuffix(side),
               std::string("Sacroiliac cartilage") + sideWords(side),
               Role::Cartilage,
               {atlas.add(sacroiliac, soft(85, 6))});
    bones.push_back({std::string("hip") + sideSuffix(side),
                     std::string("Hip bone") + sideWords(side),
                     Role::Hip,
                     {atlas.add(skeleton.hips[s], flatBoneMaterial(anatomy, 1.1, 0.9))}});
    bones.push_back(
        {std::string("femur") + sideSuffix(side),
         std::string("Femur") + sideWords(side),
         Role::Femur,
         {atlas.add(skeleton.femurs[s],
                    femurMaterial(anatomy, anatomy.pelvis(HipLandmarks().hipCentre, side)))}});
  }
  addChestBones(anatomy, atlas, bones);
  bones.push_back({"sacrum",
                   "Sacrum",
                   Role::Sacrum,
                   {atlas.add(skeleton.sacrum, flatBoneMaterial(anatomy, 0.9, 0.75))}});
  for (std::size_t i = 0; i < skeleton.vertebrae.size(); ++i) {
    const std::string& level = skeleton.curve.sizes[i].level;
    bones.push_back({"vertebra_" + level,
                     level,
                     Role::Vertebra,
                     {atlas.add(skeleton.vertebrae[i].bone, vertebraMaterial(anatomy, i))}});
  }
  return bones;
}

Material lesionMaterial(const LesionParameters& lesion) {
  return lesion.sclerotic ? soft(lesion.hu, 110, 3.5) : soft(lesion.hu, 12, 3);
}

}  // namespace

void addBonesAndLesions(const Anatomy& anatomy, Atlas& atlas) {
  addDiscs(anatomy, atlas);
  const auto& lesions = anatomy.patient.lesions;
  std::vector<std::vector<std::uint16_t>> lesionValues(lesions.size());
  for (std::size_t i = 0; i < lesions.size(); ++i)
    if (lesions[i].outsideMm > 0) {
      const BoneSolid bone = boneOf(anatomy, lesions[i].bone);
      const Shape whole = lesionShape(lesions[i], bone.frame);
      lesionValues[i].push_back(
          atlas.add(lesionOutside(lesions[i], whole, bone.shape), lesionMaterial(lesions[i])));
    }
  std::vector<BoneValues> bones = addBones(anatomy, atlas);
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    const BoneSolid bone = boneOf(anatomy, lesions[i].bone);
    const Shape whole = lesionShape(lesions[i], bone.frame);
    const std::uint16_t value =
        atlas.add(lesionInBone(lesions[i], whole, bone.shape), lesionMaterial(lesions[i]));
    lesionValues[i].push_back(value);
    for (BoneValues& values : bones)
      if (values.id == bone.id)
        values.values.push_back(value);
    atlas.name(lesions[i].id, lesions[i].name, Role::Lesion, lesionValues[i]);
  }
  for (const BoneValues& bone : bones)
    atlas.name(bone.id, bone.name, bone.role, bone.values);
}

}  // namespace trocar::synthetic
