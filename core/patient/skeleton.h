#pragma once

#include "core/patient/parameters.h"
#include "core/patient/pelvis.h"
#include "core/patient/sacrum.h"
#include "core/patient/vertebra.h"

#include <array>
#include <vector>

namespace trocar::synthetic {

/// The patient's bones as solids in patient coordinates. Index 0 of a pair is the left side.
struct Skeleton {
  SpineCurve curve;
  std::vector<VertebraShape> vertebrae;  ///< Placed, and cleared of their neighbours.
  std::vector<Shape> discs;              ///< Below each vertebra.
  SacrumShape sacrumLocal;
  Shape sacrum;
  Shape canal;  ///< From T1 to the sacral hiatus.
  std::array<Shape, 2> hips;
  std::array<Shape, 2> hipCartilage;
  std::array<Shape, 2> femurs;
  std::array<std::vector<Shape>, 2> ribs;  ///< 1 to 12.
  std::array<Shape, 2> costalCartilage;
  Shape sternum;
};

Skeleton skeletonOf(const PatientParameters& patient);

/// A point of the pelvis' frame for an average adult, on this patient; `side` 0 is left.
Vec3 pelvisPoint(const PatientParameters& patient,
                 const SpineCurve& curve,
                 const Vec3& left,
                 int side);

}  // namespace trocar::synthetic
