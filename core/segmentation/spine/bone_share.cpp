#include "core/segmentation/spine/bone_share.h"

#include "core/parallel.h"
#include "core/segmentation/solid.h"

#include <queue>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace trocar::segmentation {
namespace {

constexpr float kBoneHu = 150.0F;
constexpr float kDenseHu = 250.0F;  // Joints between bones are thinner than this where they touch.
constexpr double kInsideMm = -1.0;
constexpr double kShellMm = 1.0;
constexpr float kGrowthMm = 8.0F;
constexpr double kFarMm = 20.0;

/// The part of a CT's grid in which vertebrae lie.
struct Part {
  Grid grid;
  VoxelIndex low;

  VoxelIndex inCt(const VoxelIndex& voxel) const {
    return {voxel.i + low.i, voxel.j + low.j, voxel.k + low.k};
  }
};

Part partAround(const Grid& ct, const std::vector<FittedVertebra>& vertebrae) {
  constexpr double kMarginMm = 12.0;
  Vec3 low = Vec3::Constant(std::numeric_limits<double>::max());
  Vec3 high = -low;
  for (const FittedVertebra& vertebra : vertebrae) {
    const Box box = synthetic::grown(vertebra.model.box, kMarginMm);
    for (unsigned corner = 0; corner < 8; ++corner) {
      const Vec3 point((corner & 1U) != 0 ? box.highMm.x() : box.lowMm.x(),
                       (corner & 2U) != 0 ? box.highMm.y() : box.lowMm.y(),
                       (corner & 4U) != 0 ? box.highMm.z() : box.lowMm.z());
      const Vec3 voxel = ct.patientToVoxel(vertebra.toModel.inverse() * point);
      low = low.cwiseMin(voxel);
      high = high.cwiseMax(voxel);
    }
  }
  std::array<int, 3> first{}, size{};
  for (int a = 0; a < 3; ++a) {
    const auto s = static_cast<std::size_t>(a);
    const int last = ct.size()[s] - 1;
    first[s] = std::clamp(static_cast<int>(std::floor(low[a])), 0, last);
    size[s] = std::clamp(static_cast<int>(std::ceil(high[a])), first[s], last) - first[s] + 1;
  }
  const VoxelIndex corner{first[0], first[1], first[2]};
  return {Grid(size, ct.voxelToPatient(corner), ct.spacingMm(), ct.directions()), corner};
}

/// The CT, smoothed by a Gaussian of 0.7 mm, so that noise makes no bone.
std::vector<float> smoothed(const Volume& ct, const Part& part) {
  constexpr double kSigmaMm = 0.7;
  const Grid& grid = part.grid;
  std::array<std::array<float, 3>, 3> weights{};
  for (std::size_t a = 0; a < 3; ++a) {
    const double ratio = grid.spacingMm()[static_cast<int>(a)] / kSigmaMm;
    const auto beside = static_cast<float>(std::exp(-0.5 * ratio * ratio));
    weights[a] = {beside, 1.0F, beside};
  }
  std::vector<float> smooth(grid.voxelCount());
  parallelFor(grid.size()[2], [&](int k) {
    for (int j = 0; j < grid.size()[1]; ++j) {
      for (int i = 0; i < grid.size()[0]; ++i) {
        float sum = 0.0F, all = 0.0F;
        const VoxelIndex centre = part.inCt({i, j, k});
        for (int n = 0; n < 27; ++n) {
          const std::array<int, 3> d{n % 3, n / 3 % 3, n / 9};
          const VoxelIndex voxel{centre.i + d[0] - 1, centre.j + d[1] - 1, centre.k + d[2] - 1};
          if (!ct.grid().contains(voxel))
            continue;
          const float weight = weights[0][static_cast<std::size_t>(d[0])] *
                               weights[1][static_cast<std::size_t>(d[1])] *
                               weights[2][static_cast<std::size_t>(d[2])];
          sum += weight * static_cast<float>(ct.at(voxel));
          all += weight;
        }
        smooth[grid.offset({i, j, k})] = sum / all;
      }
    }
  });
  return smooth;
}

/// Bone up to its edge, where HU have fallen to less than half of the cortex beside.
Mask boneIn(const Grid& grid, const std::vector<float>& hu) {
  constexpr float kEdgeShare = 0.4F;
  Mask bone(hu.size());
  parallelFor(grid.size()[2], [&](int k) {
    for (int j = 0; j < grid.size()[1]; ++j) {
      for (int i = 0; i < grid.size()[0]; ++i) {
        const std::size_t voxel = grid.offset({i, j, k});
        if (hu[voxel] <= kBoneHu)
          continue;
        float most = 0.0F;
        for (int n = 0; n < 27; ++n) {
          const VoxelIndex beside{i + n % 3 - 1, j + n / 3 % 3 - 1, k + n / 9 - 1};
          if (grid.contains(beside))
            most = std::max(most, hu[grid.offset(beside)]);
        }
        bone[voxel] = hu[voxel] > kEdgeShare * most ? 1 : 0;
      }
    }
  });
  return bone;
}

/// Where discs stop bodies.
class DiscStops {
 public:
  DiscStops(const std::vector<DiscPlane>& discs, const std::vector<Station>& axis)
      : discs_(discs), axis_(axis) {}

