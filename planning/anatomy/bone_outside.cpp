#include "planning/anatomy/bone_outside.h"

#include "core/angle.h"
#include "core/extent_field.h"
#include "core/region_distance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace trocar::anatomy {
namespace {

constexpr double kMarginMm = 12.0;
constexpr std::size_t kMostSamples = 8'000'000;
constexpr double kSampleMm = 4.0;
constexpr int kPasses = 40;

/// Between `b` and `c` of four bends, `share` 0 to 1: a centripetal Catmull-Rom curve, which has no
/// loops (Yuksel et al., Computer-Aided Design 2011;43:747).
Vec3 between(const Vec3& a, const Vec3& b, const Vec3& c, const Vec3& d, double share) {
  const auto knot = [](double at, const Vec3& p, const Vec3& q) {
    return at + std::sqrt(std::max((q - p).norm(), 1e-6));
  };
  const double t1 = knot(0.0, a, b);
  const double t2 = knot(t1, b, c);
  const double t3 = knot(t2, c, d);
  const double t = t1 + share * (t2 - t1);
  const auto blend = [t](const Vec3& p, double from, const Vec3& q, double to) -> Vec3 {
    return ((to - t) * p + (t - from) * q) / (to - from);
  };
  const Vec3 ab = blend(a, 0.0, b, t1);
  const Vec3 bc = blend(b, t1, c, t2);
  const Vec3 cd = blend(c, t2, d, t3);
  return blend(blend(ab, 0.0, bc, t2), t1, blend(bc, t1, cd, t3), t2);
}

/// Points of a smooth curve through the bends, about `kSampleMm` apart.
std::vector<Vec3> curveThrough(const std::vector<Vec3>& bends) {
  std::vector<Vec3> curve{bends.front()};
  for (std::size_t n = 1; n < bends.size(); ++n) {
    const Vec3& b = bends[n - 1];
    const Vec3& c = bends[n];
    const Vec3 a = n > 1 ? bends[n - 2] : Vec3(2.0 * b - c);
    const Vec3 d = n + 1 < bends.size() ? bends[n + 1] : Vec3(2.0 * c - b);
    const int steps = std::max(1, static_cast<int>(std::lround((c - b).norm() / kSampleMm)));
    for (int step = 1; step <= steps; ++step)
      curve.push_back(between(a, b, c, d, static_cast<double>(step) / steps));
  }
  return curve;
}

/// Each displacement becomes the mean of itself and its neighbours'.
std::vector<Vec3> smoothed(const std::vector<Vec3>& moves) {
  std::vector<Vec3> smooth(moves.size());
  for (std::size_t n = 0; n < moves.size(); ++n) {
    const Vec3& before = moves[n > 0 ? n - 1 : n];
    const Vec3& after = moves[n + 1 < moves.size() ? n + 1 : n];
    smooth[n] = 0.25 * (before + 2.0 * moves[n] + after);
  }
  return smooth;
}

}  // namespace

BoneOutside::BoneOutside(const Case& patient,
                         const CaseExtents& extents,
                         const Progress& progress) {
  std::vector<const Structure*> bones;
  for (const Structure& structure : patient.structures) {
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    if (isBone(structure.role) && (labels == nullptr || extents.of(*labels)))
      bones.push_back(&structure);
  }
  for (std::size_t n = 0; n < bones.size(); ++n) {
    progress.at(static_cast<double>(n) / static_cast<double>(bones.size()));
    bones_.push_back(makeDistanceField(patient, *bones[n], extents, kMarginMm, kMostSamples));
  }
}

double BoneOutside::clearanceMm(const Vec3& pointMm) const {
  double least = std::numeric_limits<double>::infinity();
  for (const DistanceField& bone : bones_)
    least = std::min(least, bone.at(pointMm));
  return least;
}

