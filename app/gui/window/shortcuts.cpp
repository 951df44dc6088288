#include "app/gui/window/shortcuts.h"

#include "app/gui/parts/numbers.h"

#include <QKeyEvent>
#include <QMenu>
#include <QShortcut>

#include <algorithm>
#include <map>
#include <vector>

namespace trocar::gui {
namespace {

QStringList keysOf(const actions::Action& action) {
  return text(action.shortcut).split("; ", Qt::SkipEmptyParts);
}

void refresh(QAction* item, const actions::Action& action, const app::Document& document) {
  item->setEnabled(isPossible(action, document));
  item->setText(text(action.textNow ? action.textNow(document) : action.text));
}

/// By section; the rest in the table's order.
std::vector<const actions::Action*> inMenus() {
  std::vector<const actions::Action*> all;
  for (const actions::Action& action : actions::allActions()) {
    if (!action.menu.empty())
      all.push_back(&action);
  }
  std::stable_sort(
      all.begin(), all.end(), [](const auto* a, const auto* b) { return a->section < b->section; });
  return all;
}

void addItem(QMenu& part,
             const actions::Action& action,
             const app::Document& document,
             Runner& runner) {
  QAction* item = part.addAction(text(action.text));
  item->setObjectName("menu-" + text(action.id));
  const QStringList keys = keysOf(action);
  // Shown beside the text; the key itself is the window's.
  item->setText(text(action.text) + (keys.isEmpty() ? QString() : "\t" + keys.first()));
  QObject::connect(item, &QAction::triggered, &part, [&runner, &action] { runner.run(action.id); });
  QObject::connect(&part, &QMenu::aboutToShow, item, [item, &action, &document, keys] {
    refresh(item, action, document);
    if (!keys.isEmpty())
      item->setText(item->text() + "\t" + keys.first());
  });
}

}  // namespace

QMenu* newMenu(app::Document& document, Runner& runner, QWidget* parent) {
  auto* menu = new QMenu(parent);
  std::map<std::string, QMenu*> parts;
  std::map<QMenu*, int> sections;
  for (const actions::Action* action : inMenus()) {
    QMenu*& part = parts[action->menu];
    if (!part)
      part = menu->addMenu(text(action->menu));
    else if (sections[part] != action->section)
      part->addSeparator();
    sections[part] = action->section;
    addItem(*part, *action, document, runner);
  }
  return menu;
}

void addShortcuts(Runner& runner, FocusRule& focus, QWidget& window) {
  for (const actions::Action& action : actions::allActions()) {
    for (const QString& key : keysOf(action)) {
      const QKeySequence sequence(key);
      auto* shortcut = new QShortcut(sequence, &window);
      shortcut->setObjectName("key-" + text(action.id));
      const bool plain =
          isPlain(QKeyEvent(QEvent::KeyPress, sequence[0].key(), sequence[0].keyboardModifiers()));
      const auto act = [&, plain] {
        if (!plain || focus.letsShortcut())
          runner.run(action.id);
      };
      QObject::connect(shortcut, &QShortcut::activated, &window, act);
      // Some keyboards send one key that is several of an action's, such as Ctrl+Shift+= as Ctrl++.
      QObject::connect(shortcut, &QShortcut::activatedAmbiguously, &window, act);
    }
  }
}

}  // namespace trocar::gui
