#pragma once

#include "core/case.h"

namespace trocar::testing {

/// With every second voxel along each axis: what is asked however a patient is turned costs an
/// eighth.
Case coarser(const Case& patient);
/// The case with its headers turned; no voxel is touched.
Case turned(const Case& patient, const Eigen::Matrix3d& turn);
/// Seen in a mirror, x negated, with left and right exchanged in the ids.
Case mirrored(const Case& patient);

/// Every landmark of the pelvis, turned by 40 degrees to both sides about each axis and a diagonal,
/// lies within so many mm of where the turned bone has it, and hips and sacrum are trusted as
/// before.
void expectTurnsWithTheBone(const Case& patient, double limitMm);
/// Likewise of the mirrored case, for those of the hip bones.
void expectMirrors(const Case& patient, double limitMm);

}  // namespace trocar::testing
