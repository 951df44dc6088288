#pragma once

#include "app/gui/card.h"
#include "app/gui/combo.h"
#include "app/gui/findings_list.h"
#include "app/gui/page.h"

class QGridLayout;
class QPlainTextEdit;

namespace trocar {

/// All numbers side by side, findings to settle, notes, and what leaves the program.
class ReviewPage : public Page {
 public:
  explicit ReviewPage(Runner& runner);
  void show(const Shown& shown) override;

 private:
  void addKeepCard();
  void addNotesCard();
  void showTable(const Shown& shown);

  QLabel* verdict_;
  Card* tableCard_;
  QGridLayout* table_;
  std::vector<QLabel*> cells_;
  FindingsList* findings_;
  Combo* position_ = nullptr;
  QPlainTextEdit* note_ = nullptr;
};

}  // namespace trocar
