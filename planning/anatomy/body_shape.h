#pragma once

#include "planning/anatomy/soft_mask.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <array>
#include <vector>

namespace trocar::anatomy {

/// Coordinates of one vertebra: x to its left, y to its back, z to its head, millimetres from
/// `originMm`.
struct LocalAxes {
  Vec3 originMm = Vec3::Zero();
  VertebraFrame frame;

  Vec3 toPatient(const Vec3& local) const {
    return originMm + local[0] * frame.left + local[1] * frame.posterior +
           local[2] * frame.superior;
  }
  Vec3 toLocal(const Vec3& pointMm) const {
    const Vec3 d = pointMm - originMm;
    return {d.dot(frame.left), d.dot(frame.posterior), d.dot(frame.superior)};
  }
};

/// Right-handed axes from a cranial direction and one roughly to the back.
VertebraFrame frameOf(const Vec3& superior, const Vec3& posteriorGuess);

/// A plane fitted with outliers rejected.
struct FittedPlane {
  Plane plane;
  double rmsMm = 0.0;
  bool found = false;
};

/// The outline of a vertebral body, slice by slice across its axis, with the pedicles cut off where
/// the outline of the slices below them says that the body ends.
struct BodyShape {
  static constexpr int kAngles = 72;  ///< Five degrees apart, from the back over the left.
  using Radii = std::array<double, kAngles>;

  LocalAxes axes;  ///< The origin lies on the body's centre line, halfway up.
  double bottomMm = 0.0;
  double topMm = 0.0;
  std::vector<double> heightsMm;  ///< z of the slices, a millimetre apart.
  std::vector<Radii> radiiMm;     ///< Of each slice.
  FittedPlane superior;
  FittedPlane inferior;

  bool found() const { return superior.found && inferior.found; }
  /// Radius of the outline in a direction of the local x-y plane, of the slice nearest to z.
  double radiusMm(double x, double y, double z) const;
  /// Whether a point in local coordinates lies within the outline, at most `capMm` beyond the end
  /// slices.
  bool contains(const Vec3& local, double capMm = 6.0) const;
};

/// Traces the body around `start.originMm`, which must lie well inside it.
BodyShape traceBody(const SoftMask& mask, const LocalAxes& start);

/// Centre of mass of the mask's voxels in the body, and their volume.
struct BodyMass {
  Vec3 centroidMm = Vec3::Zero();
  double volumeMl = 0.0;
};
BodyMass massOf(const SoftMask& mask, const BodyShape& body);

/// Width, depth, heights, walls and endplates of a traced body.
VertebralBody dimensionsOf(const SoftMask& mask, const BodyShape& body);

}  // namespace trocar::anatomy
