#pragma once

#include "core/image.h"
#include "core/labels/label_file.h"

#include <Eigen/Geometry>

#include <vector>

namespace trocar::labels {

/// What HU tell without doubt: bone from 150 HU on (soft tissue ends near 80 HU, cortex lies above
/// 300 HU even where the spongy bone of the old does not), lung up to -400 HU.
enum class Tissue { Bone, Lung };

/// Points of some labels and points about 3 mm outside of them, in patient mm.
struct EdgePoints {
  std::vector<Vec3> inside;
  std::vector<Vec3> outside;
  double volumeMl = 0.0;  ///< Of all that the points stand for.
};

/// At most about `most` points inside, evenly taken from the voxels that carry one of `values`
/// (ascending), and up to six outside for each: where the labels end along the voxel axes.
EdgePoints edgePointsOf(const LabelMap& labels,
                        const Extents& extents,
                        const std::vector<std::uint16_t>& values,
                        std::size_t most);

/// Which shares of the points inside and outside show a tissue.
struct Contrast {
  double inside = 0.0;
  double outside = 0.0;

  /// 0.3 to 0.8 where labels of bone lie on their bone (real spines at 1 to 3 mm, whole vertebrae),
  /// about 0 where they lie elsewhere, on other bones too; halved by a shift of 4 mm.
  double difference() const { return inside - outside; }
};

/// After `moved`, a map of patient points. What lies beyond the CT is not the tissue.
Contrast contrastOf(const Volume& ct,
                    Tissue tissue,
                    const EdgePoints& points,
                    const Eigen::Affine3d& moved = Eigen::Affine3d::Identity());

}  // namespace trocar::labels
