#include "core/patient/sacrum.h"

#include "core/angle.h"
#include "core/patient/sweep.h"

#include <algorithm>
#include <cmath>

namespace trocar::synthetic {
namespace {

/// Length of each segment and how far its axis has turned forwards (kyphosis of the sacrum).
constexpr std::array<double, 6> kLengthMm{30, 25, 20, 17, 15, 30};
constexpr std::array<double, 6> kTurnDeg{-4, 6, 22, 42, 60, 76};

Vec3 downward(int segment) {
  const double turn = Angle::fromDegrees(kTurnDeg[static_cast<std::size_t>(segment)]).radians();
  return {0, -std::sin(turn), -std::cos(turn)};
}

Vec3 backward(int segment) {
  const Vec3 down = downward(segment);
  return {0, -down.z(), down.y()};
}

/// A place given by segment (fractions run along it), x, and distance behind the body's axis.
Vec3 place(double segment, double x, double behind) {
  const int whole = std::clamp(static_cast<int>(segment), 0, 5);
  const double rest = segment - whole;
  const Vec3 start = sacralBodyMm(whole, 1.0);
  const int next = std::min(whole + 1, 5);
  const Vec3 back = ((1 - rest) * backward(whole) + rest * backward(next)).normalized();
  return start + rest * kLengthMm[static_cast<std::size_t>(whole)] * downward(whole) +
         Vec3(x, 0, 0) + behind * back;
}

Shape bodies() {
  const Vec3 across = Vec3::UnitX();
  const Shape column = sweep({{place(0, 0, 0) + Vec3(0, 0, 6), 26, 16.5, across},
                              {place(0, 0, 0), 25.5, 16, across},
                              {place(0.55, 0, 0), 21, 13.5, across},
                              {place(1, 0, 0), 19, 11.5, across},
                              {place(1.5, 0, 0), 16.5, 9.5, across},
                              {place(2, 0, 0), 15.5, 8.5, across},
                              {place(3, 0, 0), 13.5, 6.8, across},
                              {place(4, 0, 0), 11.5, 5.2, across},
                              {place(5, 0, 0), 9, 4.0, across},
                              {place(5.5, 0, 0), 5, 3.2, across},
                              {place(5.95, 0, 0), 2.6, 2.4, across}});
  const Box above{{-60, -50, -4}, {60, 50, 60}};
  const auto endplate = [](const Vec3& p) {
    const double level = std::hypot(p.x() / 21, p.y() / 13);
    return -(p.z() + 1.2 * std::max(0.0, 1 - level * level));
  };
  return carve(column, {endplate, above}, 2.5);
}

/// The transverse elements fused beside the bodies: alae above, lateral parts below.
Shape lateralParts() {
  const Vec3 across = Vec3::UnitX();
  const Shape shield = sweep({{place(0.62, 0, 10), 51, 15, across},
                              {place(1.05, 0, 10), 48, 14.5, across},
                              {place(1.6, 0, 9), 42, 12.5, across},
                              {place(2.3, 0, 6.5), 35, 9.5, across},
                              {place(3.1, 0, 3.5), 28, 7.0, across},
                              {place(4.0, 0, 1.2), 21, 5.0, across},
                              {place(4.7, 0, 0.3), 13, 4.0, across}},
                             Outline::RoundedBox);
  const auto wing = [](double side) {
    return sweep({{Vec3(side * 18, 2, -11), 8, 12, Vec3::UnitZ()},
                  {Vec3(side * 33, 5, -13), 8, 13, Vec3::UnitZ()},
                  {Vec3(side * 45, 11, -18), 8, 13, Vec3::UnitZ()}});
  };
  return blend({shield, wing(1), wing(-1)}, 8);
}

Shape posteriorWall() {
  const Vec3 across = Vec3::UnitX();
  return sweep({{place(0.30, 0, 31), 18, 3.4, across},
                {place(0.8, 0, 29), 23, 4.6, across},
                {place(1.5, 0, 24.5), 23, 4.6, across},
                {place(2.4, 0, 18.5), 20, 4.2, across},
                {place(3.4, 0, 12.5), 17, 3.4, across},
                {place(4.3, 0, 8.5), 12, 2.8, across}});
}

/// Spinous tubercles in the midline, then articular and transverse tubercles of the left side.
Shape crests() {
  const auto bump = [](const Vec3& centre, const Vec3& radii, int segment) {
    Eigen::Matrix3d axes;
    axes << Vec3::UnitX(), backward(segment), -downward(segment);
    return ellipsoid(centre, axes, radii);
  };
  return blend({bump(place(0.60, 0, 34), {3.0, 7.5, 9.5}, 0),
                bump(place(1.45, 0, 29), {2.8, 6.5, 9.5}, 1),
                bump(place(2.35, 0, 22.5), {2.6, 5.5, 8.5}, 2),
                bump(place(3.2, 0, 15.5), {2.2, 4.0, 7.0}, 3),
                bump(place(1.15, 21, 27), {3.0, 4.0, 5.0}, 1),
                bump(place(2.05, 19, 21), {2.6, 3.6, 4.5}, 2),
                bump(place(3.0, 16, 14.5), {2.4, 3.0, 4.0}, 3),
                bump(place(1.0, 36, 25), {5.0, 5.0, 7.0}, 1),
                bump(place(1.9, 31, 19), {4.4, 4.6, 6.0}, 2),
                bump(place(2.8, 25, 12.5), {3.6, 3.6, 5.0}, 2)},
               4);
}

Shape superiorProcess() {
  const Vec3 facing = Vec3(0.72, 0.69, 0);
  return sweep({{Vec3(27, 20, -18), 9, 8, facing},
                {Vec3(26, 25, -5), 8, 5.5, facing},
                {Vec3(26, 28, 4), 6.5, 3.8, facing},
                {Vec3(26.5, 28.5, 8), 4.5, 2.8, facing}});
}

Shape anteriorForamen(int i) {
  const double at = 0.92 + i;
  const double x = 22.0 - 1.6 * i;
  const double radius = 6.4 - 0.7 * i;
  return tube({place(at - 0.28, 8, 14 - 2.2 * i),
               place(at - 0.08, x - 3.0, 9 - 1.6 * i),
               place(at + 0.10, x + 0.5, -4),
               place(at + 0.24, x + 5.0, -20 + 2 * i)},
              {0.75 * radius, 0.85 * radius, radius, 1.25 * radius});
}

Shape posteriorForamen(int i) {
  const double at = 0.92 + i;
  const double x = 22.0 - 1.6 * i;
  const double radius = 4.0 - 0.35 * i;
  return tube({place(at - 0.05, x - 3.0, 9 - 1.6 * i),
               place(at + 0.02, x + 1.0, 22 - 3.2 * i),
               place(at + 0.02, x + 2.0, 40 - 4 * i)},
              {radius, radius, 1.3 * radius});
}

Shape canal() {
  const Vec3 across = Vec3::UnitX();
  return sweep({{place(0, 0, 24) + Vec3(0, 0, 14), 15, 8.0, across},
                {place(0, 0, 23.5), 15, 7.8, across},
                {place(0.6, 0, 21), 13.5, 6.8, across},
                {place(1.3, 0, 18), 11.5, 5.6, across},
                {place(2.2, 0, 13.5), 9, 4.4, across},
                {place(3.2, 0, 9.5), 6.5, 3.2, across},
                {place(4.2, 0, 6.5), 4.5, 2.4, across},
                {place(4.7, 0, 6.0), 4, 2.4, across}});
}

Shape resized(const Shape& shape, double scale) {
  return {[shape, scale](const Vec3& p) { return scale * shape.distance(p / scale); },
          {shape.box.lowMm * scale, shape.box.highMm * scale}};
}

}  // namespace

Vec3 sacralBodyMm(int segment, double scale) {
  Vec3 point = Vec3::Zero();
  for (int i = 0; i < segment; ++i)
    point += kLengthMm[static_cast<std::size_t>(i)] * downward(i);
  return scale * point;
}

SacrumShape sacrumShape(double scale) {
  const Shape process = superiorProcess();
  const Shape tubercles = crests();
  Shape bone = blend({lateralParts(), bodies(), posteriorWall()}, 7);
  bone = blend({bone, tubercles, mirrored(tubercles), process, mirrored(process)}, 9);
  const Shape hollow = canal();
  bone = carve(bone, hollow, 2);
  SacrumShape sacrum;
  for (int i = 0; i < 4; ++i) {
    const Shape front = anteriorForamen(i);
    const Shape both = blend({front, posteriorForamen(i)}, 2);
    bone = carve(carve(bone, both, 3), mirrored(both), 3);
    sacrum.foraminaLeft[static_cast<std::size_t>(i)] = resized(front, scale);
    sacrum.foramenLeftMm[static_cast<std::size_t>(i)] =
        scale * place(0.92 + i + 0.08, 22.0 - 1.6 * i, -1);
  }
  sacrum.bone = resized(bone, scale);
  sacrum.canal = resized(hollow, scale);
  for (const double at : {0.0, 0.6, 1.3, 2.2, 3.2, 4.2})
    sacrum.canalCourseMm.push_back(scale * place(at, 0, 23.5 - 4.1 * at));
  return sacrum;
}

}  // namespace trocar::synthetic
