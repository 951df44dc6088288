#pragma once

#include "app/gui/parts/theme.h"
#include "app/importing.h"

#include <QString>

namespace trocar::gui {

/// What was found in CT and labels and what was left out, as rich text.
QString foundText(const app::ImportFindings& found, const Palette& palette);

}  // namespace trocar::gui
