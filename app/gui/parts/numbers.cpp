#include "app/gui/parts/numbers.h"

#include "core/number_text.h"
#include "core/visible_text.h"

namespace trocar::gui {

QString plain(double value, int decimals) {
  return text(shownNumber(value, decimals));
}
QString mm(std::optional<double> value, int decimals) {
  return text(shownQuantity(value, "mm", decimals));
}
QString ml(std::optional<double> value) {
  return text(shownQuantity(value, "ml"));
}
QString degrees(std::optional<double> value) {
  return text(shownQuantity(value, "°", 0));
}
QString celsius(std::optional<double> value) {
  return text(shownQuantity(value, "°C"));
}
QString percent(std::optional<double> fraction) {
  return text(shownShare(fraction));
}

QString text(const std::string& words) {
  return QString::fromStdString(isolatedText(words));
}

}  // namespace trocar::gui
