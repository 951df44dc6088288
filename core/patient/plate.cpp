#include "core/patient/plate.h"

#include "core/patient/sweep.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace trocar::synthetic {
namespace {

using Vec2 = Eigen::Vector2d;

double thinPlateKernel(double squared) {
  return squared < 1e-12 ? 0 : 0.5 * squared * std::log(squared);
}

/// Thin-plate spline through scattered values in the plane.
class ThinPlate {
 public:
  ThinPlate(const std::vector<Vec2>& places, const Eigen::VectorXd& values) : places_(places) {
    const auto n = static_cast<Eigen::Index>(places.size());
    Eigen::MatrixXd system = Eigen::MatrixXd::Zero(n + 3, n + 3);
    for (Eigen::Index i = 0; i < n; ++i) {
      const Vec2& a = places[static_cast<std::size_t>(i)];
      for (Eigen::Index j = 0; j < n; ++j)
        system(i, j) = thinPlateKernel((a - places[static_cast<std::size_t>(j)]).squaredNorm());
      system.row(i).tail(3) << 1, a.x(), a.y();
      system.col(i).tail(3) << 1, a.x(), a.y();
    }
    Eigen::VectorXd right = Eigen::VectorXd::Zero(n + 3);
    right.head(n) = values;
    weights_ = system.colPivHouseholderQr().solve(right);
  }

  double at(const Vec2& place) const {
    const auto n = static_cast<Eigen::Index>(places_.size());
    double sum = weights_[n] + weights_[n + 1] * place.x() + weights_[n + 2] * place.y();
    for (Eigen::Index i = 0; i < n; ++i)
      sum += weights_[i] *
             thinPlateKernel((place - places_[static_cast<std::size_t>(i)]).squaredNorm());
    return sum;
  }

 private:
  std::vector<Vec2> places_;
  Eigen::VectorXd weights_;
};

/// Negative inside the closed polygon.
double polygonDistance(const std::vector<Vec2>& polygon, const Vec2& place) {
  double squared = std::numeric_limits<double>::max();
  bool inside = false;
  for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const Vec2 step = polygon[j] - polygon[i];
    const Vec2 from = place - polygon[i];
    const double t = std::clamp(from.dot(step) / step.squaredNorm(), 0.0, 1.0);
    squared = std::min(squared, (from - t * step).squaredNorm());
    if ((polygon[i].y() > place.y()) != (polygon[j].y() > place.y()) &&
        place.x() < polygon[i].x() + step.x() * (place.y() - polygon[i].y()) / step.y())
      inside = !inside;
  }
  return inside ? -std::sqrt(squared) : std::sqrt(squared);
}

/// What the plate needs at one place of its plane.
struct Cell {
  double border = 0;
  double height = 0;
  double halfThickness = 0;

  Cell operator*(double f) const { return {border * f, height * f, halfThickness * f}; }
  Cell operator+(const Cell& o) const {
    return {border + o.border, height + o.height, halfThickness + o.halfThickness};
  }
};

class Plate {
 public:
  Plate(const std::vector<PlatePoint>& points,
        const std::vector<Vec3>& border,
        const Vec3& normal) {
    plane_.originMm = points.front().positionMm;
    const Vec3 n = normal.normalized();
    const Vec3 s = n.unitOrthogonal();
    plane_.axes << s, n.cross(s), n;
    tabulate(points, outlineOf(border));
  }

  double at(const Vec3& point) const {
    const Vec3 local = plane_.toLocal(point);
    const double u = (local.x() - low_.x()) / kStepMm;
    const double v = (local.y() - low_.y()) / kStepMm;
    const double beyond =
        std::hypot(std::max({0.0, -u, u - (columns_ - 2)}), std::max({0.0, -v, v - (rows_ - 2)}));
    const Cell cell = interpolated(u, v);
    const double slope = std::hypot(steepness(u, v, true), steepness(u, v, false));
    const double away = std::abs(local.z() - cell.height) / std::sqrt(1 + slope * slope);
    const double half = std::max(0.8, cell.halfThickness);
    const double edge = 0.9 * std::min(half, 7.0);
    const Vec2 q(away - half + edge, cell.border + beyond * kStepMm + edge);
    return q.cwiseMax(0).norm() + std::min(0.0, q.maxCoeff()) - edge;
  }

