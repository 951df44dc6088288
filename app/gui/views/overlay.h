#pragma once

#include "app/gui/cards/findings_list.h"
#include "app/gui/pages/page.h"

class QHBoxLayout;
class QLineEdit;
class QListWidget;
class QScrollArea;

namespace trocar::gui {

/// Content that scrolls where it does not fit; takes it over.
QScrollArea* scrolling(QWidget* content);

/// A framed sheet over the middle of the window; Esc closes it.
class OverlaySheet : public QFrame {
 public:
  OverlaySheet(const QString& title, Runner& runner, QWidget* parent);
  virtual void refresh(const Shown& shown) = 0;
  /// Gives the focus to what is used first; to what scrolls where nothing else is.
  virtual void focusFirst();
  virtual QSize wantedSize() const = 0;

 protected:
  QVBoxLayout* body() const { return body_; }
  Runner& runner() const { return runner_; }

 private:
  Runner& runner_;
  QVBoxLayout* body_;
};

/// Type a few letters, press Enter: any action of the table.
class PaletteSheet : public OverlaySheet {
 public:
  PaletteSheet(Runner& runner, QWidget* parent);
  void refresh(const Shown& shown) override;
  void focusFirst() override;
  QSize wantedSize() const override { return {560, 420}; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void list();
  void runCurrent();

  const app::Document* document_ = nullptr;
  QLineEdit* search_;
  QListWidget* found_;
};

/// Every key and what the mouse does.
class ShortcutSheet : public OverlaySheet {
 public:
  ShortcutSheet(Runner& runner, QWidget* parent);
  void refresh(const Shown&) override { arrange(); }
  QSize wantedSize() const override { return {1220, 680}; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  QHBoxLayout* columns_;
  std::vector<QWidget*> blocks_;
  QSize arranged_;  ///< Columns and the height of all blocks, as they lie now.
};

class FindingsSheet : public OverlaySheet {
 public:
  FindingsSheet(Runner& runner, QWidget* parent);
  void refresh(const Shown& shown) override;
  QSize wantedSize() const override { return {640, 560}; }

 private:
  FindingsList* list_;
};

}  // namespace trocar::gui
