#include "app/slicing.h"

#include <algorithm>
#include <cmath>

namespace trocar::app {
namespace {

constexpr double kTurnDeg = 5.0;

/// As long as the CT's voxels are along it.
Vec3 sliceStepMm(const Grid& grid, const Vec3& forward) {
  Eigen::Index axis = 0;
  (grid.directions().transpose() * forward).cwiseAbs().maxCoeff(&axis);
  return grid.spacingMm()[axis] * forward;
}

Vec3 forwardOf(render::ViewKind kind) {
  if (kind == render::ViewKind::Sagittal)
    return Vec3::UnitX();
  if (kind == render::ViewKind::Coronal)
    return -Vec3::UnitY();
  return Vec3::UnitZ();
}

}  // namespace

ViewState scrolled(ViewState view, const Case& patient, render::ViewKind kind, double slices) {
  if (kind == render::ViewKind::Along) {
    view.turnDeg = std::fmod(view.turnDeg + slices * kTurnDeg + 360.0, 360.0);
  } else if (kind == render::ViewKind::Across || kind == render::ViewKind::Barrel) {
    view.depthMm = std::max(0.0, view.depthMm + slices);
  } else {
    const Grid& grid = patient.ct.grid();
    const Vec3 step = sliceStepMm(grid, forwardOf(kind));
    view.crosshairMm = insideOf(grid, view.crosshairMm + slices * step);
  }
  return view;
}

Vec3 insideOf(const Grid& grid, const Vec3& pointMm) {
  Vec3 voxel = grid.patientToVoxel(pointMm);
  for (int axis = 0; axis < 3; ++axis)
    voxel[axis] = std::clamp(voxel[axis], 0.0, grid.size()[static_cast<std::size_t>(axis)] - 1.0);
  return grid.voxelToPatient(voxel);
}

}  // namespace trocar::app