  Box box() const { return box_; }

 private:
  static constexpr double kStepMm = 1.5;

  std::vector<Vec2> outlineOf(const std::vector<Vec3>& border) {
    std::vector<Vec3> closed = border;
    closed.insert(closed.end(), border.begin(), border.begin() + 3);
    closed.insert(closed.begin(), border.back());
    const std::vector<Vec3> curve = smoothCurve(closed, 6);
    std::vector<Vec2> outline;
    for (std::size_t i = 6; i < 6 * (border.size() + 1); ++i)
      outline.push_back(plane_.toLocal(curve[i]).head<2>());
    box_ = {border.front(), border.front()};
    for (const Vec3& point : border)
      box_ = merged(box_, {point, point});
    box_ = grown(box_, 16);
    return outline;
  }

  void tabulate(const std::vector<PlatePoint>& points, const std::vector<Vec2>& outline) {
    std::vector<Vec2> places;
    Eigen::VectorXd heights(static_cast<Eigen::Index>(points.size()));
    Eigen::VectorXd thicknesses(heights.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Vec3 local = plane_.toLocal(points[i].positionMm);
      places.emplace_back(local.head<2>());
      heights[static_cast<Eigen::Index>(i)] = local.z();
      thicknesses[static_cast<Eigen::Index>(i)] = points[i].halfThicknessMm;
    }
    const ThinPlate height(places, heights);
    const ThinPlate thickness(places, thicknesses);
    Vec2 high = outline.front();
    low_ = high;
    for (const Vec2& place : outline) {
      low_ = low_.cwiseMin(place);
      high = high.cwiseMax(place);
    }
    low_.array() -= 14;
    columns_ = static_cast<int>((high.x() + 14 - low_.x()) / kStepMm) + 2;
    rows_ = static_cast<int>((high.y() + 14 - low_.y()) / kStepMm) + 2;
    for (int row = 0; row < rows_; ++row)
      for (int column = 0; column < columns_; ++column) {
        const Vec2 place = low_ + kStepMm * Vec2(column, row);
        cells_.push_back({polygonDistance(outline, place), height.at(place), thickness.at(place)});
      }
  }

  const Cell& cell(int column, int row) const {
    return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                  static_cast<std::size_t>(column)];
  }

  Cell interpolated(double u, double v) const {
    const double cu = std::clamp(u, 0.0, columns_ - 1.001);
    const double cv = std::clamp(v, 0.0, rows_ - 1.001);
    const int i = static_cast<int>(cu);
    const int j = static_cast<int>(cv);
    const double fu = cu - i;
    const double fv = cv - j;
    return (cell(i, j) * (1 - fu) + cell(i + 1, j) * fu) * (1 - fv) +
           (cell(i, j + 1) * (1 - fu) + cell(i + 1, j + 1) * fu) * fv;
  }

  double steepness(double u, double v, bool alongColumns) const {
    const int i = std::clamp(static_cast<int>(u), 0, columns_ - 2);
    const int j = std::clamp(static_cast<int>(v), 0, rows_ - 2);
    const Cell& ahead = alongColumns ? cell(i + 1, j) : cell(i, j + 1);
    return (ahead.height - cell(i, j).height) / kStepMm;
  }

  Frame plane_;
  Vec2 low_;
  int columns_ = 0;
  int rows_ = 0;
  std::vector<Cell> cells_;
  Box box_;
};

}  // namespace

Shape plate(const std::vector<PlatePoint>& points,
            const std::vector<Vec3>& border,
            const Vec3& normal) {
  const auto solid = std::make_shared<const Plate>(points, border, normal);
  return {[solid](const Vec3& point) { return solid->at(point); }, solid->box()};
}

}  // namespace trocar::synthetic
