#include "core/segmentation/spine/vertebra_fit.h"

#include "core/parallel.h"
#include "core/patient/vertebra.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>

namespace trocar::segmentation {
namespace {

using synthetic::Shape;

/// Points on a surface and the normals there, pointing out.
struct Surface {
  std::vector<Vec3> points, normals;
};

Vec3 gradientOf(const Shape& shape, const Vec3& point) {
  constexpr double kStepMm = 0.5;
  Vec3 gradient;
  for (int a = 0; a < 3; ++a) {
    const Vec3 step = kStepMm * Vec3::Unit(a);
    gradient[a] = (shape.distance(point + step) - shape.distance(point - step)) / (2.0 * kStepMm);
  }
  return gradient;
}

/// Points about `stepMm` apart.
Surface surfaceOf(const Shape& shape, double stepMm) {
  constexpr double kFlat = 0.3, kOnSurfaceMm = 0.3;
  Surface surface;
  const Vec3& low = shape.box.lowMm;
  const Vec3& high = shape.box.highMm;
  for (double z = low.z(); z <= high.z(); z += stepMm) {
    for (double y = low.y(); y <= high.y(); y += stepMm) {
      for (double x = low.x(); x <= high.x(); x += stepMm) {
        Vec3 point(x, y, z);
        if (std::abs(shape.distance(point)) > 0.6 * stepMm)
          continue;
        Vec3 gradient = gradientOf(shape, point);
        for (int step = 0; step < 2 && gradient.norm() > kFlat; ++step) {
          point -= shape.distance(point) * gradient / gradient.squaredNorm();
          gradient = gradientOf(shape, point);
        }
        if (gradient.norm() <= kFlat || std::abs(shape.distance(point)) > kOnSurfaceMm)
          continue;
        surface.points.push_back(point);
        surface.normals.push_back(gradient.normalized());
      }
    }
  }
  return surface;
}

/// How far inside and outside of an edge its HU are read.
struct EdgeReach {
  double inMm, outMm;
};

/// By how much HU fall from inside to outside; 0 where the CT ends.
double edgeHu(const Volume& ct, const Vec3& point, const Vec3& normal, const EdgeReach& reach) {
  constexpr double kOutside = -3000.0;
  const double inside = huAt(ct, point - reach.inMm * normal, kOutside);
  const double outside = huAt(ct, point + reach.outMm * normal, kOutside);
  if (inside <= kOutside || outside <= kOutside)
    return 0.0;
  return std::clamp(
      std::clamp(inside, -50.0, 500.0) - std::clamp(outside, -50.0, 500.0), -150.0, 300.0);
}

/// Moved (mm), turned (radians) and scaled (logarithms) against a frame.
struct Pose {
  std::array<double, 9> values{};

  Eigen::Affine3d in(const Eigen::Affine3d& frame) const {
    const auto& v = values;
    const Eigen::Matrix3d turned =
        (Eigen::AngleAxisd(v[3], Vec3::UnitX()) * Eigen::AngleAxisd(v[4], Vec3::UnitY()) *
         Eigen::AngleAxisd(v[5], Vec3::UnitZ()))
            .toRotationMatrix();
    Eigen::Affine3d moved = frame;
    moved.linear() =
        frame.linear() * turned * Vec3(std::exp(v[6]), std::exp(v[7]), std::exp(v[8])).asDiagonal();
    moved.translation() = frame * Vec3(v[0], v[1], v[2]);
    return moved;
  }

