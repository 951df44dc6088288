#include "render/slice/brush_mark.h"

#include "render/canvas/palette.h"
#include "render/slice/marks.h"

#include <algorithm>
#include <cmath>

namespace trocar::render {
namespace {

/// A ball's circle in a slice, in pixels.
struct Circle {
  Pixel centre;
  double radiusPx = 0.0;
};

std::optional<Circle> circleOf(const SlicePlane& plane, const PaintedBall& ball) {
  const double apartMm = plane.distanceMm(ball.centreMm);
  const double squareMm = ball.radiusMm * ball.radiusMm - apartMm * apartMm;
  if (squareMm <= 0.0)
    return std::nullopt;
  return Circle{plane.toPixel(ball.centreMm), std::sqrt(squareMm) / plane.mmPerPixel};
}

bool holds(const Circle& circle, const Pixel& pixel) {
  constexpr double kRimPx = 0.5;
  return std::hypot(pixel.x - circle.centre.x, pixel.y - circle.centre.y) <
         circle.radiusPx - kRimPx;
}

/// The arcs of the circles that lie in no other one.
std::vector<Path> rimOf(const std::vector<Circle>& circles) {
  std::vector<Path> rim;
  for (const Circle& circle : circles) {
    Path ring = circlePath(circle.centre, circle.radiusPx).front();
    ring.points.push_back(ring.points.front());
    bool drawing = false;
    for (const Pixel& point : ring.points) {
      const bool free = std::none_of(
          circles.begin(), circles.end(), [&](const Circle& other) { return holds(other, point); });
      if (free && !drawing)
        rim.push_back({{}, false});
      if (free)
        rim.back().points.push_back(point);
      drawing = free;
    }
  }
  return rim;
}

std::vector<Circle> paintedCircles(const SceneState& state, const SlicePlane& plane) {
  std::vector<Circle> circles;
  for (const Protection& protection : state.plan.protections) {
    if (protection.structure != state.brush->region)
      continue;
    for (const PaintedBall& ball : protection.painted)
      if (const std::optional<Circle> circle = circleOf(plane, ball))
        circles.push_back(*circle);
  }
  return circles;
}

}  // namespace

void paintBrush(Canvas& canvas,
                const SceneState& state,
                const SlicePlane& plane,
                const Dress& dress) {
  if (!state.brush)
    return;
  canvas.strokePaths(rimOf(paintedCircles(state, plane)),
                     {palette::kFluid, 1.4 * dress.scale, 0.9});
  if (!state.brush->atMm)
    return;
  if (const auto ring = circleOf(plane, {*state.brush->atMm, state.brush->radiusMm})) {
    const std::vector<Path> path = circlePath(ring->centre, ring->radiusPx);
    canvas.strokePaths(path, {{0, 0, 0}, 3.0 * dress.scale, 0.4});
    canvas.strokePaths(path, {palette::kText, 1.4 * dress.scale, 1.0});
  }
}

}  // namespace trocar::render
