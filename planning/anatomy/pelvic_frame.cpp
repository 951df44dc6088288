#include "planning/anatomy/pelvic_frame.h"

#include "planning/anatomy/body_shape.h"

#include <Eigen/Dense>
#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace trocar::anatomy {
namespace {

constexpr int kPlanePasses = 20;
constexpr double kStillRad = 1e-5;
constexpr double kLargestOfMean =
    1.4;  // Hip bones of adults and children from 8 years [estimated].
// Between the long axis of inertia of hip bones in the sagittal plane and the anterior pelvic
// plane: 4.5 to 17 degrees on three real pelves and two bundled ones; only where to start.
constexpr double kLeanDeg = 11.0;

using Landmarks = std::array<Vec3, 5>;
/// Spines, tubercle and joint of the mean of 19 pelves read by five raters four times (Fischer
/// 2023, 10.1038/s41597-023-02669-z), about the joint of a left hip, rounded to a millimetre: ASIS,
/// pubic tubercle, PSIS, ischial spine, joint.
const Landmarks& meanHip() {
  static const Landmarks mean = {
      Vec3{40, -48, 72}, {-53, -48, -18}, {-35, 99, 98}, {-28, 61, 2}, {0, 0, 0}};
  return mean;
}

Eigen::Matrix3d spreadOf(const std::vector<Vec3>& points) {
  const Vec3 mean = meanOf(points);
  Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
  for (const Vec3& point : points)
    spread += (point - mean) * (point - mean).transpose();
  return spread / static_cast<double>(points.size());
}

VertebraFrame frameFrom(const Vec3& left, const Vec3& upGuess) {
  VertebraFrame frame;
  frame.left = left.normalized();
  frame.superior = (upGuess - upGuess.dot(frame.left) * frame.left).normalized();
  frame.posterior = frame.superior.cross(frame.left);
  return frame;
}

double turnBetween(const VertebraFrame& a, const VertebraFrame& b) {
  return std::max((a.left - b.left).norm(), (a.superior - b.superior).norm());
}

/// From the long axis of both hip bones as seen from the side.
std::optional<VertebraFrame> pairByInertia(const SocketedHip& left, const SocketedHip& right) {
  const Vec3 across =
      (meanOf(left.bone->mask.voxels()) - meanOf(right.bone->mask.voxels())).normalized();
  if (across.x() < 0.5)
    return std::nullopt;
  const VertebraFrame table = frameFrom(across, Vec3::UnitZ());
  const Eigen::Matrix3d spread =
      spreadOf(left.bone->mask.voxels()) + spreadOf(right.bone->mask.voxels());
  Eigen::Matrix<double, 3, 2> plane;
  plane << table.posterior, table.superior;
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> eigen(plane.transpose() * spread * plane);
  Vec3 axis = plane * eigen.eigenvectors().col(1);
  if (axis.z() < 0.0)
    axis = -axis;
  return leaning(frameFrom(across, axis), Angle::fromDegrees(kLeanDeg));
}

/// From the three axes of one hip bone.
VertebraFrame oneByInertia(const SocketedHip& hip) {
  // Of the longest, middle and shortest axis, away from the midline, to the back and to the head:
  // the mean of five pelves, made square.
  const Eigen::Matrix3d usual = [] {
    const Vec3 longest = Vec3(0.23, 0.17, 0.95).normalized();
    const Vec3 shortest = Vec3(0.85, 0.42, -0.28);
    Eigen::Matrix3d axes;
    axes.col(0) = longest;
    axes.col(2) = (shortest - shortest.dot(longest) * longest).normalized();
    axes.col(1) = axes.col(0).cross(axes.col(2));
    return axes;
  }();
  const double sign = signOf(hip.bone->side);
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> eigen(spreadOf(hip.bone->mask.voxels()));
  const Vec3 lateral = sign * Vec3::UnitX();
  Eigen::Matrix3d found;
  found.col(0) = eigen.eigenvectors().col(2);
  if (found(2, 0) < 0.0)
    found.col(0) *= -1.0;
  found.col(2) = eigen.eigenvectors().col(0);
  found.col(1) = sign * found.col(0).cross(found.col(2));
  if (found.col(1).y() + found.col(2).dot(lateral) < 0.0)
    found.rightCols<2>() *= -1.0;
  const Eigen::Matrix3d turn = found * usual.transpose();
  return frameFrom(sign * turn.col(0), turn.col(2));
}

HipFrame about(const SocketedHip& hip, const VertebraFrame& frame) {
  return {hip.socket.centreMm, frame, signOf(hip.bone->side)};
}

struct PlaneTips {
  Vec3 spineMm;
  Vec3 tubercleMm;
};

std::optional<PlaneTips> tipsOf(const SocketedHip& hip,
                                const VertebraFrame& frame,
                                double midlineMm) {
  const HipFrame local = about(hip, frame);
  const auto spine = anteriorSuperiorSpine(hip.bone->surface, local);
  const auto tubercle = pubicTubercle(hip.bone->surface, local, midlineMm);
  if (!spine || !tubercle)
    return std::nullopt;
  return PlaneTips{*spine, *tubercle};
}

std::optional<VertebraFrame> frameOfPair(const SocketedHip& left, const SocketedHip& right) {
  std::optional<VertebraFrame> frame = pairByInertia(left, right);
  for (int pass = 0; frame && pass < kPlanePasses; ++pass) {
    const double midlineMm =
        0.5 * std::abs((left.socket.centreMm - right.socket.centreMm).dot(frame->left));
    const auto ofLeft = tipsOf(left, *frame, midlineMm);
    const auto ofRight = tipsOf(right, *frame, midlineMm);
    if (!ofLeft || !ofRight)
      return std::nullopt;
    const VertebraFrame next =
        frameFrom(ofLeft->spineMm - ofRight->spineMm,
                  ofLeft->spineMm + ofRight->spineMm - ofLeft->tubercleMm - ofRight->tubercleMm);
    const bool still = turnBetween(next, *frame) < kStillRad;
    frame = next;
    if (still)
      break;
  }
  return frame;
}

std::optional<Landmarks> landmarksIn(const Surface& surface,
                                     const HipFrame& frame,
                                     double midlineMm) {
  const auto asis = anteriorSuperiorSpine(surface, frame);
  const auto tubercle = pubicTubercle(surface, frame, midlineMm);
  const auto psis = posteriorSuperiorSpine(surface, frame);
  const auto spine = ischialSpine(surface, frame);
  if (!asis || !tubercle || !psis || !spine)
    return std::nullopt;
  return Landmarks{frame.toLocal(*asis),
                   frame.toLocal(*tubercle),
                   frame.toLocal(*psis),
                   frame.toLocal(*spine),
                   Vec3::Zero()};
}

/// What takes the mean hip bone onto landmarks best, in the coordinates of their frame.
Eigen::Matrix4d fitOf(const Landmarks& landmarks) {
  Eigen::Matrix<double, 3, 5> from;
  Eigen::Matrix<double, 3, 5> to;
  for (int n = 0; n < 5; ++n) {
    from.col(n) = meanHip()[static_cast<std::size_t>(n)];
    to.col(n) = landmarks[static_cast<std::size_t>(n)];
  }
  return Eigen::umeyama(from, to, true);
}

std::optional<VertebraFrame> frameOfOne(const SocketedHip& hip) {
  VertebraFrame frame = oneByInertia(hip);
  for (int pass = 0; pass < kPlanePasses; ++pass) {
    const HipFrame local = about(hip, frame);
    const auto landmarks = landmarksIn(hip.bone->surface, local, kUsualMidlineMm);
    if (!landmarks)
      return std::nullopt;
    const Eigen::Matrix4d fit = fitOf(*landmarks);
    const VertebraFrame next = frameFrom(local.sign * local.direction(fit.block<3, 1>(0, 0)),
                                         local.direction(fit.block<3, 1>(0, 2)));
    const bool still = turnBetween(next, frame) < kStillRad;
    frame = next;
    if (still)
      break;
  }
  const auto departure = departureMm(hip.bone->surface, about(hip, frame), kUsualMidlineMm);
  return departure && *departure <= kFarFromMeanMm ? std::optional(frame) : std::nullopt;
}

}  // namespace

