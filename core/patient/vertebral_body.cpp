#include "core/patient/vertebral_body.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace trocar::synthetic {
namespace {

/// Share of the level's sizes, fitted by eye to dry bones: how deep the waist is, how hollow an
/// endplate.
constexpr double kWaistSide = 0.115;
constexpr double kWaistFront = 0.10;
constexpr double kWaistRear = 0.06;
constexpr double kRimMm = 2.6;

double lerp(double a, double b, double t) {
  return a + t * (b - a);
}

}  // namespace

VertebralBody::VertebralBody(const VertebraSize& size) : size_(size) {}

VertebralBody::Outline VertebralBody::outlineAt(double z) const {
  const double u = std::clamp(2 * z / size_.heightMm(), -1.15, 1.15);
  const double up = std::clamp(0.5 * (u + 1), 0.0, 1.0);
  const double waist = 1 - std::pow(std::min(1.0, std::abs(u)), 2.4);
  const double width = lerp(size_.widthInferiorMm, size_.widthSuperiorMm, up);
  const double depth = lerp(size_.depthInferiorMm, size_.depthSuperiorMm, up);
  const bool lumbar = size_.isLumbar();
  Outline outline{};
  outline.halfWidth = 0.5 * width * (1 - kWaistSide * waist);
  const double rear = lumbar ? 0.40 : 0.44;
  outline.centreY = (0.5 - rear) * size_.depthMm();
  outline.frontDepth = (1 - rear) * depth * (1 - kWaistFront * waist);
  outline.rearDepth = rear * depth * (1 - kWaistRear * waist);
  outline.frontPower = lumbar ? 2.15 : 1.95;
  outline.rearPower = lumbar ? 2.9 : 2.6;
  outline.rearHollow = (lumbar ? 0.05 : 0.06) * depth * (size_.level == "L5" ? 0.3 : 1.0);
  return outline;
}

double VertebralBody::levelAt(const Outline& outline, double x, double y, double& distance) const {
  const double across = x / outline.halfWidth;
  const double bend = std::exp(-across * across / 0.18) - 0.55;
  double along = y - outline.centreY;
  const bool rear = along > 0;
  if (rear)
    along += outline.rearHollow * bend * std::min(1.0, along / (0.7 * outline.rearDepth));
  const double reach = rear ? outline.rearDepth : outline.frontDepth;
  const double power = rear ? outline.rearPower : outline.frontPower;
  const double qx = std::abs(across);
  const double qy = std::abs(along / reach);
  const double level = std::pow(std::pow(qx, power) + std::pow(qy, power), 1 / power);
  if (level < 1e-3) {
    distance = -std::min(outline.halfWidth, reach);
    return level;
  }
  const double gx = std::pow(qx / level, power - 1) / outline.halfWidth;
  const double gy = std::pow(qy / level, power - 1) / reach;
  distance = (level - 1) / std::hypot(gx, gy);
  return level;
}

double VertebralBody::hollow(double level, double depth) const {
  const double inner = std::max(0.0, 1 - level * level / (0.84 * 0.84));
  return depth * inner * std::sqrt(inner);
}

double VertebralBody::superiorZMm(double x, double y) const {
  double wall = 0;
  const double level =
      levelAt(outlineAt(0.5 * size_.heightMm()), x, y - 0.04 * size_.depthMm(), wall);
  const double slope = 0.5 * (size_.heightPosteriorMm - size_.heightAnteriorMm) / size_.depthMm();
  return 0.5 * size_.heightMm() + slope * y - hollow(level, 0.075 * size_.heightMm());
}

double VertebralBody::inferiorZMm(double x, double y) const {
  double wall = 0;
  const double level =
      levelAt(outlineAt(-0.5 * size_.heightMm()), x, y - 0.10 * size_.depthMm(), wall);
  const double slope = 0.5 * (size_.heightPosteriorMm - size_.heightAnteriorMm) / size_.depthMm();
  return -0.5 * size_.heightMm() - slope * y + hollow(level, 0.10 * size_.heightMm());
}

double VertebralBody::wallDistance(const Vec3& local) const {
  double wall = 0;
  levelAt(outlineAt(local.z()), local.x(), local.y(), wall);
  return wall;
}

double VertebralBody::distance(const Vec3& local) const {
  const double wall = wallDistance(local);
  const double above = local.z() - superiorZMm(local.x(), local.y());
  const double below = inferiorZMm(local.x(), local.y()) - local.z();
  return smoothMax(wall, std::max(above, below), kRimMm);
}

double VertebralBody::posteriorYMm(double z) const {
  const Outline outline = outlineAt(z);
  return outline.centreY + outline.rearDepth - 0.45 * outline.rearHollow;
}

double VertebralBody::anteriorYMm(double z) const {
  const Outline outline = outlineAt(z);
  return outline.centreY - outline.frontDepth;
}

Box VertebralBody::box() const {
  const double x = 0.5 * std::max(size_.widthSuperiorMm, size_.widthInferiorMm) + 0.5;
  const double y = 0.62 * std::max(size_.depthSuperiorMm, size_.depthInferiorMm);
  const double z = 0.5 * std::max(size_.heightAnteriorMm, size_.heightPosteriorMm) + 1.0;
  return {{-x, -y, -z}, {x, y, z}};
}

Shape vertebralBody(const VertebraSize& size) {
  const auto body = std::make_shared<const VertebralBody>(size);
  return {[body](const Vec3& local) { return body->distance(local); }, body->box()};
}

}  // namespace trocar::synthetic
