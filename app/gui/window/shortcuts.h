#pragma once

#include "app/gui/parts/runner.h"
#include "app/gui/window/focus_rule.h"

class QMenu;
class QWidget;

namespace trocar::gui {

/// Every action of the table that has a menu, brought up to date whenever it opens.
QMenu* newMenu(app::Document& document, Runner& runner, QWidget* parent);
/// Every key of the table, for the whole window, as far as the rule lets it act.
void addShortcuts(Runner& runner, FocusRule& focus, QWidget& window);

}  // namespace trocar::gui
