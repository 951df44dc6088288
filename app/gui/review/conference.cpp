#include "app/gui/review/conference.h"

#include "app/bookmarks.h"
#include "app/gui/cards/card.h"
#include "app/gui/parts/action_button.h"
#include "app/gui/parts/numbers.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace trocar::gui {
namespace {

/// Readable from the back of a room: letters of a thirtieth of the picture's height.
int titlePxOf(const QWidget& window) {
  return std::max(18, window.height() / 30);
}

QScreen* otherScreen(const QWidget& window) {
  for (QScreen* screen : QGuiApplication::screens()) {
    if (screen != window.screen())
      return screen;
  }
  return nullptr;
}

}  // namespace

Conference::Conference(Runner& runner, QWidget& window, PresenterNotes& notes)
    : runner_(runner), window_(window), notes_(notes), laser_(new LaserDot(&window)) {
  setObjectName("conferenceBand");
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(24, 12, 20, 12);
  row->setSpacing(14);
  count_ = newLabel({}, "quiet");
  count_->setObjectName("conferenceCount");
  row->addWidget(count_);
  auto* texts = new QVBoxLayout();
  texts->setSpacing(2);
  title_ = new ElidedLabel();
  title_->setObjectName("conferenceTitle");
  missing_ = new ElidedLabel("caution");
  missing_->setObjectName("conferenceMissing");
  texts->addWidget(title_);
  texts->addWidget(missing_);
  row->addLayout(texts, 1);
  row->addWidget(newLabel("For rehearsal and teaching, not a medical device", "badge"));
  addButton("‹", "Previous (page up, left arrow)", "bookmark-previous");
  addButton("›", "Next (page down, right arrow, space)", "bookmark-next");
  addButton("Laser", "A red dot in place of the pointer (L)", "laser-pointer")->setCheckable(true);
  addButton("Notes", "Presenter's notes on this screen (N)", "presenter-notes")->setCheckable(true);
  addButton("Leave", "Back to the planner (Esc)", "leave-conference");
  for (QPushButton* button : buttons_)
    row->addWidget(button);
}

/// Buttons take no focus: the space bar is the presenter's.
QPushButton* Conference::addButton(const char* text, const char* tip, const std::string& action) {
  auto* button = newActionButton(runner_, action, text, tip);
  button->setFocusPolicy(Qt::NoFocus);
  buttons_.push_back(button);
  return button;
}

std::string Conference::actionOf(const QKeyEvent& event) {
  if (event.modifiers() & ~Qt::KeypadModifier)
    return {};
  switch (event.key()) {
    case Qt::Key_PageDown:
    case Qt::Key_Right:
    case Qt::Key_Down:
    case Qt::Key_Space:
      return "bookmark-next";
    case Qt::Key_PageUp:
    case Qt::Key_Left:
    case Qt::Key_Up:
    case Qt::Key_Backspace:
      return "bookmark-previous";
    case Qt::Key_L:
      return "laser-pointer";
    case Qt::Key_N:
      return "presenter-notes";
    default:
      return {};
  }
}

void Conference::enter() {
  running_ = true;
  before_ = window_.windowState();
  window_.showFullScreen();
  window_.setGeometry(window_.screen()->geometry());  // Also where no window manager listens.
  notes_.restartClock();
}

void Conference::leave() {
  running_ = false;
  laser_->switchTo(false);
  notes_.hide();
  window_.setWindowState(before_);
}

void Conference::show(const Shown& shown) {
  const app::ViewState& view = shown.document.view();
  const bool wanted = view.place == app::Place::Conference && shown.document.isOpen();
  setVisible(wanted);
  if (running_ && !wanted)
    leave();
  if (!wanted)
    return;
  if (!running_)
    enter();
  const std::vector<Bookmark> bookmarks = app::bookmarksOf(shown.document);
  const int last = static_cast<int>(bookmarks.size()) - 1;
  const int index = std::clamp(view.bookmark, 0, last);
  const Bookmark& bookmark = bookmarks[static_cast<std::size_t>(index)];
  const int px = titlePxOf(window_);
  title_->setText(text(bookmark.title));
  title_->setStyleSheet(QString("font-size: %1px; font-weight: 700;").arg(px));
  count_->setText(QString("%1 / %2").arg(index + 1).arg(last + 1));
  count_->setStyleSheet(QString("font-size: %1px;").arg(px * 3 / 4));
  const std::string missing =
      sentenceOnMissing(bookmark, shown.document.plan(), shown.document.patient());
  missing_->setVisible(!missing.empty());
  missing_->setText("▲ " + text(missing));
  for (QPushButton* button : buttons_)
    button->setStyleSheet(QString("font-size: %1px;").arg(px / 2));
  buttons_[0]->setEnabled(index > 0);
  buttons_[1]->setEnabled(index < last);
  buttons_[2]->setChecked(view.laserOn);
  buttons_[3]->setChecked(view.notesShown);
  laser_->switchTo(view.laserOn);
  showNotes(shown, bookmarks, index);
}

void Conference::showNotes(const Shown& shown, const std::vector<Bookmark>& bookmarks, int index) {
  const auto at = static_cast<std::size_t>(index);
  const QString next = at + 1 < bookmarks.size() ? text(bookmarks[at + 1].title) : QString();
  QScreen* other = otherScreen(window_);
  if (other != nullptr && notes_.parentWidget() != nullptr) {
    notes_.setParent(nullptr);
    notes_.setGeometry(other->geometry());
    notes_.showFullScreen();
  }
  const bool apart = notes_.parentWidget() == nullptr;
  const int px = titlePxOf(window_);
  notes_.show(bookmarks[at], next, apart ? px : px * 2 / 3);
  if (!apart)
    notes_.setFixedWidth(window_.width() / 4);
  // Taken to a screen that was unplugged since, they show as a window of their own when asked for.
  notes_.setVisible(other != nullptr || shown.document.view().notesShown);
}

}  // namespace trocar::gui
