#pragma once

#include "core/case.h"

#include <memory>
#include <string_view>

namespace trocar {

/// Signed distance in mm to the surface of one structure, negative inside. Between the samples it
/// is trilinear; beyond their box it is a lower bound that still grows with the distance to the
/// structure.
///
/// For labels the surface runs halfway between the voxel centres inside and outside (see
/// distance_transform.h); what lies beyond the label map counts as outside. For tubes and
/// ellipsoids the samples are exact.
class DistanceField {
 public:
  /// `samples` reach `marginMm` beyond the structure, whose bounding box along the axes of the
  /// samples' grid is `region`, in continuous indices of that grid.
  struct IndexBox {
    Vec3 low;
    Vec3 high;
  };
  DistanceField(Image<float> samples, const IndexBox& region, double marginMm);

  double at(const Vec3& pointMm) const;
  /// Unit vector away from the structure; zero where it is undefined.
  Vec3 gradientAt(const Vec3& pointMm) const;
  const Image<float>& image() const { return image_; }
  double marginMm() const { return marginMm_; }

 private:
  Image<float> image_;
  IndexBox region_;
  double marginMm_;
};

/// The samples lie on the structure's own label grid, or 1 mm apart along the patient's axes for a
/// tube or an ellipsoid; on every second, third .. of those points where there would be more than
/// `maxSamples`. Throws Error for an empty structure.
DistanceField makeDistanceField(const Case& patient,
                                const Structure& structure,
                                double marginMm = 60.0,
                                std::size_t maxSamples = 16'000'000);

/// The fields of a case, each made when first asked for; all of them together hold under 1 GB. Safe
/// to share between threads.
class DistanceFields {
 public:
  explicit DistanceFields(std::shared_ptr<const Case> patient);
  /// Takes over those of `before` that are of the same region of the same voxels.
  DistanceFields(std::shared_ptr<const Case> patient, const DistanceFields& before);
  ~DistanceFields();
  /// Throws Error where the case has no such structure.
  const DistanceField& of(std::string_view structureId) const;
  const Case& patient() const { return *patient_; }

 private:
  class Store;
  std::shared_ptr<const Case> patient_;
  std::unique_ptr<Store> store_;
};

}  // namespace trocar
