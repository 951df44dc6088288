#include "planning/anatomy/cortical_defects.h"

#include "planning/anatomy/structure_grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace trocar::anatomy {
namespace {

constexpr double kCortexHu = 300.0;
constexpr double kSearchMm = 1.5;
constexpr double kSmallestMm2 = 10.0;

/// One voxel of bare surface: its outward normal and its share of the surface.
struct Patch {
  VoxelIndex voxel;
  Vec3 pointMm;
  Vec3 normal;
  double areaMm2;
};

struct Masks {
  Grid grid;
  Image<std::uint8_t> bone;
  Image<std::uint8_t> lesion;

  bool isBone(const VoxelIndex& v) const { return grid.contains(v) && bone.at(v) != 0; }
};

VoxelIndex moved(const VoxelIndex& v, int axis, int step) {
  return {v.i + (axis == 0 ? step : 0), v.j + (axis == 1 ? step : 0), v.k + (axis == 2 ? step : 0)};
}

/// Outward normal from the bone's voxels in the cube of five around one.
Vec3 normalAt(const Masks& masks, const VoxelIndex& v) {
  Vec3 inward = Vec3::Zero();
  for (int k = -2; k <= 2; ++k)
    for (int j = -2; j <= 2; ++j)
      for (int i = -2; i <= 2; ++i)
        if (masks.isBone({v.i + i, v.j + j, v.k + k}))
          inward += Vec3(i, j, k).cwiseProduct(masks.grid.spacingMm());
  return inward.norm() > 1e-6 ? Vec3(-(masks.grid.directions() * inward).normalized())
                              : Vec3::Zero();
}

/// Faces times how squarely they face outwards sum to the true area of a slanted surface.
double exposedAreaMm2(const Masks& masks, const VoxelIndex& v, const Vec3& normal) {
  double area = 0.0;
  for (int axis = 0; axis < 3; ++axis) {
    const double face = masks.grid.voxelVolumeMm3() / masks.grid.spacingMm()[axis];
    for (const int step : {-1, 1}) {
      if (!masks.isBone(moved(v, axis, step)))
        area += face * std::max(0.0, step * normal.dot(masks.grid.directions().col(axis)));
    }
  }
  return area;
}

bool hasCortex(const Volume& ct, const Vec3& pointMm, const Vec3& normal) {
  for (double t = -2.0 * kSearchMm; t <= kSearchMm; t += 0.5) {
    if (huAt(ct, pointMm + t * normal) >= kCortexHu)
      return true;
  }
  return false;
}

std::vector<Patch> barePatches(const Case& patient, const Masks& masks) {
  std::vector<Patch> patches;
  for (std::size_t n = 0; n < masks.grid.voxelCount(); ++n) {
    if (masks.bone.voxels()[n] == 0 || masks.lesion.voxels()[n] == 0)
      continue;
    const VoxelIndex voxel = masks.grid.voxelAt(n);
    const Vec3 normal = normalAt(masks, voxel);
    const double area = exposedAreaMm2(masks, voxel, normal);
    const Vec3 point = masks.grid.voxelToPatient(voxel);
    if (area > 0.0 && !hasCortex(patient.ct, point, normal))
      patches.push_back({voxel, point, normal, area});
  }
  return patches;
}

/// The patches that hang together with the one at `seed`, by their places in `patches`.
std::vector<std::size_t> connected(const std::vector<Patch>& patches,
                                   std::map<std::array<int, 3>, std::size_t>& open,
                                   std::size_t seed) {
  const auto keyOf = [](const VoxelIndex& v) { return std::array<int, 3>{v.i, v.j, v.k}; };
  std::vector<std::size_t> group{seed};
  open.erase(keyOf(patches[seed].voxel));
  for (std::size_t next = 0; next < group.size(); ++next) {
    const VoxelIndex v = patches[group[next]].voxel;
    for (int n = 0; n < 27; ++n) {
      const auto found = open.find({v.i + n % 3 - 1, v.j + n / 3 % 3 - 1, v.k + n / 9 - 1});
      if (found != open.end()) {
        group.push_back(found->second);
        open.erase(found);
      }
    }
  }
  return group;
}

CorticalDefect defectOf(const std::vector<Patch>& patches, const std::vector<std::size_t>& group) {
  CorticalDefect defect;
  Vec3 middle = Vec3::Zero();
  for (const std::size_t n : group) {
    defect.areaMm2 += patches[n].areaMm2;
    middle += patches[n].areaMm2 * patches[n].pointMm;
  }
  middle /= defect.areaMm2;
  const auto nearest =
      std::min_element(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
        return (patches[a].pointMm - middle).norm() < (patches[b].pointMm - middle).norm();
      });
  defect.atMm = patches[*nearest].pointMm;
  return defect;
}

}  // namespace

std::vector<CorticalDefect> findCorticalDefects(const Case& patient,
                                                const Structure& lesion,
                                                const Structure& bone,
                                                const PlaceName& placeOf) {
  const Grid grid = gridAround(patient, lesion, 4.0);
  const Masks masks{grid, maskOf(patient, bone, grid), maskOf(patient, lesion, grid)};
  const std::vector<Patch> patches = barePatches(patient, masks);
  std::map<std::array<int, 3>, std::size_t> open;
  std::map<std::string, std::vector<std::size_t>> byPlace;
  for (std::size_t n = 0; n < patches.size(); ++n)
    byPlace[placeOf(patches[n].pointMm, patches[n].normal)].push_back(n);
  std::vector<CorticalDefect> defects;
  for (const auto& [place, members] : byPlace) {
    open.clear();
    for (const std::size_t n : members)
      open[{patches[n].voxel.i, patches[n].voxel.j, patches[n].voxel.k}] = n;
    while (!open.empty()) {
      CorticalDefect defect = defectOf(patches, connected(patches, open, open.begin()->second));
      defect.place = place;
      if (defect.areaMm2 >= kSmallestMm2)
        defects.push_back(defect);
    }
  }
  std::stable_sort(
      defects.begin(), defects.end(), [](const CorticalDefect& a, const CorticalDefect& b) {
        return a.areaMm2 > b.areaMm2;
      });
  return defects;
}

}  // namespace trocar::anatomy
