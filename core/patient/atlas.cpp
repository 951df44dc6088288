#include "core/patient/atlas.h"

namespace trocar::synthetic {

Vec3 Anatomy::at(const std::string& level, const Vec3& local) const {
  const SpineCurve& curve = skeleton.curve;
  const Frame& frame = level == "S1" ? curve.sacrum : curve.frames[curve.indexOf(level)];
  return frame.toPatient(local);
}

const VertebraSize& Anatomy::size(const std::string& level) const {
  return skeleton.curve.sizes[skeleton.curve.indexOf(level)];
}

BoneSolid boneOf(const Anatomy& anatomy, const std::string& key) {
  const Skeleton& skeleton = anatomy.skeleton;
  if (key == "sacrum")
    return {key, skeleton.sacrum, skeleton.curve.sacrum};
  for (int side = 0; side < 2; ++side)
    if (key == std::string("hip") + sideSuffix(side))
      return {key, skeleton.hips[static_cast<std::size_t>(side)], skeleton.curve.pelvis};
  const std::size_t i = skeleton.curve.indexOf(key);
  return {"vertebra_" + key, skeleton.vertebrae[i].bone, skeleton.curve.frames[i]};
}

const char* sideSuffix(int side) {
  return side == 0 ? "_left" : "_right";
}

const char* sideWords(int side) {
  return side == 0 ? ", left" : ", right";
}

}  // namespace trocar::synthetic
