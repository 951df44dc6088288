#pragma once

#include "core/patient/morphometry.h"
#include "core/patient/shape.h"

namespace trocar::synthetic {

/// A body's surface in the vertebra's own frame: the origin lies midway between its endplates.
class VertebralBody {
 public:
  explicit VertebralBody(const VertebraSize& size);

  double distance(const Vec3& local) const;
  /// Signed distance to the side wall alone, as if the body went on above and below.
  double wallDistance(const Vec3& local) const;
  /// Height of an endplate's surface over a place in the axial plane.
  double superiorZMm(double x, double y) const;
  double inferiorZMm(double x, double y) const;
  /// Where the back wall lies in the midline at a height.
  double posteriorYMm(double z) const;
  double anteriorYMm(double z) const;
  Box box() const;

 private:
  struct Outline {
    double halfWidth, frontDepth, rearDepth, centreY, frontPower, rearPower, rearHollow;
  };
  Outline outlineAt(double z) const;
  /// 1 on the outline; and the distance to it.
  double levelAt(const Outline& outline, double x, double y, double& distance) const;
  double hollow(double level, double depth) const;

  VertebraSize size_;
};

Shape vertebralBody(const VertebraSize& size);

}  // namespace trocar::synthetic
