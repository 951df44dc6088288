#include "app/gui/views/view_mouse.h"

#include "app/drawing_edits.h"
#include "app/gui/views/view_pane.h"
#include "app/needle_edits.h"
#include "app/treatment_edits.h"
#include "core/json/json_values.h"

#include <QMouseEvent>
#include <QWheelEvent>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace trocar::gui {
namespace {

constexpr double kNotchDeg8 = 120.0;  ///< One notch of a wheel, in Qt's eighths of a degree.
constexpr double kHuPerPx = 3.0;

std::string_view verbFor(render::NeedlePart part) {
  if (part == render::NeedlePart::Tip)
    return "Move tip, ";
  return part == render::NeedlePart::Entry ? "Move entry, " : "Move ";
}

}  // namespace

ViewMouse::ViewMouse(ViewPane& pane, app::Document& document, Runner& runner)
    : pane_(pane), document_(document), runner_(runner) {}

ViewMouse::Gesture ViewMouse::gestureFor(const QMouseEvent& event) const {
  const bool slice = render::isSlice(pane_.view().kind());
  const bool pacs = document_.view().mouse == app::MouseScheme::Pacs;
  if (slice && document_.view().brush && event.button() == Qt::LeftButton)
    return Gesture::Paint;
  if (slice && document_.view().brush && event.button() == Qt::RightButton)
    return Gesture::Erase;
  if (slice && document_.view().drawing) {
    if (const Gesture gesture = drawingGesture(event); gesture != Gesture::None)
      return gesture;
  }
  switch (event.button()) {
    case Qt::LeftButton:
      if (!slice)
        return Gesture::Orbit;
      return pacs ? Gesture::Window : Gesture::Crosshair;
    case Qt::RightButton:
      return slice && !pacs ? Gesture::Window : Gesture::Zoom;
    case Qt::MiddleButton:
      return Gesture::Pan;
    default:
      return Gesture::None;
  }
}

void ViewMouse::press(const QMouseEvent& event) {
  if (!document_.isOpen())
    return;
  app::ViewState state = document_.view();
  state.active = pane_.index();
  document_.setView(state);
  last_ = event.position();
  moved_ = false;
  button_ = event.button();
  gesture_ = gestureFor(event);
  const render::Pixel pixel = pane_.pixelAt(event.position());
  if (gesture_ == Gesture::Paint || gesture_ == Gesture::Erase)
    brushAt(pixel);
  else if (gesture_ == Gesture::Draw)
    drawAt(pixel, true);
  else if (gesture_ == Gesture::Place)
    placeAt(pixel);
  else if (event.button() == Qt::LeftButton && startLandmark(pixel))
    gesture_ = Gesture::Landmark;
  else if (event.button() == Qt::LeftButton && startNeedle(pixel))
    gesture_ = Gesture::Needle;
  else if (gesture_ == Gesture::Crosshair)
    putCrosshair(pixel);
}

bool ViewMouse::startNeedle(const render::Pixel& pixel) {
  if (document_.view().place == app::Place::Conference)
    return false;
  const std::optional<render::Pick> pick = pane_.view().pickAt(pixel);
  if (!pick || !pick->grip)
    return false;
  const Needle* needle = document_.plan().find(pick->grip->needle);
  if (!needle)
    return false;
  app::select(document_, needle->id);
  if (needle->locked) {
    document_.tell(app::Notice::Kind::Problem,
                   app::nameOf(*needle) + " is locked: press L to unlock it.");
    return false;
  }
  grip_ = pick->grip;
  before_ = document_.history().current();
  previewed_ = false;
  const Vec3 depth = grip_->part == render::NeedlePart::Tip     ? needle->trajectory.target
                     : grip_->part == render::NeedlePart::Entry ? needle->trajectory.entry
                                                                : pick->pointMm;
  grabbedMm_ = pane_.view().displayToPatient(pixel, depth);
  return true;
}

