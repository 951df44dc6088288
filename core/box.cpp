#include "core/box.h"

#include <limits>

namespace trocar {

Box boxAround(std::span<const Vec3> pointsMm, double marginMm) {
  return boxAround(pointsMm, Vec3(Vec3::Constant(marginMm)));
}

Box boxAround(std::span<const Vec3> pointsMm, const Vec3& marginMm) {
  constexpr double kNowhere = std::numeric_limits<double>::infinity();
  Box box{Vec3::Constant(kNowhere), Vec3::Constant(-kNowhere)};
  for (const Vec3& point : pointsMm) {
    box.lowMm = box.lowMm.cwiseMin(point);
    box.highMm = box.highMm.cwiseMax(point);
  }
  return {box.lowMm - marginMm, box.highMm + marginMm};
}

bool meet(const Box& a, const Box& b) {
  return (a.lowMm.array() <= b.highMm.array()).all() && (b.lowMm.array() <= a.highMm.array()).all();
}

bool holds(const Box& box, const Vec3& pointMm) {
  return (pointMm.array() >= box.lowMm.array()).all() &&
         (pointMm.array() <= box.highMm.array()).all();
}

}  // namespace trocar
