#include "render/slice/slice_needle.h"

#include "render/body/needle_shape.h"
#include "render/canvas/palette.h"
#include "render/slice/marks.h"

#include <algorithm>
#include <cmath>

namespace trocar::render {
namespace {

/// The part of a segment that is within `reachMm` of the plane.
std::optional<Trajectory> partInPlane(const Trajectory& piece,
                                      const SlicePlane& plane,
                                      double reachMm) {
  const double a = plane.distanceMm(piece.entry);
  const double b = plane.distanceMm(piece.target);
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
  const Vec3 way = piece.target - piece.entry;
  return Trajectory{piece.entry + low * way, piece.entry + high * way};
}

/// The axis between two depths, in straight pieces.
std::vector<Trajectory> piecesOf(const NeedlePath& axis, double fromMm, double toMm) {
  std::vector<Trajectory> pieces;
  double depthMm = 0.0;
  const auto add = [&](const Trajectory& piece) {
    const double endMm = depthMm + piece.lengthMm();
    const double low = std::max(depthMm, fromMm);
    const double high = std::min(endMm, toMm);
    if (low < high)
      pieces.push_back({piece.pointAtDepth(low - depthMm), piece.pointAtDepth(high - depthMm)});
    depthMm = endMm;
  };
  add(axis.shaft());
  for (const Trajectory& chord : axis.arc())
    add(chord);
  return pieces;
}

/// The pieces on the plane, joined where they meet.
std::vector<Path> pathsOf(const SlicePlane& plane, const std::vector<Trajectory>& pieces) {
  constexpr double kApartMm = 1e-6;
  std::vector<Path> paths;
  const Vec3* end = nullptr;  // Of the piece before.
  for (const Trajectory& piece : pieces) {
    if (!end || (*end - piece.entry).norm() > kApartMm)
      paths.push_back({{plane.toPixel(piece.entry)}, false});
    paths.back().points.push_back(plane.toPixel(piece.target));
    end = &piece.target;
  }
  return paths;
}

std::vector<Path> pathsInPlane(const SlicePlane& plane,
                               const std::vector<Trajectory>& pieces,
                               double reachMm) {
  std::vector<Trajectory> near;
  for (const Trajectory& piece : pieces) {
    if (const auto part = partInPlane(piece, plane, reachMm))
      near.push_back(*part);
  }
  return pathsOf(plane, near);
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
    canvas_.strokePaths(pathsOf(plane_, piecesOf(needle.axis, 0.0, needle.axis.lengthMm())),
                        {color, 1.3 * scale_, 0.45, 0.0});
    paintSolid(needle, color, widthPx);
    paintEnds(needle, color, selected);
    if (state_.labels && !needle.within)
      paintName(needle, color, selected);
  }

 private:
  void paintSolid(const NeedleShape& needle, const Color& color, double widthPx) {
    constexpr double kLeastReachMm = 0.6;
    const double reachMm = std::max(needle.radiusMm, kLeastReachMm);
    const NeedlePath& axis = needle.axis;
    const std::vector<Path> solid =
        pathsInPlane(plane_, piecesOf(axis, 0.0, axis.lengthMm()), reachMm);
    canvas_.strokePaths(solid, {{0, 0, 0}, widthPx + 2.0 * scale_, 0.55});
    canvas_.strokePaths(solid, {color, widthPx, 0.95});
    if (!needle.active)
      return;
    const double inner = std::max(0.45 * widthPx, 1.0 * scale_);
    canvas_.strokePaths(
        pathsInPlane(plane_, piecesOf(axis, needle.active->fromMm, needle.active->toMm), reachMm),
        {palette::kActiveTip, inner, 0.95});
  }

  /// Tip: a dot with a ring. Entry: an open ring. Fainter the further they lie from the plane.
  void paintEnds(const NeedleShape& needle, const Color& color, bool selected) {
    paintMark(needle.axis.tipMm(), {needle.id, NeedlePart::Tip}, palette::kActiveTip, selected);
    paintMark(needle.entryMm, {needle.id, NeedlePart::Entry}, palette::kEntry, selected);
    if (state_.grip == NeedleGrip{needle.id, NeedlePart::Shaft})
      canvas_.strokePaths(pathsOf(plane_, piecesOf(needle.axis, 0.0, needle.axis.lengthMm())),
                          {color, 7.0 * scale_, 0.3});
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
    const Pixel tip = plane_.toPixel(needle.axis.tipMm());
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
      painter.paint(shapeOf(needle, state), palette::kNeedle);
  }
  if (const Needle* selected = state.plan.find(state.selectedNeedle))
    painter.paint(shapeOf(*selected, state), palette::kSelectedNeedle, true);
}

}  // namespace trocar::render
