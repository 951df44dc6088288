#include "render/view.h"

#include "core/angle.h"
#include "render/body/body_overlay.h"
#include "render/body/body_scene.h"
#include "render/canvas/canvas_actor.h"
#include "render/canvas/palette.h"
#include "render/picking.h"
#include "render/slice/slice_frame.h"
#include "render/slice/slice_picture.h"

#include <Eigen/Geometry>
#include <vtkCallbackCommand.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::render {
namespace {

/// Degrees of turn for a drag over a pixel.
constexpr double kOrbitDegPerPx = 0.4;

/// The same voxels, whatever its levels are called.
bool isSameCt(const std::shared_ptr<const Case>& one, const std::shared_ptr<const Case>& other) {
  return one == other || (one && other && one->ct.data() == other->ct.data());
}

/// The state without what a view of this kind does not draw.
SceneState asDrawn(ViewKind kind, SceneState state) {
  const SceneState plain;
  if (kind != ViewKind::Along)
    state.rotationDeg = plain.rotationDeg;
  if (kind != ViewKind::Across && kind != ViewKind::Barrel)
    state.depthMm = plain.depthMm;
  if (isSlice(kind)) {
    state.slicesIn3d = plain.slicesIn3d;
    state.seeThrough = plain.seeThrough;
  } else {
    state.window = plain.window;
    state.brush = plain.brush;
    state.drawing = plain.drawing;
    state.outlines = plain.outlines;
  }
  if (followsNeedle(kind) || (!isSlice(kind) && !state.slicesIn3d && !state.strainRatio))
    state.crosshairMm = plain.crosshairMm;
  if (followsNeedle(kind) || !isSlice(kind))
    state.crosshair = plain.crosshair;
  return state;
}

Vec3 directionFrom(Viewpoint viewpoint) {
  switch (viewpoint) {
    case Viewpoint::Anterior:
      return {0, -1, 0};
    case Viewpoint::Posterior:
      return {0, 1, 0};
    case Viewpoint::Left:
      return {1, 0, 0};
    case Viewpoint::Right:
      return {-1, 0, 0};
    case Viewpoint::Superior:
      return {0, 0, 1};
    case Viewpoint::Inferior:
      return {0, 0, -1};
    case Viewpoint::LeftPosterior:
      return Vec3(0.95, 0.72, 0.16).normalized();
    case Viewpoint::RightPosterior:
      return Vec3(-0.95, 0.72, 0.16).normalized();
  }
  return {0, -1, 0};
}

}  // namespace

struct View::Implementation {
  explicit Implementation(ViewKind viewKind) : kind(viewKind) {
    vtkRenderer& target = renderer();
    actor.addTo(isSlice(kind) ? *flat : *over);
    over->SetLayer(1);
    over->InteractiveOff();
    started->SetClientData(this);
    started->SetCallback([](vtkObject*, unsigned long, void* self, void*) {
      static_cast<Implementation*>(self)->paint();
    });
    target.AddObserver(vtkCommand::StartEvent, started);
  }
  ~Implementation() { renderer().RemoveObserver(started); }

  vtkRenderer& renderer() { return kind == ViewKind::ThreeD ? body.renderer() : *flat; }
  int widthPx() const { return window ? std::max(1, window->GetSize()[0]) : 1; }
  int heightPx() const { return window ? std::max(1, window->GetSize()[1]) : 1; }

  SlicePlane plane() const {
    const SliceFrame frame = sliceFrame(kind, state).value_or(SliceFrame{state.crosshairMm});
    const SliceZoom used = zoom ? *zoom : fittingZoom(kind, state, region, widthPx(), heightPx());
    return slicePlane(frame, used, widthPx(), heightPx());
  }

  Outlook outlook() const {
    const Camera camera = body.camera();
    const Vec3 back = (camera.positionMm - camera.focusMm).normalized();
    const Vec3 right = camera.up.cross(back).normalized();
    return {right, back.cross(right), back, {}};
  }

  /// Of the 3-D camera: millimetres a pixel at a distance in front of it.
  double mmPerPixelAt(double distanceMm) const {
    return 2.0 * distanceMm *
           std::tan(0.5 * Angle::fromDegrees(body.camera().viewAngleDeg).radians()) / heightPx();
  }

