#pragma once

#include <QString>

#include <optional>

namespace trocar::gui {

/// Numbers as they stand on the screen, with their unit and a true minus sign; "–" where one is not
/// known.
QString mm(std::optional<double> value, int decimals = 1);
QString ml(std::optional<double> value);
QString degrees(std::optional<double> value);
QString percent(std::optional<double> fraction);
QString celsius(std::optional<double> value);
/// "1.00 × 1.00 × 2.00".
QString plain(double value, int decimals);
QString text(const std::string& words);

}  // namespace trocar::gui
