#pragma once

#include "core/case.h"
#include "planning/findings/finding.h"
#include "planning/model/case_model.h"
#include "planning/plan/needle_path.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::access {

/// The longest stretch of a needle's way in slices that were interpolated where none was scanned.
struct MadeUpWay {
  SliceRange slices;
  double lengthMm = 0.0;     ///< Along the axis, entry to tip.
  Vec3 atMm = Vec3::Zero();  ///< Its middle.
};
/// Nullopt where the way keeps to slices that were scanned.
std::optional<MadeUpWay> madeUpWay(const Case& patient, const NeedlePath& axis);

/// Thickness of such a range: what is smaller can hide in it.
double thicknessMm(const Case& patient, const SliceRange& slices);

/// "z 50.0 to 94.0 mm"; of slices that lean, their numbers.
std::string placeWords(const Case& patient, const SliceRange& slices);

/// How much of something lies in such slices.
struct MadeUpShare {
  double share = 0.0;        ///< 0 to 1.
  SliceRange slices;         ///< Those that hold most of it.
  Vec3 atMm = Vec3::Zero();  ///< The middle of what lies there.
};
/// Of points that fill it evenly; nullopt where none lies in them.
std::optional<MadeUpShare> madeUpShare(const Case& patient, const std::vector<Vec3>& pointsMm);

/// A lesion whose box reaches into such slices, one finding each.
std::vector<Finding> madeUpLesionFindings(const CaseModel& model);

}  // namespace trocar::access
