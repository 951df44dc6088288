#include "core/angle.h"
#include "core/patient/sweep.h"
#include "core/patient/vertebra.h"

#include <cmath>

namespace trocar::synthetic {
namespace {

/// Landmarks that the parts of a lumbar arch share, on the left side.
struct Landmarks {
  double scale;   ///< Of an average L3.
  double half;    ///< Half the body's height.
  double column;  ///< x of the articular column.
  double back;    ///< y of the canal's back wall.
  Vec3 pedicle;   ///< Back end of the pedicle.
};

Landmarks landmarksOf(const VertebraSize& size) {
  const CanalSection canal = canalSection(size);
  const PedicleAxis axis = leftPedicleAxis(size);
  const double scale = size.heightMm() / 27.4;
  return {scale,
          0.5 * size.heightMm(),
          0.5 * size.canalWidthMm + 2.5 * scale,
          canal.backYMm,
          axis.centreMm - 8.5 * axis.forward};
}

Shape superiorProcess(const Landmarks& at) {
  const double s = at.scale;
  const Vec3 facing = Vec3(0.50, 0.86, 0).normalized();
  const double x = at.column + 5.2 * s;
  return sweep(
      {{at.pedicle + Vec3(-0.6, -1.0, -3) * s, 6.5 * s, 5.2 * s, facing},
       {Vec3(x - 0.6 * s, at.back - 3.4 * s, at.half - 8 * s), 7.6 * s, 4.8 * s, facing},
       {Vec3(x + 0.4 * s, at.back - 1.0 * s, at.half - 2.0 * s), 7.8 * s, 4.0 * s, facing},
       {Vec3(x + 0.4 * s, at.back - 0.6 * s, at.half + 2.0 * s), 5.4 * s, 2.8 * s, facing}});
}

Shape mamillary(const Landmarks& at) {
  const double s = at.scale;
  const Vec3 centre(at.column + 8.0 * s, at.back + 4.6 * s, at.half - 4.5 * s);
  return ellipsoid(centre, Eigen::Matrix3d::Identity(), Vec3(3.2, 3.4, 6.0) * s);
}

/// From the pedicle down through the isthmus to the tip of the inferior articular process.
Shape articularColumn(const VertebraSize& size, const Landmarks& at) {
  const double s = at.scale;
  const Vec3 across = Vec3(0.94, 0.34, 0).normalized();
  const double drop = at.half + size.discHeightMm + 10 * s;
  const double x = at.column;
  return sweep(
      {{at.pedicle + Vec3(-0.5, 0, -1) * s, 5.2 * s, 5.8 * s, across},
       {Vec3(x + 1.0 * s, at.back - 1.5 * s, -4.0 * s), 6.6 * s, 4.4 * s, across},
       {Vec3(x - 1.2 * s, at.back + 1.6 * s, -at.half + 1.5 * s), 6.6 * s, 4.4 * s, across},
       {Vec3(x - 1.0 * s, at.back + 2.8 * s, -at.half - 8 * s), 6.2 * s, 5.0 * s, across},
       {Vec3(x - 0.8 * s, at.back + 2.2 * s, -drop + 3 * s), 4.8 * s, 4.0 * s, across}});
}

Shape lamina(const VertebraSize& size, const Landmarks& at) {
  const double s = at.scale;
  const double halfHeight = 10.5 * s;
  return sweep(
      {{Vec3(at.column + 1 * s, at.back - 1.0 * s, -5.0 * s),
        halfHeight,
        3.4 * s,
        Vec3(0, 0.15, 1)},
       {Vec3(0.55 * at.column, at.back + 2.2 * s, -7.5 * s), halfHeight, 3.2 * s, Vec3(0, 0.25, 1)},
       {Vec3(0, at.back + 5.0 * s, -9.0 * s),
        0.42 * size.spinousHeightMm,
        3.2 * s,
        Vec3(0, 0.3, 1)}},
      Outline::RoundedBox);
}

/// A hatchet: thin in the middle, deepest and stoutest near its rounded end.
Shape spinousProcess(const VertebraSize& size, const Landmarks& at) {
  const double s = at.scale;
  const double slope = Angle::fromDegrees(size.spinousSlopeDeg).radians();
  const Vec3 back(0, std::cos(slope), -std::sin(slope));
  const Vec3 up(0, std::sin(slope), std::cos(slope));
  const Vec3 root(0, at.back + 3.0 * s, -7.5 * s);
  const double half = 0.5 * size.spinousHeightMm;
  const double length = size.spinousLengthMm - 3.0 * s;
  const auto section = [&](double along, double drop, double tall, double thick) {
    return Section{root + along * length * back - drop * s * up, tall * half, thick * s, up};
  };
  const Shape blade = sweep({section(0.0, 0.0, 0.72, 3.4),
                             section(0.30, 0.6, 0.74, 2.5),
                             section(0.62, 1.4, 0.88, 2.3),
                             section(0.84, 2.2, 0.90, 2.8),
                             section(0.93, 2.6, 0.70, 3.0)});
  const Shape margin = tube({root + 0.55 * length * back - 0.72 * half * up,
                             root + 0.80 * length * back - (0.80 * half + 2.0 * s) * up,
                             root + 0.93 * length * back - 0.55 * half * up,
                             root + 0.94 * length * back + 0.30 * half * up},
                            {2.6 * s, 3.8 * s, 4.0 * s, 3.2 * s});
  return blend({blade, margin}, 4 * s);
}

Shape transverseProcess(const VertebraSize& size, const Landmarks& at) {
  const double s = at.scale;
  const double backward = Angle::fromDegrees(size.transverseBackwardDeg).radians();
  const bool last = size.level == "L5";
  const double lift = size.level == "L4" ? 7 : last ? 5 : size.level == "L3" ? 1.5 : 0.5;
  const Vec3 root = at.pedicle + Vec3(-1, -2.0, last ? -3.0 : -3.5) * s;
  const double reach = 0.5 * size.transverseSpanMm - root.x();
  const Vec3 tip = root + Vec3(reach, reach * std::tan(backward), lift);
  const auto along = [&](double t) -> Vec3 { return root + t * (tip - root); };
  const double stout = last ? 1.75 : 1.0;
  return sweep({{along(0.0), 6.0 * s * stout, 4.4 * s * stout, Vec3::UnitZ()},
                {along(0.32), 4.4 * s * stout, 3.0 * s * stout, Vec3::UnitZ()},
                {along(0.72), 4.3 * s, 2.5 * s * (last ? 1.4 : 1.0), Vec3::UnitZ()},
                {along(0.97), 3.4 * s, 2.2 * s, Vec3::UnitZ()}});
}

}  // namespace

Shape lumbarArchLeft(const VertebraSize& size) {
  const Landmarks at = landmarksOf(size);
  return blend({superiorProcess(at),
                mamillary(at),
                articularColumn(size, at),
                lamina(size, at),
                spinousProcess(size, at),
                transverseProcess(size, at)},
               5.0 * at.scale);
}

}  // namespace trocar::synthetic
