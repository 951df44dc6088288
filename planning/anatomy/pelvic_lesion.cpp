#include "planning/anatomy/pelvic_lesion.h"

#include "core/angle.h"
#include "core/region_distance.h"
#include "planning/anatomy/structure_grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <vector>

namespace trocar::anatomy {
namespace {

constexpr double kCortexMm = 2.0;

/// A bone and a lesion in it; where the lesion's label took the bone's place it counts as bone.
struct Pair {
  const Case& patient;
  const Structure& bone;
  const Structure& lesion;

  bool isLesion(const Vec3& p) const { return contains(patient, lesion, p); }
  bool isBone(const Vec3& p) const { return contains(patient, bone, p); }
};

/// Directions spread evenly over the sphere.
std::vector<Vec3> directions() {
  constexpr int kCount = 2000;
  const double turn = std::numbers::pi * (3.0 - std::sqrt(5.0));
  std::vector<Vec3> all;
  for (int n = 0; n < kCount; ++n) {
    const double z = 1.0 - 2.0 * (n + 0.5) / kCount;
    const double ring = std::sqrt(1.0 - z * z);
    all.emplace_back(ring * std::cos(n * turn), ring * std::sin(n * turn), z);
  }
  return all;
}

/// What a ray from the joint meets in the wall behind it, up to its loadbearing depth.
struct Ray {
  bool bone = false;  ///< It meets any.
  bool lesion = false;
  bool sound = false;  ///< Bone that is not lesion.
};

Ray rayThrough(const Pair& pair, const JointSphere& joint, const Vec3& direction) {
  constexpr double kStepMm = 0.5;
  constexpr double kReachMm = 12.0;  // Beyond the joint's surface the wall has begun.
  constexpr double kDeepMm = 12.0;
  constexpr double kGapMm = 1.5;
  Ray ray;
  double begunMm = 0.0;
  double lastMm = 0.0;
  for (double t = joint.radiusMm - 3.0; t < joint.radiusMm + kReachMm + kDeepMm; t += kStepMm) {
    const Vec3 p = joint.centreMm + t * direction;
    const bool lesion = pair.isLesion(p);
    const bool bone = pair.isBone(p);
    if (lesion || bone) {
      begunMm = ray.bone ? begunMm : t;
      ray.bone = true;
      ray.lesion = ray.lesion || lesion;
      ray.sound = ray.sound || !lesion;
      lastMm = t;
    }
    const bool passed = ray.bone && (t - lastMm > kGapMm || t - begunMm > kDeepMm);
    if (passed || (!ray.bone && t > joint.radiusMm + kReachMm))
      break;
  }
  return ray;
}

/// Of the wall within 40 degrees around a direction.
WallShare wallShare(const Pair& pair, const JointSphere& joint, const Vec3& middle) {
  const double cosine = std::cos(Angle::fromDegrees(40.0).radians());
  double all = 0.0;
  WallShare share;
  for (const Vec3& direction : directions()) {
    if (direction.dot(middle) < cosine)
      continue;
    const Ray ray = rayThrough(pair, joint, direction);
    all += ray.bone ? 1.0 : 0.0;
    share.reached += ray.lesion ? 1.0 : 0.0;
    share.open += ray.bone && !ray.sound ? 1.0 : 0.0;
  }
  if (all == 0.0)
    return {};
  return {share.reached / all, share.open / all};
}

/// Of a column's bone around the joint; nullopt where its landmarks are missing.
std::optional<double> columnShare(const Pair& pair,
                                  const JointSphere& joint,
                                  const std::vector<Vec3>& column) {
  constexpr double kAroundJointMm = 25.0;
  constexpr double kThickMm = 12.0;
  constexpr double kStepMm = 1.5;
  if (column.size() < 2)
    return std::nullopt;
  const double reach = joint.radiusMm + kAroundJointMm;
  double bone = 0.0, lesion = 0.0;
  for (double x = -reach; x <= reach; x += kStepMm) {
    for (double y = -reach; y <= reach; y += kStepMm) {
      for (double z = -reach; z <= reach; z += kStepMm) {
        const Vec3 offset(x, y, z);
        const Vec3 p = joint.centreMm + offset;
        if (offset.norm() > reach || distanceToLineMm(column, p) > kThickMm)
          continue;
        const bool isLesion = pair.isLesion(p);
        bone += isLesion || pair.isBone(p) ? 1.0 : 0.0;
        lesion += isLesion ? 1.0 : 0.0;
      }
    }
  }
  return bone > 0.0 ? std::optional(lesion / bone) : std::nullopt;
}

void addZones(const Pair& pair, const HipAnatomy& hip, HipInvolvement& involved) {
  const Grid grid = gridAround(pair.patient, pair.lesion, 0.0);
  double all = 0.0;
  for (std::size_t n = 0; n < grid.voxelCount(); ++n) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(n));
    if (!pair.isLesion(p) || !pair.isBone(p))
      continue;
    all += 1.0;
    involved.zoneShares[static_cast<std::size_t>(zoneAt(hip, p))] += 1.0;
  }
  for (double& share : involved.zoneShares)
    share = all > 0.0 ? share / all : 0.0;
}

/// A point of a slice across the bone, seen along the bone's axis.
struct SlicePoint {
  Eigen::Vector2d at;
  bool lesion = false;
};

