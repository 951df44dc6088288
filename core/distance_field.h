#pragma once

#include "core/case.h"

#include <array>
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
  /// Where the samples of a field lie: on `grid`, `marginMm` beyond the structure, whose bounding
  /// box along the axes of that grid is `low` to `high`, in its continuous indices.
  struct Layout {
    Grid grid;
    Vec3 low;
    Vec3 high;
    double marginMm = 0.0;
  };
  /// `samples` are those of the layout's grid, or those of a part of it that begins at `first`; the
  /// part tells distances only of points between its own samples, or nearest to them.
  DistanceField(const Layout& layout, Image<float> samples, const std::array<int, 3>& first = {});

  double at(const Vec3& pointMm) const;
  /// Unit vector away from the structure; zero where it is undefined.
  Vec3 gradientAt(const Vec3& pointMm) const;
  const Image<float>& image() const { return image_; }
  const Grid& grid() const { return layout_.grid; }
  double marginMm() const { return layout_.marginMm; }

 private:
  Layout layout_;
  Image<float> image_;
  std::array<int, 3> first_;
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
  /// Tells the distances of points in `box` as `of` does, bit by bit, and of no others. Where the
  /// field is not made yet, only its samples there and a little beyond are; all of them once many
  /// such boxes were asked for.
  const DistanceField& around(std::string_view structureId, const Box& box) const;
  const Case& patient() const { return *patient_; }

 private:
  class Store;
  std::shared_ptr<const Case> patient_;
  std::unique_ptr<Store> store_;
};

}  // namespace trocar
