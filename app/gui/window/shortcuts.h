#pragma once

#include "app/gui/parts/runner.h"

class QMenu;
class QWidget;

namespace trocar::gui {

/// Every action of the table that has a menu, brought up to date whenever it opens.
QMenu* newMenu(app::Document& document, Runner& runner, QWidget* parent);
/// Every key of the table, for the whole window.
void addShortcuts(Runner& runner, QWidget& window);

}  // namespace trocar::gui
