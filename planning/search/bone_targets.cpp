#include "planning/search/bone_targets.h"

#include <algorithm>
#include <cmath>

namespace trocar::search {
namespace {

constexpr double kLatticeMm = 3.0;
constexpr double kApartMm = 6.0;
constexpr double kLeastDepthMm = 2.0;
constexpr std::size_t kMostTargets = 40;

struct Inside {
  Vec3 pointMm;
  double depthMm;
};

/// The field's own samples where it is deep enough and `wanted`, every `latticeMm` or so; the
/// deepest first.
std::vector<Inside> latticeIn(const DistanceField& bone,
                              double latticeMm,
                              double leastDepthMm,
                              const std::function<bool(const Vec3&)>& wanted) {
  const Grid& grid = bone.image().grid();
  std::array<int, 3> step;
  for (std::size_t a = 0; a < 3; ++a)
    step[a] = std::max(
        1, static_cast<int>(std::lround(latticeMm / grid.spacingMm()[static_cast<int>(a)])));
  std::vector<Inside> inside;
  for (int k = 0; k < grid.size()[2]; k += step[2]) {
    for (int j = 0; j < grid.size()[1]; j += step[1]) {
      for (int i = 0; i < grid.size()[0]; i += step[0]) {
        const VoxelIndex voxel{i, j, k};
        const double depthMm = -static_cast<double>(bone.image().voxels()[grid.offset(voxel)]);
        if (depthMm < leastDepthMm)
          continue;
        const Vec3 pointMm = grid.voxelToPatient(voxel);
        if (wanted(pointMm))
          inside.push_back({pointMm, depthMm});
      }
    }
  }
  std::stable_sort(inside.begin(), inside.end(), [](const Inside& a, const Inside& b) {
    return a.depthMm > b.depthMm;
  });
  return inside;
}

/// Those that lie apart, the first of them ideal.
TargetZone spreadOver(const std::vector<Inside>& inside) {
  TargetZone zone;
  for (const Inside& one : inside) {
    const bool apart = std::all_of(zone.pointsMm.begin(), zone.pointsMm.end(), [&](const Vec3& p) {
      return (p - one.pointMm).norm() >= kApartMm;
    });
    if (apart)
      zone.pointsMm.push_back(one.pointMm);
    if (zone.pointsMm.size() == kMostTargets)
      break;
  }
  if (!zone.pointsMm.empty())
    zone.idealMm = zone.pointsMm.front();
  return zone;
}

}  // namespace

std::optional<TargetZone> innerZone(const DistanceField& bone,
                                    const std::function<bool(const Vec3&)>& wanted) {
  TargetZone zone = spreadOver(latticeIn(bone, kLatticeMm, kLeastDepthMm, wanted));
  return zone.pointsMm.empty() ? std::nullopt : std::optional(std::move(zone));
}

TargetZone alongMiddle(const DistanceField& structure) {
  constexpr double kFineMm = 1.0;
  constexpr double kMiddle = 0.6;  // Of the greatest depth.
  const auto anywhere = [](const Vec3&) { return true; };
  std::vector<Inside> inside = latticeIn(structure, kFineMm, 0.0, anywhere);
  const double deepestMm = inside.empty() ? 0.0 : inside.front().depthMm;
  std::erase_if(inside, [&](const Inside& one) { return one.depthMm < kMiddle * deepestMm; });
  return spreadOver(inside);
}

std::vector<Candidate> entryCandidates(const DistanceField& bone,
                                       const Vec3& entryMm,
                                       double withinMm,
                                       const TargetZone& zone) {
  const int reach = static_cast<int>(withinMm / kLatticeMm);
  std::vector<Candidate> candidates;
  for (int k = -reach; k <= reach; ++k) {
    for (int j = -reach; j <= reach; ++j) {
      for (int i = -reach; i <= reach; ++i) {
        const Vec3 offset = kLatticeMm * Vec3(i, j, k);
        const Vec3 pointMm = entryMm + offset;
        if (offset.norm() > withinMm || std::abs(bone.at(pointMm)) > 0.5 * kLatticeMm)
          continue;
        for (const Vec3& target : zone.pointsMm) {
          if ((target - pointMm).norm() > 2.0 * kLatticeMm)
            candidates.push_back({target, (target - pointMm).normalized()});
        }
      }
    }
  }
  return candidates;
}

std::optional<Vec3> entryPointMm(const CaseModel& model, const access::EntryAim& aim, Side side) {
  for (const anatomy::HipAnatomy& hip : model.pelvis().hips) {
    const std::optional<Vec3>& at =
        aim.landmark == "pubic-tubercle" ? hip.pubicTubercleMm : hip.anteriorSuperiorSpineMm;
    if (hip.side == side && at)
      return *at + aim.cranialMm * model.pelvis().frame.superior;
  }
  return std::nullopt;
}

}  // namespace trocar::search
