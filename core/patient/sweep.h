#pragma once

#include "core/patient/shape.h"

#include <vector>

namespace trocar::synthetic {

/// A cross-section of a swept solid: half sizes along `widthAxis` and across it.
struct Section {
  Vec3 centreMm;
  double halfWidthMm = 1.0;
  double halfThicknessMm = 1.0;
  Vec3 widthAxis = Vec3::UnitZ();  ///< Need not be exactly perpendicular to the course.
};

enum class Outline { Ellipse, RoundedBox };

/// A solid whose sections follow a smooth curve through the given ones, with rounded ends.
Shape sweep(const std::vector<Section>& sections, Outline outline = Outline::Ellipse);
/// Of round section along a smooth curve.
Shape tube(const std::vector<Vec3>& pointsMm, const std::vector<double>& radiiMm);
Shape tube(const std::vector<Vec3>& pointsMm, double radiusMm);
/// Points of the smooth curve through `pointsMm`, `perSpan` to each span.
std::vector<Vec3> smoothCurve(const std::vector<Vec3>& pointsMm, int perSpan);

}  // namespace trocar::synthetic