void ViewMouse::dragNeedle(const render::Pixel& pixel) {
  if (previewed_ && !document_.previewing()) {  // Given up with Esc.
    gesture_ = Gesture::None;
    grip_.reset();
    return;
  }
  const Vec3 by = pane_.view().displayToPatient(pixel, grabbedMm_) - grabbedMm_;
  const Plan next = app::movingBy(document_, grip_->needle, grip_->part, by)(before_);
  const Trajectory& trajectory = next.find(grip_->needle)->trajectory;
  const Grid& grid = document_.patient().ct.grid();
  if (trajectory.lengthMm() < 1.0 || !grid.contains(trajectory.target))
    return;
  document_.preview(next);
  previewed_ = true;
  if (grip_->part == render::NeedlePart::Entry)
    return;
  app::ViewState state = document_.view();
  state.crosshairMm = trajectory.target;
  document_.setView(state);
}

void ViewMouse::dropNeedle() {
  if (document_.previewing()) {
    const Plan plan = document_.plan();
    document_.commit(std::string(verbFor(grip_->part)) + app::nameOf(*plan.find(grip_->needle)),
                     plan);
  }
  grip_.reset();
}

bool ViewMouse::startLandmark(const render::Pixel& pixel) {
  const std::optional<render::Pick> pick = pane_.view().pickAt(pixel);
  if (!pick || pick->landmark.empty())
    return false;
  grabbedMm_ = pane_.view().displayToPatient(pixel, pick->pointMm);
  app::ViewState state = document_.view();
  state.held = app::HeldLandmark{pick->landmark, pick->pointMm};
  heldFromMm_ = pick->pointMm;
  document_.setView(state);
  return true;
}

/// In a slice the landmark keeps its depth.
void ViewMouse::dragLandmark(const render::Pixel& pixel) {
  app::ViewState state = document_.view();
  if (!state.held) {  // Given up with Esc.
    gesture_ = Gesture::None;
    return;
  }
  state.held->pointMm = heldFromMm_ + pane_.view().displayToPatient(pixel, grabbedMm_) - grabbedMm_;
  document_.setView(state);
}

void ViewMouse::dropLandmark() {
  app::ViewState state = document_.view();
  const std::optional<app::HeldLandmark> held = std::exchange(state.held, std::nullopt);
  document_.setView(state);
  if (held && moved_)
    runner_.run("move-landmark",
                {{"landmark", held->id}, {"atMm", json_values::point(held->pointMm)}});
}

/// Puts the brush there and, while a button is down, paints or erases on the way to it.
void ViewMouse::brushAt(const render::Pixel& pixel) {
  app::ViewState state = document_.view();
  const Vec3 from = state.brush->atMm.value_or(Vec3::Zero());
  const Vec3 to = pane_.view().displayToPatient(pixel);
  state.brush->atMm = to;
  document_.setView(state);
  if (gesture_ == Gesture::None)
    return;
  const app::Brush& brush = *state.brush;
  const Plan& plan = document_.plan();
  const double stepMm = 0.5 * brush.radiusMm;
  const int steps = moved_ ? std::max(1, static_cast<int>((to - from).norm() / stepMm)) : 1;
  Plan next = plan;
  for (int step = 1; step <= steps; ++step) {
    const PaintedBall ball{moved_ ? Vec3(from + (to - from) * step / steps) : to, brush.radiusMm};
    next = gesture_ == Gesture::Paint
               ? app::withPainted(std::move(next), brush.region, brush.medium, ball)
               : app::withErased(std::move(next), brush.region, ball);
  }
  if (next != plan)
    document_.preview(std::move(next));
}

void ViewMouse::dropBrush() {
  const std::optional<app::Brush>& brush = document_.view().brush;
  if (!brush || !document_.previewing())
    return;
  const Plan plan = document_.plan();
  document_.commit(gesture_ == Gesture::Paint ? app::paintLabel(brush->medium) : app::kEraseLabel,
                   plan);
}

/// Left draws; right takes away with what left paints with. The other tools take places by clicks.
ViewMouse::Gesture ViewMouse::drawingGesture(const QMouseEvent& event) const {
  using Kind = app::DrawingTool::Kind;
  const Kind kind = document_.view().drawing->kind;
  const bool strokes = kind == Kind::Brush || kind == Kind::Eraser;
  if (event.button() == Qt::LeftButton)
    return strokes ? Gesture::Draw : Gesture::Place;
  return event.button() == Qt::RightButton && strokes ? Gesture::Draw : Gesture::None;
}

