#pragma once

#include "planning/ablation/heat/heat_problem.h"

namespace trocar::ablation {

/// The working part of a probe: a straight cylinder with flat ends.
struct ProbeShape {
  Vec3 distalMm = Vec3::Zero();  ///< Centre of the end near the tip.
  Vec3 proximalMm = Vec3::UnitZ();
  double radiusMm = 1.0;
};

/// To the cylinder's surface, negative inside.
double signedDistanceMm(const ProbeShape& probe, const Vec3& pointMm);

/// Voxels of and around the probe on `grid`, with conductances that act like the true surface
/// wherever the probe lies between the voxels. `drive` stays empty.
HeatContact probeContact(const Grid& grid, const ProbeShape& probe);

/// The same for the working part, and behind it for pieces of its shaft of the same radius, from
/// the front: `shaftMm` of it in pieces of `pieceMm`, as far as the grid goes.
std::vector<HeatContact> contactsWithShaft(const Grid& grid,
                                           const ProbeShape& probe,
                                           double shaftMm,
                                           double pieceMm);

/// The same for a body of any shape, given by the signed distance to its surface in mm, negative
/// inside, by the faces that the surface cuts alone.
HeatContact bodyContact(const Grid& grid,
                        const std::function<double(const Vec3&)>& signedDistanceMm);

}  // namespace trocar::ablation
