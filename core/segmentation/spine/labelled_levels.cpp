#include "core/segmentation/spine/labelled_levels.h"

#include "core/quantile.h"
#include "core/segmentation/spine/body_axis.h"
#include "core/segmentation/spine/level_names.h"
#include "core/voxel_runs.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace trocar::segmentation {
namespace {

/// The body of a labelled vertebra, roughly.
struct LabelledBody {
  std::string level;
  Vec3 middleMm;
  double widthMm = 0.0;
};

std::vector<Vec3> pointsOf(const Case& patient, const Structure& vertebra) {
  std::vector<Vec3> points;
  const VoxelRuns voxels = runsOf(patient, vertebra);
  for (const RowRun& run : voxels.runs()) {
    for (int i = run.first; i < run.end; ++i)
      points.push_back(patient.ct.grid().voxelToPatient(VoxelIndex{i, run.j, run.k}));
  }
  return points;
}

double quantileAlong(const std::vector<Vec3>& points, int axis, double share) {
  std::vector<double> places;
  places.reserve(points.size());
  for (const Vec3& point : points)
    places.push_back(point[axis]);
  return quantile(std::move(places), share);
}

std::optional<LabelledBody> bodyOf(const Case& patient, const Structure& vertebra) {
  constexpr double kDepthMm = 30.0;
  constexpr std::size_t kFewest = 100;
  std::vector<Vec3> points = pointsOf(patient, vertebra);
  if (points.size() < kFewest)
    return std::nullopt;
  const double front = quantileAlong(points, 1, 0.02);
  std::erase_if(points, [&](const Vec3& point) { return point.y() > front + kDepthMm; });
  LabelledBody body{levelOf(vertebra), Vec3::Zero()};
  for (const Vec3& point : points)
    body.middleMm += point / static_cast<double>(points.size());
  body.widthMm = quantileAlong(points, 0, 0.95) - quantileAlong(points, 0, 0.05);
  return body;
}

bool follow(const LabelledBody& below, const LabelledBody& above) {
  constexpr double kFarthestMm = 60.0;
  const bool neighbours = *levelOrder(below.level) == *levelOrder(above.level) + 1 ||
                          (below.level == "L1" && above.level == "T12");
  return neighbours && (above.middleMm - below.middleMm).norm() < kFarthestMm;
}

/// From caudal to cranial.
std::vector<LabelledBody> longestRun(const Case& patient) {
  std::vector<LabelledBody> bodies;
  const std::vector<std::string> levels = levelsOf(patient);
  for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
    if (auto body = bodyOf(patient, *patient.find("vertebra_" + *level)))
      bodies.push_back(*std::move(body));
  }
  std::vector<LabelledBody> longest;
  for (auto first = bodies.begin(); first != bodies.end();) {
    auto last = first + 1;
    while (last != bodies.end() && follow(*(last - 1), *last))
      ++last;
    if (last - first > static_cast<std::ptrdiff_t>(longest.size()))
      longest.assign(first, last);
    first = last;
  }
  return longest;
}

/// The middle of the canal, else of the cord, from caudal to cranial.
std::vector<Vec3> canalCourse(const Case& patient) {
  constexpr std::size_t kSmooth = 3;
  constexpr double kSliceMm = 2.0;
  std::map<int, std::pair<Vec3, double>> slices;
  for (const Role role : {Role::Canal, Role::Cord}) {
    const std::vector<const Structure*> found = patient.withRole(role);
    if (found.empty())
      continue;
    for (const Vec3& point : pointsOf(patient, *found.front())) {
      auto& [sum, count] =
          slices.try_emplace(static_cast<int>(std::floor(point.z() / kSliceMm)), Vec3::Zero(), 0.0)
              .first->second;
      sum += point;
      count += 1.0;
    }
    break;
  }
  std::vector<Vec3> middles;
  for (const auto& [height, slice] : slices)
    middles.push_back(slice.first / slice.second);
  std::vector<Vec3> smooth = middles;
  for (std::size_t n = kSmooth; n + kSmooth < middles.size(); ++n) {
    smooth[n].setZero();
    for (std::size_t m = n - kSmooth; m <= n + kSmooth; ++m)
      smooth[n] += middles[m] / static_cast<double>(2 * kSmooth + 1);
  }
  return smooth;
}

std::size_t nearestStation(const std::vector<Station>& axis, const Vec3& atMm) {
  const auto nearest =
      std::min_element(axis.begin(), axis.end(), [&](const Station& a, const Station& b) {
        return (a.atMm - atMm).squaredNorm() < (b.atMm - atMm).squaredNorm();
      });
  return static_cast<std::size_t>(nearest - axis.begin());
}

/// Between the bodies, half a step below the lowest and above the highest.
std::vector<DiscPlane> discsBetween(const std::vector<LabelledBody>& bodies,
                                    const std::vector<Station>& axis) {
  std::vector<int> middles;
  for (const LabelledBody& body : bodies)
    middles.push_back(static_cast<int>(nearestStation(axis, body.middleMm)));
  const std::size_t last = middles.size() - 1;
  std::vector<int> stations = {middles[0] - (middles[1] - middles[0]) / 2};
  for (std::size_t n = 0; n < last; ++n)
    stations.push_back((middles[n] + middles[n + 1]) / 2);
  stations.push_back(middles[last] + (middles[last] - middles[last - 1]) / 2);
  std::vector<DiscPlane> discs;
  for (const int station : stations) {
    const int within = std::clamp(station, 0, static_cast<int>(axis.size()) - 1);
    const Station& at = axis[static_cast<std::size_t>(within)];
    discs.push_back({within, at.atMm, at.up});
  }
  return discs;
}

}  // namespace

std::optional<QuestionedLevel> questionedLevel(const Case& patient) {
  constexpr std::size_t kFewest = 3;
  constexpr double kCertain = 0.95;
  const std::vector<LabelledBody> bodies = longestRun(patient);
  const std::vector<Vec3> canalMm = canalCourse(patient);
  if (bodies.size() < kFewest || canalMm.size() < kFewest)
    return std::nullopt;
  const std::vector<Station> axis = bodyAxis(patient.ct, canalMm);
  std::vector<DiscPlane> discs = discsBetween(bodies, axis);
  const LevelNames names = nameLevels(patient.ct, axis, bodyWidthsMm(patient.ct, axis), discs, {});
  // Discs of a sacrum that was labelled as vertebrae are left out from below.
  if (names.levels.empty() || names.levels.size() > bodies.size() || !(names.certainty >= kCertain))
    return std::nullopt;
  const std::string& named = bodies[bodies.size() - names.levels.size()].level;
  const std::string& likely = names.levels.front();
  if (named == likely || (likely != "L4" && likely != "L5" && likely != "L6"))
    return std::nullopt;
  return QuestionedLevel{named, likely, names.certainty};
}

}  // namespace trocar::segmentation
