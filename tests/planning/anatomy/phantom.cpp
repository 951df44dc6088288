#include "phantom.h"

#include <cmath>
#include <numbers>
#include <random>

namespace trocar::testing {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;

double squaredEllipse(double x, double y, double a, double b) {
  return x * x / (a * a) + y * y / (b * b);
}

bool inEllipsoid(const Vec3& p, const Vec3& centre, const Vec3& radii) {
  return (p - centre).cwiseQuotient(radii).squaredNorm() <= 1.0;
}

bool inBody(const Phantom& v, const Vec3& p) {
  const double half = 0.5 * v.heightMm + p[1] * std::tan(0.5 * v.wedgeDeg * kDegree);
  if (std::abs(p[2]) > half || p[1] > 0.42 * v.depthMm)
    return false;
  const double waist = 1.0 - 0.08 * (1.0 - std::pow(2.0 * p[2] / v.heightMm, 2.0));
  return squaredEllipse(p[0], p[1], 0.5 * v.widthMm, 0.5 * v.depthMm) <= waist * waist;
}

bool inPedicle(const Phantom& v, const Vec3& p, int side) {
  const double width = side > 0 ? v.leftPedicleMm : v.rightPedicleMm;
  if (width <= 0.0)
    return false;
  const Vec3 axis = v.pedicleAxis(side);
  const Vec3 d = p - v.pedicleCentreMm(side);
  const double t = d.dot(axis);
  if (t < -9.0 || t > 12.0)
    return false;
  const Vec3 u = (Vec3::UnitX() - Vec3::UnitX().dot(axis) * axis).normalized();
  const Vec3 w = axis.cross(u);
  const double flare = 1.0 + std::pow(t / 10.0, 2.0);
  return squaredEllipse(d.dot(u), d.dot(w), 0.5 * width * flare, 0.5 * v.pedicleHeightMm * flare) <=
         1.0;
}

bool inArch(const Phantom& v, const Vec3& p) {
  const Vec3 c = v.canalCentreMm();
  const Vec3 d = p - c;
  const double a = v.canalHalfWidthMm;
  const double b = v.canalHalfDepthMm;
  const double pedicle = std::max(v.leftPedicleMm, v.rightPedicleMm);
  const bool ring = d[1] > 1.0 && p[2] > -0.6 * v.heightMm && p[2] < 0.3 * v.heightMm &&
                    squaredEllipse(d[0], d[1], a + 6.0, b + 7.0) <= 1.0;
  const double side = p[0] > 0.0 ? 1.0 : -1.0;
  const bool transverse =
      inEllipsoid(p, c + Vec3(side * (a + pedicle + 8.0), 5.0, 2.0), {16.0, 4.0, 5.0});
  const bool superior =
      inEllipsoid(p, c + Vec3(side * (a + 4.0), 5.0, 0.5 * v.heightMm), {4.0, 4.0, 10.0});
  const bool spinous = inEllipsoid(p, c + Vec3(0.0, b + 18.0, -6.0), {3.5, 17.0, 8.0});
  return (ring || transverse || superior || spinous) && squaredEllipse(d[0], d[1], a, b) > 1.0;
}

}  // namespace

Vec3 Phantom::canalCentreMm() const {
  return {0.0, 0.42 * depthMm + canalHalfDepthMm - 0.5, 0.0};
}

Vec3 Phantom::pedicleCentreMm(int side) const {
  const double width = side > 0 ? leftPedicleMm : rightPedicleMm;
  return {side * (canalHalfWidthMm + 0.5 * width - 0.5), 0.42 * depthMm + 4.5, 0.2 * heightMm};
}

Vec3 Phantom::pedicleAxis(int side) const {
  const double c = convergenceDeg * kDegree;
  const double s = cranialDeg * kDegree;
  return {-side * std::sin(c) * std::cos(s), -std::cos(c) * std::cos(s), std::sin(s)};
}

