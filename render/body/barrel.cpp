#include "render/body/barrel.h"

#include "core/number_text.h"
#include "render/canvas/palette.h"
#include "render/slice/slice_frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace trocar::render {
namespace {

using std::numbers::pi;

const anatomy::PedicleSection& nearestSection(const anatomy::PedicleAnatomy& pedicle,
                                              const SlicePlane& plane) {
  return *std::min_element(
      pedicle.sections.begin(), pedicle.sections.end(), [&](const auto& a, const auto& b) {
        return std::abs(plane.distanceMm(a.centreMm)) < std::abs(plane.distanceMm(b.centreMm));
      });
}

/// An oval through the four measured walls: a quarter of an ellipse between each pair of
/// neighbours.
Path ovalThrough(const SlicePlane& plane, const anatomy::PedicleSection& section) {
  const Pixel centre = plane.toPixel(section.centreMm);
  const std::array<Pixel, 4> walls = {plane.toPixel(section.medialMm),
                                      plane.toPixel(section.superiorMm),
                                      plane.toPixel(section.lateralMm),
                                      plane.toPixel(section.inferiorMm)};
  Path oval;
  oval.closed = true;
  constexpr int kPerQuarter = 12;
  for (std::size_t quarter = 0; quarter < 4; ++quarter) {
    const Pixel& a = walls[quarter];
    const Pixel& b = walls[(quarter + 1) % 4];
    for (int i = 0; i < kPerQuarter; ++i) {
      const double angle = 0.5 * pi * i / kPerQuarter;
      const double c = std::cos(angle), s = std::sin(angle);
      oval.points.push_back({centre.x + c * (a.x - centre.x) + s * (b.x - centre.x),
                             centre.y + c * (a.y - centre.y) + s * (b.y - centre.y)});
    }
  }
  return oval;
}

struct Clock {
  Pixel centre;
  double radiusPx;
  Pixel towardsTwelve;  ///< Unit vectors of the screen.
  Pixel towardsThree;

  Pixel at(double hour, double share) const {
    const double angle = 2.0 * pi * hour / 12.0;
    const double up = std::cos(angle) * radiusPx * share;
    const double across = std::sin(angle) * radiusPx * share;
    return {centre.x + up * towardsTwelve.x + across * towardsThree.x,
            centre.y + up * towardsTwelve.y + across * towardsThree.y};
  }
};

/// 12 is cranial; hours run clockwise as the operator looks down the needle.
Clock clockAbout(const SlicePlane& plane,
                 const anatomy::PedicleSection& section,
                 const Dress& dress) {
  const double reach = std::max((section.superiorMm - section.inferiorMm).norm(),
                                (section.medialMm - section.lateralMm).norm());
  Clock clock;
  clock.centre = plane.toPixel(section.centreMm);
  clock.radiusPx = 0.5 * reach / plane.mmPerPixel + 22.0 * dress.scale;
  const Vec3 cranial = (section.superiorMm - section.inferiorMm).normalized();
  const double x = cranial.dot(plane.right);
  const double y = cranial.dot(plane.down);
  const double length = std::max(std::hypot(x, y), 1e-9);
  clock.towardsTwelve = {x / length, y / length};
  clock.towardsThree = {-clock.towardsTwelve.y, clock.towardsTwelve.x};
  return clock;
}

void paintClock(Canvas& canvas, const Clock& clock, const Dress& dress) {
  for (int hour = 1; hour <= 12; ++hour) {
    const double inner = hour % 3 == 0 ? 0.93 : 0.96;
    const Path tick{{clock.at(hour, inner), clock.at(hour, 1.03)}};
    canvas.strokePaths({tick}, {{0, 0, 0}, 3.0 * dress.scale, 0.4});
    canvas.strokePaths({tick}, {palette::kText, 1.2 * dress.scale, hour % 3 == 0 ? 0.9 : 0.5});
    if (hour % 3 == 0)
      canvas.text(std::to_string(hour),
                  clock.at(hour, 1.14),
                  Anchor::Centre,
                  {palette::kText, 11.0 * dress.scale});
  }
}

/// The medial wall as a short line across the pedicle, named.
void paintMedialWall(Canvas& canvas,
                     const SlicePlane& plane,
                     const anatomy::PedicleSection& section,
                     const Dress& dress) {
  const Pixel wall = plane.toPixel(section.medialMm);
  const Vec3 along = 0.5 * (section.superiorMm - section.inferiorMm);
  const Pixel tip = plane.toPixel(section.medialMm + along);
  const Pixel end = plane.toPixel(section.medialMm - along);
  canvas.strokePaths({{{tip, end}}}, {palette::kDanger, 2.2 * dress.scale, 0.9});
  const double away = wall.x < plane.toPixel(section.centreMm).x ? -6.0 : 6.0;
  canvas.text("medial wall",
              {end.x + away * dress.scale, end.y + 4.0 * dress.scale},
              away < 0.0 ? Anchor::TopRight : Anchor::TopLeft,
              {palette::kDanger, 11.0 * dress.scale});
}

/// "3.1 mm to the medial wall", from the needle's surface.
void paintMargin(Canvas& canvas, const SceneState& state, const Dress& dress) {
  const Needle* needle = selectedNeedle(state);
  if (!needle || !state.evaluation)
    return;
  for (const NeedleEvaluation& evaluated : state.evaluation->needles) {
    if (evaluated.id != needle->id || !evaluated.breach || !evaluated.breach->wallMarginMm)
      continue;
    const std::string text = "Grade " + std::string(1, evaluated.breach->grade) +
                             " · medial margin " +
                             shownQuantity(evaluated.breach->wallMarginMm->medial, "mm");
    const Color color = evaluated.breach->grade == 'A' ? palette::kText : palette::kWarning;
    canvas.text(text,
                {10.0 * dress.scale, 27.0 * dress.scale},
                Anchor::TopLeft,
                {color, 12.0 * dress.scale});
  }
}

}  // namespace

void paintBarrel(Canvas& canvas,
                 const SceneState& state,
                 const SlicePlane& plane,
                 const Dress& dress) {
  const Needle* needle = selectedNeedle(state);
  const anatomy::PedicleAnatomy* pedicle = needle ? pedicleOf(state, *needle) : nullptr;
  paintMargin(canvas, state, dress);
  if (!pedicle)
    return;
  const anatomy::PedicleSection& section = nearestSection(*pedicle, plane);
  const Path oval = ovalThrough(plane, section);
  canvas.fillPaths({oval}, {palette::kLetter, 0.08});
  canvas.strokePaths({oval}, {palette::kLetter, 2.0 * dress.scale, 0.95});
  paintMedialWall(canvas, plane, section, dress);
  paintClock(canvas, clockAbout(plane, section, dress), dress);
}

}  // namespace trocar::render
