#include "render/slice/slice_annotation.h"

#include "core/number_text.h"
#include "core/patients.h"
#include "planning/ablation/zones/isotherm_name.h"
#include "planning/words/names.h"
#include "render/canvas/palette.h"
#include "render/role_style.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::render {
namespace {

/// "S 91.0 mm": the patient's letter stands for the sign.
std::string positionText(char positive, char negative, double valueMm) {
  const double rounded = std::round(valueMm * 10.0) / 10.0;
  return std::string(1, rounded < 0.0 ? negative : positive) + " " +
         decimalText(std::abs(rounded)) + " mm";
}

std::string depthText(double depthMm) {
  if (std::abs(depthMm) < 0.05)
    return "at the tip";
  return decimalText(std::abs(depthMm)) +
         (depthMm > 0.0 ? " mm behind the tip" : " mm beyond the tip");
}

std::string placeText(const SceneState& state, ViewKind kind, const SlicePlane& plane) {
  const Needle* needle = state.plan.find(state.selectedNeedle);
  const std::string name = needle ? needle->id : "needle";
  const double behindTipMm =
      needle ? (needle->trajectory.target - plane.centreMm).dot(needle->trajectory.direction())
             : 0.0;
  switch (kind) {
    case ViewKind::Axial:
      return "Axial · " + positionText('S', 'I', plane.centreMm.z());
    case ViewKind::Sagittal:
      return "Sagittal · " + positionText('L', 'R', plane.centreMm.x());
    case ViewKind::Coronal:
      return "Coronal · " + positionText('P', 'A', plane.centreMm.y());
    case ViewKind::Along:
      return "Along " + name + " · rotated " + decimalText(state.rotationDeg, 0) + "°";
    case ViewKind::Across:
      return "Across " + name + " · " + depthText(behindTipMm);
    case ViewKind::Barrel:
      return "Down the barrel of " + name + " · " + depthText(behindTipMm);
    default:
      return "3-D";
  }
}

/// How far the texts of the upper left corner reach down: two lines of them down the barrel.
double cornerHeightPx(ViewKind kind, const Dress& dress) {
  return (kind == ViewKind::Barrel ? 37.0 : 20.0) * dress.scale;
}

/// The corner text, without the grey levels where the picture is too narrow for them.
std::string fittingTitle(const SceneState& state,
                         ViewKind kind,
                         const SlicePlane& plane,
                         const TextStyle& style,
                         double roomPx) {
  const std::string whole = titleOf(state, kind, plane);
  return textBox(whole, style).width <= roomPx ? whole : placeText(state, kind, plane);
}

void paintLetters(Canvas& canvas, ViewKind kind, const SlicePlane& plane, const Dress& dress) {
  const double margin = 7.0 * dress.scale;
  const double middleX = 0.5 * canvas.widthPx();
  const double middleY = 0.5 * canvas.heightPx();
  const TextStyle style{palette::kLetter, 14.0 * dress.scale, true};
  const double top = margin + cornerHeightPx(kind, dress);
  canvas.text(directionLetter(-plane.right), {margin, middleY}, Anchor::Left, style);
  canvas.text(
      directionLetter(plane.right), {canvas.widthPx() - margin, middleY}, Anchor::Right, style);
  canvas.text(directionLetter(-plane.down), {middleX, top}, Anchor::Top, style);
  canvas.text(
      directionLetter(plane.down), {middleX, canvas.heightPx() - margin}, Anchor::Bottom, style);
}

/// The longest of 1, 2, 5, 10, 20, 50 .. mm that takes less than a quarter of the picture.
double rulerLengthMm(const SlicePlane& plane) {
  const double longest = 0.25 * plane.widthPx * plane.mmPerPixel;
  double length = 1.0;
  for (double decade = 1.0; decade < 1e4; decade *= 10.0) {
    for (const double step : {1.0, 2.0, 5.0}) {
      if (step * decade <= longest)
        length = step * decade;
    }
  }
  return length;
}

void paintRuler(Canvas& canvas, const SlicePlane& plane, const Dress& dress) {
  const double s = dress.scale;
  const double lengthMm = rulerLengthMm(plane);
  const double lengthPx = lengthMm / plane.mmPerPixel;
  const Pixel left{12.0 * s, canvas.heightPx() - 14.0 * s};
  const Pixel right{left.x + lengthPx, left.y};
  std::vector<Path> lines = {{{left, right}}};
  const int ticks = 5;
  for (int i = 0; i <= ticks; ++i) {
    const double x = left.x + lengthPx * i / ticks;
    const double height = (i == 0 || i == ticks ? 7.0 : 4.0) * s;
    lines.push_back({{{x, left.y}, {x, left.y - height}}});
  }
  canvas.strokePaths(lines, {{0, 0, 0}, 3.0 * s, 0.55});
  canvas.strokePaths(lines, {palette::kText, 1.2 * s, 0.9});
  canvas.text(decimalText(lengthMm, 0) + " mm",
              {right.x + 7.0 * s, left.y},
              Anchor::Left,
              {palette::kText, 11.0 * s});
}

bool isMade(const SceneState& state) {
  const auto& remarks = state.patient->remarks;
  return std::any_of(
      remarks.begin(), remarks.end(), [](const Remark& remark) { return remark.key == kMadeCt; });
}

/// Above the ruler, where the program made the CT itself.
void paintOrigin(Canvas& canvas, const SceneState& state, const Dress& dress) {
  if (state.patient && isMade(state))
    canvas.text("CT made by the program",
                {12.0 * dress.scale, canvas.heightPx() - 34.0 * dress.scale},
                Anchor::Left,
                {palette::kText, 11.0 * dress.scale});
}

/// The colour of the view whose plane is perpendicular to this axis.
Color planeColor(Eigen::Index axis) {
  constexpr std::array<ViewKind, 3> kKinds = {
      ViewKind::Sagittal, ViewKind::Coronal, ViewKind::Axial};
  return palette::frameOf(kKinds[static_cast<std::size_t>(axis)]);
}

struct LegendLine {
  Color color;
  std::string text;
};

/// Of the moment that is shown: what was injected, not the volume of bone that it fills.
double injectedMl(const SceneState& state) {
  const double deliveredMl = state.evaluation->cement->deliveredMl;
  return std::min(state.cementMl.value_or(deliveredMl), deliveredMl);
}

/// "dextrose 5 % · 12.0 ml".
std::string fluidText(const SceneState& state, const FluidShape& fluid) {
  const auto named = std::find_if(
      state.plan.protections.begin(), state.plan.protections.end(), [&](const Protection& one) {
        return one.structure == fluid.region;
      });
  const std::string name =
      named == state.plan.protections.end() ? fluid.region : words::mediumName(named->medium);
  return name + " · " + decimalText(fluid.volumeMl) + " ml";
}

std::vector<LegendLine> legendOf(const SceneState& state, const SceneShapes& shapes) {
  std::vector<LegendLine> lines;
  if (state.zones) {
    for (const ZoneShape& zone : shapes.zones()) {
      lines.push_back(
          {zone.color,
           ablation::isothermName(zone.isothermC) + " · " + decimalText(zone.volumeMl) + " ml"});
    }
  }
  if (state.zones)
    for (const FluidShape& fluid : shapes.fluids())
      lines.push_back({palette::kFluid, fluidText(state, fluid)});
  if (state.cement && shapes.cement() && state.evaluation && state.evaluation->cement)
    lines.push_back({palette::kCement, "cement · " + decimalText(injectedMl(state)) + " ml"});
  if (!state.patient)
    return lines;
  for (const Structure* lesion : state.patient->withRole(Role::Lesion)) {
    const auto found =
        state.surfaces ? state.surfaces->find(lesion->id) : Surfaces::const_iterator();
    if (!state.surfaces || found == state.surfaces->end() || !isVisible(state, *lesion))
      continue;
    lines.push_back({styleOf(Role::Lesion).color,
                     lesion->name + " · " + decimalText(volumeMl(*found->second)) + " ml"});
  }
  return lines;
}

}  // namespace

