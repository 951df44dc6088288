#include "render/slice/slice_frame.h"

#include "core/angle.h"
#include "core/label_extents.h"
#include "planning/plan/needle_path.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace trocar::render {
namespace {

/// Cranial, as far as it is perpendicular to the shaft; anterior for a shaft that runs along the
/// body.
Vec3 upAcross(const Vec3& shaft) {
  const Vec3 wanted = std::abs(shaft.z()) < 0.95 ? Vec3(0, 0, 1) : Vec3(0, -1, 0);
  return (wanted - wanted.dot(shaft) * shaft).normalized();
}

/// In the plane of a bend, else with `upAcross` up.
SliceFrame alongFrame(const NeedlePath& path, double rotationDeg) {
  const Vec3 shaft = path.shaft().direction();
  Vec3 up = upAcross(shaft);
  const Vec3 aside = path.tipDirection() - path.tipDirection().dot(shaft) * shaft;
  if (!path.arc().empty())
    up = aside.normalized() * (aside.dot(up) < 0.0 ? -1.0 : 1.0);
  const Eigen::AngleAxisd turn(Angle::fromDegrees(rotationDeg).radians(), shaft);
  return {path.tipMm(), -shaft, -(turn * up)};
}

SliceFrame acrossFrame(const NeedlePath& path, double behindTipMm) {
  const double depthMm = path.lengthMm() - behindTipMm;
  const Vec3 direction = path.directionAtDepth(depthMm);
  const Vec3 up = upAcross(direction);
  return {path.pointAtDepth(depthMm), up.cross(-direction), -up};
}

/// From the tip back to where the shaft crosses the isthmus.
double isthmusBehindTipMm(const SceneState& state, const Needle& needle) {
  const anatomy::PedicleAnatomy* pedicle = pedicleOf(state, needle);
  if (!pedicle)
    return 0.0;
  const NeedlePath path(needle);
  const Trajectory& shaft = path.shaft();
  const double beforeMm = (shaft.target - pedicle->centreMm).dot(shaft.direction());
  return path.arcLengthMm() + std::clamp(beforeMm, 0.0, shaft.lengthMm());
}

constexpr double kRoomMm = 25.0;

Eigen::AlignedBox3d boxOf(const Grid& grid) {
  Eigen::AlignedBox3d box;
  for (const Vec3& corner : grid.cornersMm())
    box.extend(corner);
  return box;
}

}  // namespace

const Needle* selectedNeedle(const SceneState& state) {
  return state.plan.find(state.selectedNeedle);
}

const anatomy::VertebraAnatomy* vertebraOf(const SceneState& state, const Needle& needle) {
  if (!state.vertebrae || needle.level.empty())
    return nullptr;
  const auto found = std::find_if(state.vertebrae->begin(),
                                  state.vertebrae->end(),
                                  [&](const auto& v) { return v.level == needle.level; });
  return found == state.vertebrae->end() ? nullptr : &*found;
}

const anatomy::PedicleAnatomy* pedicleOf(const SceneState& state, const Needle& needle) {
  const anatomy::VertebraAnatomy* vertebra = vertebraOf(state, needle);
  if (!vertebra)
    return nullptr;
  const bool left =
      needle.side
          ? *needle.side == Side::Left
          : (needle.trajectory.entry - vertebra->bodyCentroidMm).dot(vertebra->frame.left) > 0.0;
  const anatomy::PedicleAnatomy& pedicle = left ? vertebra->left : vertebra->right;
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
      return alongFrame(NeedlePath(*needle), state.rotationDeg);
    case ViewKind::Barrel:
      return acrossFrame(NeedlePath(*needle), state.depthMm + isthmusBehindTipMm(state, *needle));
    default:
      return acrossFrame(NeedlePath(*needle), state.depthMm);
  }
}

Box spineRegion(const Case& patient) {
  const CaseExtents extents(patient);
  const Eigen::AlignedBox3d ct = boxOf(patient.ct.grid());
  Eigen::AlignedBox3d region;
  bool anySpine = false;
  for (const Structure& structure : patient.structures) {
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    const bool ofSpine = structure.role == Role::Vertebra || structure.role == Role::Sacrum;
    if (!labels || (!ofSpine && structure.role != Role::Lesion))
      continue;
    const auto extent = extents.of(*labels);
    if (!extent)
      continue;
    anySpine = anySpine || ofSpine;
    const Grid& grid = patient.layers[static_cast<std::size_t>(labels->layer)].grid();
    for (int corner = 0; corner < 8; ++corner)
      region.extend(grid.voxelToPatient(VoxelIndex{corner & 1 ? extent->low[0] : extent->high[0],
                                                   corner & 2 ? extent->low[1] : extent->high[1],
                                                   corner & 4 ? extent->low[2] : extent->high[2]}));
  }
  if (!anySpine)
    return {ct.min(), ct.max()};
  const Vec3 room = Vec3::Constant(kRoomMm);
  region = Eigen::AlignedBox3d(region.min() - room, region.max() + room).intersection(ct);
  return {region.min(), region.max()};
}

SliceZoom fittingZoom(
    ViewKind kind, const SceneState& state, const Box& region, int widthPx, int heightPx) {
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
    Eigen::AlignedBox3d box(region.lowMm, region.highMm);
    for (const Needle& needle : state.plan.needles)
      box.extend(needle.trajectory.entry).extend(needle.trajectory.target);
    zoom.focusMm = box.center();
    halfWidthMm = 0.5 * box.sizes().dot(frame->right.cwiseAbs());
    halfHeightMm = 0.5 * box.sizes().dot(frame->down.cwiseAbs());
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

}  // namespace trocar::render
