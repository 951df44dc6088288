#pragma once

#include "app/gui/cards/bookmarks_card.h"
#include "app/gui/cards/card.h"
#include "app/gui/cards/checklist_card.h"
#include "app/gui/cards/findings_list.h"
#include "app/gui/cards/scales_card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

#include <array>

class QCheckBox;
class QGridLayout;

namespace trocar::gui {

/// The plan on one sheet, findings to settle, bookmarks to present, and what to prepare: four
/// parts, one at a time.
class ReviewPage : public Page {
 public:
  explicit ReviewPage(Runner& runner);
  void show(const Shown& shown) override;

 private:
  void addParts();
  QVBoxLayout* part(app::ReviewPart part);
  QLabel* addText(app::ReviewPart part, const QString& title, const char* name);
  void addKeepCard();
  void addNotesCard();
  void addScrewsFirst();
  void showTable(const Shown& shown);
  void showTexts(const Shown& shown);

  QLabel* verdict_;
  QLabel* surgeryFirst_;
  std::array<QPushButton*, app::kReviewPartCount> tabs_{};
  std::array<QWidget*, app::kReviewPartCount> parts_{};
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

}  // namespace trocar::gui