Vec3 BoneOutside::away(const Vec3& pointMm) const {
  const auto nearest = std::min_element(
      bones_.begin(), bones_.end(), [&](const DistanceField& a, const DistanceField& b) {
        return a.at(pointMm) < b.at(pointMm);
      });
  return nearest == bones_.end() ? Vec3::Zero() : nearest->gradientAt(pointMm);
}

double BoneOutside::leastAlongMm(const Vec3& fromMm, const Vec3& toMm) const {
  const int steps = std::max(1, static_cast<int>(std::ceil((toMm - fromMm).norm())));
  double least = std::numeric_limits<double>::infinity();
  for (int step = 0; step <= steps; ++step)
    least = std::min(least, clearanceMm(fromMm + (toMm - fromMm) * step / steps));
  return least;
}

Vec3 BoneOutside::pushed(const Vec3& pointMm, const Vec3& direction, double clearMm) const {
  constexpr double kFurthestMm = 30.0;
  for (double t = 0.0; t <= kFurthestMm; t += 0.5) {
    if (clearanceMm(pointMm + t * direction) >= clearMm)
      return pointMm + t * direction;
  }
  return pointMm;
}

std::vector<Vec3> BoneOutside::thinned(const std::vector<Vec3>& course, double leastMm) const {
  constexpr double kOffMm = 0.8;  // Less than anybody sees, much less than real courses scatter.
  const auto follows = [&](std::size_t first, std::size_t last) {
    for (std::size_t n = first + 1; n < last; ++n) {
      if (distanceToLineMm(std::array{course[first], course[last]}, course[n]) > kOffMm)
        return false;
    }
    return leastAlongMm(course[first], course[last]) >= leastMm;
  };
  std::vector<Vec3> bends{course.front()};
  for (std::size_t first = 0; first + 1 < course.size();) {
    std::size_t last = first + 1;
    while (last + 1 < course.size() && follows(first, last + 1))
      ++last;
    bends.push_back(course[last]);
    first = last;
  }
  return bends;
}

void BoneOutside::straightenKinks(std::vector<Vec3>& course, double clearMm) const {
  constexpr int kRounds = 40;
  const double sharp = std::cos(Angle::fromDegrees(20.0).radians());
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t n = 1; n + 1 < course.size(); ++n) {
      const Vec3 before = course[n] - course[n - 1];
      const Vec3 after = course[n + 1] - course[n];
      if (before.dot(after) >= sharp * before.norm() * after.norm())
        continue;
      const Vec3 straighter = 0.5 * course[n] + 0.25 * (course[n - 1] + course[n + 1]);
      if (clearanceMm(straighter) >= std::min(clearMm, clearanceMm(course[n])))
        course[n] = straighter;
    }
  }
}

std::optional<std::vector<Vec3>> BoneOutside::course(const std::vector<Vec3>& bendsMm,
                                                     double clearMm,
                                                     double leastMm) const {
  constexpr double kBeyondMm = 0.1;
  constexpr double kFurthestStepMm = 3.0;
  const std::vector<Vec3> wished = curveThrough(bendsMm);
  std::vector<Vec3> moves(wished.size(), Vec3::Zero());
  for (int pass = 0; pass < kPasses; ++pass) {
    moves = smoothed(moves);
    for (std::size_t n = 0; n < wished.size(); ++n) {
      const Vec3 at = wished[n] + moves[n];
      const double lackingMm = clearMm + kBeyondMm - clearanceMm(at);
      if (lackingMm > 0.0)
        moves[n] += std::min(lackingMm, kFurthestStepMm) * away(at);
    }
  }
  std::vector<Vec3> course(wished.size());
  for (std::size_t n = 0; n < wished.size(); ++n)
    course[n] = wished[n] + moves[n];
  straightenKinks(course, clearMm);
  for (std::size_t n = 1; n < course.size(); ++n) {
    if (leastAlongMm(course[n - 1], course[n]) < leastMm)
      return std::nullopt;
  }
  return thinned(course, leastMm);
}

}  // namespace trocar::anatomy
