#pragma once

#include "app/gui/pages/page.h"
#include "app/gui/review/presenter_notes.h"
#include "app/gui/views/laser_dot.h"

#include <vector>

class QKeyEvent;

namespace trocar::gui {

/// The plan for a room of people: the views from edge to edge of the screen, this band under them
/// with the bookmark's title in large type, and the presenter's notes. Identity is nowhere.
class Conference : public QWidget {
 public:
  /// `window` fills the screen; `notes` lie in it and move to a second screen where there is one.
  Conference(Runner& runner, QWidget& window, PresenterNotes& notes);
  void show(const Shown& shown);
  using QWidget::show;
  LaserDot& laser() { return *laser_; }

  /// What a key of the keyboard or of a presenter's clicker does; empty where it means nothing
  /// here.
  static std::string actionOf(const QKeyEvent& event);

 private:
  QPushButton* addButton(const char* text, const char* tip, const std::string& action);
  void enter();
  void leave();
  void showNotes(const Shown& shown, const std::vector<Bookmark>& bookmarks, int index);

  Runner& runner_;
  QWidget& window_;
  PresenterNotes& notes_;
  LaserDot* laser_;
  QLabel* count_;
  QLabel* title_;
  QLabel* missing_;
  std::vector<QPushButton*> buttons_;
  bool running_ = false;
  Qt::WindowStates before_;
};

}  // namespace trocar::gui
