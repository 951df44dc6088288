#include "app/gui/parts/number_field.h"

#include <QLocale>
#include <QSignalBlocker>

namespace trocar::gui {

NumberField::NumberField(QWidget* parent) : QDoubleSpinBox(parent) {
  QLocale point = QLocale::c();
  point.setNumberOptions(QLocale::RejectGroupSeparator | QLocale::OmitGroupSeparator);
  setLocale(point);
  setKeyboardTracking(false);
  setFocusPolicy(Qt::StrongFocus);
}

QValidator::State NumberField::validate(QString& text, int& position) const {
  text.replace(',', '.');
  return QDoubleSpinBox::validate(text, position);
}

double NumberField::valueFromText(const QString& text) const {
  return QDoubleSpinBox::valueFromText(QString(text).replace(',', '.'));
}

void showValue(QDoubleSpinBox& field, double value) {
  const bool halfTyped =
      field.hasFocus() &&
      field.text() != field.prefix() + field.textFromValue(field.value()) + field.suffix();
  if (halfTyped)
    return;
  const QSignalBlocker quiet(&field);
  field.setValue(value);
}

}  // namespace trocar::gui
