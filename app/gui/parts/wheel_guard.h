#pragma once

#include <QObject>

namespace trocar::gui {

/// Keeps the wheel that scrolls a page from changing the plan: a field, list or slider under the
/// pointer takes it only where one has clicked into it. Filters the events of an application.
class WheelGuard : public QObject {
 public:
  using QObject::QObject;
  bool eventFilter(QObject* receiver, QEvent* event) override;
};

}  // namespace trocar::gui
