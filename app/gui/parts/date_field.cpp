#include "app/gui/parts/date_field.h"

#include <QDateEdit>
#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>

namespace trocar::gui {

DateField::DateField(const QString& objectName,
                     const std::function<void(const std::string& date)>& entered)
    : entered_(entered) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  edit_ = new QDateEdit();
  edit_->setObjectName(objectName);
  edit_->setDisplayFormat("yyyy-MM-dd");
  edit_->setCalendarPopup(true);
  edit_->setKeyboardTracking(false);
  edit_->setFocusPolicy(Qt::StrongFocus);
  // The day before the first that can be entered stands for none.
  edit_->setMinimumDate(QDate(1999, 12, 31));
  edit_->setMaximumDate(QDate(2199, 12, 31));
  edit_->setSpecialValueText("not entered");
  edit_->setDate(edit_->minimumDate());
  edit_->installEventFilter(this);
  connect(edit_, &QDateEdit::userDateChanged, this, [this] { send(); });
  clear_ = new QToolButton();
  clear_->setText("×");
  clear_->setObjectName(objectName + "Clear");
  clear_->setToolTip("Take the date back");
  connect(clear_, &QToolButton::clicked, this, [this] { edit_->setDate(edit_->minimumDate()); });
  row->addWidget(edit_, 1);
  row->addWidget(clear_);
}

void DateField::send() {
  const bool none = edit_->date() == edit_->minimumDate();
  entered_(none ? std::string() : edit_->date().toString(Qt::ISODate).toStdString());
}

void DateField::choose(const std::string& date) {
  clear_->setVisible(!date.empty());
  const QDate entered = QDate::fromString(QString::fromStdString(date), Qt::ISODate);
  const QDate day = entered.isValid() ? entered : edit_->minimumDate();
  if (day == edit_->date())
    return;  // What is half typed stays.
  const QSignalBlocker quiet(edit_);
  edit_->setDate(day);
}

bool DateField::eventFilter(QObject* receiver, QEvent* event) {
  const bool opens = event->type() == QEvent::MouseButtonPress;
  if (receiver == edit_ && opens && edit_->date() == edit_->minimumDate())
    edit_->setDate(QDate::currentDate());
  if (receiver == edit_ && event->type() == QEvent::Wheel && !edit_->hasFocus())
    return true;
  return QWidget::eventFilter(receiver, event);
}

}  // namespace trocar::gui
