#pragma once

#include <QPlainTextEdit>

#include <functional>

namespace trocar::gui {

/// A few lines of text that tell what was written when the person leaves them.
class NoteEdit : public QPlainTextEdit {
 public:
  explicit NoteEdit(std::function<void(const QString&)> left);
  /// Shows other words; nothing happens while somebody writes.
  void showText(const QString& words);

 protected:
  void focusOutEvent(QFocusEvent* event) override;

 private:
  std::function<void(const QString&)> left_;
};

}  // namespace trocar::gui
