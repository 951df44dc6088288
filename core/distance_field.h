#pragma once

#include "core/case.h"

#include <memory>
#include <string_view>

namespace trocar {

/// Signed distance in mm to the surface of one structure, negative inside. Exact Euclidean distance to
/// the voxel surface on the structure's box plus a margin; beyond that a lower bound that still grows
/// with the distance to the box. Trilinear between voxels.
class DistanceField {
 public:
  double at(const Vec3& pointMm) const;
  /// Unit vector away from the structure; zero where it is undefined.
  Vec3 gradientAt(const Vec3& pointMm) const;
  const Image<float>& image() const { return image_; }
  double marginMm() const { return marginMm_; }

 private:
  friend DistanceField makeDistanceField(const Case&, const Structure&, double);
  Image<float> image_;
  double marginMm_ = 0.0;
};

/// On the structure's own label grid, or at 1 mm for a tube or ellipsoid. Throws Error for an empty structure.
DistanceField makeDistanceField(const Case& patient, const Structure& structure, double marginMm = 60.0);

/// The fields of a case, each made when first asked for. Safe to share between threads.
class DistanceFields {
 public:
  explicit DistanceFields(std::shared_ptr<const Case> patient);
  ~DistanceFields();
  /// Throws Error where the case has no such structure.
  const DistanceField& of(std::string_view structureId) const;
  const Case& patient() const { return *patient_; }

 private:
  struct Store;
  std::shared_ptr<const Case> patient_;
  std::unique_ptr<Store> store_;
};

}  // namespace trocar
