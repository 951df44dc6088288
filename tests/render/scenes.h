#pragma once

#include "render/scene_state.h"

#include <cmath>
#include <string>

namespace trocar::test {

/// A ball of one label value.
struct Ball {
  Vec3 centreMm;
  double radiusMm;
  std::string id;
  Role role;
};

/// A CT of `background` HU on a grid of 1.5 mm about the origin with balls of 1000 HU, each a
/// structure.
inline std::shared_ptr<const Case> caseOfBalls(
    const std::vector<Ball>& balls,
    const Eigen::Matrix3d& directions = Eigen::Matrix3d::Identity()) {
  const Vec3 spacing(1.5, 1.5, 1.5);
  const std::array<int, 3> size{80, 70, 60};
  const Vec3 half = Vec3(size[0] - 1, size[1] - 1, size[2] - 1).cwiseProduct(spacing) / 2.0;
  const Grid grid(size, -(directions * half), spacing, directions);
  std::vector<std::int16_t> hu(grid.voxelCount(), 0);
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  Case patient;
  patient.id = "balls";
  for (std::size_t b = 0; b < balls.size(); ++b) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if ((grid.voxelToPatient(grid.voxelAt(i)) - balls[b].centreMm).norm() > balls[b].radiusMm)
        continue;
      hu[i] = 1000;
      labels[i] = static_cast<std::uint16_t>(b + 1);
    }
    patient.structures.push_back({balls[b].id,
                                  balls[b].id,
                                  balls[b].role,
                                  LabelRegion{0, {static_cast<std::uint16_t>(b + 1)}}});
  }
  patient.ct = Volume(grid, std::move(hu));
  patient.layers.emplace_back(grid, std::move(labels));
  return std::make_shared<const Case>(std::move(patient));
}

inline Needle needleAt(const std::string& id, const Vec3& entryMm, const Vec3& targetMm) {
  Needle needle;
  needle.id = id;
  needle.instrument = "bone-needle-11g";
  needle.trajectory = {entryMm, targetMm};
  return needle;
}

}  // namespace trocar::test
