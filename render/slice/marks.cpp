#include "render/slice/marks.h"

#include "render/canvas/palette.h"
#include "render/slice/leak_marks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::render {
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

struct SeenLandmark {
  const LandmarkMark* mark;
  Pixel at;
  double share;
};

std::vector<SeenLandmark> seenLandmarks(const SceneState& state,
                                        const ToDisplay& toDisplay,
                                        const Strength& strength) {
  std::vector<SeenLandmark> seen;
  for (const LandmarkMark& mark : state.landmarks) {
    const double share = strength(mark.pointMm);
    const auto at = toDisplay(mark.pointMm);
    if (at && share > 0.0)
      seen.push_back({&mark, *at, share});
  }
  // The one in the hand is named first, then those nearest to the plane.
  std::stable_sort(seen.begin(), seen.end(), [](const SeenLandmark& a, const SeenLandmark& b) {
    return a.mark->held != b.mark->held ? a.mark->held : a.share > b.share;
  });
  return seen;
}

/// Names on the outer side of their ring, on the inner one where they would be cut off; those that
/// would cover another are left out.
void nameLandmarks(Canvas& canvas, const std::vector<SeenLandmark>& seen, const Dress& dress) {
  double middle = 0.0;
  for (const SeenLandmark& one : seen)
    middle += one.at.x / static_cast<double>(seen.size());
  std::vector<Rectangle> taken;
  for (const SeenLandmark& one : seen) {
    const Color color = one.mark->corrected ? palette::kEntry : palette::kLandmark;
    const TextStyle style{color, 11.0 * dress.scale};
    const Rectangle size = textBox(one.mark->name, style);
    const double gap = 12.0 * dress.scale;
    const bool outside = one.at.x < middle - 4.0 * dress.scale;
    const double room = 2.0 * gap + size.width;  // Clear of the edge by a gap too.
    const bool left = outside ? one.at.x >= room : one.at.x + room > canvas.widthPx();
    const Rectangle box{left ? one.at.x - gap - size.width : one.at.x + gap,
                        one.at.y - 0.5 * size.height,
                        size.width,
                        size.height};
    const bool covers = std::any_of(taken.begin(), taken.end(), [&](const Rectangle& other) {
      return box.left < other.left + other.width && other.left < box.left + box.width &&
             box.top < other.top + other.height && other.top < box.top + box.height;
    });
    if (covers)
      continue;
    taken.push_back(box);
    canvas.text(one.mark->name,
                {left ? one.at.x - gap : one.at.x + gap, one.at.y},
                left ? Anchor::Right : Anchor::Left,
                style);
  }
}

void paintLandmarks(Canvas& canvas,
                    const SceneState& state,
                    const ToDisplay& toDisplay,
                    const Strength& strength,
                    LandmarkNames names,
                    const Dress& dress) {
  constexpr double kNear = 0.6;
  std::vector<SeenLandmark> seen = seenLandmarks(state, toDisplay, strength);
  for (const SeenLandmark& one : seen)
    paintLandmark(canvas, *one.mark, one.at, one.share, dress);
  std::erase_if(seen, [&](const SeenLandmark& one) {
    return !one.mark->held && (names == LandmarkNames::Held || one.share < kNear);
  });
  nameLandmarks(canvas, seen, dress);
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
  paintLeaks(canvas, state, toDisplay, strength, dress);
  paintLandmarks(canvas, state, toDisplay, strength, names, dress);
  const auto at = state.markMm ? toDisplay(*state.markMm) : std::nullopt;
  if (at && strength(*state.markMm) > 0.0)
    paintTarget(canvas, *at, strength(*state.markMm), dress);
}

}  // namespace trocar::render