std::optional<Vec3> tipIn(const Surface& surface,
                          const HipFrame& frame,
                          const std::function<bool(const Vec3&)>& counts,
                          const Vec3& direction) {
  constexpr double kDepthMm = 2.0;
  const Vec3 along = direction.normalized();
  std::vector<std::pair<double, Vec3>> inRegion;
  double highest = -std::numeric_limits<double>::infinity();
  for (const SurfacePoint& point : surface) {
    const Vec3 local = frame.toLocal(point.atMm);
    if (!counts(local))
      continue;
    inRegion.emplace_back(local.dot(along), local);
    highest = std::max(highest, inRegion.back().first);
  }
  Vec3 sum = Vec3::Zero();
  double weights = 0.0;
  for (const auto& [height, local] : inRegion) {
    const double weight = std::pow(std::max(0.0, kDepthMm - (highest - height)), 2);
    sum += weight * local;
    weights += weight;
  }
  if (weights == 0.0)
    return std::nullopt;
  return frame.toPatient(sum / weights);
}

// The directions in which the tips stand out: those in which they lay nearest to the raters'
// readings of two real pelves (within 4 mm, median 2) and to the bundled ones' own.

std::optional<Vec3> anteriorSuperiorSpine(const Surface& surface, const HipFrame& frame) {
  return tipIn(
      surface, frame, [](const Vec3& p) { return p[2] > 45.0 && p[1] < 20.0; }, {0.0, -1.0, -0.1});
}

