#pragma once

#include "core/case.h"

#include <functional>
#include <string>
#include <vector>

namespace trocar::testing {

/// A solid vertebra of closed form in its own frame: x left, y posterior, z superior, origin in the
/// body.
struct Phantom {
  std::string level = "L3";
  double widthMm = 46.0;
  double depthMm = 33.0;
  double heightMm = 28.0;
  double wedgeDeg = 0.0;  ///< Between the endplates, positive where the front is lower.
  double canalHalfWidthMm = 12.0;
  double canalHalfDepthMm = 8.0;
  double leftPedicleMm = 9.0;  ///< Width; 0 for none.
  double rightPedicleMm = 9.0;
  double pedicleHeightMm = 15.0;
  double convergenceDeg = 12.0;
  double cranialDeg = 3.0;
  bool arch = true;

  bool contains(const Vec3& local) const;
  Vec3 canalCentreMm() const;
  /// `side` is 1 for the left.
  Vec3 pedicleCentreMm(int side) const;
  Vec3 pedicleAxis(int side) const;
  /// By summing a quarter-millimetre grid.
  Vec3 bodyCentroidMm() const;
};

/// A typical vertebra of a level, and of a slender one with pedicles of 4.5 mm.
Phantom lumbarPhantom();
Phantom thoracicPhantom();

/// Where the phantom lies: its axes as columns, and its origin.
struct Pose {
  Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
  Vec3 originMm = Vec3::Zero();
};
/// Tilted by up to 25 degrees about each axis and shifted by parts of a voxel; a seed for each
/// pose.
Pose randomPose(unsigned seed);

/// A case with one vertebra, in voxels of `spacingMm` whose centres lie inside.
Case phantomCase(const Phantom& phantom, const Pose& pose, const Vec3& spacingMm = Vec3::Ones());
/// A case of labels that a rule sets for each point; all of them vertebrae named by `levels`.
Case labelledCase(const Grid& grid,
                  const std::vector<std::string>& levels,
                  const std::function<std::uint16_t(const Vec3&)>& labelAt);

}  // namespace trocar::testing
