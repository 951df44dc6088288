#pragma once

#include <QDoubleSpinBox>

namespace trocar::gui {

/// A number with its unit. A comma counts as the decimal point wherever the computer stands; the
/// number counts when it is entered, not letter by letter.
class NumberField : public QDoubleSpinBox {
 public:
  explicit NumberField(QWidget* parent = nullptr);

 protected:
  QValidator::State validate(QString& text, int& position) const override;
  double valueFromText(const QString& text) const override;
};

/// Shows a value without telling anybody, but leaves a number alone that is half typed.
void showValue(QDoubleSpinBox& field, double value);

}  // namespace trocar::gui
