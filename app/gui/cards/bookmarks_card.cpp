#include "app/gui/cards/bookmarks_card.h"

#include "app/gui/parts/action_button.h"
#include "app/gui/parts/note_edit.h"
#include "app/gui/parts/numbers.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {

BookmarksCard::BookmarksCard(Runner& runner)
    : Card("Bookmarks"), runner_(runner), list_(new QVBoxLayout()) {
  list_->setSpacing(2);
  body()->addLayout(list_);
  empty_ = newLabel(
      "No bookmark yet: a conference steps through plan, needles, ablation and cement. Bookmark a "
      "view to say what it should show.",
      "quiet");
  empty_->setWordWrap(true);
  body()->addWidget(empty_);
  title_ = new QLineEdit();
  title_->setObjectName("bookmarkTitle");
  title_->setPlaceholderText("Title");
  connect(title_, &QLineEdit::editingFinished, this, [this] {
    if (title_->isModified() && !title_->text().isEmpty())
      runner_.run("bookmark-rename",
                  {{"bookmark", selected_ + 1}, {"title", title_->text().toStdString()}});
    title_->setModified(false);
  });
  note_ = new NoteEdit([this](const QString& words) {
    runner_.run("bookmark-note", {{"bookmark", selected_ + 1}, {"note", words.toStdString()}});
  });
  note_->setObjectName("bookmarkNote");
  note_->setPlaceholderText("What to say about it: the presenter's note");
  note_->setFixedHeight(84);
  body()->addWidget(title_);
  body()->addWidget(note_);
  auto* grid = new QGridLayout();
  QPushButton* add = newActionButton(runner_, "bookmark-add", "Bookmark this view", "Ctrl+D");
  add->setProperty("class", "primary");
  grid->addWidget(add, 0, 0);
  propose_ =
      newActionButton(runner_, "bookmarks-propose", "Propose", "Plan, needles, ablation, cement");
  grid->addWidget(propose_, 0, 1);
  grid->addWidget(
      newActionButton(runner_, "conference", "Conference", "The whole screen, F5"), 1, 0);
  grid->addWidget(
      newActionButton(runner_, "film", "Film…", "PNG pictures; MP4 or WebM with ffmpeg"), 1, 1);
  body()->addLayout(grid);
}

QPushButton* BookmarksCard::smallButton(QLayout* line, const QString& text, const QString& tip) {
  auto* button = new QPushButton(text);
  button->setProperty("class", "row");
  button->setToolTip(tip);
  button->setFixedWidth(28);
  line->addWidget(button);
  return button;
}

BookmarksCard::Row BookmarksCard::newRow(int number) {
  Row row{};
  row.line = new QWidget();
  auto* line = new QHBoxLayout(row.line);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(0);
  row.title = new RowButton();
  row.title->setObjectName(QString("bookmark%1").arg(number));
  row.title->setCheckable(true);
  row.title->setToolTip("Go there");
  line->addWidget(row.title, 1);
  row.up = smallButton(line, "↑", "Earlier");
  row.down = smallButton(line, "↓", "Later");
  row.remove = smallButton(line, "×", "Delete the bookmark");
  connect(row.title, &QPushButton::clicked, this, [this, number] {
    runner_.run("bookmark-go", {{"bookmark", number}});
  });
  connect(row.up, &QPushButton::clicked, this, [this, number] {
    runner_.run("bookmark-move", {{"bookmark", number}, {"to", number - 1}});
  });
  connect(row.down, &QPushButton::clicked, this, [this, number] {
    runner_.run("bookmark-move", {{"bookmark", number}, {"to", number + 1}});
  });
  connect(row.remove, &QPushButton::clicked, this, [this, number] {
    runner_.run("bookmark-delete", {{"bookmark", number}});
  });
  list_->addWidget(row.line);
  return row;
}

void BookmarksCard::showRows(const Shown& shown) {
  const std::vector<Bookmark>& bookmarks = shown.document.plan().bookmarks;
  while (rows_.size() < bookmarks.size())
    rows_.push_back(newRow(static_cast<int>(rows_.size()) + 1));
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i].line->setVisible(i < bookmarks.size());
    if (i >= bookmarks.size())
      continue;
    rows_[i].title->setWholeText(QString("%1  %2").arg(i + 1).arg(text(bookmarks[i].title)));
    rows_[i].title->setChecked(static_cast<int>(i) == shown.document.view().bookmark);
    rows_[i].up->setEnabled(i > 0);
    rows_[i].down->setEnabled(i + 1 < bookmarks.size());
  }
}

void BookmarksCard::showSelected(const Shown& shown) {
  const std::vector<Bookmark>& bookmarks = shown.document.plan().bookmarks;
  const int index = shown.document.view().bookmark;
  const bool there = index >= 0 && index < static_cast<int>(bookmarks.size());
  title_->setVisible(there);
  note_->setVisible(there);
  if (!there)
    return;
  selected_ = index;
  const Bookmark& bookmark = bookmarks[static_cast<std::size_t>(index)];
  if (!title_->hasFocus() && title_->text() != text(bookmark.title))
    title_->setText(text(bookmark.title));
  note_->showText(text(bookmark.note));
}

void BookmarksCard::refresh(const Shown& shown) {
  empty_->setVisible(shown.document.plan().bookmarks.empty());
  propose_->setEnabled(shown.document.plan().bookmarks.empty());
  showRows(shown);
  showSelected(shown);
}

}  // namespace trocar::gui
