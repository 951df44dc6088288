#include "app/gui/views/overlay.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace trocar::gui {

QScrollArea* scrolling(QWidget* content) {
  auto* scroll = new QScrollArea();
  content->setObjectName("pageBody");
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setStyleSheet("QScrollArea, QWidget#pageBody { background: transparent; }");
  return scroll;
}

namespace {

constexpr int kColumnGapPx = 28;

struct MouseRow {
  const char* key;
  const char* text;
};
constexpr std::array<MouseRow, 10> kMouse = {
    {{"Left click or drag", "crosshair; in 3-D turn the camera"},
     {"Left drag a tip, entry or shaft", "move that part of the needle"},
     {"Right drag", "window and level; in 3-D zoom"},
     {"Middle drag", "pan"},
     {"Wheel", "slice (with Shift: five); in 3-D zoom"},
     {"Ctrl + wheel", "zoom"},
     {"Shift + move", "crosshair follows in all views"},
     {"Double click", "one view alone, and back"},
     {"With the brush", "left paints, right erases, Shift + wheel sizes"},
     {"Esc during a drag", "everything as before it"}}};

void addKeyRow(QGridLayout* grid, int row, const QString& key, const QString& what) {
  grid->addWidget(newLabel(what), row, 0);
  QLabel* keys = newLabel(key, "quiet");
  keys->setAlignment(Qt::AlignRight);
  grid->addWidget(keys, row, 1);
}

/// The keys of one menu under its name.
QWidget* newKeyBlock(const std::string& menu) {
  auto* block = new QWidget();
  auto* grid = new QGridLayout(block);
  grid->setContentsMargins(0, 0, 0, 12);
  grid->setVerticalSpacing(3);
  int row = 0;
  grid->addWidget(newLabel(text(menu), "heading"), row++, 0);
  for (const actions::Action& action : actions::allActions()) {
    if (action.menu == menu && !action.shortcut.empty())
      addKeyRow(grid, row++, text(action.shortcut).section(';', 0, 0), text(action.text));
  }
  return block;
}

QWidget* newMouseBlock() {
  auto* block = new QWidget();
  auto* grid = new QGridLayout(block);
  grid->setContentsMargins(0, 0, 0, 12);
  grid->setVerticalSpacing(3);
  int row = 0;
  grid->addWidget(newLabel("Mouse", "heading"), row++, 0);
  for (const MouseRow& mouse : kMouse)
    addKeyRow(grid, row++, mouse.key, mouse.text);
  return block;
}

/// The menus that have keys, those of the needle first, then the others in their order.
std::vector<std::string> menusWithKeys() {
  std::vector<std::string> menus = {"Needle", "View"};
  for (const actions::Action& action : actions::allActions()) {
    if (!action.menu.empty() && !action.shortcut.empty() &&
        std::find(menus.begin(), menus.end(), action.menu) == menus.end())
      menus.push_back(action.menu);
  }
  return menus;
}

bool matches(const std::string& name, const QString& wanted) {
  const QString lower = text(name).toLower();
  for (const QString& word : wanted.toLower().split(' ', Qt::SkipEmptyParts)) {
    if (!lower.contains(word))
      return false;
  }
  return true;
}

}  // namespace

OverlaySheet::OverlaySheet(const QString& title, Runner& runner, QWidget* parent)
    : QFrame(parent), runner_(runner), body_(new QVBoxLayout(this)) {
  setObjectName("overlay");
  body_->setContentsMargins(16, 12, 16, 14);
  body_->setSpacing(8);
  auto* head = new QHBoxLayout();
  head->addWidget(newLabel(title, "title"), 1);
  auto* close = new QPushButton("close");
  close->setProperty("class", "link");
  close->setToolTip("Esc");
  QObject::connect(close, &QPushButton::clicked, this, [this] { runner_.run("abandon"); });
  head->addWidget(close);
  body_->addLayout(head);
  hide();
}

void OverlaySheet::focusFirst() {
  if (auto* scroll = findChild<QScrollArea*>())
    scroll->setFocus();
}

