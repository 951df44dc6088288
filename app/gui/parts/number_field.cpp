#include "app/gui/parts/number_field.h"

#include <QLocale>

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

}  // namespace trocar::gui
