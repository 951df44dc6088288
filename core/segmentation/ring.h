#pragma once

#include "core/image.h"

#include <optional>
#include <vector>

namespace trocar::segmentation {

/// Labels and which of their values are bone.
struct BoneLabels {
  const LabelMap& labels;
  const std::vector<std::uint8_t>& isBone;
};

/// A section of the canal through one vertebra: an ellipse across the spine.
struct Ring {
  Vec3 centreMm = Vec3::Zero();
  Vec3 up = Vec3::UnitZ();
  Vec3 left = Vec3::UnitX();
  Vec3 posterior = Vec3::UnitY();
  double halfWidthMm = 0.0;
  double halfDepthMm = 0.0;
};

/// Looks along `up` at planes through the vertebra for a hole that bone closes all around, of a
/// size that a canal can have; the mean of the planes that show it.
std::optional<Ring> findRing(const BoneLabels& bone, const Vec3& vertebraMm, const Vec3& up);

}  // namespace trocar::segmentation