PaletteSheet::PaletteSheet(Runner& runner, QWidget* parent)
    : OverlaySheet("Find an action", runner, parent) {
  search_ = new QLineEdit();
  search_->setObjectName("paletteSearch");
  search_->setPlaceholderText("a few letters, such as “tip” or “window lung”");
  search_->installEventFilter(this);
  found_ = new QListWidget();
  found_->setObjectName("paletteList");
  found_->setFocusPolicy(Qt::NoFocus);
  body()->addWidget(search_);
  body()->addWidget(found_, 1);
  connect(search_, &QLineEdit::textChanged, this, [this] { list(); });
  connect(search_, &QLineEdit::returnPressed, this, [this] { runCurrent(); });
  connect(found_, &QListWidget::itemClicked, this, [this] { runCurrent(); });
}

void PaletteSheet::refresh(const Shown& shown) {
  document_ = &shown.document;
}

void PaletteSheet::focusFirst() {
  search_->clear();
  list();
  search_->setFocus();
}

void PaletteSheet::list() {
  found_->clear();
  if (!document_)
    return;
  for (const actions::Action& action : actions::allActions()) {
    const std::string name = action.textNow ? action.textNow(*document_) : action.text;
    if (action.menu.empty() || action.id == "palette" || !isPossible(action, *document_) ||
        !matches(action.menu + " " + name, search_->text()))
      continue;
    const QString key = text(action.shortcut).section(';', 0, 0);
    auto* item = new QListWidgetItem(text(name) + (key.isEmpty() ? QString() : "    " + key));
    item->setData(Qt::UserRole, text(action.id));
    found_->addItem(item);
  }
  found_->setCurrentRow(0);
}

void PaletteSheet::runCurrent() {
  const QListWidgetItem* item = found_->currentItem();
  if (!item)
    return;
  const std::string id = item->data(Qt::UserRole).toString().toStdString();
  runner().run("abandon");
  runner().run(id);
}

bool PaletteSheet::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      const int row = found_->currentRow() + (key == Qt::Key_Down ? 1 : -1);
      found_->setCurrentRow(std::clamp(row, 0, std::max(0, found_->count() - 1)));
      return true;
    }
  }
  return OverlaySheet::eventFilter(watched, event);
}

ShortcutSheet::ShortcutSheet(Runner& runner, QWidget* parent)
    : OverlaySheet("Keys and mouse", runner, parent) {
  auto* table = new QWidget();
  columns_ = new QHBoxLayout(table);
  columns_->setSpacing(kColumnGapPx);
  for (const std::string& menu : menusWithKeys())
    blocks_.push_back(newKeyBlock(menu));
  blocks_.push_back(newMouseBlock());
  for (QWidget* block : blocks_)
    block->setParent(table);
  body()->addWidget(scrolling(table), 1);
}

void ShortcutSheet::resizeEvent(QResizeEvent* event) {
  OverlaySheet::resizeEvent(event);
  arrange();
}

/// As many columns as there is room for beside each other, about equally high; what does not fit
/// below each other scrolls.
void ShortcutSheet::arrange() {
  int widest = 1;
  int height = 0;
  for (QWidget* block : blocks_) {
    block->ensurePolished();
    const QSize size = block->sizeHint();
    widest = std::max(widest, size.width());
    height += size.height();
  }
  const QMargins edges = body()->contentsMargins();
  const int room = width() - edges.left() - edges.right() - 2 * kColumnGapPx;
  const int columns = std::clamp((room + kColumnGapPx) / (widest + kColumnGapPx), 1, 4);
  if (arranged_ == QSize(columns, height))
    return;
  arranged_ = {columns, height};
  while (QLayoutItem* column = columns_->takeAt(0)) {
    while (QLayoutItem* item = column->layout()->takeAt(0))
      delete item;
    delete column;
  }
  QVBoxLayout* column = nullptr;
  int used = 0;
  for (QWidget* block : blocks_) {
    const int more = block->sizeHint().height();
    if (!column ||
        (used > 0 && columns_->count() < columns && used + more / 2 > height / columns)) {
      if (column)
        column->addStretch(1);
      column = new QVBoxLayout();
      columns_->addLayout(column);
      used = 0;
    }
    column->addWidget(block);
    used += more;
  }
  if (column)
    column->addStretch(1);
}

FindingsSheet::FindingsSheet(Runner& runner, QWidget* parent)
    : OverlaySheet("Findings", runner, parent), list_(new FindingsList(runner)) {
  auto* content = new QWidget();
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 8, 0);
  column->addWidget(list_);
  column->addStretch(1);
  body()->addWidget(scrolling(content), 1);
}

void FindingsSheet::refresh(const Shown& shown) {
  list_->show(shown.document.evaluation().get(), shown.document);
}

}  // namespace trocar::gui
