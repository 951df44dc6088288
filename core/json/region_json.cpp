#include "core/json/region_json.h"

#include "core/number_text.h"

#include <nlohmann/json.hpp>

namespace trocar::region_json {
namespace {

using Json = nlohmann::json;

constexpr double kFarthestMm = 1e4;    // No scanner is larger than ten metres.
constexpr double kLargestMm = 1000.0;  // Half of a person: no structure has a larger radius.

Json numbersOf(const Vec3& point) {
  return {point[0], point[1], point[2]};
}

}  // namespace

Json axes(const Eigen::Matrix3d& axes) {
  return {numbersOf(axes.col(0)), numbersOf(axes.col(1)), numbersOf(axes.col(2))};
}

Json tube(const TubeRegion& tube) {
  Json line = Json::array();
  for (const Vec3& point : tube.centreLineMm)
    line.push_back(numbersOf(point));
  return {{"centreLineMm", line}, {"radiusMm", tube.radiusMm}};
}

Json ellipsoid(const EllipsoidRegion& ellipsoid) {
  return {{"centreMm", numbersOf(ellipsoid.centreMm)},
          {"axes", axes(ellipsoid.axes)},
          {"radiiMm", numbersOf(ellipsoid.radiiMm)}};
}

Vec3 placeFrom(const JsonEntry& entry) {
  const Vec3 point = entry.asPoint();
  if (const double far = point.cwiseAbs().maxCoeff(); !(far <= kFarthestMm))
    entry.refuse("lies " + plainNumber(far, 6) +
                 " mm from the scanner's origin, and no scanner is larger than 10 m");
  return point;
}

Eigen::Matrix3d axesFrom(const JsonEntry& entry, const char* key) {
  const std::vector<JsonEntry> columns = entry.list(key);
  if (columns.size() != 3)
    entry.refuse(key, "it must be three directions");
  Eigen::Matrix3d axes;
  for (int a = 0; a < 3; ++a)
    axes.col(a) = columns[static_cast<std::size_t>(a)].asPoint();
  return axes;
}

TubeRegion tubeFrom(const JsonEntry& entry) {
  TubeRegion tube{{}, entry.number("radiusMm", {kAboveZero.low, kLargestMm})};
  for (const JsonEntry& at : entry.list("centreLineMm"))
    tube.centreLineMm.push_back(placeFrom(at));
  if (tube.centreLineMm.size() < 2)
    entry.refuse("centreLineMm", "a tube needs two points");
  return tube;
}

EllipsoidRegion ellipsoidFrom(const JsonEntry& entry) {
  EllipsoidRegion region{
      placeFrom(entry.at("centreMm")), axesFrom(entry, "axes"), entry.point("radiiMm")};
  if (!(region.radiiMm.minCoeff() > 0.0 && region.radiiMm.maxCoeff() <= kLargestMm))
    entry.refuse("radiiMm", "the radii of an ellipsoid are above 0 and at most 1000 mm");
  if (!(region.axes.transpose() * region.axes).isApprox(Eigen::Matrix3d::Identity(), 1e-3))
    entry.refuse("axes", "they must be three directions of length 1 at right angles");
  return region;
}

}  // namespace trocar::region_json
