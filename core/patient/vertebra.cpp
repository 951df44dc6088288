#include "core/patient/vertebra.h"

#include "core/angle.h"
#include "core/patient/sweep.h"

#include <algorithm>
#include <cmath>

namespace trocar::synthetic {
namespace {

/// The canal is a rounded triangle with its base at the body.
Shape canalPrism(const VertebraSize& size, double halfHeightMm) {
  const CanalSection section = canalSection(size);
  const double depth = section.backYMm - section.frontYMm;
  const double taper = size.isLumbar() ? 0.42 : 0.12;
  auto distance = [=](const Vec3& p) {
    const double back = std::clamp((p.y() - section.frontYMm) / depth, 0.0, 1.0);
    const double halfWidth = section.halfWidthMm * (1.0 - taper * back * back);
    const double y = (p.y() - section.frontYMm - 0.46 * depth) / (0.54 * depth);
    const double x = p.x() / halfWidth;
    const double level = std::sqrt(std::sqrt(x * x * x * x + y * y * y * y));
    if (level < 1e-3)
      return -0.5 * depth;
    const double gx = std::abs(x * x * x) / (halfWidth * level * level * level);
    const double gy = std::abs(y * y * y) / (0.54 * depth * level * level * level);
    return std::max((level - 1) / std::hypot(gx, gy), std::abs(p.z()) - halfHeightMm);
  };
  const Vec3 low(-section.halfWidthMm, section.frontYMm - 2, -halfHeightMm);
  const Vec3 high(section.halfWidthMm, section.backYMm + 1, halfHeightMm);
  return {distance, {low, high}};
}

}  // namespace

CanalSection canalSection(const VertebraSize& size) {
  const double front = VertebralBody(size).posteriorYMm(0.3 * size.heightMm());
  return {0.5 * size.canalWidthMm, front, front + size.canalDepthMm};
}

PedicleAxis leftPedicleAxis(const VertebraSize& size) {
  const CanalSection canal = canalSection(size);
  const double transverse = Angle::fromDegrees(size.pedicleTransverseDeg).radians();
  const double sagittal = Angle::fromDegrees(size.pedicleSagittalDeg).radians();
  const Vec3 forward(-std::sin(transverse) * std::cos(sagittal),
                     -std::cos(transverse) * std::cos(sagittal),
                     -std::sin(sagittal));
  const double x = canal.halfWidthMm + 0.5 * size.pedicleWidthMm / std::cos(transverse) + 0.2;
  const double z =
      0.5 * size.heightMm() - 0.5 * size.pedicleHeightMm - (size.isLumbar() ? 2.0 : 0.8);
  return {{x, canal.frontYMm + 0.24 * size.canalDepthMm, z}, forward};
}

Shape leftPedicle(const VertebraSize& size) {
  const PedicleAxis axis = leftPedicleAxis(size);
  const double halfWidth = 0.5 * size.pedicleWidthMm;
  const double halfHeight = 0.5 * size.pedicleHeightMm;
  const auto section = [&](double alongMm, double medialMm, double wider, double taller) {
    return Section{axis.centreMm + alongMm * axis.forward - Vec3(medialMm, 0, 0.4 * taller),
                   halfHeight + taller,
                   halfWidth + wider,
                   Vec3::UnitZ()};
  };
  const double reach = size.isLumbar() ? 1.0 : 0.75;
  return sweep({section(12 * reach, 3.5, 1.0, 2.5),
                section(7 * reach, 1.2, 0.8, 1.6),
                section(3 * reach, 0.1, 0.1, 0.4),
                section(0, 0, 0, 0),
                section(-5.5 * reach, 0, 0.5, 0.6),
                section(-9.5 * reach, 0, 0.8, 1.0)});
}

VertebraShape vertebraShape(const VertebraSize& size) {
  VertebraShape shape;
  shape.body = vertebralBody(size);
  const Shape left = size.isLumbar() ? lumbarArchLeft(size) : thoracicArchLeft(size);
  const Shape pedicle = leftPedicle(size);
  const Shape arch = blend({pedicle, left, mirrored(pedicle), mirrored(left)}, 3.5);
  shape.canal = canalPrism(size, 1.6 * size.heightMm());
  shape.arch = carve(arch, shape.canal, 1.5);
  shape.bone = blend({shape.body, shape.arch}, size.isLumbar() ? 4.5 : 3.5);
  return shape;
}

}  // namespace trocar::synthetic