std::string titleOf(const SceneState& state, ViewKind kind, const SlicePlane& plane) {
  std::string title = placeText(state, kind, plane);
  if (isSlice(kind))
    title += " · W " + decimalText(state.window.widthHu, 0) + " L " +
             decimalText(state.window.levelHu, 0);
  if (state.timeS && state.temperatureC) {
    title += " · at " + clockText(*state.timeS);
  }
  return title;
}

void paintFrame(Canvas& canvas, ViewKind kind, const Dress& dress) {
  const double thickness = (dress.active ? 3.0 : 2.0) * dress.scale;
  const double width = canvas.widthPx();
  const double height = canvas.heightPx();
  const Color color = palette::frameOf(kind);
  canvas.box({0.0, 0.0, width, thickness}, 0.0, {color});
  const double share = dress.active ? 0.9 : 0.25;
  const std::vector<Path> edge = {
      {{{0.5, 0.5}, {width - 0.5, 0.5}, {width - 0.5, height - 0.5}, {0.5, height - 0.5}}, true}};
  canvas.strokePaths(edge, {color, 1.0, share});
}

void annotateSlice(Canvas& canvas,
                   const SceneState& state,
                   ViewKind kind,
                   const SlicePlane& plane,
                   const Dress& dress) {
  canvas.box({0.0, 0.0, static_cast<double>(canvas.widthPx()), 30.0 * dress.scale},
             0.0,
             {{0, 0, 0}, 0.45});
  paintLetters(canvas, kind, plane, dress);
  paintRuler(canvas, plane, dress);
  paintOrigin(canvas, state, dress);
  const TextStyle style{palette::kText, 12.0 * dress.scale};
  const double roomPx = canvas.widthPx() - 36.0 * dress.scale;
  canvas.text(fittingTitle(state, kind, plane, style, roomPx),
              {10.0 * dress.scale, 9.0 * dress.scale},
              Anchor::TopLeft,
              style);
  paintFrame(canvas, kind, dress);
}