  /// How far a point lies beyond a disc's middle, seen from the vertebra between discs `n` and
  /// n + 1; 0 on its own side, and behind the bodies.
  double beyondMm(std::size_t n, const Vec3& pointMm) const {
    constexpr double kBehindMm = 21.0, kReachMm = 25.0;
    for (const std::size_t end : {n, n + 1}) {
      const DiscPlane& disc = discs_[end];
      const Vec3 from = pointMm - disc.centreMm;
      const double beyond = (end == n ? -1.0 : 1.0) * from.dot(disc.normal);
      const Station& station = axis_[static_cast<std::size_t>(disc.station)];
      if (beyond > 0.0 && beyond < kReachMm && from.dot(station.posterior) < kBehindMm)
        return beyond;
    }
    return 0.0;
  }

  /// Whether a point lies in the bone past the lowest (or highest) disc, near the axis.
  bool isPastEnd(bool highest, const Vec3& pointMm) const {
    constexpr double kNearMm = 3.0, kDeepMm = 25.0, kHalfWidthMm = 20.0, kHalfDepthMm = 14.0;
    const DiscPlane& disc = highest ? discs_.back() : discs_.front();
    const Station& station = axis_[static_cast<std::size_t>(disc.station)];
    const Vec3 from = pointMm - disc.centreMm;
    const double beyond = (highest ? 1.0 : -1.0) * from.dot(disc.normal);
    return beyond > kNearMm && beyond < kDeepMm &&
           std::abs(from.dot(station.left)) < kHalfWidthMm &&
           std::abs(from.dot(station.posterior)) < kHalfDepthMm;
  }

 private:
  const std::vector<DiscPlane>& discs_;
  const std::vector<Station>& axis_;
};

/// Voxels from `low` to `high`, both included.
struct VoxelRange {
  std::array<int, 3> low{}, high{};

  bool isEmpty() const { return isEmpty_; }
  std::array<int, 3> size() const {
    return {high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1};
  }
  void include(const std::array<int, 3>& voxel) {
    for (std::size_t a = 0; a < 3; ++a) {
      low[a] = isEmpty_ ? voxel[a] : std::min(low[a], voxel[a]);
      high[a] = isEmpty_ ? voxel[a] : std::max(high[a], voxel[a]);
    }
    isEmpty_ = false;
  }

 private:
  bool isEmpty_ = true;
};

/// A voxel that has been reached.
struct Reached {
  float costMm;
  std::size_t voxel;

  bool operator<(const Reached& other) const {
    return costMm != other.costMm ? costMm > other.costMm : voxel > other.voxel;
  }
};

class Share {
 public:
  Share(const Volume& ct, const std::vector<FittedVertebra>& vertebrae, const DiscStops& stops)
      : vertebrae_(vertebrae),
        stops_(stops),
        part_(partAround(ct.grid(), vertebrae)),
        hu_(smoothed(ct, part_)),
        bone_(boneIn(part_.grid, hu_)),
        labels_(part_.grid.voxelCount(), 0),
        nearestMm_(part_.grid.voxelCount(), static_cast<float>(kFarMm)) {}

  void seed(const Progress& progress) {
    const Grid& grid = part_.grid;
    parallelFor(grid.size()[2], progress, [&](int k) {
      for (int j = 0; j < grid.size()[1]; ++j) {
        for (int i = 0; i < grid.size()[0]; ++i)
          seedVoxel(grid.offset({i, j, k}), grid.voxelToPatient(VoxelIndex{i, j, k}));
      }
    });
  }

  /// From all seeds at once along dense bone, the nearest first.
  void grow() {
    const Grid& grid = part_.grid;
    const Block block(grid);
    std::vector<float> cost(labels_.size(), std::numeric_limits<float>::max());
    std::priority_queue<Reached> front;
    for (std::size_t voxel = 0; voxel < labels_.size(); ++voxel) {
      if (labels_[voxel] != 0) {
        cost[voxel] = 0.0F;
        front.push({0.0F, voxel});
      }
    }
    while (!front.empty()) {
      const Reached from = front.top();
      front.pop();
      if (from.costMm > cost[from.voxel])
        continue;
      const std::array<int, 3> at = block.at(from.voxel);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const auto step = static_cast<float>(grid.spacingMm()[static_cast<int>(axis)]);
        forNeighbours(block, from.voxel, at, {axis}, [&](std::size_t voxel) {
          const float next = from.costMm + step * stepCost(labels_[from.voxel], voxel);
          if (next >= cost[voxel] || !mayReach(labels_[from.voxel], voxel, next))
            return;
          cost[voxel] = next;
          labels_[voxel] = labels_[from.voxel];
          front.push({next, voxel});
        });
      }
    }
  }

  /// Closes what bone surrounds in some plane.
  void fill() {
    const std::vector<VoxelRange> ranges = rangesOfLabels();
    for (std::size_t n = 0; n < vertebrae_.size(); ++n) {
      if (!ranges[n].isEmpty())
        fillWithin(ranges[n], static_cast<std::uint16_t>(n + 1));
    }
  }

