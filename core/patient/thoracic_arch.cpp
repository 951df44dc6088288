#include "core/angle.h"
#include "core/patient/sweep.h"
#include "core/patient/vertebra.h"

#include <algorithm>
#include <cmath>

namespace trocar::synthetic {
namespace {

struct ThoracicLandmarks {
  double scale;  ///< Of an average T8.
  double half;
  double back;
  double low;  ///< 0 for T1 to T10, up to 1 for T12, which is built like a lumbar vertebra below.
  Vec3 pedicle;
};

ThoracicLandmarks thoracicLandmarksOf(const VertebraSize& size) {
  const PedicleAxis axis = leftPedicleAxis(size);
  const double low = size.level == "T12" ? 1.0 : size.level == "T11" ? 0.5 : 0.0;
  return {size.heightMm() / 20.5,
          0.5 * size.heightMm(),
          canalSection(size).backYMm,
          low,
          axis.centreMm - 6.5 * axis.forward};
}

Shape lamina(const ThoracicLandmarks& at) {
  const double s = at.scale;
  const Vec3 up(0, 0.34, -0.94);
  return sweep({{at.pedicle + Vec3(0.5, 0.5, -3) * s, 6.5 * s, 3.2 * s, up},
                {Vec3(0.60 * at.pedicle.x(), at.back - 0.2 * s, -2.5 * s), 9.5 * s, 2.8 * s, up},
                {Vec3(0, at.back + 3.2 * s, -5.0 * s), 10.0 * s, 2.8 * s, up}},
               Outline::RoundedBox);
}

Shape thoracicSuperiorProcess(const ThoracicLandmarks& at) {
  const double s = at.scale;
  const double x = at.pedicle.x();
  return sweep({{Vec3(x - 0.5 * s, at.pedicle.y() + 1.0, at.half - 7 * s),
                 5.4 * s,
                 3.4 * s,
                 Vec3(1, -0.15, 0)},
                {Vec3(x - 0.8 * s, at.pedicle.y() + 1.6, at.half - 1 * s),
                 5.2 * s,
                 2.6 * s,
                 Vec3(1, -0.2, 0)},
                {Vec3(x - 1.2 * s, at.pedicle.y() + 1.2, at.half + 5.0 * s),
                 4.2 * s,
                 2.0 * s,
                 Vec3(1, -0.2, 0)}});
}

Shape inferiorProcess(const VertebraSize& size, const ThoracicLandmarks& at) {
  const double s = at.scale;
  const double x = 0.5 * size.canalWidthMm + (at.low > 0.9 ? 1.0 : -0.5) * s;
  const double drop = at.half + size.discHeightMm + (5.5 + 2.5 * at.low) * s;
  const Vec3 across = at.low > 0.9 ? Vec3(0.9, 0.44, 0) : Vec3(1, -0.1, 0);
  return sweep({{Vec3(x + 1.0 * s, at.back + 0.2 * s, -5 * s), 5.4 * s, 3.2 * s, across},
                {Vec3(x, at.back + 1.6 * s, -at.half - 1 * s), 5.2 * s, 2.8 * s, across},
                {Vec3(x, at.back + 1.8 * s, -drop + 2), 4.2 * s, 2.2 * s, across}});
}

Shape thoracicSpinousProcess(const VertebraSize& size, const ThoracicLandmarks& at) {
  const double s = at.scale;
  const double slope = Angle::fromDegrees(size.spinousSlopeDeg).radians();
  const Vec3 back(0, std::cos(slope), -std::sin(slope));
  const Vec3 up(0, std::sin(slope), std::cos(slope));
  const Vec3 root(0, at.back + 2.5 * s, -4.0 * s);
  const double half = 0.5 * size.spinousHeightMm;
  const double length = size.spinousLengthMm - 2.5 * s;
  return sweep({{root, half + 2.0 * s, 3.4 * s, up},
                {root + 0.35 * length * back, half, 2.5 * s, up},
                {root + 0.75 * length * back, 0.85 * half, 2.3 * s, up},
                {root + 0.97 * length * back, 0.80 * half, 3.2 * s, up}});
}

Vec3 transverseRoot(const ThoracicLandmarks& at) {
  return at.pedicle + Vec3(0.5, 0, -2.5) * at.scale;
}

Vec3 transverseTip(const VertebraSize& size, const ThoracicLandmarks& at) {
  const double backward = Angle::fromDegrees(size.transverseBackwardDeg).radians();
  const Vec3 root = transverseRoot(at);
  const double reach = std::max(6.0, 0.5 * size.transverseSpanMm - root.x() - 3.5 * at.scale);
  return root + Vec3(reach, std::min(reach * std::tan(backward), 17.0), 2.0 * (1 - at.low));
}

Shape thoracicTransverseProcess(const VertebraSize& size, const ThoracicLandmarks& at) {
  const double s = at.scale;
  const Vec3 root = transverseRoot(at);
  const Vec3 tip = transverseTip(size, at);
  const double droop = 1.6 * s;
  const auto along = [&](double t) -> Vec3 {
    return root + t * (tip - root) - Vec3(0, 0, 4 * droop * t * (1 - t));
  };
  const double club = 1.0 - 0.25 * at.low;
  return sweep({{along(0.0), 6.4 * s, 4.6 * s, Vec3::UnitZ()},
                {along(0.35), 4.6 * s, 3.4 * s, Vec3::UnitZ()},
                {along(0.68), 4.4 * s * club, 3.5 * s * club, Vec3::UnitZ()},
                {along(0.90), 5.8 * s * club, 4.6 * s * club, Vec3::UnitZ()},
                {along(1.0), 4.8 * s * club, 4.0 * s * club, Vec3::UnitZ()}});
}

}  // namespace

Vec3 thoracicTransverseTip(const VertebraSize& size) {
  return transverseTip(size, thoracicLandmarksOf(size));
}

Shape thoracicArchLeft(const VertebraSize& size) {
  const ThoracicLandmarks at = thoracicLandmarksOf(size);
  return blend({lamina(at),
                thoracicSuperiorProcess(at),
                inferiorProcess(size, at),
                thoracicSpinousProcess(size, at),
                thoracicTransverseProcess(size, at)},
               4.0 * at.scale);
}

}  // namespace trocar::synthetic