/// Begins a stroke or takes it on; what it will leave is shown meanwhile.
void ViewMouse::drawAt(const render::Pixel& pixel, bool begins) {
  app::ViewState state = document_.view();
  if (!state.drawing)  // Given up with Esc.
    return;
  app::DrawingTool& tool = *state.drawing;
  const Vec3 at = pane_.view().displayToPatient(pixel);
  tool.atMm = at;
  if (begins) {
    tool.stroke = {{at}, tool.radiusMm, std::nullopt, tool.withinHu};
    if (!tool.ball)
      tool.stroke.sliceNormal = pane_.view().towardsViewer();
    tool.erasing = tool.kind == app::DrawingTool::Kind::Eraser || button_ == Qt::RightButton;
  } else if (!tool.stroke.pathMm.empty() &&
             (tool.stroke.pathMm.back() - at).norm() >= 0.25 * tool.radiusMm) {
    tool.stroke.pathMm.push_back(at);
  }
  document_.setView(state);
}

void ViewMouse::dropStroke() {
  app::ViewState state = document_.view();
  if (!state.drawing)
    return;
  const app::DrawingTool tool = *state.drawing;
  nlohmann::json path = nlohmann::json::array();
  for (const Vec3& point : tool.stroke.pathMm)
    path.push_back(nlohmann::json(json_values::point(point)));
  nlohmann::json arguments = {
      {"structure", tool.structure}, {"pathMm", path}, {"erase", tool.erasing}};
  if (tool.stroke.sliceNormal)
    arguments["sliceNormal"] = json_values::point(*tool.stroke.sliceNormal);
  runner_.run("draw-stroke", arguments);
  state = document_.view();
  if (state.drawing)
    state.drawing->stroke = {};  // Also where nothing changed, or it was refused.
  document_.setView(state);
}

/// A click of the tools that work on places. Two make a split, one lets a structure grow.
void ViewMouse::placeAt(const render::Pixel& pixel) {
  using Kind = app::DrawingTool::Kind;
  app::ViewState state = document_.view();
  app::DrawingTool& tool = *state.drawing;
  const Vec3 at = pane_.view().displayToPatient(pixel);
  tool.atMm = at;
  if (tool.kind == Kind::Lesion)
    tool.placesMm.clear();
  tool.placesMm.push_back(at);
  state.crosshairMm = at;
  const Kind kind = tool.kind;
  const bool both = kind == Kind::Split && tool.placesMm.size() == 2;
  nlohmann::json places = nlohmann::json::array();
  for (const Vec3& place : tool.placesMm)
    places.push_back(nlohmann::json(json_values::point(place)));
  if (kind == Kind::Grow || both)
    tool.placesMm.clear();
  const std::string structure = tool.structure;
  document_.setView(state);
  if (kind == Kind::Grow)
    runner_.run("draw-grow", {{"structure", structure}, {"atMm", json_values::point(at)}});
  else if (both)
    runner_.run("draw-split", {{"structure", structure}, {"placesMm", places}});
}

void ViewMouse::moveDrawingTool(const render::Pixel& pixel) {
  app::ViewState state = document_.view();
  state.drawing->atMm = pane_.view().displayToPatient(pixel);
  document_.setView(state);
}

void ViewMouse::sizeBrush(double notches) {
  app::ViewState state = document_.view();
  if (state.drawing) {
    state.drawing->radiusMm =
        std::clamp(state.drawing->radiusMm + 0.5 * notches, app::kLeastDrawnMm, app::kMostDrawnMm);
    return document_.setView(state);
  }
  state.brush->radiusMm = std::clamp(
      std::round(state.brush->radiusMm + notches), app::kLeastBrushMm, app::kMostBrushMm);
  document_.setView(state);
}

