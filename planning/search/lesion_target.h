#pragma once

#include "planning/model/case_model.h"

namespace trocar::search {

/// The lesion that a request names: by id, or "lesion" for the one nearest to `level` (the first
/// without a level). Throws Error where there is none.
const Structure& lesionFor(const CaseModel& model,
                           const std::string& word,
                           const std::string& level);
/// Its innermost point, on the CT's or its label's grid.
Vec3 lesionCoreMm(const CaseModel& model, const Structure& lesion);
/// The innermost point of a bone where `wanted` holds; nullopt where it holds nowhere inside.
template <typename Wanted>
std::optional<Vec3> innermostMm(const DistanceField& field, const Wanted& wanted) {
  const Image<float>& image = field.image();
  std::optional<Vec3> best;
  float deepest = 0.0F;
  for (std::size_t offset = 0; offset < image.voxels().size(); ++offset) {
    if (image.voxels()[offset] >= deepest)
      continue;
    const Vec3 pointMm = image.grid().voxelToPatient(image.grid().voxelAt(offset));
    if (!wanted(pointMm))
      continue;
    deepest = image.voxels()[offset];
    best = pointMm;
  }
  return best;
}

}  // namespace trocar::search
