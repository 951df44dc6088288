#pragma once

class QWidget;

namespace trocar::gui {

/// Lays out the visible parts of a widget at once, from the inside out. Left to the event loop, a
/// page whose rows have just appeared can be painted squeezed into the height that it had.
void settleLayout(QWidget& of);

}  // namespace trocar::gui
