#include "render/body/body_overlay.h"

#include "render/body/proposals.h"
#include "render/canvas/callout.h"
#include "render/canvas/palette.h"
#include "render/slice/marks.h"
#include "render/slice/strain_layer.h"

#include <algorithm>
#include <cmath>

namespace trocar::render {
namespace {

class OverlayPainter {
 public:
  OverlayPainter(Canvas& canvas,
                 const SceneState& state,
                 const ToDisplay& toDisplay,
                 const Dress& dress)
      : canvas_(canvas), state_(state), toDisplay_(toDisplay), scale_(dress.scale) {}

  /// Rings at the ends of the selected needle, filled dot at the tip.
  void paintHandles() {
    const Needle* needle = state_.plan.find(state_.selectedNeedle);
    if (!needle || !state_.needles)
      return;
    paintHandle(needle->trajectory.target, {needle->id, NeedlePart::Tip}, palette::kActiveTip);
    paintHandle(needle->trajectory.entry, {needle->id, NeedlePart::Entry}, palette::kEntry);
  }

  /// The level's name at the side of each vertebra that is seen.
  void paintLevels() {
    if (!state_.patient || !state_.surfaces)
      return;
    for (const Structure* vertebra : state_.patient->withRole(Role::Vertebra)) {
      const auto surface = state_.surfaces->find(vertebra->id);
      if (surface != state_.surfaces->end() && isVisible(state_, *vertebra))
        paintLevel(*vertebra, *surface->second);
    }
  }

  /// What an empty picture waits for.
  void paintWaiting() {
    if (!state_.patient || state_.surfaces || state_.patient->structures.empty())
      return;
    canvas_.text("Making the surfaces of " + std::to_string(state_.patient->structures.size()) +
                     " structures …",
                 {0.5 * canvas_.widthPx(), 0.5 * canvas_.heightPx()},
                 Anchor::Centre,
                 {palette::kQuietText, 13.0 * scale_});
  }

  /// The numbers beside the selected needle, off the line of the shaft, with a thin leader to the
  /// tip.
  void paintCallout() {
    const Needle* needle = state_.plan.find(state_.selectedNeedle);
    const auto lines = needle ? calloutOf(state_, needle->id) : std::vector<CalloutLine>();
    const auto tip = needle ? toDisplay_(needle->trajectory.target) : std::nullopt;
    const auto entry = needle ? toDisplay_(needle->trajectory.entry) : std::nullopt;
    if (lines.empty() || !tip || !entry)
      return;
    const TextStyle style{palette::kText, 12.0 * scale_, false, false};
    double width = 0.0;
    for (const CalloutLine& line : lines)
      width = std::max(width, textBox(line.text, style).width);
    const double lineHeight = 18.0 * scale_;
    Rectangle box{0,
                  0,
                  width + 20.0 * scale_,
                  lineHeight * static_cast<double>(lines.size()) + 10.0 * scale_};
    placeBeside(box, *tip, *entry);
    const Pixel corner{std::clamp(tip->x, box.left, box.left + box.width),
                       std::clamp(tip->y, box.top, box.top + box.height)};
    canvas_.strokePaths({{{*tip, corner}}}, {palette::kText, 1.0 * scale_, 0.45});
    canvas_.box(box, 5.0 * scale_, {palette::kPanel, 0.66});
    double y = box.top + 5.0 * scale_ + 0.5 * lineHeight;
    for (const CalloutLine& line : lines) {
      TextStyle colored = style;
      colored.color = line.color;
      canvas_.text(line.text, {box.left + 10.0 * scale_, y}, Anchor::Left, colored);
      y += lineHeight;
    }
  }

  void paintCube(const Outlook& outlook) {
    const double half = 15.0 * scale_;
    const Pixel centre{canvas_.widthPx() - 38.0 * scale_, 44.0 * scale_};
    const auto project = [&](const Vec3& v) {
      return Pixel{centre.x + half * v.dot(outlook.right), centre.y - half * v.dot(outlook.up)};
    };
    constexpr const char* kNames[3][2] = {{"R", "L"}, {"A", "P"}, {"I", "S"}};
    for (int axis = 0; axis < 3; ++axis) {
      for (int sign = 0; sign < 2; ++sign) {
        const Vec3 normal = (sign ? 1.0 : -1.0) * Vec3::Unit(axis);
        const double facing = normal.dot(outlook.towardsViewer);
        if (facing <= 0.02)
          continue;
        const Vec3 u = Vec3::Unit((axis + 1) % 3), v = Vec3::Unit((axis + 2) % 3);
        const Path face{{project(normal + u + v),
                         project(normal - u + v),
                         project(normal - u - v),
                         project(normal + u - v)},
                        true};
        canvas_.fillPaths({face}, {mix({30, 36, 44}, {96, 110, 128}, facing), 0.92});
        canvas_.strokePaths({face}, {{150, 164, 182}, 1.0 * scale_, 0.8});
        if (facing > 0.3)
          canvas_.text(kNames[axis][sign],
                       project(normal),
                       Anchor::Centre,
                       {palette::kLetter, std::round((9.0 + 4.0 * facing) * scale_), true, false});
      }
    }
  }

