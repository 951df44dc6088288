#include "tests/gui/view_driver.h"

#include <QApplication>
#include <QWheelEvent>

namespace trocar::gui {

bool waitFor(const std::function<bool()>& condition) {
  constexpr int kPatienceMs = 30000;
  return QTest::qWaitFor(condition, kPatienceMs);
}

QPoint ViewDriver::at(const Vec3& pointMm) const {
  return pane_.widgetPointOf(pointMm).value().toPoint();
}

void ViewDriver::click(const Vec3& pointMm) {
  QTest::mouseClick(&pane_, Qt::LeftButton, Qt::NoModifier, at(pointMm));
}

void ViewDriver::press(const Vec3& pointMm, Qt::MouseButton button) {
  QTest::mousePress(&pane_, button, Qt::NoModifier, at(pointMm));
}

void ViewDriver::moveTo(const QPoint& point, Qt::KeyboardModifiers modifiers) {
  QMouseEvent event(
      QEvent::MouseMove, point, pane_.mapToGlobal(point), Qt::NoButton, Qt::NoButton, modifiers);
  QApplication::sendEvent(&pane_, &event);
}

void ViewDriver::release(const QPoint& point, Qt::MouseButton button) {
  QTest::mouseRelease(&pane_, button, Qt::NoModifier, point);
}

void ViewDriver::drag(const Vec3& fromMm, const QPoint& byPx, Qt::MouseButton button) {
  constexpr int kMoves = 4;
  const QPoint from = at(fromMm);
  press(fromMm, button);
  for (int i = 1; i <= kMoves; ++i)
    moveTo(from + byPx * i / kMoves);
  release(from + byPx, button);
}

void ViewDriver::doubleClick() {
  QTest::mouseDClick(&pane_, Qt::LeftButton, Qt::NoModifier, pane_.rect().center());
}

void ViewDriver::wheel(int notches, Qt::KeyboardModifiers modifiers) {
  const QPointF centre = pane_.rect().center();
  QWheelEvent event(centre,
                    pane_.mapToGlobal(centre),
                    {},
                    QPoint(0, 120 * notches),
                    Qt::NoButton,
                    modifiers,
                    Qt::NoScrollPhase,
                    false);
  QApplication::sendEvent(&pane_, &event);
}

double ViewDriver::millimetresPerPixel() const {
  return pane_.view().millimetresPerPixel() * pane_.devicePixelRatioF();
}

}  // namespace trocar::gui
