#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

#include <string>

namespace trocar::gui {

/// A picture of assets/icons in the given colour; empty for a name without a picture.
QIcon icon(const std::string& name, const QColor& color);
/// Its file, for style sheets.
QString iconFile(const std::string& name);

}  // namespace trocar::gui
