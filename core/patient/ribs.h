#pragma once

#include "core/patient/parameters.h"
#include "core/patient/shape.h"
#include "core/patient/spine_curve.h"

#include <vector>

namespace trocar::synthetic {

/// Half width and depth of the bony chest at a height, and its middle.
struct ChestSection {
  double halfWidthMm;
  double frontYMm;
  double backYMm;
};
ChestSection chestAt(const PatientParameters& patient, const SpineCurve& curve, double zMm);

/// Rib of T1 to T12 (index 0 to 11); `side` 0 is left.
Shape ribShape(const PatientParameters& patient,
               const SpineCurve& curve,
               std::size_t index,
               int side);
Shape sternumShape(const PatientParameters& patient, const SpineCurve& curve);
/// From a rib's end (ribs 5 to 10) up to the sternum.
Shape costalCartilage(const PatientParameters& patient, const SpineCurve& curve, int side);

}  // namespace trocar::synthetic
