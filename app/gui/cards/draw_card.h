#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

class QCheckBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QPushButton;

namespace trocar::gui {

/// Drawing lesions and other structures into the slices, and changing those there are.
class DrawCard : public Card {
 public:
  explicit DrawCard(Runner& runner);
  void show(const Shown& shown);
  using Card::show;

 private:
  void addStructureRow();
  void addTools();
  void addBrushRow();
  void addBoundsRow();
  void addShapes();
  void rename();
  void offerMerging();
  void offerRoles();
  void addAcceptRow();
  QPushButton* newShape(const QString& text, const QString& how, const QString& tip);
  /// Takes the tool with what the fields say.
  void take(const std::string& tool);
  /// The tool in the hand, with what the fields say now.
  void takeAgain();
  nlohmann::json fields() const;
  void showStructures(const Shown& shown);
  void showTool(const app::DrawingTool* tool);
  void showChosen(const Shown& shown);
  std::string chosen() const { return structure_->currentData().toString().toStdString(); }

  Runner& runner_;
  std::optional<Shown> shown_;        ///< For when another structure is chosen.
  std::string held_;                  ///< Word of the tool in the hand; empty without one.
  std::vector<std::string> offered_;  ///< Ids in the list of structures.
  std::vector<std::pair<std::string, std::string>> alike_;  ///< Id and name of others of the role.
  std::vector<std::string> drawn_;                          ///< Ids of what was drawn in voxels.
  Combo* structure_;
  std::map<std::string, QPushButton*> tools_;  ///< By their words.
  QDoubleSpinBox* radius_;
  QCheckBox* ball_;
  QCheckBox* bounded_;
  QDoubleSpinBox* low_;
  QDoubleSpinBox* high_;
  QCheckBox* inBone_;
  QLabel* hint_;
  QPushButton* accept_;
  QWidget* shapes_;
  QPushButton* rename_;
  QPushButton* role_;
  Role chosenRole_ = Role::Other;
  QPushButton* merge_;
  QPushButton* apart_;
  QPushButton* reset_;
  QPushButton* remove_;
  QLabel* extent_;
};

}  // namespace trocar::gui
