#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "planning/review/checklist.h"

class QCheckBox;

namespace trocar::gui {

/// The lists to go through before the procedure; their ticks are kept in the plan.
class ChecklistCard : public Card {
 public:
  explicit ChecklistCard(Runner& runner);
  void refresh(const Shown& shown);

 private:
  void rebuild(const std::vector<review::Checklist>& lists);

  Runner& runner_;
  QLabel* count_;
  QWidget* content_ = nullptr;
  std::vector<std::string> keys_;
  std::vector<QCheckBox*> boxes_;
};

}  // namespace trocar::gui
