#pragma once

#include "planning/access/pedicle_path.h"
#include "planning/model/case_model.h"

#include <optional>

namespace trocar::access {

/// The approaches that are looked for as a screw's corridor. The tripod is three of them.
bool isScrewCorridor(Approach approach);
/// Those that cross a sacroiliac joint.
bool crossesSacroiliacJoint(Approach approach);
/// Whether an approach goes through such a structure by definition: what its record says that it
/// crosses, and the cartilage of the sacroiliac joint that its screw goes across.
bool crossesOnPurpose(Approach approach, Role role);

/// The bone a screw of an approach holds in: hip bone, femur, or, for one that crosses a sacroiliac
/// joint, sacrum and hip bones as one, the joint between them filled. Elsewhere the bone at the
/// target. An empty function where the case has no such bone.
BoneDistance screwBone(const CaseModel& model,
                       Approach approach,
                       std::optional<Side> side,
                       const Vec3& targetMm);

/// Sacrum and hip bones as one, the sacroiliac joints filled; nullptr where the case lacks one of
/// them. Kept by the model.
const DistanceField* pelvicRing(const CaseModel& model);

/// Distance to the nearest structure that such a screw must spare, within `near`; an empty function
/// where there is none. The cartilage of a sacroiliac joint is no obstacle to a screw through it.
BoneDistance sparedBy(const CaseModel& model, Approach approach, const Box& near);

/// Hip bone or femur of a side; nullptr where the case has none.
const Structure* boneOfSide(const Case& patient, Role role, Side side);

/// Distance to it; an empty function where the case has none.
BoneDistance boneOfSideAt(const CaseModel& model, Role role, Side side);

}  // namespace trocar::access