bool Phantom::contains(const Vec3& local) const {
  if (std::abs(local[0]) > 55.0 || std::abs(local[1] - 20.0) > 60.0 || std::abs(local[2]) > 30.0)
    return false;
  if (inBody(*this, local))
    return true;
  const Vec3 d = local - canalCentreMm();
  if (squaredEllipse(d[0], d[1], canalHalfWidthMm, canalHalfDepthMm) <= 1.0)
    return false;
  return inPedicle(*this, local, 1) || inPedicle(*this, local, -1) ||
         (arch && inArch(*this, local));
}

Vec3 Phantom::bodyCentroidMm() const {
  Vec3 sum = Vec3::Zero();
  double count = 0.0;
  for (double z = -25.0; z <= 25.0; z += 0.5)
    for (double y = -25.0; y <= 25.0; y += 0.5)
      for (double x = -30.0; x <= 30.0; x += 0.5)
        if (inBody(*this, {x, y, z})) {
          sum += Vec3(x, y, z);
          ++count;
        }
  return sum / count;
}

Phantom lumbarPhantom() {
  return {};
}

Phantom thoracicPhantom() {
  Phantom v;
  v.level = "T5";
  v.widthMm = 28.0;
  v.depthMm = 24.0;
  v.heightMm = 19.0;
  v.wedgeDeg = 4.0;
  v.canalHalfWidthMm = 8.0;
  v.canalHalfDepthMm = 8.0;
  v.leftPedicleMm = v.rightPedicleMm = 4.5;
  v.pedicleHeightMm = 11.0;
  v.convergenceDeg = 8.0;
  v.cranialDeg = 5.0;
  return v;
}

Pose randomPose(unsigned seed) {
  std::mt19937 generator(seed);
  const auto share = [&] { return static_cast<double>(generator()) / 4294967296.0; };
  const auto angle = [&] { return (2.0 * share() - 1.0) * 25.0 * kDegree; };
  Pose pose;
  pose.axes =
      (Eigen::AngleAxisd(angle(), Vec3::UnitX()) * Eigen::AngleAxisd(angle(), Vec3::UnitY()) *
       Eigen::AngleAxisd(angle(), Vec3::UnitZ()))
          .toRotationMatrix();
  pose.originMm = Vec3(share(), share(), share());
  return pose;
}

Case labelledCase(const Grid& grid,
                  const std::vector<std::string>& levels,
                  const std::function<std::uint16_t(const Vec3&)>& labelAt) {
  std::vector<std::uint16_t> labels(grid.voxelCount());
  for (std::size_t n = 0; n < labels.size(); ++n)
    labels[n] = labelAt(grid.voxelToPatient(grid.voxelAt(n)));
  Case patient;
  patient.layers.emplace_back(grid, std::move(labels));
  for (std::size_t n = 0; n < levels.size(); ++n) {
    Structure vertebra;
    vertebra.id = "vertebra_" + levels[n];
    vertebra.name = levels[n];
    vertebra.role = Role::Vertebra;
    vertebra.region = LabelRegion{0, {static_cast<std::uint16_t>(n + 1)}};
    patient.structures.push_back(vertebra);
  }
  return patient;
}

Case phantomCase(const Phantom& phantom, const Pose& pose, const Vec3& spacingMm) {
  const Vec3 half(65.0, 75.0, 55.0);
  std::array<int, 3> size{};
  for (std::size_t a = 0; a < 3; ++a)
    size[a] = static_cast<int>(2.0 * half[static_cast<Eigen::Index>(a)] /
                               spacingMm[static_cast<Eigen::Index>(a)]);
  const Grid grid(size, Vec3(0, 20, 0) - half, spacingMm);
  return labelledCase(grid, {phantom.level}, [&](const Vec3& point) -> std::uint16_t {
    return phantom.contains(pose.axes.transpose() * (point - pose.originMm)) ? 1 : 0;
  });
}

}  // namespace trocar::testing
