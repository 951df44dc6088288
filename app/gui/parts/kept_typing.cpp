#include "app/gui/parts/kept_typing.h"

#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTextCursor>
#include <QTimer>

#include <algorithm>
#include <map>

namespace trocar::gui {
namespace {

/// Names from the owner down, such as "injection-N1/cementRate/qt_spinbox_lineedit".
QString pathTo(const QWidget& owner, const QWidget* widget) {
  QString path;
  for (; widget && widget != &owner; widget = widget->parentWidget())
    path = "/" + widget->objectName() + path;
  return path;
}

/// Every named widget; those of one path are counted.
std::map<QString, QWidget*> namedIn(const QWidget& owner) {
  std::map<QString, QWidget*> named;
  for (QWidget* widget : owner.findChildren<QWidget*>()) {
    if (widget->objectName().isEmpty())
      continue;
    const QString path = pathTo(owner, widget);
    int number = 1;
    while (named.contains(path + "#" + QString::number(number)))
      ++number;
    named[path + "#" + QString::number(number)] = widget;
  }
  return named;
}

QScrollArea* pageOf(QWidget* widget) {
  while (widget && !qobject_cast<QScrollArea*>(widget))
    widget = widget->parentWidget();
  return static_cast<QScrollArea*>(widget);
}

QPoint placeOn(const QScrollArea& page, const QWidget& widget) {
  return widget.mapTo(&page, QPoint(0, 0));
}

}  // namespace

KeptTyping::KeptTyping(QWidget& owner) : owner_(owner) {
  const QWidget* focus = QApplication::focusWidget();
  for (const auto& [key, widget] : namedIn(owner)) {
    const auto* line = qobject_cast<const QLineEdit*>(widget);
    const auto* note = qobject_cast<const QPlainTextEdit*>(widget);
    if (line && line->isModified())
      typed_.push_back({key, line->text()});
    if (note && note->document()->isModified())
      typed_.push_back({key, note->toPlainText()});
    if (widget != focus)
      continue;
    focusKey_ = key;
    cursor_ = line ? line->cursorPosition() : note ? note->textCursor().position() : 0;
    anchor_ = note                              ? note->textCursor().anchor()
              : line && line->hasSelectedText() ? line->selectionStart()
                                                : cursor_;
    page_ = pageOf(widget);
    heightOnPage_ = page_ ? placeOn(*page_, *widget).y() : 0;
  }
}

KeptTyping::~KeptTyping() {
  const std::map<QString, QWidget*> named = namedIn(owner_);
  for (const Typed& typed : typed_) {
    const auto found = named.find(typed.key);
    if (found == named.end())
      continue;
    if (auto* line = qobject_cast<QLineEdit*>(found->second); line && line->text() != typed.text) {
      line->setText(typed.text);
      line->setModified(true);
    } else if (auto* note = qobject_cast<QPlainTextEdit*>(found->second)) {
      note->setPlainText(typed.text);
      note->document()->setModified(true);
    }
  }
  restoreFocus();
}

void KeptTyping::restoreFocus() {
  if (focusKey_.isEmpty())
    return;
  const std::map<QString, QWidget*> named = namedIn(owner_);
  const auto found = named.find(focusKey_);
  if (found == named.end() || found->second->hasFocus())
    return;
  QWidget* widget = found->second;
  widget->setFocus(Qt::OtherFocusReason);
  if (auto* line = qobject_cast<QLineEdit*>(widget)) {
    line->setCursorPosition(cursor_);
    if (anchor_ != cursor_)
      line->setSelection(anchor_, cursor_ - anchor_);
  } else if (auto* note = qobject_cast<QPlainTextEdit*>(widget)) {
    QTextCursor cursor = note->textCursor();
    const int last = std::max(0, note->document()->characterCount() - 1);
    cursor.setPosition(std::min(anchor_, last));
    cursor.setPosition(std::min(cursor_, last), QTextCursor::KeepAnchor);
    note->setTextCursor(cursor);
  }
  restorePlace(widget);
}

/// Once the page is laid out anew, and has moved by itself.
void KeptTyping::restorePlace(QWidget* focus) const {
  if (!page_)
    return;
  const auto restore = [page = page_, focus, height = heightOnPage_] {
    if (page && page->isAncestorOf(focus))
      page->verticalScrollBar()->setValue(page->verticalScrollBar()->value() +
                                          placeOn(*page, *focus).y() - height);
  };
  QTimer::singleShot(0, focus, [focus, restore] { QTimer::singleShot(0, focus, restore); });
}

}  // namespace trocar::gui
