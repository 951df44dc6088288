#include "app/gui/window/focus_rule.h"

#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

#include <utility>

namespace trocar::gui {
namespace {

/// Who types goes on within this time.
constexpr qint64 kGraceMs = 1500;

constexpr Qt::KeyboardModifiers kCommands =
    Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;

/// Changes its value by arrows or letters.
bool changesByKey(const QWidget* widget) {
  return qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSlider*>(widget) ||
         qobject_cast<const QAbstractItemView*>(widget);
}

bool endsTyping(const QKeyEvent& key) {
  const int code = key.key();
  return code == Qt::Key_Return || code == Qt::Key_Enter || code == Qt::Key_Escape ||
         code == Qt::Key_Tab || code == Qt::Key_Backtab || (key.modifiers() & kCommands) != 0;
}

bool isTab(const QKeyEvent& key) {
  return key.key() == Qt::Key_Tab || key.key() == Qt::Key_Backtab;
}

}  // namespace

bool takesText(const QWidget* widget) {
  if (const auto* line = qobject_cast<const QLineEdit*>(widget))
    return !line->isReadOnly();
  if (const auto* text = qobject_cast<const QPlainTextEdit*>(widget))
    return !text->isReadOnly();
  if (const auto* text = qobject_cast<const QTextEdit*>(widget))
    return !text->isReadOnly();
  if (const auto* combo = qobject_cast<const QComboBox*>(widget))
    return combo->isEditable();
  return qobject_cast<const QAbstractSpinBox*>(widget) != nullptr;
}

bool isPlain(const QKeyEvent& key) {
  const bool always =
      key.key() == Qt::Key_Escape || (key.key() >= Qt::Key_F1 && key.key() <= Qt::Key_F35);
  return !always && (key.modifiers() & kCommands) == 0;
}

FocusRule::FocusRule(Window window, QObject* parent) : QObject(parent), window_(std::move(window)) {
  sinceTyped_.start();
  qApp->installEventFilter(this);
}

bool FocusRule::takesKey(const QKeyEvent& key) {
  if (!isPlain(key))
    return false;
  if (window_.sheetWanted()) {
    window_.bringUpToDate();
    return true;
  }
  const QWidget* focus = QApplication::focusWidget();
  return takesText(focus) || (byKeyboard_ && changesByKey(focus));
}

bool FocusRule::letsShortcut() {
  if (window_.sheetWanted() || takesText(QApplication::focusWidget()))
    return false;
  if (leftByPerson_ || sinceTyped_.elapsed() > kGraceMs)
    return true;
  sinceTyped_.start();
  return false;
}

bool FocusRule::movesFocusItself() {
  if (std::exchange(tabbing_, false))
    return false;
  QWidget* focus = QApplication::focusWidget();
  if (focus && !focus->isEnabled())
    disabled_ = focus;
  window_.focusViews();
  return true;
}

void FocusRule::noteKey(const QKeyEvent& key) {
  tabbing_ = isTab(key);
  if (!takesText(QApplication::focusWidget()))
    return;
  leftByPerson_ = endsTyping(key);
  sinceTyped_.start();
}

void FocusRule::noteFocus(QWidget* widget, Qt::FocusReason reason) {
  byKeyboard_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
  if (byKeyboard_ || reason == Qt::MouseFocusReason)
    disabled_.clear();
  if (!takesText(widget))
    return;
  leftByPerson_ = false;
  sinceTyped_.start();
}

bool FocusRule::eventFilter(QObject* receiver, QEvent* event) {
  if (!receiver->isWidgetType())
    return false;
  auto* widget = static_cast<QWidget*>(receiver);
  switch (event->type()) {
    case QEvent::ShortcutOverride: {
      const auto& key = *static_cast<QKeyEvent*>(event);
      noteKey(key);
      if (!takesKey(key))
        return false;
      event->accept();
      return true;
    }
    case QEvent::KeyPress:
      noteKey(*static_cast<QKeyEvent*>(event));
      return false;
    case QEvent::KeyRelease:
      tabbing_ = false;
      return false;
    case QEvent::MouseButtonPress:
      leftByPerson_ = leftByPerson_ || !takesText(QApplication::focusWidget());
      tabbing_ = false;
      return false;
    case QEvent::FocusIn:
      noteFocus(widget, static_cast<QFocusEvent*>(event)->reason());
      return false;
    case QEvent::EnabledChange:
      if (widget == disabled_ && widget->isEnabled()) {
        disabled_.clear();
        widget->setFocus(Qt::OtherFocusReason);
      }
      return false;
    default:
      return false;
  }
}

}  // namespace trocar::gui
