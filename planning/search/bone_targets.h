#pragma once

#include "planning/search/candidates.h"

#include <functional>
#include <optional>

namespace trocar::search {

/// Places deep inside a bone where `wanted` holds, at least 6 mm apart, the innermost as ideal and
/// first. Nullopt where there are none.
std::optional<TargetZone> innerZone(const DistanceField& bone,
                                    const std::function<bool(const Vec3&)>& wanted);

/// Places along the middle of a nerve or another thin structure, at least 6 mm apart, the innermost
/// as ideal and first: a needle may reach it anywhere on its course.
TargetZone alongMiddle(const DistanceField& structure);

/// Ways from the bone's surface within `withinMm` of `entryMm` to each target.
std::vector<Candidate> entryCandidates(const DistanceField& bone,
                                       const Vec3& entryMm,
                                       double withinMm,
                                       const TargetZone& zone);

/// The point of the hip bone that an entry is aimed by; nullopt where it was not found.
std::optional<Vec3> entryPointMm(const CaseModel& model, const access::EntryAim& aim, Side side);

}  // namespace trocar::search
