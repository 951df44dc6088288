#include "planning/model/skin.h"

namespace trocar {
namespace {

constexpr double kSkinStepMm = 0.5;
constexpr double kTissueHu = -300.0;
/// Thinner things than this in the air are the table's, not the patient's.
constexpr double kTissueMm = 10.0;
constexpr double kAirMm = 10.0;

/// Depth of the outermost sample inside the body, and of the last one inside the CT.
struct Walk {
  std::optional<double> tissueMm;
  double endMm = 0.0;
};

template <typename Inside>
Walk walkOut(const Grid& grid, const Inside& inside, double thinnestMm) {
  Walk walk;
  double runMm = 0.0;
  for (double depthMm = 0.0; grid.contains(inside.pointMm(depthMm)); depthMm += kSkinStepMm) {
    runMm = inside(depthMm) ? runMm + kSkinStepMm : 0.0;
    if (runMm > 0.0 && runMm >= thinnestMm)
      walk.tissueMm = depthMm;
    walk.endMm = depthMm;
  }
  return walk;
}

struct Ray {
  const Case& patient;
  const Structure* skin;
  Vec3 fromMm;
  Vec3 outward;
  Vec3 pointMm(double depthMm) const { return fromMm + depthMm * outward; }
  bool operator()(double depthMm) const {
    return skin ? contains(patient, *skin, pointMm(depthMm))
                : huAt(patient.ct, pointMm(depthMm)) >= kTissueHu;
  }
};

}  // namespace

std::optional<Vec3> skinCrossing(const Case& patient, const Vec3& insideMm, const Vec3& outward) {
  const auto skins = patient.withRole(Role::Skin);
  const Structure* skin = skins.empty() ? nullptr : skins.front();
  const Ray ray{patient, skin, insideMm, outward};
  const Walk walk = walkOut(patient.ct.grid(), ray, skin ? 0.0 : kTissueMm);
  const double leastAirMm = skin ? kSkinStepMm : kAirMm;
  if (!walk.tissueMm || walk.endMm - *walk.tissueMm < leastAirMm)
    return std::nullopt;
  return ray.pointMm(*walk.tissueMm + 0.5 * kSkinStepMm);
}

}  // namespace trocar
