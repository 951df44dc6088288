#include "app/gui/views/view_pane.h"

#include "app/bookmarks.h"
#include "app/gui/views/view_mouse.h"

#include <QMouseEvent>
#include <QWheelEvent>
#include <vtkGenericOpenGLRenderWindow.h>

namespace trocar::gui {

ViewPane::ViewPane(int index, app::Document& document, Runner& runner, QWidget* parent)
    : QVTKOpenGLNativeWidget(parent),
      document_(document),
      index_(index),
      mouse_(std::make_unique<ViewMouse>(*this, document, runner)) {
  setMouseTracking(true);
  setFocusPolicy(Qt::ClickFocus);
  setObjectName(QString("pane%1").arg(index));
  setKind(document.view().panes[static_cast<std::size_t>(index)]);
}

ViewPane::~ViewPane() {
  view_->removeFrom(*renderWindow());
}

void ViewPane::setKind(render::ViewKind kind) {
  if (view_)
    view_->removeFrom(*renderWindow());
  view_ = std::make_unique<render::View>(kind);
  view_->setScale(scale_);
  view_->addTo(*renderWindow());
}

void ViewPane::show(const render::SceneState& scene, render::ViewKind kind) {
  if (kind != view_->kind())
    setKind(kind);
  view_->show(scene);
  redraw();
}

void ViewPane::setTextScale(double scale) {
  const double inPixels = devicePixelRatioF() * scale;  // Known once the widget is on a screen.
  if (inPixels == scale_)
    return;
  scale_ = inPixels;
  view_->setScale(scale_);
  redraw();
}

void ViewPane::redraw() {
  if (!isVisible() || !view_->isStale())
    return;
  renderWindow()->Render();
  if (!render::isSlice(view_->kind()))
    document_.noteEye(app::eyeOf(view_->camera()));
}

void ViewPane::setCameraMoving(bool moving) {
  cameraMoving_ = moving;
  view_->setMoving(cameraMoving_ || planMoving_);
}

void ViewPane::setPlanMoving(bool moving) {
  planMoving_ = moving;
  view_->setMoving(cameraMoving_ || planMoving_);
}

void ViewPane::lookAt(const Vec3& pointMm) {
  constexpr double kVertebraMm =
      130.0;  ///< Height of the picture that shows one with its neighbours.
  if (!render::isSlice(view_->kind()))
    return view_->setCamera(view_->cameraTowards(pointMm));
  view_->centreOn(pointMm);
  const double heightMm = view_->millimetresPerPixel() * height() * devicePixelRatioF();
  if (heightMm > kVertebraMm)
    view_->zoom(heightMm / kVertebraMm, middle());
}

std::optional<QPointF> ViewPane::widgetPointOf(const Vec3& pointMm) const {
  const std::optional<render::Pixel> pixel = view_->patientToDisplay(pointMm);
  if (!pixel)
    return std::nullopt;
  return QPointF(pixel->x, pixel->y) / devicePixelRatioF();
}

render::Pixel ViewPane::pixelAt(const QPointF& widgetPoint) const {
  return {widgetPoint.x() * devicePixelRatioF(), widgetPoint.y() * devicePixelRatioF()};
}

/// VTK's own interaction is left out: the mouse is ours.
bool ViewPane::event(QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      setFocus(Qt::MouseFocusReason);
      mouse_->press(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::MouseMove:
      mouse_->move(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::MouseButtonRelease:
      mouse_->release(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::MouseButtonDblClick:
      mouse_->doubleClick(*static_cast<QMouseEvent*>(event));
      return true;
    case QEvent::Wheel:
      mouse_->wheel(*static_cast<QWheelEvent*>(event));
      return true;
    case QEvent::KeyPress:
    case QEvent::KeyRelease:
    case QEvent::ContextMenu:
      return QWidget::event(event);
    default:
      return QVTKOpenGLNativeWidget::event(event);
  }
}

void ViewPane::resizeEvent(QResizeEvent* event) {
  QVTKOpenGLNativeWidget::resizeEvent(event);
  redraw();
}

}  // namespace trocar::gui
