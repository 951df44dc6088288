#pragma once

#include "app/gui/runner.h"

class QMenu;
class QWidget;

namespace trocar {

/// Every action of the table that has a menu, brought up to date whenever it opens.
QMenu* newMenu(Document& document, Runner& runner, QWidget* parent);
/// Every key of the table, for the whole window.
void addShortcuts(Runner& runner, QWidget& window);

}  // namespace trocar
