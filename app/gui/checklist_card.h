#pragma once

#include "app/gui/card.h"
#include "app/gui/page.h"
#include "planning/review/checklist.h"

class QCheckBox;

namespace trocar {

/// The lists to go through before the procedure; their ticks are kept in the plan.
class ChecklistCard : public Card {
 public:
  explicit ChecklistCard(Runner& runner);
  void refresh(const Shown& shown);

 private:
  void rebuild(const std::vector<Checklist>& lists);

  Runner& runner_;
  QLabel* count_;
  QWidget* content_ = nullptr;
  std::vector<std::string> keys_;
  std::vector<QCheckBox*> boxes_;
};

}  // namespace trocar
