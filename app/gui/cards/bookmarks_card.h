#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"

class QLineEdit;
class QPushButton;

namespace trocar::gui {

class NoteEdit;

/// The bookmarks of the plan in their order; title and note of the one under work.
class BookmarksCard : public Card {
 public:
  explicit BookmarksCard(Runner& runner);
  void refresh(const Shown& shown);

 private:
  struct Row {
    QWidget* line;
    RowButton* title;
    QPushButton* up;
    QPushButton* down;
    QPushButton* remove;
  };
  Row newRow(int number);
  QPushButton* smallButton(QLayout* line, const QString& text, const QString& tip);
  void showRows(const Shown& shown);
  void showSelected(const Shown& shown);

  Runner& runner_;
  QVBoxLayout* list_;
  std::vector<Row> rows_;
  QLabel* empty_;
  QLineEdit* title_;
  NoteEdit* note_;
  QPushButton* propose_;
  int selected_ = -1;
};

}  // namespace trocar::gui