  std::optional<Pixel> project(const Vec3& pointMm) const {
    if (isSlice(kind))
      return plane().toPixel(pointMm);
    const Camera camera = body.camera();
    const Outlook axes = outlook();
    const Vec3 offset = pointMm - camera.positionMm;
    const double depth = -offset.dot(axes.towardsViewer);
    if (depth < 1.0)
      return {};
    const double mm = mmPerPixelAt(depth);
    return Pixel{0.5 * widthPx() + offset.dot(axes.right) / mm,
                 0.5 * heightPx() - offset.dot(axes.up) / mm};
  }

  Vec3 pointAt(const Pixel& pixel, const Vec3& throughMm) const {
    if (isSlice(kind)) {
      const SlicePlane now = plane();
      return now.toPatient(pixel) + now.distanceMm(throughMm) * now.towardsViewer();
    }
    const Camera camera = body.camera();
    const Outlook axes = outlook();
    const double depth = std::max(1.0, (camera.positionMm - throughMm).dot(axes.towardsViewer));
    const double mm = mmPerPixelAt(depth);
    return camera.positionMm - depth * axes.towardsViewer +
           (pixel.x - 0.5 * widthPx()) * mm * axes.right -
           (pixel.y - 0.5 * heightPx()) * mm * axes.up;
  }

  bool isStale() const {
    if (!window)
      return false;
    return changed || (isSlice(kind) ? plane() != painted
                                     : !aimed || body.camera() != seenFrom || sizePx() != seenPx);
  }

  std::array<int, 2> sizePx() const { return {widthPx(), heightPx()}; }

  ToDisplay toDisplay() const {
    return [this](const Vec3& pointMm) { return project(pointMm); };
  }

  void paint() {
    if (!window)
      return;
    if (isSlice(kind))
      paintFlat();
    else
      paintBody();
  }

  void paintFlat() {
    const SlicePlane now = plane();
    if (!changed && now == painted)
      return;
    if (followsNeedle(kind) && !selectedNeedle(state))
      paintNothing();
    else
      actor.show(slice.paint(state, kind, now, dress));
    painted = now;
    changed = false;
  }

  /// A view that follows a needle, and there is none.
  void paintNothing() {
    Canvas canvas(widthPx(), heightPx());
    canvas.fill(palette::kBackground);
    canvas.text("Select a needle",
                {0.5 * widthPx(), 0.5 * heightPx()},
                Anchor::Centre,
                {palette::kQuietText, 14.0 * dress.scale});
    actor.show(canvas);
  }

  void paintBody() {
    if (!isStale())
      return;
    if (changed)
      body.show(state);
    changed = false;
    if (!aimed && state.patient && state.surfaces && !state.surfaces->empty()) {
      body.setCamera(cameraFrom(start));
      aimed = true;
    }
    body.openStrain(state);
    body.renderer().ResetCameraClippingRange();
    if (overlay.widthPx() != widthPx() || overlay.heightPx() != heightPx())
      overlay = Canvas(widthPx(), heightPx());
    overlay.clear();
    Outlook seen = outlook();
    seen.toDisplay = toDisplay();
    paintBodyOverlay(overlay, state, body.shapes(), seen, dress);
    actor.show(overlay);
    seenFrom = body.camera();
    seenPx = sizePx();
  }

  Camera cameraFrom(Viewpoint viewpoint) const {
    constexpr double kRoom = 0.80;
    const BodyScene::Extent extent = body.extent();
    Camera camera;
    camera.focusMm = extent.centreMm;
    const double narrow = std::min(1.0, static_cast<double>(widthPx()) / heightPx());
    const double distance = kRoom * extent.radiusMm /
                            std::sin(0.5 * Angle::fromDegrees(camera.viewAngleDeg).radians()) /
                            std::max(narrow, 0.3);
    const Vec3 direction = directionFrom(viewpoint);
    camera.positionMm = camera.focusMm + distance * direction;
    camera.up = std::abs(direction.z()) > 0.9 ? Vec3(0, -1, 0) : Vec3(0, 0, 1);
    return camera;
  }

  ViewKind kind;
  vtkRenderWindow* window = nullptr;
  BodyScene body;
  vtkNew<vtkRenderer> flat;
  vtkNew<vtkRenderer> over;  ///< Of what lies over the 3-D picture.
  CanvasActor actor;
  SlicePicture slice;
  Canvas overlay{1, 1};
  vtkNew<vtkCallbackCommand> started;
  SceneState state;
  Dress dress;
  Box region;                     ///< Of the case, for a first picture.
  std::optional<SliceZoom> zoom;  ///< Empty while everything is in the picture.
  SlicePlane painted;
  Camera seenFrom;
  std::array<int, 2> seenPx{};
  bool changed = true;
  Viewpoint start = Viewpoint::LeftPosterior;  ///< Of the camera while it is not aimed.
  bool aimed = false;                          ///< The camera has been set for this case.
};

