#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include <functional>

class QKeyEvent;
class QWidget;

namespace trocar::gui {

/// A field into which text or a number is typed.
bool takesText(const QWidget* widget);
/// A key without Ctrl, Alt and Meta that a field could take: neither Esc nor F1 to F35.
bool isPlain(const QKeyEvent& key);

/// Whose key it is: the one rule for the whole window. A plain key belongs to the field in which
/// one types; to a sheet over the window, also one that is about to open; to a list or slider that
/// was reached by keyboard. It acts as a shortcut otherwise, but not while somebody still types
/// whose field went away without his doing. Focus moves when a person moves it: what is disabled
/// or hidden under it hands it to the views, and takes it back once it is enabled again. Filters
/// the events of the application.
class FocusRule : public QObject {
 public:
  struct Window {
    std::function<bool()> sheetWanted;    ///< A sheet lies over the window, or is about to.
    std::function<void()> bringUpToDate;  ///< Shows what is about to be shown; gives it the focus.
    std::function<void()> focusViews;
  };
  FocusRule(Window window, QObject* parent);

  /// Whether a plain key may act as a shortcut now.
  bool letsShortcut();
  /// Instead of Qt's own move of the focus; true where nothing is left to do.
  bool movesFocusItself();

  bool eventFilter(QObject* receiver, QEvent* event) override;

 private:
  bool takesKey(const QKeyEvent& key);
  void noteKey(const QKeyEvent& key);
  void noteFocus(QWidget* widget, Qt::FocusReason reason);

  Window window_;
  QElapsedTimer sinceTyped_;    ///< Since the last key or focus of a field.
  bool leftByPerson_ = true;    ///< The last field was left by Tab, Return, Esc, mouse or shortcut.
  bool byKeyboard_ = false;     ///< Tab brought the focus where it is.
  bool tabbing_ = false;        ///< A Tab key is being worked on.
  QPointer<QWidget> disabled_;  ///< That had the focus until it was disabled.
};

}  // namespace trocar::gui
