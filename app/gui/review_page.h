#pragma once

#include "app/gui/bookmarks_card.h"
#include "app/gui/card.h"
#include "app/gui/checklist_card.h"
#include "app/gui/combo.h"
#include "app/gui/findings_list.h"
#include "app/gui/page.h"
#include "app/gui/scales_card.h"

#include <array>

class QCheckBox;
class QGridLayout;

namespace trocar {

/// The plan on one sheet, findings to settle, bookmarks to present, and what to prepare: four
/// parts, one at a time.
class ReviewPage : public Page {
 public:
  explicit ReviewPage(Runner& runner);
  void show(const Shown& shown) override;

 private:
  void addParts();
  QVBoxLayout* part(ReviewPart part);
  QLabel* addText(ReviewPart part, const QString& title, const char* name);
  void addKeepCard();
  void addNotesCard();
  void addScrewsFirst();
  void showTable(const Shown& shown);
  void showTexts(const Shown& shown);

  QLabel* verdict_;
  std::array<QPushButton*, kReviewPartCount> tabs_{};
  std::array<QWidget*, kReviewPartCount> parts_{};
  QLabel* sheet_;
  QLabel* changes_;
  QLabel* order_;
  QCheckBox* screwsFirst_;
  QLabel* shopping_;
  BookmarksCard* bookmarks_;
  ChecklistCard* checklist_;
  ScalesCard* scales_;
  QLabel* reading_;
  Card* tableCard_;
  QGridLayout* table_;
  std::vector<QLabel*> cells_;
  FindingsList* findings_;
  Combo* position_ = nullptr;
  NoteEdit* note_ = nullptr;
};

}  // namespace trocar
