#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"

#include <string>
#include <vector>

class QLineEdit;

namespace trocar::gui {

/// One finding with its rule and source, the way to its place, and the way to live with it.
class FindingCard : public Card {
 public:
  FindingCard(const Finding& finding, Runner& runner);

 private:
  void addAcceptance(const Finding& finding, Runner& runner);
};

/// All findings, worst first. Rebuilt only when they change, so that a reason can be typed in
/// peace.
class FindingsList : public QWidget {
 public:
  explicit FindingsList(Runner& runner);
  void show(const Evaluation* evaluation);
  using QWidget::show;

 private:
  Runner& runner_;
  QVBoxLayout* column_;
  std::vector<Finding> shown_;
  QWidget* content_ = nullptr;
};

}  // namespace trocar::gui