/// The bone's points by slices of 2 mm across `axis`, as far as the lesion goes along it.
std::map<long, std::vector<SlicePoint>> slicesAcross(const Pair& pair, const Vec3& axis) {
  constexpr double kBesideMm = 45.0;
  constexpr double kStepMm = 1.0;
  constexpr double kSliceMm = 2.0;
  std::map<long, std::vector<SlicePoint>> slices;
  const auto box = boundsOf(pair.patient, pair.lesion);
  if (!box)
    return slices;
  const Vec3 u = axis.unitOrthogonal();
  const Vec3 v = axis.cross(u);
  const Vec3 low = box->lowMm - Vec3::Constant(kBesideMm);
  const Vec3 high = box->highMm + Vec3::Constant(kBesideMm);
  for (double x = low.x(); x <= high.x(); x += kStepMm) {
    for (double y = low.y(); y <= high.y(); y += kStepMm) {
      for (double z = low.z(); z <= high.z(); z += kStepMm) {
        const Vec3 p(x, y, z);
        const bool lesion = pair.isLesion(p);
        if (lesion || pair.isBone(p))
          slices[std::lround(p.dot(axis) / kSliceMm)].push_back({{p.dot(u), p.dot(v)}, lesion});
      }
    }
  }
  return slices;
}

/// Of a slice's outline around its middle, the share at which the lesion lies within 2 mm of it.
double outlineShare(const std::vector<SlicePoint>& slice) {
  constexpr int kSectors = 36;
  Eigen::Vector2d middle = Eigen::Vector2d::Zero();
  for (const SlicePoint& point : slice)
    middle += point.at / static_cast<double>(slice.size());
  std::array<double, kSectors> bone{};
  std::array<double, kSectors> lesion{};
  for (const SlicePoint& point : slice) {
    const Eigen::Vector2d from = point.at - middle;
    const double turn = std::atan2(from.y(), from.x()) / (2.0 * std::numbers::pi) + 0.5;
    const auto sector =
        static_cast<std::size_t>(std::min(kSectors - 1, static_cast<int>(turn * kSectors)));
    bone[sector] = std::max(bone[sector], from.norm());
    if (point.lesion)
      lesion[sector] = std::max(lesion[sector], from.norm());
  }
  int reached = 0;
  for (std::size_t n = 0; n < kSectors; ++n)
    reached += lesion[n] > 0.0 && lesion[n] >= bone[n] - kCortexMm ? 1 : 0;
  return static_cast<double>(reached) / kSectors;
}

double largestOutlineShare(const Pair& pair, const Vec3& axis) {
  double largest = 0.0;
  for (const auto& [place, slice] : slicesAcross(pair, axis)) {
    if (std::any_of(slice.begin(), slice.end(), [](const SlicePoint& p) { return p.lesion; }))
      largest = std::max(largest, outlineShare(slice));
  }
  return largest;
}

Vec3 middleOf(const Case& patient, const Structure& lesion) {
  const auto box = boundsOf(patient, lesion);
  return box ? Vec3(0.5 * (box->lowMm + box->highMm)) : Vec3::Zero();
}

}  // namespace

HipInvolvement measureInHip(const Case& patient, const Structure& lesion, const HipAnatomy& hip) {
  const Pair pair{patient, *patient.find(hip.structureId), lesion};
  const Vec3 up = (hip.domeMm - hip.acetabulum.centreMm).normalized();
  const Vec3 medial = (hip.medialWallMm - hip.acetabulum.centreMm).normalized();
  HipInvolvement involved;
  addZones(pair, hip, involved);
  involved.medialWall = wallShare(pair, hip.acetabulum, medial);
  involved.dome = wallShare(pair, hip.acetabulum, (0.9 * up - 0.4 * medial).normalized());
  involved.anteriorColumn = columnShare(pair, hip.acetabulum, hip.anteriorColumnMm);
  involved.posteriorColumn = columnShare(pair, hip.acetabulum, hip.posteriorColumnMm);
  return involved;
}

FemurInvolvement measureInFemur(const Case& patient,
                                const Structure& lesion,
                                const FemurAnatomy& femur) {
  constexpr double kBelowTrochanterMm = 50.0;
  const Structure& bone = *patient.find(femur.structureId);
  const Vec3 shaft = femur.shaftAxis;
  const double atMm = middleOf(patient, lesion).dot(shaft);
  const double neckMm = femur.neckCentreMm.dot(shaft);
  FemurInvolvement involved;
  if (femur.lesserTrochanterMm)
    involved.pertrochanteric =
        atMm < neckMm && atMm > femur.lesserTrochanterMm->dot(shaft) - kBelowTrochanterMm;
  const Vec3 axis = atMm < neckMm ? shaft : femur.neckAxis;
  involved.outlineShare = largestOutlineShare({patient, bone, lesion}, axis);
  const DistanceField field = makeDistanceField(patient, bone, 2.0 * kCortexMm);
  if (const auto extent = corticalExtentMm(patient, lesion, field, shaft))
    involved.corticalLengthMm =
        extent->second - extent->first + field.image().grid().spacingMm().mean();
  return involved;
}

std::optional<std::pair<double, double>> corticalExtentMm(const Case& patient,
                                                          const Structure& lesion,
                                                          const DistanceField& bone,
                                                          const Vec3& shaft) {
  const Image<float>& image = bone.image();
  double lowest = 1e9;
  double highest = -1e9;
  for (std::size_t voxel = 0; voxel < image.voxels().size(); ++voxel) {
    const double depthMm = -static_cast<double>(image.voxels()[voxel]);
    if (depthMm < 0.0 || depthMm > kCortexMm)
      continue;
    const Vec3 p = image.grid().voxelToPatient(image.grid().voxelAt(voxel));
    if (!contains(patient, lesion, p))
      continue;
    lowest = std::min(lowest, p.dot(shaft));
    highest = std::max(highest, p.dot(shaft));
  }
  return highest < lowest ? std::nullopt : std::optional(std::pair(lowest, highest));
}

}  // namespace trocar::anatomy
