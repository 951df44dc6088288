#pragma once

#include "app/gui/pages/page.h"

class QProgressBar;
class QToolButton;

namespace trocar::gui {

/// What is open, whether it is saved, what undo would do, what the program is busy with, and what
/// it is not.
class TopBar : public QWidget {
 public:
  explicit TopBar(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;
  QToolButton* menuButton() const { return menu_; }
  QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QToolButton* addTool(const std::string& action);
  void showBusy(const Shown& shown);
  /// Leaves out the least important where there is no room for everything.
  void fit();

  Runner& runner_;
  class QHBoxLayout* row_;
  QToolButton* menu_;
  QLabel* title_;
  QLabel* ct_;
  QLabel* saved_;
  QLabel* busy_;
  QProgressBar* progress_;
  QToolButton* cancel_;
  std::vector<std::pair<QToolButton*, std::string>> tools_;
};

}  // namespace trocar::gui
