#pragma once

#include "planning/plan/bookmark.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;

namespace trocar::gui {

/// What the presenter reads: the note of the bookmark, the title of the next one, and the time.
class PresenterNotes : public QWidget {
 public:
  PresenterNotes();
  /// `titlePx`: height of the title's letters; everything else follows from it.
  void show(const Bookmark& bookmark, const QString& next, int titlePx);
  using QWidget::show;
  void restartClock();

 private:
  void tick();

  QLabel* clock_;
  QLabel* title_;
  QLabel* note_;
  QLabel* nextWord_;
  QLabel* next_;
  QElapsedTimer since_;
  QTimer second_;
};

}  // namespace trocar::gui
