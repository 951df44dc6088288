#include "app/gui/parts/wheel_guard.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QSlider>

namespace trocar::gui {

bool WheelGuard::eventFilter(QObject* receiver, QEvent* event) {
  if (event->type() != QEvent::Wheel)
    return false;
  const auto* widget = qobject_cast<QWidget*>(receiver);
  const bool holdsValue = qobject_cast<QAbstractSpinBox*>(receiver) != nullptr ||
                          qobject_cast<QComboBox*>(receiver) != nullptr ||
                          qobject_cast<QSlider*>(receiver) != nullptr;
  if (!holdsValue || widget->hasFocus())
    return false;
  event->ignore();  // Goes on to what the widget lies in.
  return true;
}

}  // namespace trocar::gui
