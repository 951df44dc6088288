#include "core/labels/tissue.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace trocar::labels {
namespace {

constexpr double kGapMm = 3.0;      ///< How far outside is looked: beyond partial volume.
constexpr double kThickestMm = 60;  ///< No label is left where it goes on for longer.

/// The box of all the values, their number of voxels included.
LabelExtent boxOf(const Extents& extents, const std::vector<std::uint16_t>& values) {
  LabelExtent box;
  for (const std::uint16_t value : values) {
    const auto found = extents.find(value);
    if (found == extents.end())
      continue;
    for (std::size_t a = 0; a < 3; ++a) {
      box.low[a] =
          box.voxels == 0 ? found->second.low[a] : std::min(box.low[a], found->second.low[a]);
      box.high[a] =
          box.voxels == 0 ? found->second.high[a] : std::max(box.high[a], found->second.high[a]);
    }
    box.voxels += found->second.voxels;
  }
  return box;
}

/// Every n-th voxel of the labels.
std::vector<VoxelIndex> everyNth(const LabelMap& labels,
                                 const std::vector<std::uint8_t>& member,
                                 const LabelExtent& box,
                                 std::size_t most) {
  const std::size_t step = std::max<std::size_t>(1, box.voxels / most);
  std::vector<VoxelIndex> taken;
  std::size_t count = 0;
  for (int k = box.low[2]; k <= box.high[2]; ++k) {
    for (int j = box.low[1]; j <= box.high[1]; ++j) {
      const std::uint16_t* row = labels.data() + labels.grid().offset({0, j, k});
      for (int i = box.low[0]; i <= box.high[0]; ++i) {
        if (member[row[i]] != 0 && count++ % step == 0)
          taken.push_back({i, j, k});
      }
    }
  }
  return taken;
}

int& along(VoxelIndex& voxel, int axis) {
  return axis == 0 ? voxel.i : axis == 1 ? voxel.j : voxel.k;
}

/// The voxel `kGapMm` beyond where the labels end from `from` on; nullopt where the map ends first
/// or other labels of the same tissue follow.
std::optional<VoxelIndex> beyond(const LabelMap& labels,
                                 const std::vector<std::uint8_t>& member,
                                 VoxelIndex from,
                                 int axis,
                                 int direction) {
  const Grid& grid = labels.grid();
  const auto steps = static_cast<int>(kThickestMm / grid.spacingMm()[axis]);
  int n = 0;
  while (n < steps && grid.contains(from) && member[labels.at(from)] != 0) {
    along(from, axis) += direction;
    ++n;
  }
  const int gap = std::max(1, static_cast<int>(std::lround(kGapMm / grid.spacingMm()[axis])));
  along(from, axis) += direction * (gap - 1);
  if (n >= steps || !grid.contains(from) || member[labels.at(from)] != 0)
    return std::nullopt;
  return from;
}

/// Patient points as fractional voxels of a grid.
Eigen::Affine3d voxelMap(const Grid& grid) {
  const Vec3 origin = grid.patientToVoxel(Vec3::Zero());
  Eigen::Affine3d map = Eigen::Affine3d::Identity();
  for (int a = 0; a < 3; ++a)
    map.linear().col(a) = grid.patientToVoxel(Vec3::Unit(a)) - origin;
  map.translation() = origin;
  return map;
}

/// How many of the points lie in the CT, and how many of those show the tissue.
struct Seen {
  std::size_t inCt = 0;
  std::size_t tissue = 0;
};

Seen seenAt(const Volume& ct,
            Tissue tissue,
            const std::vector<Vec3>& points,
            const Eigen::Affine3d& toVoxel) {
  constexpr int kBoneHu = 150;
  constexpr int kLungHu = -400;
  Seen seen;
  for (const Vec3& point : points) {
    const Vec3 at = toVoxel * point;
    const VoxelIndex voxel{static_cast<int>(std::lround(at[0])),
                           static_cast<int>(std::lround(at[1])),
                           static_cast<int>(std::lround(at[2]))};
    if (!ct.grid().contains(voxel))
      continue;
    const int hu = ct.at(voxel);
    ++seen.inCt;
    seen.tissue += (tissue == Tissue::Bone ? hu >= kBoneHu : hu <= kLungHu) ? 1U : 0U;
  }
  return seen;
}

}  // namespace

EdgePoints edgePointsOf(const LabelMap& labels,
                        const Extents& extents,
                        const std::vector<std::uint16_t>& values,
                        std::size_t most) {
  const LabelExtent box = boxOf(extents, values);
  EdgePoints points;
  if (box.voxels == 0)
    return points;
  const std::vector<std::uint8_t> member = membershipOf({0, values});
  points.volumeMl = static_cast<double>(box.voxels) * labels.grid().voxelVolumeMm3() / 1000.0;
  for (const VoxelIndex& voxel : everyNth(labels, member, box, most)) {
    points.inside.push_back(labels.grid().voxelToPatient(voxel));
    for (int axis = 0; axis < 3; ++axis) {
      for (const int direction : {-1, 1}) {
        if (const auto outside = beyond(labels, member, voxel, axis, direction))
          points.outside.push_back(labels.grid().voxelToPatient(*outside));
      }
    }
  }
  return points;
}

Contrast contrastOf(const Volume& ct,
                    Tissue tissue,
                    const EdgePoints& points,
                    const Eigen::Affine3d& moved) {
  const Eigen::Affine3d toVoxel = voxelMap(ct.grid()) * moved;
  const Seen inside = seenAt(ct, tissue, points.inside, toVoxel);
  const Seen outside = seenAt(ct, tissue, points.outside, toVoxel);
  Contrast contrast;
  if (!points.inside.empty())
    contrast.inside =
        static_cast<double>(inside.tissue) / static_cast<double>(points.inside.size());
  if (outside.inCt > 0)
    contrast.outside = static_cast<double>(outside.tissue) / static_cast<double>(outside.inCt);
  return contrast;
}

}  // namespace trocar::labels
