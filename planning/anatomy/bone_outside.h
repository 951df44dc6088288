#pragma once

#include "core/case.h"
#include "core/distance_field.h"
#include "core/label_extents.h"
#include "core/progress.h"

#include <optional>
#include <vector>

namespace trocar::anatomy {

/// The space between the bones of a case, in which nerves and vessels run.
class BoneOutside {
 public:
  BoneOutside(const Case& patient, const CaseExtents& extents, const Progress& = {});

  /// To the nearest bone, negative inside; a lower bound beyond 12 mm.
  double clearanceMm(const Vec3& pointMm) const;
  /// The first point along `direction` (unit) at least `clearMm` from bone; the point itself where
  /// none is within 30 mm.
  Vec3 pushed(const Vec3& pointMm, const Vec3& direction, double clearMm) const;
  /// A smooth course through the bends that moves aside as far as it must to keep `clearMm` from
  /// bone, as a polyline with few bends of its own. Where bones leave less room it keeps to their
  /// middle; nullopt where it then comes nearer than `leastMm`.
  std::optional<std::vector<Vec3>> course(const std::vector<Vec3>& bendsMm,
                                          double clearMm,
                                          double leastMm) const;

 private:
  double leastAlongMm(const Vec3& fromMm, const Vec3& toMm) const;
  Vec3 away(const Vec3& pointMm) const;
  /// Moves points at sharp bends inwards, where bone is no nearer there.
  void straightenKinks(std::vector<Vec3>& course, double clearMm) const;
  std::vector<Vec3> thinned(const std::vector<Vec3>& course, double leastMm) const;

  std::vector<DistanceField> bones_;
};

}  // namespace trocar::anatomy
