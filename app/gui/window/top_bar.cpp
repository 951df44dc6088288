#include "app/gui/window/top_bar.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/icon.h"
#include "app/gui/parts/numbers.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace trocar::gui {
namespace {

QString savedText(const app::Document& document) {
  const QString state =
      document.file().empty() && !document.history().canUndo()  ? QString("new plan")
      : document.hasUnsavedChanges() || document.file().empty() ? QString("not saved")
                                                                : QString("saved");
  if (!document.history().canUndo())
    return state;
  return state + " · undo “" + text(document.history().undoLabel()) + "”";
}

QString ctText(const Grid& grid) {
  const Vec3& mm = grid.spacingMm();
  return QString("CT · %1 × %2 × %3 mm").arg(plain(mm.x(), 2), plain(mm.y(), 2), plain(mm.z(), 2));
}

}  // namespace

TopBar::TopBar(Runner& runner) : runner_(runner), row_(new QHBoxLayout(this)) {
  setObjectName("topBar");
  setAttribute(Qt::WA_StyledBackground);
  row_->setContentsMargins(10, 5, 12, 5);
  row_->setSpacing(8);
  menu_ = new QToolButton();
  menu_->setObjectName("menu");
  menu_->setToolTip("Menu: everything the program can do");
  menu_->setPopupMode(QToolButton::InstantPopup);
  row_->addWidget(menu_);
  row_->addWidget(newLabel("Trocar", "brand"));
  title_ = new ElidedLabel();
  title_->setObjectName("caseTitle");
  ct_ = newLabel({}, "chip");
  saved_ = new ElidedLabel("chip");
  saved_->setObjectName("savedChip");
  row_->addSpacing(6);
  row_->addWidget(title_);
  row_->addWidget(ct_);
  for (const char* action : {"undo", "redo", "save"})
    addTool(action);
  row_->addWidget(saved_);
  busy_ = new ElidedLabel("quiet");
  busy_->setMaximumWidth(190);
  progress_ = new QProgressBar();
  progress_->setFixedWidth(80);
  progress_->setTextVisible(false);
  cancel_ = new QToolButton();
  cancel_->setToolTip("Cancel");
  connect(cancel_, &QToolButton::clicked, this, [this] { runner_.cancel(); });
  row_->addStretch(1);
  row_->addWidget(busy_);
  row_->addWidget(progress_);
  row_->addWidget(cancel_);
  for (const char* action : {"layout-focus",
                             "layout-quad",
                             "follow-needle",
                             "reset-views",
                             "palette",
                             "shortcuts",
                             "theme"})
    addTool(action);
  QLabel* badge = newLabel("For rehearsal and teaching · not a medical device", "badge");
  badge->setObjectName("badge");
  row_->addWidget(badge);
}

QToolButton* TopBar::addTool(const std::string& action) {
  auto* button = new QToolButton();
  button->setObjectName(text(action));
  connect(button, &QToolButton::clicked, this, [this, action] { runner_.run(action); });
  row_->addWidget(button);
  tools_.emplace_back(button, action);
  return button;
}

void TopBar::show(const Shown& shown) {
  const app::Document& document = shown.document;
  menu_->setIcon(icon("menu", shown.palette.text));
  cancel_->setIcon(icon("close", shown.palette.quiet));
  title_->setText(!runner_.loading().isEmpty() ? "Opening " + runner_.loading()
                  : document.isOpen()          ? text(document.patient().title)
                                               : QString("no case"));
  saved_->setVisible(document.isOpen());
  ct_->setText("no CT");
  if (document.isOpen()) {
    title_->setMinimumWidth(std::min(220, title_->sizeHint().width()));
    ct_->setText(ctText(document.patient().ct.grid()));
    saved_->setText(savedText(document));
    saved_->setMinimumWidth(std::min(90, saved_->sizeHint().width()));
  }
  for (const auto& [button, id] : tools_) {
    const actions::Action& action = actions::findAction(id);
    const bool enabled = isPossible(action, document);
    const std::string name = action.textNow ? action.textNow(document) : action.text;
    button->setIcon(icon(action.icon, enabled ? shown.palette.text : shown.palette.line));
    button->setEnabled(enabled);
    button->setToolTip(text(name) + " (" + text(action.shortcut).section(';', 0, 0) + ")");
    button->setAccessibleName(text(name));
  }
  showBusy(shown);
  fit();
}

QSize TopBar::minimumSizeHint() const {
  return {0, QWidget::minimumSizeHint().height()};
}

void TopBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

void TopBar::fit() {
  constexpr std::array<const char*, 7> kLeastImportantFirst = {"layout-focus",
                                                               "layout-quad",
                                                               "reset-views",
                                                               "follow-needle",
                                                               "shortcuts",
                                                               "theme",
                                                               "palette"};
  std::vector<QWidget*> optional = {ct_};
  for (const char* id : kLeastImportantFirst)
    optional.push_back(findChild<QToolButton*>(id));
  for (QWidget* widget : optional)
    widget->show();
  for (QWidget* widget : optional) {
    row_->invalidate();
    if (row_->minimumSize().width() <= width())
      break;
    widget->hide();
  }
}

void TopBar::showBusy(const Shown& shown) {
  const bool busy = runner_.isBusy();
  const bool refining = shown.loop.isRefining();
  busy_->setToolTip(runner_.busyWith());
  busy_->setText(busy ? runner_.busyWith() : refining ? QString("refining numbers") : QString());
  progress_->setValue(busy ? runner_.percent() : shown.loop.percent());
  busy_->setVisible(busy || refining);
  progress_->setVisible(busy || refining);
  cancel_->setVisible(busy);
}

}  // namespace trocar::gui