 private:
  void paintHandle(const Vec3& atMm, const NeedleGrip& grip, const Color& color) {
    const auto at = toDisplay_(atMm);
    if (!at)
      return;
    const double radius = (state_.grip == grip ? 9.0 : 6.0) * scale_;
    const std::vector<Path> ring = circlePath(*at, radius);
    canvas_.strokePaths(ring, {{0, 0, 0}, 3.4 * scale_, 0.4});
    canvas_.strokePaths(ring, {color, 1.6 * scale_, 0.9});
    if (grip.part == NeedlePart::Tip)
      canvas_.disc(*at, 1.8 * scale_, {color});
  }

  /// At the left end of the vertebra on the screen.
  void paintLevel(const Structure& vertebra, const Mesh& mesh) {
    constexpr std::size_t kEvery = 97;
    double left = 1e9, low = 1e9, high = -1e9;
    for (std::size_t i = 0; i < mesh.pointsMm.size(); i += kEvery) {
      const auto& p = mesh.pointsMm[i];
      const auto at = toDisplay_(Vec3(p[0], p[1], p[2]));
      if (!at)
        return;
      left = std::min(left, at->x);
      low = std::min(low, at->y);
      high = std::max(high, at->y);
    }
    if (high < 40.0 * scale_ || low > canvas_.heightPx() - 12.0 * scale_)
      return;
    const double x = std::max(left - 10.0 * scale_, 30.0 * scale_);
    canvas_.text(vertebra.name,
                 {x, 0.5 * (low + high)},
                 Anchor::Right,
                 {palette::kQuietText, 12.0 * scale_, true});
  }

  /// Away from the shaft, on the side with more room, inside the picture.
  void placeBeside(Rectangle& box, const Pixel& tip, const Pixel& entry) const {
    const double length = std::max(std::hypot(tip.x - entry.x, tip.y - entry.y), 1.0);
    const double reach = 70.0 * scale_;
    Pixel off{(tip.y - entry.y) / length * reach, -(tip.x - entry.x) / length * reach};
    if (off.y > 0.0)
      off = {-off.x, -off.y};
    box.left = tip.x + off.x - (off.x < 0.0 ? box.width : 0.0);
    box.top = tip.y + off.y - box.height;
    const double margin = 8.0 * scale_;
    box.left =
        std::clamp(box.left, margin, std::max(margin, canvas_.widthPx() - box.width - margin));
    box.top = std::clamp(
        box.top, 34.0 * scale_, std::max(34.0 * scale_, canvas_.heightPx() - box.height - margin));
  }

  Canvas& canvas_;
  const SceneState& state_;
  const ToDisplay& toDisplay_;
  double scale_;
};

/// The map of compression takes the place of cement and lesions in 3-D.
SceneState asTheMapShows(SceneState state) {
  state.cement = false;
  if (state.patient)
    for (const Structure* lesion : state.patient->withRole(Role::Lesion))
      state.appearance[lesion->id].visible = false;
  return state;
}

}  // namespace

void paintBodyOverlay(Canvas& canvas,
                      const SceneState& state,
                      const SceneShapes& shapes,
                      const Outlook& outlook,
                      const Dress& dress) {
  const ToDisplay& toDisplay = outlook.toDisplay;
  OverlayPainter painter(canvas, state, toDisplay, dress);
  painter.paintWaiting();
  if (state.labels)
    painter.paintLevels();
  painter.paintHandles();
  paintProposals(
      canvas, state, toDisplay, [](const Vec3&) { return 1.0; }, dress);
  paintMarks(
      canvas, state, toDisplay, [](const Vec3&) { return 1.0; }, LandmarkNames::Held, dress);
  if (state.labels)
    painter.paintCallout();
  paintLegend(canvas, state.strainRatio ? asTheMapShows(state) : state, shapes, dress);
  paintStrainScale(canvas, state, ScaleCorner::Left, dress);
  painter.paintCube(outlook);
  const std::string title = titleOf(state, ViewKind::ThreeD, {});
  const double letters = static_cast<double>(title.size());
  canvas.box({4.0 * dress.scale,
              5.0 * dress.scale,
              (12.0 + 7.0 * letters) * dress.scale,
              22.0 * dress.scale},
             4.0 * dress.scale,
             {{0, 0, 0}, 0.35});
  canvas.text(title,
              {10.0 * dress.scale, 9.0 * dress.scale},
              Anchor::TopLeft,
              {palette::kText, 12.0 * dress.scale});
  paintFrame(canvas, ViewKind::ThreeD, dress);
}

}  // namespace trocar::render
