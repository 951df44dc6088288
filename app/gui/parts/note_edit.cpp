#include "app/gui/parts/note_edit.h"

#include <QFocusEvent>

namespace trocar::gui {

NoteEdit::NoteEdit(std::function<void(const QString&)> left) : left_(std::move(left)) {
  setTabChangesFocus(true);
}

void NoteEdit::showText(const QString& words) {
  if (hasFocus() || toPlainText() == words)
    return;
  setPlainText(words);
  document()->setModified(false);
}

void NoteEdit::focusOutEvent(QFocusEvent* event) {
  QPlainTextEdit::focusOutEvent(event);
  if (document()->isModified())
    left_(toPlainText());
  document()->setModified(false);
}

}  // namespace trocar::gui
