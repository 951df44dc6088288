#include "render/slice_frame.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar {
namespace {

/// Cranial, as far as it is perpendicular to the shaft; anterior for a shaft that runs along the
/// body.
Vec3 upAcross(const Vec3& shaft) {
  const Vec3 wanted = std::abs(shaft.z()) < 0.95 ? Vec3(0, 0, 1) : Vec3(0, -1, 0);
  return (wanted - wanted.dot(shaft) * shaft).normalized();
}

SliceFrame alongFrame(const Trajectory& trajectory, double rotationDeg) {
  const Vec3 shaft = trajectory.direction();
  const Eigen::AngleAxisd turn(rotationDeg * std::numbers::pi / 180.0, shaft);
  return {trajectory.target, -shaft, -(turn * upAcross(shaft))};
}

SliceFrame acrossFrame(const Trajectory& trajectory, double behindTipMm) {
  const Vec3 shaft = trajectory.direction();
  const Vec3 up = upAcross(shaft);
  return {trajectory.target - behindTipMm * shaft, up.cross(-shaft), -up};
}

/// From the tip back to where the shaft crosses the isthmus.
double isthmusBehindTipMm(const SceneState& state, const Needle& needle) {
  const PedicleAnatomy* pedicle = pedicleOf(state, needle);
  if (!pedicle)
    return 0.0;
  const Trajectory& path = needle.trajectory;
  return std::clamp((path.target - pedicle->centreMm).dot(path.direction()), 0.0, path.lengthMm());
}

/// What a first picture shows: the bones and the needles with some room about them, as far as the
/// CT reaches.
Eigen::AlignedBox3d regionOf(const SceneState& state) {
  constexpr double kRoomMm = 25.0;
  Eigen::AlignedBox3d ct;
  for (const Vec3& corner : state.patient->ct.grid().cornersMm())
    ct.extend(corner);
  Eigen::AlignedBox3d region;
  for (const Structure& structure : state.patient->structures) {
    const bool central = structure.role == Role::Vertebra || structure.role == Role::Sacrum;
    const auto box = central ? boundsOf(*state.patient, structure) : std::nullopt;
    if (box)
      region.extend(box->lowMm).extend(box->highMm);
  }
  if (region.isEmpty())
    return ct;
  for (const Needle& needle : state.plan.needles)
    region.extend(needle.trajectory.entry).extend(needle.trajectory.target);
  region.min().array() -= kRoomMm;
  region.max().array() += kRoomMm;
  return region.intersection(ct);
}

}  // namespace

const Needle* selectedNeedle(const SceneState& state) {
  return state.plan.find(state.selectedNeedle);
}

const VertebraAnatomy* vertebraOf(const SceneState& state, const Needle& needle) {
  if (!state.vertebrae || needle.level.empty())
    return nullptr;
  const auto found = std::find_if(state.vertebrae->begin(),
                                  state.vertebrae->end(),
                                  [&](const auto& v) { return v.level == needle.level; });
  return found == state.vertebrae->end() ? nullptr : &*found;
}

const PedicleAnatomy* pedicleOf(const SceneState& state, const Needle& needle) {
  const VertebraAnatomy* vertebra = vertebraOf(state, needle);
  if (!vertebra)
    return nullptr;
  const bool left =
      needle.side
          ? *needle.side == Side::Left
          : (needle.trajectory.entry - vertebra->bodyCentroidMm).dot(vertebra->frame.left) > 0.0;
  const PedicleAnatomy& pedicle = left ? vertebra->left : vertebra->right;
  return pedicle.sections.empty() ? nullptr : &pedicle;
}

std::optional<SliceFrame> sliceFrame(ViewKind kind, const SceneState& state) {
  const Vec3 x = Vec3::UnitX(), y = Vec3::UnitY(), z = Vec3::UnitZ();
  const Needle* needle = selectedNeedle(state);
  if (kind == ViewKind::ThreeD || (followsNeedle(kind) && !needle))
    return {};
  switch (kind) {
    case ViewKind::Axial:
      return SliceFrame{state.crosshairMm, x, y};
    case ViewKind::Sagittal:
      return SliceFrame{state.crosshairMm, y, -z};
    case ViewKind::Coronal:
      return SliceFrame{state.crosshairMm, x, -z};
    case ViewKind::Along:
      return alongFrame(needle->trajectory, state.rotationDeg);
    case ViewKind::Barrel:
      return acrossFrame(needle->trajectory, state.depthMm + isthmusBehindTipMm(state, *needle));
    default:
      return acrossFrame(needle->trajectory, state.depthMm);
  }
}

SliceZoom fittingZoom(ViewKind kind, const SceneState& state, int widthPx, int heightPx) {
  const std::optional<SliceFrame> frame = sliceFrame(kind, state);
  SliceZoom zoom;
  if (!frame)
    return zoom;
  double halfWidthMm = 32.0, halfHeightMm = 32.0;
  zoom.focusMm = frame->originMm;
  if (kind == ViewKind::Along) {
    zoom.focusMm += 30.0 * frame->right;
    halfWidthMm = 80.0;
    halfHeightMm = 45.0;
  } else if (!followsNeedle(kind) && state.patient) {
    const Eigen::AlignedBox3d region = regionOf(state);
    zoom.focusMm = region.center();
    halfWidthMm = 0.5 * region.sizes().cwiseAbs().dot(frame->right.cwiseAbs());
    halfHeightMm = 0.5 * region.sizes().cwiseAbs().dot(frame->down.cwiseAbs());
  }
  zoom.mmPerPixel = 2.0 * std::max(halfWidthMm / widthPx, halfHeightMm / heightPx);
  return zoom;
}

SlicePlane slicePlane(const SliceFrame& frame, const SliceZoom& zoom, int widthPx, int heightPx) {
  const Vec3 normal = frame.towardsViewer();
  SlicePlane plane;
  plane.centreMm = zoom.focusMm - (zoom.focusMm - frame.originMm).dot(normal) * normal;
  plane.right = frame.right;
  plane.down = frame.down;
  plane.mmPerPixel = zoom.mmPerPixel;
  plane.widthPx = widthPx;
  plane.heightPx = heightPx;
  return plane;
}

}  // namespace trocar
