#include "app/gui/parts/settled_layout.h"

#include <QCoreApplication>
#include <QEvent>
#include <QLayout>
#include <QScrollArea>

namespace trocar::gui {

void settleLayout(QWidget& of) {
  for (QObject* child : of.children()) {
    auto* part = qobject_cast<QWidget*>(child);
    if (part && !part->isWindow() && !part->isHidden())
      settleLayout(*part);
  }
  if (of.layout())
    of.layout()->activate();
  if (!qobject_cast<QScrollArea*>(&of))
    return;
  // A scroll area learns of its content's new height by this event alone.
  QEvent request(QEvent::LayoutRequest);
  QCoreApplication::sendEvent(&of, &request);
}

}  // namespace trocar::gui
