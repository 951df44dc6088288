#pragma once

#include "app/gui/window/main_window.h"

#include <QTest>

#include <functional>

namespace trocar::gui {

/// Waits for a condition instead of for a time. False after half a minute.
bool waitFor(const std::function<bool()>& condition);

/// Uses a view with the mouse, at patient coordinates.
class ViewDriver {
 public:
  ViewDriver(MainWindow& window, int pane) : window_(window), pane_(window.pane(pane)) {}

  QPoint at(const Vec3& pointMm) const;
  void click(const Vec3& pointMm);
  void press(const Vec3& pointMm, Qt::MouseButton button = Qt::LeftButton);
  void moveTo(const QPoint& point, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  void release(const QPoint& point, Qt::MouseButton button = Qt::LeftButton);
  /// Press, a few moves, release.
  void drag(const Vec3& fromMm, const QPoint& byPx, Qt::MouseButton button = Qt::LeftButton);
  void doubleClick();
  void wheel(int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  double millimetresPerPixel() const;
  ViewPane& pane() { return pane_; }

 private:
  MainWindow& window_;
  ViewPane& pane_;
};

}  // namespace trocar::gui