void paintCrosshair(Canvas& canvas,
                    const SceneState& state,
                    ViewKind kind,
                    const SlicePlane& plane,
                    const Dress& dress) {
  if (!state.crosshair || followsNeedle(kind))
    return;
  const Pixel at = plane.toPixel(state.crosshairMm);
  const double gap = 16.0 * dress.scale;
  Eigen::Index across = 0, down = 0;
  plane.right.cwiseAbs().maxCoeff(&across);
  plane.down.cwiseAbs().maxCoeff(&down);
  const double width = canvas.widthPx();
  const double height = canvas.heightPx();
  canvas.strokePaths({{{{at.x, 0.0}, {at.x, at.y - gap}}}, {{{at.x, at.y + gap}, {at.x, height}}}},
                     {planeColor(across), dress.scale, 0.5});
  canvas.strokePaths({{{{0.0, at.y}, {at.x - gap, at.y}}}, {{{at.x + gap, at.y}, {width, at.y}}}},
                     {planeColor(down), dress.scale, 0.5});
}

void paintLegend(Canvas& canvas,
                 const SceneState& state,
                 const SceneShapes& shapes,
                 const Dress& dress) {
  const std::vector<LegendLine> lines = legendOf(state, shapes);
  if (lines.empty() || !state.labels)
    return;
  const double s = dress.scale;
  const TextStyle style{palette::kText, 11.0 * s, false, false};
  double textWidth = 0.0;
  for (const LegendLine& line : lines)
    textWidth = std::max(textWidth, textBox(line.text, style).width);
  const double lineHeight = 17.0 * s;
  const double width = textWidth + 34.0 * s;
  const double height = lineHeight * static_cast<double>(lines.size()) + 10.0 * s;
  const Rectangle panel{
      canvas.widthPx() - width - 10.0 * s, canvas.heightPx() - height - 10.0 * s, width, height};
  canvas.box(panel, 5.0 * s, {palette::kPanel, 0.72});
  double y = panel.top + 5.0 * s + 0.5 * lineHeight;
  for (const LegendLine& line : lines) {
    canvas.box({panel.left + 9.0 * s, y - 5.0 * s, 10.0 * s, 10.0 * s}, 2.5 * s, {line.color});
    canvas.text(line.text, {panel.left + 25.0 * s, y}, Anchor::Left, style);
    y += lineHeight;
  }
}

}  // namespace trocar::render
