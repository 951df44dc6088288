#pragma once

#include "render/mesh/surface.h"

#include <vtkNew.h>

#include <memory>
#include <optional>
#include <vector>

class vtkActor;
class vtkPolyDataMapper;

namespace trocar::render {

/// A vertebral body opened by a plane, with the compression at each point of its surface and of the
/// cut in shares of the whole body's.
struct StrainBody {
  Mesh mesh;
  std::vector<float> ratio;  ///< One a point.
};

/// The plane that opens a body: it runs through `atMm` (kept within the middle of the body) across
/// one of the image's axes, and the side of that axis is taken away.
struct StrainCut {
  int axis = 0;  ///< 0 or 1: across the vertebra's left-right or front-back axis.
  double side = 1.0;
  Vec3 atMm = Vec3::Zero();

  bool operator==(const StrainCut&) const = default;
};
/// The cut that a viewer sees best from there.
StrainCut cutTowards(const Image<float>& ratio, const Vec3& atMm, const Vec3& towardsViewer);

/// `ratio` is 0 outside the body. Empty without a voxel of it.
StrainBody strainBody(const Image<float>& ratio, const StrainCut& cut);

/// The opened body in 3-D, in the colours of strainColor.
class StrainActor {
 public:
  StrainActor();
  vtkActor& actor() { return *actor_; }
  /// Nothing without an image. Makes the body again only where image or cut differ.
  void show(const std::shared_ptr<const Image<float>>& ratio,
            const Vec3& atMm,
            const Vec3& towardsViewer);

 private:
  vtkNew<vtkActor> actor_;
  vtkNew<vtkPolyDataMapper> mapper_;
  std::shared_ptr<const Image<float>> ratio_;
  std::optional<StrainCut> cut_;
};

}  // namespace trocar::render
