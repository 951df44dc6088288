#include "render/marks.h"

#include "render/palette.h"

#include <cmath>
#include <numbers>

namespace trocar {
namespace {

void paintTarget(Canvas& canvas, const Pixel& at, double share, const Dress& dress) {
  const double radius = 15.0 * dress.scale;
  std::vector<Path> ticks;
  for (int quarter = 0; quarter < 4; ++quarter) {
    const double x = std::cos(0.5 * std::numbers::pi * quarter);
    const double y = std::sin(0.5 * std::numbers::pi * quarter);
    ticks.push_back({{{at.x + 0.75 * radius * x, at.y + 0.75 * radius * y},
                      {at.x + 1.5 * radius * x, at.y + 1.5 * radius * y}}});
  }
  for (const auto& [color, width] :
       {std::pair(Color{0, 0, 0}, 4.0), std::pair(palette::kWarning, 1.8)}) {
    const double opacity = (width > 2.0 ? 0.45 : 1.0) * share;
    canvas.strokePaths(circlePath(at, radius), {color, width * dress.scale, opacity});
    canvas.strokePaths(ticks, {color, width * dress.scale, opacity});
  }
}

void paintLeak(
    Canvas& canvas, const CementLeak& leak, const Pixel& at, double share, const Dress& dress) {
  const double half = 5.5 * dress.scale;
  const Path diamond{
      {{at.x, at.y - half}, {at.x + half, at.y}, {at.x, at.y + half}, {at.x - half, at.y}}, true};
  canvas.fillPaths({diamond}, {palette::kDanger, share});
  canvas.strokePaths({diamond}, {palette::kCement, 1.2 * dress.scale, share});
  if (share > 0.6)
    canvas.text("leak, " + leak.into,
                {at.x + 1.8 * half, at.y},
                Anchor::Left,
                {palette::kDanger, 11.0 * dress.scale});
}

/// A ring with a dot, its name where it is in the hand or nothing crowds it.
void paintLandmark(
    Canvas& canvas, const LandmarkMark& mark, const Pixel& at, double share, const Dress& dress) {
  const double radius = (mark.held ? 8.0 : 5.0) * dress.scale;
  const Color color = mark.corrected || mark.held ? palette::kEntry : palette::kLandmark;
  const std::vector<Path> ring = circlePath(at, radius);
  canvas.strokePaths(ring, {{0, 0, 0}, 3.6 * dress.scale, 0.5 * share});
  canvas.strokePaths(ring, {color, 1.7 * dress.scale, share});
  canvas.disc(at, 1.5 * dress.scale, {color, share});
}

void paintLandmarks(Canvas& canvas,
                    const SceneState& state,
                    const ToDisplay& toDisplay,
                    const Strength& strength,
                    LandmarkNames names,
                    const Dress& dress) {
  constexpr double kNear = 0.6;
  for (const LandmarkMark& mark : state.landmarks) {
    const double share = strength(mark.pointMm);
    const auto at = toDisplay(mark.pointMm);
    if (!at || share <= 0.0)
      continue;
    paintLandmark(canvas, mark, *at, share, dress);
    if (mark.held || (names == LandmarkNames::Near && share > kNear))
      canvas.text(mark.name,
                  {at->x + 13.0 * dress.scale, at->y},
                  Anchor::Left,
                  {mark.corrected ? palette::kEntry : palette::kLandmark, 11.0 * dress.scale});
  }
}

}  // namespace

std::vector<Path> circlePath(const Pixel& centre, double radiusPx) {
  constexpr int kCorners = 40;
  Path path;
  path.closed = true;
  for (int i = 0; i < kCorners; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / kCorners;
    path.points.push_back(
        {centre.x + radiusPx * std::cos(angle), centre.y + radiusPx * std::sin(angle)});
  }
  return {path};
}

void paintMarks(Canvas& canvas,
                const SceneState& state,
                const ToDisplay& toDisplay,
                const Strength& strength,
                LandmarkNames names,
                const Dress& dress) {
  if (state.cement && state.evaluation && state.evaluation->cement) {
    for (const CementLeak& leak : state.evaluation->cement->leaks) {
      const bool happened = !state.cementMl || *state.cementMl >= leak.firstAtMl;
      const auto at = toDisplay(leak.atMm);
      if (at && happened && strength(leak.atMm) > 0.0)
        paintLeak(canvas, leak, *at, strength(leak.atMm), dress);
    }
  }
  paintLandmarks(canvas, state, toDisplay, strength, names, dress);
  const auto at = state.markMm ? toDisplay(*state.markMm) : std::nullopt;
  if (at && strength(*state.markMm) > 0.0)
    paintTarget(canvas, *at, strength(*state.markMm), dress);
}

}  // namespace trocar