View::View(ViewKind kind) : implementation_(std::make_unique<Implementation>(kind)) {}
View::~View() {
  if (implementation_->window)
    removeFrom(*implementation_->window);
}

ViewKind View::kind() const {
  return implementation_->kind;
}

void View::addTo(vtkRenderWindow& window) {
  // Smooth edges come from the canvas and from FXAA: translucent surfaces do not mix with
  // multisampling.
  window.SetMultiSamples(0);
  implementation_->window = &window;
  implementation_->changed = true;
  window.AddRenderer(&implementation_->renderer());
  if (isSlice(kind()))
    return;
  window.SetNumberOfLayers(2);
  window.AddRenderer(implementation_->over);
}

void View::removeFrom(vtkRenderWindow& window) {
  window.RemoveRenderer(&implementation_->renderer());
  window.RemoveRenderer(implementation_->over);
  implementation_->window = nullptr;
}

void View::setScale(double scale) {
  if (implementation_->dress.scale == scale)
    return;
  implementation_->dress.scale = scale;
  implementation_->changed = true;
}

void View::setActive(bool active) {
  if (implementation_->dress.active == active)
    return;
  implementation_->dress.active = active;
  implementation_->changed = true;
}

void View::show(const SceneState& state) {
  if (!isSameCt(state.patient, implementation_->state.patient)) {
    implementation_->zoom.reset();
    implementation_->aimed = false;
    if (state.patient && isSlice(kind()))
      implementation_->region = spineRegion(*state.patient);
  }
  implementation_->changed =
      implementation_->changed || asDrawn(kind(), state) != asDrawn(kind(), implementation_->state);
  implementation_->state = state;
}

bool View::isStale() const {
  return implementation_->isStale();
}

void View::setMoving(bool moving) {
  if (implementation_->body.isMoving() == moving || isSlice(kind()))
    return;
  implementation_->changed = true;
  implementation_->body.setMoving(moving);
}

const SceneState& View::state() const {
  return implementation_->state;
}

Vec3 View::displayToPatient(const Pixel& pixel, const Vec3& throughMm) const {
  return implementation_->pointAt(pixel, throughMm);
}

Vec3 View::displayToPatient(const Pixel& pixel) const {
  const bool flat = isSlice(kind());
  return displayToPatient(pixel, flat ? implementation_->plane().centreMm : camera().focusMm);
}

std::optional<Pixel> View::patientToDisplay(const Vec3& pointMm) const {
  return implementation_->project(pointMm);
}

std::optional<Pick> View::pickAt(const Pixel& pixel, double tolerancePx) const {
  const SceneState& shown = state();
  const ToDisplay toDisplay = implementation_->toDisplay();
  const auto near = [&](const Vec3& pointMm) {
    return std::abs(distanceToSliceMm(pointMm)) < kLandmarkDepthMm;
  };
  if (const LandmarkMark* mark = landmarkAt(shown, toDisplay, near, pixel, tolerancePx))
    return Pick{{}, {}, mark->id, mark->pointMm};
  if (const auto grip = needleAt(shown, toDisplay, pixel, tolerancePx))
    return Pick{grip, {}, {}, gripPointMm(shown, *grip, toDisplay, pixel)};
  if (isSlice(kind())) {
    const Vec3 point = displayToPatient(pixel);
    const std::string structure = structureAt(shown, point);
    return structure.empty() ? std::nullopt : std::optional(Pick{{}, structure, {}, point});
  }
  const Vec3 from = camera().positionMm;
  const auto hit = surfaceAlong(shown, from, (displayToPatient(pixel) - from).normalized());
  return hit ? std::optional(Pick{{}, hit->structure, {}, hit->pointMm}) : std::nullopt;
}

Vec3 View::towardsViewer() const {
  return isSlice(kind()) ? implementation_->plane().towardsViewer()
                         : implementation_->outlook().towardsViewer;
}

Vec3 View::screenRight() const {
  return isSlice(kind()) ? implementation_->plane().right : implementation_->outlook().right;
}