  /// In HU: what speaks against it.
  double cost() const {
    const auto squares = [&](std::size_t from, double unit) {
      double sum = 0.0;
      for (std::size_t n = from; n < from + 3; ++n)
        sum += values[n] * values[n] / (unit * unit);
      return sum;
    };
    return 1.3 * squares(0, 6.0) + 2.7 * squares(3, 0.2) + 4.0 * squares(6, 0.15);
  }
};

double meanEdgeHu(const Volume& ct,
                  const Surface& surface,
                  const Eigen::Affine3d& moved,
                  const EdgeReach& reach) {
  const Eigen::Matrix3d normals = moved.linear().inverse().transpose();
  double sum = 0.0;
  for (std::size_t n = 0; n < surface.points.size(); ++n)
    sum +=
        edgeHu(ct, moved * surface.points[n], (normals * surface.normals[n]).normalized(), reach);
  return sum / static_cast<double>(std::max<std::size_t>(1, surface.points.size()));
}

/// A surface that is laid onto the edges of a CT.
struct Matching {
  const Volume& ct;
  const Surface& surface;
  const Eigen::Affine3d& frame;
  EdgeReach reach;

  double worth(const Pose& pose) const {
    return meanEdgeHu(ct, surface, pose.in(frame), reach) - pose.cost();
  }
};

/// The best of places up to 12 mm away and of widths and depths.
Pose searched(const Matching& matching, Pose start) {
  struct Found {
    double worth = -std::numeric_limits<double>::max();
    Pose pose;
  };
  constexpr std::array<double, 6> kScales = {-0.16, -0.08, 0.0, 0.08, 0.16, 0.24};
  constexpr int kSteps = 9;
  constexpr double kStepMm = 3.0;
  std::vector<Found> found(kScales.size() * kScales.size());
  parallelFor(found.size(), [&](std::size_t n) {
    Pose pose = start;
    pose.values[6] += kScales[n % kScales.size()];
    pose.values[7] += kScales[n / kScales.size()];
    const double uneven = 10.0 * std::abs(pose.values[6] - pose.values[7]);
    for (int place = 0; place < kSteps * kSteps; ++place) {
      pose.values[0] = kStepMm * (place % kSteps - kSteps / 2);
      pose.values[1] = kStepMm * (place / kSteps - kSteps / 2);
      const double worth =
          meanEdgeHu(matching.ct, matching.surface, pose.in(matching.frame), matching.reach) -
          0.1 * (std::abs(pose.values[0]) + std::abs(pose.values[1])) - uneven;
      if (worth > found[n].worth)
        found[n] = {worth, pose};
    }
  });
  return std::max_element(found.begin(),
                          found.end(),
                          [](const Found& a, const Found& b) { return a.worth < b.worth; })
      ->pose;
}

/// Up the hill, one value after the other, with ever smaller steps.
Pose climbed(const Matching& matching, Pose pose, double stepMm) {
  constexpr int kRounds = 40;
  constexpr double kLeastMm = 0.15;
  constexpr double kArmMm = 22.0;  // At which a turn or a scaling moves the surface by the step.
  double best = matching.worth(pose);
  for (int round = 0; round < kRounds && stepMm > kLeastMm; ++round) {
    bool better = false;
    for (std::size_t n = 0; n < pose.values.size(); ++n) {
      const double step = n < 3 ? stepMm : stepMm / kArmMm;
      for (const double way : {step, -step}) {
        Pose tried = pose;
        tried.values[n] += way;
        const double worth = matching.worth(tried);
        if (worth <= best)
          continue;
        best = worth;
        pose = tried;
        better = true;
        break;
      }
    }
    if (!better)
      stepMm *= 0.5;
  }
  return pose;
}

Grid latticeAround(const std::vector<Vec3>& points) {
  constexpr double kStepMm = 3.0, kMarginMm = 10.0;
  Vec3 low = Vec3::Constant(std::numeric_limits<double>::max());
  Vec3 high = -low;
  for (const Vec3& point : points) {
    low = low.cwiseMin(point);
    high = high.cwiseMax(point);
  }
  low.array() -= kMarginMm;
  std::array<int, 3> size{};
  for (int a = 0; a < 3; ++a)
    size[static_cast<std::size_t>(a)] =
        static_cast<int>(std::ceil((high[a] + kMarginMm - low[a]) / kStepMm)) + 1;
  return {size, low, Vec3::Constant(kStepMm)};
}

/// Where the bone's edge lies along the normal of a point of the model, and how clear it is.
struct EdgePull {
  double alongMm = 0.0;
  double weight = 0.15;  ///< Points without an edge hold their place a little.
};

EdgePull pullAt(const Volume& ct, const Vec3& point, const Vec3& normal, double reachMm) {
  constexpr EdgeReach kReach{1.2, 1.2};
  constexpr double kPerMmHu = 6.0, kClearHu = 40.0, kFullHu = 150.0, kStepMm = 0.5;
  EdgePull pull;
  double best = kClearHu;
  for (double along = -reachMm; along <= reachMm; along += kStepMm) {
    const double edge =
        edgeHu(ct, point + along * normal, normal, kReach) - kPerMmHu * std::abs(along);
    if (edge > best) {
      best = edge;
      pull = {along, std::min(1.0, edge / kFullHu)};
    }
  }
  return pull;
}

/// Adds to each lattice point the mean of the pulls around it, weighted by a Gaussian.
void spread(const std::vector<Vec3>& points,
            const std::vector<Vec3>& normals,
            const std::vector<EdgePull>& pulls,
            double sigmaMm,
            Warp& warp) {
  constexpr double kStill = 0.3;  // Weight of staying where nothing pulls.
  const Grid& lattice = warp.lattice();
  const double step = lattice.spacingMm().x();
  const double reach = 2.5 * sigmaMm;
  parallelFor(lattice.size()[2], [&](int k) {
    const double z = lattice.originMm().z() + step * k;
    std::vector<std::size_t> near;
    for (std::size_t n = 0; n < points.size(); ++n) {
      if (std::abs(points[n].z() - z) <= reach)
        near.push_back(n);
    }
    for (int j = 0; j < lattice.size()[1]; ++j) {
      for (int i = 0; i < lattice.size()[0]; ++i) {
        const Vec3 here = lattice.voxelToPatient(VoxelIndex{i, j, k});
        Vec3 sum = Vec3::Zero();
        double weights = kStill;
        for (const std::size_t n : near) {
          const double squared = (points[n] - here).squaredNorm();
          if (squared > reach * reach)
            continue;
          const double weight = pulls[n].weight * std::exp(-0.5 * squared / (sigmaMm * sigmaMm));
          weights += weight;
          sum += weight * pulls[n].alongMm * normals[n];
        }
        warp.movesMm()[lattice.offset({i, j, k})] += sum / weights;
      }
    }
  });
}

Warp warpOnto(const Volume& ct, const Surface& surface, const Eigen::Affine3d& moved) {
  struct Round {
    double sigmaMm, reachMm;
  };
  constexpr std::array<Round, 4> kRounds = {{{10.0, 6.0}, {8.0, 5.0}, {6.0, 4.0}, {4.5, 4.0}}};
  const Eigen::Matrix3d turn = moved.linear().inverse().transpose();
  std::vector<Vec3> points, normals;
  for (std::size_t n = 0; n < surface.points.size(); ++n) {
    points.push_back(moved * surface.points[n]);
    normals.push_back((turn * surface.normals[n]).normalized());
  }
  Warp warp(latticeAround(points));
  std::vector<EdgePull> pulls(points.size());
  for (const Round& round : kRounds) {
    parallelFor(points.size(), [&](std::size_t n) {
      pulls[n] = pullAt(ct, points[n] + warp.at(points[n]), normals[n], round.reachMm);
    });
    spread(points, normals, pulls, round.sigmaMm, warp);
  }
  return warp;
}

/// The average vertebra of a level, as wide and high as this one.
synthetic::VertebraSize sizeFor(const VertebraPlace& place) {
  static const std::vector<synthetic::VertebraSize> kAverage = synthetic::averageVertebrae();
  const auto named = std::find_if(kAverage.begin(), kAverage.end(), [&](const auto& size) {
    return size.level == place.level;
  });
  const bool cervical = place.level.starts_with("C");
  const synthetic::VertebraSize& size = named != kAverage.end() ? *named
                                        : cervical              ? kAverage.front()
                                                                : kAverage.back();
  const double high =
      (place.above.centreMm - place.below.centreMm).norm() / (size.heightMm() + size.discHeightMm);
  const double wide = std::clamp(place.widthMm / size.widthMm(), 0.75, 1.35);
  return synthetic::scaled(size, std::sqrt(high * wide));
}

Eigen::Affine3d frameOf(const VertebraPlace& place) {
  const Vec3 up = (place.below.normal + place.above.normal).normalized();
  const Vec3 left = (place.middle.left - place.middle.left.dot(up) * up).normalized();
  Eigen::Affine3d frame = Eigen::Affine3d::Identity();
  frame.linear().col(0) = left;
  frame.linear().col(1) = up.cross(left);
  frame.linear().col(2) = up;
  frame.translation() = 0.5 * (place.below.centreMm + place.above.centreMm);
  return frame;
}

}  // namespace

Warp::Warp(const Grid& lattice) : lattice_(lattice), movesMm_(lattice.voxelCount(), Vec3::Zero()) {}

Vec3 Warp::at(const Vec3& pointMm) const {
  if (movesMm_.empty())
    return Vec3::Zero();
  const Vec3 index = lattice_.patientToVoxel(pointMm);
  std::array<int, 3> low{};
  Vec3 part;
  for (int a = 0; a < 3; ++a) {
    const auto s = static_cast<std::size_t>(a);
    const double last = lattice_.size()[s] - 1;
    if (index[a] < 0.0 || index[a] > last)
      return Vec3::Zero();
    low[s] = std::min(static_cast<int>(index[a]), lattice_.size()[s] - 2);
    part[a] = index[a] - low[s];
  }
  Vec3 sum = Vec3::Zero();
  for (unsigned corner = 0; corner < 8; ++corner) {
    const auto bit = [&](unsigned axis) { return static_cast<int>(corner >> axis & 1U); };
    double weight = 1.0;
    for (unsigned a = 0; a < 3; ++a)
      weight *= bit(a) != 0 ? part[static_cast<int>(a)] : 1.0 - part[static_cast<int>(a)];
    sum += weight * movesMm_[lattice_.offset({low[0] + bit(0), low[1] + bit(1), low[2] + bit(2)})];
  }
  return sum;
}

double FittedVertebra::distanceMm(const Vec3& pointMm) const {
  constexpr double kFarMm = 12.0, kFar = 99.0;
  if (synthetic::distanceToBox(model.box, toModel * pointMm) > kFarMm)
    return kFar;
  return model.distance(toModel * (pointMm - warp.at(pointMm)));
}

FittedVertebra fitVertebra(const Volume& ct, const Volume& coarse, const VertebraPlace& place) {
  const synthetic::VertebraSize size = sizeFor(place);
  const synthetic::VertebraShape shape = synthetic::vertebraShape(size);
  const Surface body = surfaceOf(shape.body, 3.0);
  const Shape model = synthetic::sampled(shape.bone, 1.5);
  const Surface bone = surfaceOf(model, 2.5);
  const Eigen::Affine3d frame = frameOf(place);
  const double heightMm = (place.above.centreMm - place.below.centreMm).norm();
  Pose pose;
  pose.values[8] = std::log(heightMm / (size.heightMm() + size.discHeightMm));
  pose = searched({coarse, body, frame, {2.0, 3.0}}, pose);
  pose = climbed({coarse, body, frame, {2.0, 2.5}}, pose, 3.0);
  pose = climbed({coarse, bone, frame, {2.0, 2.0}}, pose, 2.0);
  pose = climbed({ct, bone, frame, {1.0, 1.5}}, pose, 1.0);
  const Eigen::Affine3d moved = pose.in(frame);
  return {model, moved.inverse(), warpOnto(ct, bone, moved)};
}

}  // namespace trocar::segmentation
