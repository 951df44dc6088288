#include "app/gui/review/presenter_notes.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"

#include <QTime>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

QLabel* newLine(QVBoxLayout* rows, const char* name, const QString& classes) {
  QLabel* label = newLabel({}, classes);
  label->setObjectName(name);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  rows->addWidget(label);
  return label;
}

void setSize(QLabel* label, int px, bool bold) {
  label->setStyleSheet(QString("font-size: %1px; font-weight: %2;").arg(px).arg(bold ? 700 : 400));
}

}  // namespace

PresenterNotes::PresenterNotes() {
  setObjectName("presenterNotes");
  setAttribute(Qt::WA_StyledBackground);
  setWindowTitle("Trocar: notes");
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(22, 18, 22, 18);
  rows->setSpacing(14);
  clock_ = newLine(rows, "presenterClock", "quiet");
  title_ = newLine(rows, "presenterTitle", "");
  note_ = newLine(rows, "presenterNote", "");
  rows->addStretch(1);
  nextWord_ = newLine(rows, "presenterNextWord", "quiet");
  next_ = newLine(rows, "presenterNext", "");
  second_.setInterval(1000);
  connect(&second_, &QTimer::timeout, this, [this] { tick(); });
}

void PresenterNotes::restartClock() {
  since_.start();
  second_.start();
  tick();
}

void PresenterNotes::tick() {
  const qint64 seconds = since_.elapsed() / 1000;
  clock_->setText(QString("%1:%2 since the start · %3")
                      .arg(seconds / 60)
                      .arg(seconds % 60, 2, 10, QChar('0'))
                      .arg(QTime::currentTime().toString("HH:mm")));
}

void PresenterNotes::show(const Bookmark& bookmark, const QString& next, int titlePx) {
  title_->setText(text(bookmark.title));
  note_->setText(bookmark.note.empty() ? "No note." : text(bookmark.note));
  nextWord_->setText("Next");
  next_->setText(next.isEmpty() ? "This is the last one." : next);
  setSize(clock_, titlePx * 2 / 3, false);
  setSize(title_, titlePx, true);
  setSize(note_, titlePx * 4 / 5, false);
  setSize(nextWord_, titlePx * 3 / 5, false);
  setSize(next_, titlePx * 4 / 5, true);
}

}  // namespace trocar::gui
