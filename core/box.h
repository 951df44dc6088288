#pragma once

#include "core/case.h"

#include <span>

namespace trocar {

/// The smallest box that holds all points, `marginMm` wider on every side; of no point a box that
/// holds and meets nothing.
Box boxAround(std::span<const Vec3> pointsMm, double marginMm = 0.0);
/// The same with a margin for each axis.
Box boxAround(std::span<const Vec3> pointsMm, const Vec3& marginMm);
/// Whether two boxes have a point in common, their faces included.
bool meet(const Box& a, const Box& b);
/// Whether a point lies in a box or on its faces.
bool holds(const Box& box, const Vec3& pointMm);

}  // namespace trocar
