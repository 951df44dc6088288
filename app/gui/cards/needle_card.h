#pragma once

#include "app/gui/cards/bend_row.h"
#include "app/gui/cards/card.h"
#include "app/gui/cards/device_row.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

class QToolButton;

namespace trocar::gui {

/// One needle of the list: its verdict, and where it is selected its numbers and tools.
class NeedleCard : public Card {
 public:
  explicit NeedleCard(Runner& runner);
  void show(const Needle& needle, const Shown& shown);
  using Card::show;

 protected:
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void offer(const app::Shelf& shelf, const std::string& present);
  QToolButton* addTool(const char* action, const char* tip);
  void showTools(const Needle& needle, const Palette& palette);

  Runner& runner_;
  std::string id_;
  RowButton* name_;
  QLabel* verdict_;
  QLabel* parts_;
  QLabel* summary_;
  QWidget* details_;
  Combo* instrument_;
  BendRow* bend_;
  DeviceRow* device_;
  std::set<std::string> lacking_;
  NumberTable* numbers_;
  class QHBoxLayout* tools_;
  std::vector<std::pair<QToolButton*, std::string>> toolButtons_;  ///< With their pictures' names.
};

/// The word of a needle's verdict in its colour; its parts and reason as the tooltip.
void showVerdict(QLabel* label, const Evaluation* evaluation, const std::string& needle);

}  // namespace trocar::gui
