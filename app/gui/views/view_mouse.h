#pragma once

#include "app/gui/parts/runner.h"
#include "render/view.h"

#include <QPointF>

#include <optional>

class QMouseEvent;
class QWheelEvent;

namespace trocar::gui {

class ViewPane;

/// What the mouse does in a view. One button drag is one gesture: a needle's part, the crosshair,
/// the window, the picture. A needle's drag is previewed and becomes one step on release.
class ViewMouse {
 public:
  ViewMouse(ViewPane& pane, app::Document& document, Runner& runner);

  void press(const QMouseEvent& event);
  void move(const QMouseEvent& event);
  void release(const QMouseEvent& event);
  void doubleClick(const QMouseEvent& event);
  void wheel(const QWheelEvent& event);

 private:
  enum class Gesture {
    None,
    Needle,
    Landmark,
    Paint,
    Erase,
    Draw,
    Place,
    Crosshair,
    Window,
    Pan,
    Zoom,
    Orbit
  };

  Gesture gestureFor(const QMouseEvent& event) const;
  bool startNeedle(const render::Pixel& pixel);
  void dragNeedle(const render::Pixel& pixel);
  void dropNeedle();
  bool startLandmark(const render::Pixel& pixel);
  void dragLandmark(const render::Pixel& pixel);
  void dropLandmark();
  void brushAt(const render::Pixel& pixel);
  void dropBrush();
  void sizeBrush(double notches);
  Gesture drawingGesture(const QMouseEvent& event) const;
  void drawAt(const render::Pixel& pixel, bool begins);
  void dropStroke();
  void placeAt(const render::Pixel& pixel);
  void moveDrawingTool(const render::Pixel& pixel);
  void dragWindow(const QPointF& byPx);
  void hover(const render::Pixel& pixel);
  void putCrosshair(const render::Pixel& pixel);
  void click(const render::Pixel& pixel);

  ViewPane& pane_;
  app::Document& document_;
  Runner& runner_;
  Gesture gesture_ = Gesture::None;
  Qt::MouseButton button_ = Qt::NoButton;  ///< Of the gesture.
  QPointF last_;
  bool moved_ = false;
  std::optional<render::NeedleGrip> grip_;  ///< Under the cursor or in the hand.
  Plan before_;                             ///< At the start of a needle's drag.
  bool previewed_ = false;                  ///< The drag has shown something.
  Vec3 heldFromMm_ = Vec3::Zero();          ///< Where a landmark in the hand was measured.
  Vec3 grabbedMm_ = Vec3::Zero();  ///< Where the drag started, at the depth of what is dragged.
};

}  // namespace trocar::gui
