#include "app/gui/window/shortcuts.h"

#include "app/gui/parts/numbers.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>

#include <map>

namespace trocar::gui {
namespace {

/// Letters, digits and arrows belong to a field while one types in it.
bool isTyping() {
  const QWidget* focus = QApplication::focusWidget();
  return qobject_cast<const QLineEdit*>(focus) || qobject_cast<const QPlainTextEdit*>(focus) ||
         qobject_cast<const QAbstractSpinBox*>(focus);
}

QStringList keysOf(const actions::Action& action) {
  return text(action.shortcut).split("; ", Qt::SkipEmptyParts);
}

void refresh(QAction* item, const actions::Action& action, const app::Document& document) {
  item->setEnabled(isPossible(action, document));
  item->setText(text(action.textNow ? action.textNow(document) : action.text));
}

}  // namespace

QMenu* newMenu(app::Document& document, Runner& runner, QWidget* parent) {
  auto* menu = new QMenu(parent);
  std::map<std::string, QMenu*> parts;
  for (const actions::Action& action : actions::allActions()) {
    if (action.menu.empty())
      continue;
    QMenu*& part = parts[action.menu];
    if (!part)
      part = menu->addMenu(text(action.menu));
    QAction* item = part->addAction(text(action.text));
    item->setObjectName("menu-" + text(action.id));
    const QStringList keys = keysOf(action);
    // Shown beside the text; the key itself is the window's.
    item->setText(text(action.text) + (keys.isEmpty() ? QString() : "\t" + keys.first()));
    QObject::connect(
        item, &QAction::triggered, parent, [&runner, &action] { runner.run(action.id); });
    QObject::connect(part, &QMenu::aboutToShow, item, [item, &action, &document, keys] {
      refresh(item, action, document);
      if (!keys.isEmpty())
        item->setText(item->text() + "\t" + keys.first());
    });
  }
  return menu;
}

void addShortcuts(Runner& runner, QWidget& window) {
  for (const actions::Action& action : actions::allActions()) {
    for (const QString& key : keysOf(action)) {
      const QKeySequence sequence(key);
      auto* shortcut = new QShortcut(sequence, &window);
      shortcut->setObjectName("key-" + text(action.id));
      const bool plain = (sequence[0].keyboardModifiers() & ~Qt::ShiftModifier) == Qt::NoModifier;
      const bool always = sequence[0].key() == Qt::Key_Escape || sequence[0].key() >= Qt::Key_F1;
      QObject::connect(shortcut, &QShortcut::activated, &window, [&, plain, always] {
        if (!plain || always || !isTyping())
          runner.run(action.id);
      });
    }
  }
}

}  // namespace trocar::gui
