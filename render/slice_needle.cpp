#include "render/slice_needle.h"

#include "render/marks.h"
#include "render/needle_shape.h"
#include "render/palette.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

/// The part of a segment that is within `reachMm` of the plane.
std::optional<NeedleShape::Part> partInPlane(const Vec3& fromMm,
                                             const Vec3& toMm,
                                             const SlicePlane& plane,
                                             double reachMm) {
  const double a = plane.distanceMm(fromMm);
  const double b = plane.distanceMm(toMm);
  double low = 0.0, high = 1.0;
  if (std::abs(b - a) < 1e-9) {
    if (std::abs(a) > reachMm)
      return {};
  } else {
    const double enter = (-reachMm - a) / (b - a);
    const double leave = (reachMm - a) / (b - a);
    low = std::max(0.0, std::min(enter, leave));
    high = std::min(1.0, std::max(enter, leave));
  }
  if (low > high)
    return {};
  return NeedleShape::Part{fromMm + low * (toMm - fromMm), fromMm + high * (toMm - fromMm)};
}

std::vector<Path> line(const SlicePlane& plane, const Vec3& fromMm, const Vec3& toMm) {
  return {{{plane.toPixel(fromMm), plane.toPixel(toMm)}}};
}

class NeedlePainter {
 public:
  NeedlePainter(Canvas& canvas,
                const SceneState& state,
                const SlicePlane& plane,
                const Dress& dress)
      : canvas_(canvas), state_(state), plane_(plane), scale_(dress.scale) {}

  void paint(const NeedleShape& needle, const Color& color, bool selected = false) {
    const double widthPx = std::max(2.0 * needle.radiusMm / plane_.mmPerPixel, 1.8 * scale_);
    canvas_.strokePaths(line(plane_, needle.hubMm, needle.tipMm), {color, 1.3 * scale_, 0.45, 0.0});
    paintSolid(needle, color, widthPx);
    paintEnds(needle, color, selected);
    if (state_.labels && !needle.within)
      paintName(needle, color, selected);
  }

 private:
  void paintSolid(const NeedleShape& needle, const Color& color, double widthPx) {
    constexpr double kLeastReachMm = 0.6;
    const double reachMm = std::max(needle.radiusMm, kLeastReachMm);
    if (const auto solid = partInPlane(needle.hubMm, needle.tipMm, plane_, reachMm)) {
      const auto path = line(plane_, solid->fromMm, solid->toMm);
      canvas_.strokePaths(path, {{0, 0, 0}, widthPx + 2.0 * scale_, 0.55});
      canvas_.strokePaths(path, {color, widthPx, 0.95});
    }
    if (!needle.active)
      return;
    if (const auto live =
            partInPlane(needle.active->fromMm, needle.active->toMm, plane_, reachMm)) {
      const double inner = std::max(0.45 * widthPx, 1.0 * scale_);
      canvas_.strokePaths(line(plane_, live->fromMm, live->toMm),
                          {palette::kActiveTip, inner, 0.95});
    }
  }

  /// Tip: a dot with a ring. Entry: an open ring. Fainter the further they lie from the plane.
  void paintEnds(const NeedleShape& needle, const Color& color, bool selected) {
    paintMark(needle.tipMm, {needle.id, NeedlePart::Tip}, palette::kActiveTip, selected);
    paintMark(needle.entryMm, {needle.id, NeedlePart::Entry}, palette::kEntry, selected);
    if (state_.grip == NeedleGrip{needle.id, NeedlePart::Shaft})
      canvas_.strokePaths(line(plane_, needle.entryMm, needle.tipMm), {color, 7.0 * scale_, 0.3});
  }

  void paintMark(const Vec3& atMm, const NeedleGrip& grip, const Color& color, bool selected) {
    const double away = std::abs(plane_.distanceMm(atMm));
    const double share = std::clamp(1.0 - away / 25.0, selected ? 0.35 : 0.15, 1.0);
    const bool held = state_.grip == grip;
    const double radius = (held ? 7.5 : selected ? 5.0 : 3.5) * scale_;
    const Pixel at = plane_.toPixel(atMm);
    canvas_.strokePaths(circlePath(at, radius), {{0, 0, 0}, 3.2 * scale_, 0.5 * share});
    canvas_.strokePaths(circlePath(at, radius), {color, 1.5 * scale_, share});
    if (grip.part == NeedlePart::Tip)
      canvas_.disc(at, 1.6 * scale_, {color, share});
  }

  /// Beside the shaft, a little behind the entry, moved into the picture.
  void paintName(const NeedleShape& needle, const Color& color, bool selected) {
    const Pixel entry = plane_.toPixel(needle.entryMm);
    const Pixel tip = plane_.toPixel(needle.tipMm);
    const double length = std::hypot(tip.x - entry.x, tip.y - entry.y);
    if (length < 12.0 * scale_)
      return;
    const double margin = 30.0 * scale_;
    double share = 0.06;
    Pixel at = entry;
    for (; share < 0.8; share += 0.04) {
      at = {entry.x + share * (tip.x - entry.x), entry.y + share * (tip.y - entry.y)};
      if (at.x > margin && at.y > margin && at.x < canvas_.widthPx() - margin &&
          at.y < canvas_.heightPx() - margin)
        break;
    }
    if (share >= 0.8)
      return;
    const double off = 13.0 * scale_;
    const Pixel beside{at.x + off * (tip.y - entry.y) / length,
                       at.y - off * (tip.x - entry.x) / length};
    canvas_.text(needle.id, beside, Anchor::Centre, {color, 11.5 * scale_, selected});
  }

  Canvas& canvas_;
  const SceneState& state_;
  const SlicePlane& plane_;
  double scale_;
};

}  // namespace

void paintNeedles(Canvas& canvas,
                  const SceneState& state,
                  const SlicePlane& plane,
                  const Dress& dress) {
  if (!state.needles)
    return;
  NeedlePainter painter(canvas, state, plane, dress);
  for (const Needle& needle : state.compared)
    painter.paint(shapeOf(needle), palette::kCompared);
  for (const Needle& needle : state.plan.needles) {
    if (needle.id != state.selectedNeedle)
      painter.paint(shapeOf(needle, state.evaluation.get()), palette::kNeedle);
  }
  if (const Needle* selected = state.plan.find(state.selectedNeedle))
    painter.paint(shapeOf(*selected, state.evaluation.get()), palette::kSelectedNeedle, true);
}

}  // namespace trocar
