#pragma once

#include "app/gui/pages/page.h"

#include <QString>

namespace trocar::app {
struct Comparison;
}

namespace trocar::gui {

/// What the Review page says, as rich text in the colours of the theme.
QString sheetText(const Shown& shown);
/// What changed since the plan was opened or saved.
QString changesText(const Shown& shown);
QString orderText(const Shown& shown);
QString shoppingText(const Shown& shown);
/// Pearls and outcomes as reported, each with its source.
QString readingText(const Palette& palette);
/// The numbers of two plans, differences marked.
QString comparisonText(const app::Comparison& comparison, const Palette& palette);

}  // namespace trocar::gui
