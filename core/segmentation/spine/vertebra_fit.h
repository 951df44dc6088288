#pragma once

#include "core/patient/shape.h"
#include "core/segmentation/spine/disc_planes.h"

#include <Eigen/Geometry>

#include <memory>
#include <string>
#include <vector>

namespace trocar::segmentation {

/// Displacements on a lattice around a vertebra; nothing moves beyond it.
class Warp {
 public:
  Warp() = default;
  explicit Warp(const Grid& lattice);

  Vec3 at(const Vec3& pointMm) const;
  const Grid& lattice() const { return lattice_; }
  std::vector<Vec3>& movesMm() { return movesMm_; }

 private:
  Grid lattice_;
  std::vector<Vec3> movesMm_;
};

/// A vertebra of the generator laid onto one of a CT: moved, turned, scaled and bent.
struct FittedVertebra {
  synthetic::Shape model;   ///< In its own frame.
  Eigen::Affine3d toModel;  ///< From the patient.
  Warp warp;                ///< From the model's surface to the bone's.

  /// Signed distance in about mm, negative inside; 99 far away.
  double distanceMm(const Vec3& pointMm) const;
};

/// What is known of a vertebra before its model is laid onto it.
struct VertebraPlace {
  std::string level;  ///< For the model's form; levels above T1 take T1's.
  Station middle;
  DiscPlane below, above;
  double widthMm = 0.0;
};

/// `coarse` is the CT on cubic voxels of 2 mm.
FittedVertebra fitVertebra(const Volume& ct, const Volume& coarse, const VertebraPlace& place);

}  // namespace trocar::segmentation
