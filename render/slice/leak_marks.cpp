#include "render/slice/leak_marks.h"

#include "render/canvas/palette.h"

#include <cmath>
#include <string>

namespace trocar::render {
namespace {

struct LeakLook {
  bool happened = true;
  double share = 1.0;
  std::string name;
};

std::string nameOf(const cement::CementLeak& leak) {
  std::string name = "leak, " + leak.into;
  if (leak.probability)
    name += ", " + std::to_string(static_cast<int>(std::lround(100.0 * *leak.probability))) + " %";
  return name;
}

void paintDiamond(Canvas& canvas, const Pixel& at, const LeakLook& look, const Dress& dress) {
  const double half = (look.happened ? 5.5 : 4.0) * dress.scale;
  const Path diamond{
      {{at.x, at.y - half}, {at.x + half, at.y}, {at.x, at.y + half}, {at.x - half, at.y}}, true};
  if (look.happened)
    canvas.fillPaths({diamond}, {palette::kDanger, look.share});
  const Color edge = look.happened ? palette::kCement : palette::kDanger;
  canvas.strokePaths({diamond}, {edge, 1.2 * dress.scale, look.share});
  if (look.share <= 0.6)
    return;
  const TextStyle style{palette::kDanger, 11.0 * dress.scale};
  const Rectangle text = textBox(look.name, style);
  const double margin = 4.0 * dress.scale;
  const double left = at.x + 1.8 * half;
  const double height = 16.0 * dress.scale;
  canvas.box({left - margin, at.y - 0.5 * height, text.width + 2.0 * margin, height},
             3.0 * dress.scale,
             {palette::kPanel, 0.8});
  canvas.text(look.name, {left, at.y}, Anchor::Left, style);
}

/// A stroke along a way, piece by piece: in a slice each is as strong as it is near the plane.
struct Stroke {
  Color color;
  double widthPx = 1.0;
  double opacity = 1.0;
};
void paintPath(Canvas& canvas,
               const std::vector<Vec3>& pathMm,
               const ToDisplay& toDisplay,
               const Strength& strength,
               const Stroke& stroke) {
  for (std::size_t n = 1; n < pathMm.size(); ++n) {
    const auto from = toDisplay(pathMm[n - 1]);
    const auto to = toDisplay(pathMm[n]);
    const double share = strength(0.5 * (pathMm[n - 1] + pathMm[n]));
    if (from && to && share > 0.0)
      canvas.strokePaths({{{*from, *to}}}, {stroke.color, stroke.widthPx, stroke.opacity * share});
  }
}

/// The way on a dark rim, with a dot where it ends.
void paintRoute(Canvas& canvas,
                const cement::CementLeak& leak,
                const ToDisplay& toDisplay,
                const Strength& strength,
                const LeakLook& look,
                const Dress& dress) {
  const double width = (look.happened ? 2.2 : 1.3) * dress.scale;
  const double opacity = look.happened ? 1.0 : 0.55;
  if (look.happened)
    paintPath(
        canvas, leak.pathMm, toDisplay, strength, {{0, 0, 0}, width + 2.0 * dress.scale, 0.45});
  paintPath(canvas, leak.pathMm, toDisplay, strength, {palette::kDanger, width, opacity});
  if (leak.pathMm.empty())
    return;
  const auto end = toDisplay(leak.pathMm.back());
  const double share = strength(leak.pathMm.back());
  if (end && share > 0.0)
    canvas.disc(*end, 1.4 * width, {palette::kDanger, opacity * share});
}

}  // namespace

void paintLeaks(Canvas& canvas,
                const SceneState& state,
                const ToDisplay& toDisplay,
                const Strength& strength,
                const Dress& dress) {
  if (!state.cement || !state.evaluation || !state.evaluation->cement)
    return;
  for (const cement::CementLeak& leak : state.evaluation->cement->leaks) {
    LeakLook look;
    look.happened = leak.volumeMl > 0.0;
    if (look.happened && state.cementMl && *state.cementMl < leak.firstAtMl)
      continue;
    look.name = nameOf(leak);
    look.share = strength(leak.atMm);
    paintRoute(canvas, leak, toDisplay, strength, look, dress);
    const auto at = toDisplay(leak.atMm);
    if (at && look.share > 0.0)
      paintDiamond(canvas, *at, look, dress);
  }
}

}  // namespace trocar::render
