#include "app/gui/numbers.h"

namespace trocar {
namespace {

QString withUnit(std::optional<double> value, int decimals, const char* unit) {
  return value ? plain(*value, decimals) + QString::fromUtf8(unit) : QString("–");
}

}  // namespace

QString plain(double value, int decimals) {
  QString number = QString::number(value, 'f', decimals);
  const bool zero = number.toDouble() == 0.0;
  if (number.startsWith('-'))
    number = zero ? number.mid(1) : "−" + number.mid(1);
  return number;
}

QString mm(std::optional<double> value, int decimals) {
  return withUnit(value, decimals, " mm");
}
QString ml(std::optional<double> value) {
  return withUnit(value, 1, " ml");
}
QString degrees(std::optional<double> value) {
  return withUnit(value, 0, "°");
}
QString celsius(std::optional<double> value) {
  return withUnit(value, 0, " °C");
}

QString percent(std::optional<double> fraction) {
  return fraction
             ? withUnit(100.0 * *fraction, *fraction < 0.995 && *fraction > 0.005 ? 1 : 0, " %")
             : QString("–");
}

QString text(const std::string& words) {
  return QString::fromStdString(words);
}

}  // namespace trocar
