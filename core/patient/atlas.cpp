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

const char* sideSuffix(int side) {
  return side == 0 ? "_left" : "_right";
}

const char* sideWords(int side) {
  return side == 0 ? ", left" : ", right";
}

}  // namespace trocar::synthetic
