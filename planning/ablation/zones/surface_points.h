#pragma once

#include "core/image.h"
#include "planning/model/case_model.h"

#include <array>
#include <vector>

namespace trocar::ablation {

/// A point on a structure's surface, and what a trilinear value there is made of.
struct SurfacePoint {
  Vec3 atMm = Vec3::Zero();
  std::array<std::size_t, 8> voxels{};
  std::array<float, 8> weights{};
};

/// Nerves, canal, thecal sac, cord, foramina and cartilage: thin, and told by their worst point. On
/// voxels alone that point would move with the grid.
bool hasSurfacePoints(Role role);

/// The structure's surface within a grid, from points 0.5 mm apart that do not depend on the grid.
std::vector<SurfacePoint> surfaceOn(const CaseModel& model,
                                    const Structure& structure,
                                    const Grid& grid);

double valueAt(const Image<float>& image, const SurfacePoint& point);

}  // namespace trocar::ablation
