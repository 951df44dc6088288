#pragma once

#include "planning/model/clearance.h"
#include "planning/model/needle_evaluation.h"

#include <functional>
#include <optional>

namespace trocar::access {

/// Signed distance to the surface of a bone, negative inside it.
using BoneDistance = std::function<double(const Vec3&)>;

/// Such as transpedicular, unipedicular and bipedicular.
bool goesThroughPedicle(Approach approach);
/// Towards the midline from `side`, in the axes of a vertebra.
Vec3 medialOf(const anatomy::VertebraFrame& frame, Side side);
const anatomy::PedicleAnatomy& pedicleOf(const anatomy::VertebraAnatomy& vertebra, Side side);
/// The section of least |depth|; nullptr where there are none.
const anatomy::PedicleSection* isthmusOf(const anatomy::PedicleAnatomy& pedicle);

/// Depths between which an axis runs through the narrow part of a pedicle, 6 mm to each side of its
/// isthmus; nullopt for one that does not run along it.
struct DepthSpan {
  double beginMm = 0.0;
  double endMm = 0.0;
};
std::optional<DepthSpan> narrowPartOf(const anatomy::PedicleAnatomy& pedicle,
                                      const Trajectory& axis);

/// Depth at which the axis first enters bone, to 0.01 mm.
std::optional<double> boneEntryDepthMm(const BoneDistance& bone, const NeedlePath& axis);
/// Depth at which it comes to the posterior wall of the body; nullopt for a needle that does not
/// run forward.
std::optional<double> posteriorWallDepthMm(const anatomy::VertebraAnatomy& vertebra,
                                           const NeedlePath& axis);

/// A 0, B below 2, C below 4, D below 6 mm, E: half-open, to a nanometre. Made for screws
/// (Gertzbein and Robbins, bands as in J Robot Surg 2024, s11701-024-02001-w).
char breachGrade(double excursionMm);
/// Largest excursion of the shaft beyond the cortex, from `entry-zone` past the bone's surface to
/// the posterior wall, with the least distance from shaft to each wall in the pedicle's narrow
/// part. (At its entry every shaft is near the cortex, so a margin there says nothing of the path.)
Breach gradeBreach(const BoneDistance& bone,
                   const anatomy::VertebraAnatomy& vertebra,
                   Side side,
                   const Shaft& shaft);

/// The same without the margins, in less time, or with another zone at the entry left out.
Breach excursionOf(const BoneDistance& bone,
                   const anatomy::VertebraAnatomy& vertebra,
                   Side side,
                   const Shaft& shaft,
                   std::optional<double> entryZoneMm = std::nullopt);

/// How far past the point where its axis enters bone a shaft must go until a flat cortex there lies
/// wholly behind it: thick and oblique ones farther. 0 where it never enters.
double obliqueEntryMm(const BoneDistance& bone, const Shaft& shaft);

/// The two-view rule, in the views of the vertebra or in those of a C-arm that is rotated about the
/// vertebra's long axis by `viewRotation` (right-handed about the superior axis).
std::optional<OrderRule> orderRule(const anatomy::VertebraAnatomy& vertebra,
                                   Side side,
                                   const NeedlePath& axis,
                                   Angle viewRotation = Angle::fromDegrees(0));
/// How far the spinous process stands from the middle of the pedicles in a view rotated like that,
/// in mm, positive to the patient's left. A true AP view shows 0.
double spinousOffsetMm(const anatomy::VertebraAnatomy& vertebra,
                       const Vec3& spinousTipMm,
                       Angle viewRotation);

}  // namespace trocar::access
