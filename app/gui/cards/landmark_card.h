#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

#include <map>
#include <string>
#include <vector>

class QGridLayout;
class QPushButton;

namespace trocar::gui {

/// The landmarks of one level, bone or estimated nerve: where each was found, which were moved by
/// hand, and a way back.
class LandmarkCard : public Card {
 public:
  explicit LandmarkCard(Runner& runner);
  void show(const Shown& shown);
  using Card::show;

 private:
  struct Row {
    QPushButton* name = nullptr;
    QLabel* basis = nullptr;
    QPushButton* reset = nullptr;
  };

  void showOwners(const Shown& shown, const std::string& owner);
  Row& rowAt(std::size_t index);

  Runner& runner_;
  Combo* owner_;
  QLabel* hint_;
  QGridLayout* grid_;
  std::vector<std::string> owners_;
  std::vector<Row> rows_;
  std::vector<anatomy::Landmark> shown_;
};

}  // namespace trocar::gui
