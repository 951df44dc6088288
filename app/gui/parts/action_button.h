#pragma once

#include "app/gui/parts/runner.h"

class QPushButton;

namespace trocar::gui {

/// A button that runs an action of the table and bears its id as name.
QPushButton* newActionButton(Runner& runner,
                             const std::string& action,
                             const QString& text,
                             const QString& tip = {},
                             const nlohmann::json& arguments = nlohmann::json::object());

}  // namespace trocar::gui
