#pragma once

#include "core/angle.h"
#include "core/case.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace trocar {

/// A label map whose voxel is `value` where `inside` holds at its centre.
inline LabelMap labelWhere(const Grid& grid,
                           const std::function<bool(const Vec3&)>& inside,
                           std::uint16_t value = 1) {
  std::vector<std::uint16_t> voxels(grid.voxelCount(), 0);
  for (std::size_t v = 0; v < voxels.size(); ++v) {
    if (inside(grid.voxelToPatient(grid.voxelAt(v))))
      voxels[v] = value;
  }
  return {grid, std::move(voxels)};
}

inline Structure labelled(std::string id, Role role, std::vector<std::uint16_t> values) {
  return {id, id, role, LabelRegion{0, std::move(values)}, Basis::Measured};
}

/// A case of one label map with one structure "thing" of value 1.
inline Case caseOf(LabelMap labels) {
  Case patient;
  patient.ct = Volume(labels.grid(), std::vector<std::int16_t>(labels.grid().voxelCount(), 0));
  patient.layers = {std::move(labels)};
  patient.structures = {labelled("thing", Role::Other, {1})};
  return patient;
}

/// Axes turned by `degrees` about an oblique axis.
inline Eigen::Matrix3d turned(double degrees) {
  return Eigen::AngleAxisd(Angle::fromDegrees(degrees).radians(), Vec3(1, 2, 3).normalized())
      .toRotationMatrix();
}

}  // namespace trocar
