#include "app/gui/cards/card.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <QVBoxLayout>
#include <QVariant>

namespace trocar::gui {

void setClass(QWidget* widget, const QString& classes) {
  if (widget->property("class").toString() == classes)
    return;
  widget->setProperty("class", classes);
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

QLabel* newLabel(const QString& text, const QString& classes, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  if (!classes.isEmpty())
    label->setProperty("class", classes);
  return label;
}

ElidedLabel::ElidedLabel(const QString& classes) {
  setTextFormat(Qt::PlainText);
  setProperty("class", classes);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

QSize ElidedLabel::minimumSizeHint() const {
  return {0, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent* event) {
  const int overhang = QLabel::sizeHint().width() - width();
  if (overhang <= 0)
    return QLabel::paintEvent(event);
  QStyleOptionFrame option;
  initStyleOption(&option);
  QPainter painter(this);
  style()->drawPrimitive(QStyle::PE_Widget, &option, &painter, this);
  const QRect inside = style()->subElementRect(QStyle::SE_FrameContents, &option, this);
  const int textWidth = fontMetrics().horizontalAdvance(text()) - overhang;
  style()->drawItemText(&painter,
                        inside,
                        Qt::AlignLeft | Qt::AlignVCenter,
                        palette(),
                        isEnabled(),
                        fontMetrics().elidedText(text(), Qt::ElideRight, textWidth),
                        foregroundRole());
}

RowButton::RowButton(const QString& text) {
  setProperty("class", "row");
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setWholeText(text);
}

void RowButton::setWholeText(const QString& text) {
  constexpr int kPaddingPx = 20;
  whole_ = text;
  setText(fontMetrics().elidedText(text, Qt::ElideRight, width() - kPaddingPx));
  setAccessibleName(text);
}

QSize RowButton::minimumSizeHint() const {
  return {0, QPushButton::minimumSizeHint().height()};
}

void RowButton::resizeEvent(QResizeEvent* event) {
  QPushButton::resizeEvent(event);
  setWholeText(whole_);
}

Card::Card(const QString& title, QWidget* parent) : QFrame(parent), body_(new QVBoxLayout(this)) {
  setProperty("class", "card");
  body_->setContentsMargins(12, 10, 12, 10);
  body_->setSpacing(6);
  head_ = new QHBoxLayout();
  head_->setSpacing(6);
  title_ = new ElidedLabel("heading");
  title_->setText(title);
  head_->addWidget(title_, 1);
  body_->addLayout(head_);
  title_->setVisible(!title.isEmpty());
}

void Card::setTitle(const QString& title) {
  title_->setText(title);
  title_->setToolTip(title);
  title_->setVisible(!title.isEmpty());
}

void Card::setAside(QWidget* widget) {
  head_->addWidget(widget);
}

namespace {

constexpr int kLineCharacters = 28;  ///< Longer values go on in the next line.
constexpr int kLongValuePx = 190;

/// "44.5 °C (37.1 to 50.0)": the range in a line of its own.
QString rangeBelow(QString value) {
  return value.endsWith(')') ? value.replace(value.lastIndexOf(" ("), 1, '\n') : value;
}

}  // namespace

NumberTable::NumberTable(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setHorizontalSpacing(10);
  grid_->setVerticalSpacing(3);
  grid_->setColumnStretch(0, 1);
}

void NumberTable::addRow() {
  const Labels labels{newLabel({}, "quiet"), newLabel({}, "quiet"), newLabel({})};
  labels.name->setWordWrap(true);
  const int row = static_cast<int>(labels_.size());
  grid_->addWidget(labels.name, row, 0);
  grid_->addWidget(labels.kept, row, 1);
  grid_->addWidget(labels.value, row, 2);
  for (QLabel* right : {labels.kept, labels.value})
    right->setAlignment(Qt::AlignRight | Qt::AlignTop);
  labels_.push_back(labels);
}

void NumberTable::show(const std::vector<NumberRow>& rows, bool current) {
  while (labels_.size() < rows.size())
    addRow();
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const bool used = i < rows.size();
    const auto& [name, kept, value] = labels_[i];
    name->setVisible(used);
    value->setVisible(used);
    kept->setVisible(used && !rows[i].kept.isEmpty());
    if (!used)
      continue;
    name->setText(rows[i].name);
    kept->setText(rows[i].kept);
    const bool isLong = rows[i].value.size() > kLineCharacters;
    value->setText(isLong ? rangeBelow(rows[i].value) : rows[i].value);
    value->setWordWrap(isLong);
    value->setMinimumWidth(isLong ? kLongValuePx : 0);
    for (QLabel* label : {name, kept, value})
      label->setToolTip(rows[i].tip);
    setClass(value, current ? rows[i].classes : QString("stale"));
  }
}

}  // namespace trocar::gui
