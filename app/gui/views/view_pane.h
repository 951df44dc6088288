#pragma once

#include "app/gui/parts/runner.h"
#include "render/view.h"

#include <QVTKOpenGLNativeWidget.h>

#include <memory>
#include <optional>

namespace trocar::gui {

class ViewMouse;

/// One view of the patient on the screen. Turns the mouse into actions and previews; draws at most
/// once a turn of the event loop.
class ViewPane : public QVTKOpenGLNativeWidget {
 public:
  /// `index`: which of ViewState::panes it is.
  ViewPane(int index, app::Document& document, Runner& runner, QWidget* parent = nullptr);
  ~ViewPane() override;

  int index() const { return index_; }
  render::View& view() { return *view_; }
  const render::View& view() const { return *view_; }

  /// What it draws next. Cheap; the drawing follows in paintEvent.
  void show(const render::SceneState& scene, render::ViewKind kind);
  using QVTKOpenGLNativeWidget::show;
  /// For texts and lines, on top of the screen's own ratio.
  void setTextScale(double scale);
  /// Where the picture is no longer what is to be seen.
  void redraw();
  /// The hand moves the camera, or the plan that is shown: a 3-D picture is drawn quickly
  /// meanwhile.
  void setCameraMoving(bool moving);
  void setPlanMoving(bool moving);

  /// Brings a place into the middle, near enough to see a vertebra.
  void lookAt(const Vec3& pointMm);
  render::Pixel middle() const { return pixelAt(QPointF(width() / 2.0, height() / 2.0)); }
  /// Where a patient point lies in the widget; nothing if behind the camera.
  std::optional<QPointF> widgetPointOf(const Vec3& pointMm) const;
  render::Pixel pixelAt(const QPointF& widgetPoint) const;

 protected:
  bool event(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void setKind(render::ViewKind kind);

  app::Document& document_;
  int index_;
  double scale_ = 1.0;  ///< Of texts and lines, in pixels of the screen.
  bool cameraMoving_ = false;
  bool planMoving_ = false;
  std::unique_ptr<render::View> view_;
  std::unique_ptr<ViewMouse> mouse_;
};

}  // namespace trocar::gui