void ViewMouse::move(const QMouseEvent& event) {
  if (!document_.isOpen())
    return;
  const render::Pixel pixel = pane_.pixelAt(event.position());
  const QPointF by = (event.position() - last_) * pane_.devicePixelRatioF();
  moved_ = moved_ || by.manhattanLength() > 2.0;
  switch (gesture_) {
    case Gesture::Paint:
    case Gesture::Erase:
      if (document_.view().brush)  // Else given up with Esc.
        brushAt(pixel);
      return;
    case Gesture::Draw:
      return drawAt(pixel, false);
    case Gesture::Place:
      return;
    case Gesture::None:
      if (document_.view().drawing && render::isSlice(pane_.view().kind()))
        moveDrawingTool(pixel);
      if (document_.view().brush && render::isSlice(pane_.view().kind()))
        brushAt(pixel);
      if (event.modifiers() & Qt::ShiftModifier)
        putCrosshair(pixel);
      return hover(pixel);
    case Gesture::Needle:
      if (moved_)
        dragNeedle(pixel);
      return;
    case Gesture::Landmark:
      if (moved_)
        dragLandmark(pixel);
      return;
    case Gesture::Crosshair:
      return putCrosshair(pixel);
    case Gesture::Window:
      dragWindow(by);
      last_ = event.position();
      return;
    case Gesture::Pan:
      pane_.view().pan(by.x(), by.y());
      break;
    case Gesture::Zoom:
      pane_.view().zoom(std::exp(-0.01 * by.y()), pixel);
      break;
    case Gesture::Orbit:
      pane_.view().orbit(by.x(), by.y());
      break;
  }
  last_ = event.position();
  pane_.setCameraMoving(moved_);
  pane_.redraw();
}

void ViewMouse::release(const QMouseEvent& event) {
  if (gesture_ == Gesture::Needle)
    dropNeedle();
  else if (gesture_ == Gesture::Landmark)
    dropLandmark();
  else if (gesture_ == Gesture::Paint || gesture_ == Gesture::Erase)
    dropBrush();
  else if (gesture_ == Gesture::Draw)
    dropStroke();
  else if (gesture_ == Gesture::Place)
    ;  // Done when it was pressed.
  else if (!moved_ && event.button() == Qt::LeftButton && document_.isOpen())
    click(pane_.pixelAt(event.position()));
  gesture_ = Gesture::None;
  pane_.setCameraMoving(false);
  pane_.redraw();
}

void ViewMouse::click(const render::Pixel& pixel) {
  if (render::isSlice(pane_.view().kind()))
    return putCrosshair(pixel);
  const std::optional<render::Pick> pick = pane_.view().pickAt(pixel);
  if (pick && !pick->grip && pick->landmark.empty())
    runner_.run("crosshair", {{"atMm", json_values::point(pick->pointMm)}});
}

void ViewMouse::doubleClick(const QMouseEvent& event) {
  gesture_ = Gesture::None;
  if (event.button() == Qt::LeftButton)
    runner_.run("maximise", {{"pane", pane_.index()}});
}

void ViewMouse::wheel(const QWheelEvent& event) {
  if (!document_.isOpen())
    return;
  const double notches = event.angleDelta().y() / kNotchDeg8;
  const bool zooms =
      event.modifiers() & Qt::ControlModifier || !render::isSlice(pane_.view().kind());
  if (zooms) {
    pane_.view().zoom(std::pow(1.15, notches), pane_.pixelAt(event.position()));
    return pane_.redraw();
  }
  const bool sizes = document_.view().brush || document_.view().drawing;
  if (sizes && event.modifiers() & Qt::ShiftModifier)
    return sizeBrush(notches);
  const double slices = event.modifiers() & Qt::ShiftModifier ? 5.0 * notches : notches;
  runner_.run("scroll", {{"pane", pane_.index()}, {"slices", slices}});
}

void ViewMouse::dragWindow(const QPointF& byPx) {
  app::ViewState state = document_.view();
  state.window.widthHu = std::clamp(state.window.widthHu + kHuPerPx * byPx.x(), 1.0, 6000.0);
  state.window.levelHu = std::clamp(state.window.levelHu - kHuPerPx * byPx.y(), -1500.0, 3500.0);
  document_.setView(state);
}

void ViewMouse::hover(const render::Pixel& pixel) {
  const std::optional<render::Pick> pick = pane_.view().pickAt(pixel);
  const bool over = pick && (pick->grip || !pick->landmark.empty());
  pane_.setCursor(over                                   ? Qt::OpenHandCursor
                  : render::isSlice(pane_.view().kind()) ? Qt::CrossCursor
                                                         : Qt::ArrowCursor);
}

void ViewMouse::putCrosshair(const render::Pixel& pixel) {
  if (!render::isSlice(pane_.view().kind()))
    return;
  runner_.run("crosshair", {{"atMm", json_values::point(pane_.view().displayToPatient(pixel))}});
}

}  // namespace trocar::gui
