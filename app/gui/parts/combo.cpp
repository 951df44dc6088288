#include "app/gui/parts/combo.h"

#include <QAbstractItemView>
#include <QStandardItemModel>
#include <QStylePainter>
#include <QWheelEvent>

namespace trocar::gui {

Combo::Combo(const QString& objectName, const std::function<void(const QString&)>& chosen) {
  setObjectName(objectName);
  setMinimumContentsLength(6);
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  connect(this, &QComboBox::activated, this, [this, chosen](int index) {
    chosen(itemData(index).toString());
  });
}

void Combo::add(const QString& name, const QString& key) {
  addItem(name, key);
}

void Combo::addHeading(const QString& name) {
  auto* item = new QStandardItem(name);
  item->setEnabled(false);
  QFont bold = font();
  bold.setBold(true);
  item->setFont(bold);
  static_cast<QStandardItemModel*>(model())->appendRow(item);
}

void Combo::addUnavailable(const QString& name, const QString& why) {
  auto* item = new QStandardItem(name);
  item->setEnabled(false);
  item->setToolTip(why);
  static_cast<QStandardItemModel*>(model())->appendRow(item);
}

void Combo::choose(const QString& key) {
  const int index = findData(key);
  if (index != currentIndex() && !view()->isVisible())
    setCurrentIndex(index);
}

void Combo::setInstead(const QString& text) {
  if (text == instead_)
    return;
  instead_ = text;
  setAccessibleDescription(text);
  update();
}

/// Cut off with "…" where there is no room for the whole text.
void Combo::paintEvent(QPaintEvent*) {
  constexpr int kGapPx = 8;  // Between picture and text.
  QStylePainter painter(this);
  QStyleOptionComboBox option;
  initStyleOption(&option);
  painter.drawComplexControl(QStyle::CC_ComboBox, option);
  const QRect field =
      style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
  const int picture = option.currentIcon.isNull() ? 0 : option.iconSize.width() + kGapPx;
  if (!instead_.isEmpty())
    option.currentText = instead_;
  option.currentText =
      fontMetrics().elidedText(option.currentText, Qt::ElideRight, field.width() - picture);
  painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void Combo::wheelEvent(QWheelEvent* event) {
  event->ignore();
}

}  // namespace trocar::gui
