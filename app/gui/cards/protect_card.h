#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

#include <vector>

class QDoubleSpinBox;
class QPushButton;
class QVBoxLayout;

namespace trocar::gui {

/// Fluids that keep heat and cold away: as a layer around a structure, or painted into the slices.
class ProtectCard : public Card {
 public:
  explicit ProtectCard(Runner& runner);
  void show(const Shown& shown);
  using Card::show;

 private:
  struct Row {
    QWidget* widget;
    QLabel* extent;
    std::string structure;
  };

  void addLayerRow();
  void addBrushRow();
  void brush(bool inHand);
  void showStructures(const Shown& shown);
  void showRows(const Shown& shown);
  Row newRow(const Protection& protection, const Case& patient);
  std::string medium() const { return medium_->currentData().toString().toStdString(); }

  Runner& runner_;
  std::string region_;                ///< That the brush in the hand paints; empty without one.
  std::vector<std::string> offered_;  ///< In their order, with their distances.
  QVBoxLayout* list_;
  std::vector<Row> rows_;
  Combo* medium_;
  Combo* structure_;
  QDoubleSpinBox* thickness_;
  QDoubleSpinBox* radius_;
  QPushButton* paint_;
  QLabel* hint_;
};

}  // namespace trocar::gui