std::optional<Vec3> pubicTubercle(const Surface& surface, const HipFrame& frame, double midlineMm) {
  // 19 to 31 mm from the midline in the readings of meanHip; the symphysis, further medial, stands
  // out as far.
  return tipIn(surface,
               frame,
               [&](const Vec3& p) {
                 const double fromMidline = midlineMm + p[0];
                 return fromMidline > 16.0 && fromMidline < 40.0 && p[2] < 15.0 && p[2] > -50.0 &&
                        p[1] < 0.0;
               },
               {0.5, -1.0, -0.15});
}

std::optional<Vec3> posteriorSuperiorSpine(const Surface& surface, const HipFrame& frame) {
  return tipIn(
      surface, frame, [](const Vec3& p) { return p[2] > 35.0 && p[1] > 20.0; }, {-0.2, 1.0, 0.0});
}

std::optional<Vec3> ischialSpine(const Surface& surface, const HipFrame& frame) {
  return tipIn(
      surface,
      frame,
      [](const Vec3& p) { return p[2] > -32.0 && p[2] < 20.0 && p[1] > 20.0 && p[1] < 85.0; },
      {-1.0, 1.0, 0.4});
}

std::optional<VertebraFrame> pelvicFrame(const std::vector<SocketedHip>& hips) {
  const auto on = [&](Side side) {
    return std::find_if(
        hips.begin(), hips.end(), [&](const SocketedHip& hip) { return hip.bone->side == side; });
  };
  const auto left = on(Side::Left);
  const auto right = on(Side::Right);
  if (left != hips.end() && right != hips.end())
    return frameOfPair(*left, *right);
  return hips.empty() ? std::nullopt : frameOfOne(hips.front());
}

VertebraFrame uprightFrame(const VertebraFrame& plane, const SacrumAnatomy& sacrum) {
  return leaning(frameFrom(plane.left, sacrum.frame.superior), Angle::fromDegrees(-kUsualSlopeDeg));
}

std::optional<double> departureMm(const Surface& surface, const HipFrame& frame, double midlineMm) {
  const auto landmarks = landmarksIn(surface, frame, midlineMm);
  if (!landmarks)
    return std::nullopt;
  const Eigen::Matrix4d fit = fitOf(*landmarks);
  const double size = fit.block<3, 1>(0, 0).norm();
  if (size < 1.0 / kLargestOfMean || size > kLargestOfMean)
    return std::nullopt;
  double furthest = 0.0;
  for (std::size_t n = 0; n < landmarks->size(); ++n) {
    const Vec3 there = (fit * meanHip()[n].homogeneous()).head<3>();
    furthest = std::max(furthest, (there - (*landmarks)[n]).norm());
  }
  return furthest;
}

}  // namespace trocar::anatomy