  LabelMap map() && {
    for (std::uint16_t& label : labels_)
      label = isEnd(label) ? 0 : label;
    return {part_.grid, std::move(labels_)};
  }

 private:
  std::vector<VoxelRange> rangesOfLabels() const {
    const Block block(part_.grid);
    std::vector<VoxelRange> ranges(vertebrae_.size());
    for (std::size_t voxel = 0; voxel < labels_.size(); ++voxel) {
      if (labels_[voxel] != 0 && !isEnd(labels_[voxel]))
        ranges[labels_[voxel] - 1U].include(block.at(voxel));
    }
    return ranges;
  }

  void fillWithin(const VoxelRange& range, std::uint16_t own) {
    const Grid grid(range.size(), Vec3::Zero(), Vec3::Ones());
    const Block block(grid);
    const auto inPart = [&](std::size_t voxel) {
      const std::array<int, 3> at = block.at(voxel);
      return part_.grid.offset({at[0] + range.low[0], at[1] + range.low[1], at[2] + range.low[2]});
    };
    for (const std::vector<std::size_t>& axes : {std::vector<std::size_t>{0, 1}, {0, 2}, {1, 2}}) {
      Mask mask(block.count());
      for (std::size_t voxel = 0; voxel < mask.size(); ++voxel)
        mask[voxel] = labels_[inPart(voxel)] == own ? 1 : 0;
      const Mask whole = filled(block, mask, axes);
      for (std::size_t voxel = 0; voxel < mask.size(); ++voxel) {
        const std::size_t here = inPart(voxel);
        if (whole[voxel] != 0 && labels_[here] == 0 && isSpongy(here))
          labels_[here] = own;
      }
    }
  }

  std::uint16_t end(bool highest) const {
    return static_cast<std::uint16_t>(vertebrae_.size() + (highest ? 2 : 1));
  }
  bool isEnd(std::uint16_t label) const { return label > vertebrae_.size(); }

  /// What a hole in a plane must be to be part of its bone: the canal is a hole too.
  bool isSpongy(std::size_t voxel) const {
    constexpr float kNearMm = 2.0F, kSpongyHu = 100.0F;
    return nearestMm_[voxel] < 0.0F || (nearestMm_[voxel] < kNearMm && hu_[voxel] > kSpongyHu);
  }

  void seedVoxel(std::size_t voxel, const Vec3& point) {
    constexpr float kFatHu = -30.0F;
    double best = kFarMm;
    std::size_t whose = 0;
    for (std::size_t n = 0; n < vertebrae_.size(); ++n) {
      const double beyond = stops_.beyondMm(n, point);
      double distance = vertebrae_[n].distanceMm(point);
      if (beyond > 0.0)
        distance = std::max(distance, 1.0 + 2.0 * beyond);
      if (distance < best) {
        best = distance;
        whose = n;
      }
    }
    nearestMm_[voxel] = static_cast<float>(best);
    const float hu = hu_[voxel];
    if ((best < kInsideMm && hu > kFatHu) || (best < kShellMm && bone_[voxel] != 0))
      labels_[voxel] = static_cast<std::uint16_t>(whose + 1);
    else if (bone_[voxel] != 0 && stops_.isPastEnd(false, point))
      labels_[voxel] = end(false);
    else if (bone_[voxel] != 0 && stops_.isPastEnd(true, point))
      labels_[voxel] = end(true);
  }

  /// A millimetre's: bone past the ends, which has no model, is quick to take its own arch.
  float stepCost(std::uint16_t label, std::size_t voxel) const {
    constexpr float kThin = 2.0F, kEnd = 0.15F;
    return (hu_[voxel] < kDenseHu ? kThin : 1.0F) * (isEnd(label) ? kEnd : 1.0F);
  }

  bool mayReach(std::uint16_t label, std::size_t voxel, float costMm) const {
    if (bone_[voxel] == 0 || costMm > kGrowthMm)
      return false;
    return isEnd(label) ||
           stops_.beyondMm(label - 1U, part_.grid.voxelToPatient(part_.grid.voxelAt(voxel))) <= 0.0;
  }

  const std::vector<FittedVertebra>& vertebrae_;
  const DiscStops& stops_;
  Part part_;
  std::vector<float> hu_;
  Mask bone_;
  std::vector<std::uint16_t> labels_;
  std::vector<float> nearestMm_;  ///< To the nearest model.
};

}  // namespace

LabelMap shareBone(const Volume& ct,
                   const std::vector<FittedVertebra>& vertebrae,
                   const std::vector<DiscPlane>& discs,
                   const std::vector<Station>& axis,
                   const Progress& progress) {
  const DiscStops stops(discs, axis);
  Share share(ct, vertebrae, stops);
  share.seed(progress.span(0.0, 0.7));
  share.grow();
  progress.at(0.9);
  share.fill();
  progress.at(1.0);
  return std::move(share).map();
}

}  // namespace trocar::segmentation
