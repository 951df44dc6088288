#pragma once

#include "app/view_state.h"

#include <QColor>
#include <QPalette>
#include <QString>

namespace trocar::gui {

/// The colours of one theme. Everything drawn by Qt takes its colour from here.
struct Palette {
  QColor window;  ///< Behind everything.
  QColor bar;     ///< Top bar, rail and findings line.
  QColor card;
  QColor cardHover;
  QColor field;  ///< Inside of inputs.
  QColor line;   ///< Borders.
  QColor text;
  QColor quiet;       ///< Labels, units, hints.
  QColor accent;      ///< The selected and the primary.
  QColor accentText;  ///< On the accent.
  QColor good;
  QColor caution;
  QColor danger;
  QColor note;
};

const Palette& paletteOf(app::Theme theme);
/// For what no style sheet reaches, such as dialogs.
QPalette widgetPalette(const Palette& palette);
/// Pixels of the screen, before its own scale, that text of this size takes for each of those of 10
/// points at 96 dots per inch: what is measured in pixels and holds text grows by it.
double textScale(int fontPt);
/// The style sheet of the whole program.
QString styleSheet(const Palette& palette, int fontPt);

}  // namespace trocar::gui
