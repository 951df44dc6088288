#pragma once

#include "core/case.h"
#include "core/label_extents.h"
#include "render/mesh/surface.h"

#include <cstdint>
#include <vector>

namespace trocar::render {

/// How much of the surrounding light reaches points of the bones' surfaces: from how densely the
/// bones fill the space in front of them, near and far. Cheaper than shading by rays, and made once
/// a case.
class BoneOpenness {
 public:
  /// Looks at every bone of the case.
  BoneOpenness(const Case& patient, const CaseExtents& extents);
  /// A value a point, 255 fully open.
  std::vector<std::uint8_t> of(const Mesh& mesh) const;

 private:
  Image<float> near_;  ///< Share of bone, blurred over a few millimetres.
  Image<float> far_;
};

}  // namespace trocar::render