Vec3 View::screenUp() const {
  return isSlice(kind()) ? Vec3(-implementation_->plane().down) : implementation_->outlook().up;
}

double View::distanceToSliceMm(const Vec3& pointMm) const {
  return isSlice(kind()) ? implementation_->plane().distanceMm(pointMm) : 0.0;
}

double View::millimetresPerPixel() const {
  if (isSlice(kind()))
    return implementation_->plane().mmPerPixel;
  return implementation_->mmPerPixelAt((camera().positionMm - camera().focusMm).norm());
}

Vec3 View::stepped(const Vec3& crosshairMm, int slices) const {
  Vec3 direction = towardsViewer();
  if (kind() == ViewKind::Axial)
    direction = Vec3::UnitZ();
  double stepMm = 1.0;
  if (const auto& patient = state().patient) {
    const Grid& grid = patient->ct.grid();
    Eigen::Index axis = 0;
    (grid.directions().transpose() * direction).cwiseAbs().maxCoeff(&axis);
    stepMm = std::min(1.0, grid.spacingMm()[axis]);
  }
  return crosshairMm + slices * stepMm * direction;
}

void View::zoom(double factor, const Pixel& about) {
  if (!isSlice(kind())) {
    Camera moved = camera();
    moved.positionMm = moved.focusMm + (moved.positionMm - moved.focusMm) / factor;
    setCamera(moved);
    return;
  }
  constexpr double kFinestMm = 0.01, kCoarsestMm = 5.0;
  const SlicePlane before = implementation_->plane();
  const double mmPerPixel = std::clamp(before.mmPerPixel / factor, kFinestMm, kCoarsestMm);
  const Vec3 kept = before.toPatient(about);
  implementation_->zoom =
      SliceZoom{kept + (before.centreMm - kept) * (mmPerPixel / before.mmPerPixel), mmPerPixel};
}

void View::pan(double dxPx, double dyPx) {
  if (isSlice(kind())) {
    const SlicePlane plane = implementation_->plane();
    implementation_->zoom =
        SliceZoom{plane.centreMm - plane.mmPerPixel * (dxPx * plane.right + dyPx * plane.down),
                  plane.mmPerPixel};
    return;
  }
  Camera moved = camera();
  const Vec3 shift = millimetresPerPixel() * (-dxPx * screenRight() + dyPx * screenUp());
  moved.positionMm += shift;
  moved.focusMm += shift;
  setCamera(moved);
}

void View::fit() {
  implementation_->zoom.reset();
  implementation_->aimed = false;
}

void View::lookFrom(Viewpoint viewpoint) {
  implementation_->start = viewpoint;
  implementation_->aimed = false;
}

void View::centreOn(const Vec3& pointMm) {
  if (isSlice(kind())) {
    implementation_->zoom = SliceZoom{pointMm, implementation_->plane().mmPerPixel};
    return;
  }
  Camera moved = camera();
  moved.positionMm += pointMm - moved.focusMm;
  moved.focusMm = pointMm;
  setCamera(moved);
}

void View::orbit(double dxPx, double dyPx) {
  Camera moved = camera();
  const Outlook axes = implementation_->outlook();
  const Eigen::AngleAxisd aside(Angle::fromDegrees(-dxPx * kOrbitDegPerPx).radians(), axes.up);
  const Eigen::AngleAxisd over(Angle::fromDegrees(-dyPx * kOrbitDegPerPx).radians(), axes.right);
  const Eigen::Matrix3d turn = (aside * over).toRotationMatrix();
  moved.positionMm = moved.focusMm + turn * (moved.positionMm - moved.focusMm);
  moved.up = turn * axes.up;
  setCamera(moved);
}

Camera View::camera() const {
  return implementation_->body.camera();
}

void View::setCamera(const Camera& camera) {
  implementation_->body.setCamera(camera);
  implementation_->aimed = true;
}

Camera View::cameraFrom(Viewpoint viewpoint) const {
  return implementation_->cameraFrom(viewpoint);
}

Camera View::cameraTowards(const Vec3& pointMm) const {
  constexpr double kNearMm = 260.0;
  const Camera now = camera();
  const double distance = std::min(kNearMm, (now.positionMm - now.focusMm).norm());
  Camera moved = now;
  moved.focusMm = pointMm;
  moved.positionMm = pointMm + distance * (now.positionMm - now.focusMm).normalized();
  return moved;
}

}  // namespace trocar::render
