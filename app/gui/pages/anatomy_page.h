#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/cards/draw_card.h"
#include "app/gui/cards/landmark_card.h"
#include "app/gui/cards/lesion_card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

#include <map>
#include <string>

class QCheckBox;
class QGridLayout;
class QSlider;

namespace trocar::gui {

/// What the bones measure, and what of the anatomy is drawn.
class AnatomyPage : public Page {
 public:
  explicit AnatomyPage(Runner& runner);
  void show(const Shown& shown) override;

 private:
  /// Widgets of one role.
  struct RoleRow {
    QCheckBox* shown = nullptr;
    QSlider* opacity = nullptr;
    QWidget* members = nullptr;
  };

  void rebuild(const Case& patient);
  void rebuildLevels(const Case& patient);
  void addRole(Role role, const std::vector<const Structure*>& members);
  QWidget* newMembers(const std::vector<const Structure*>& members);
  QWidget* newRenumbering();
  void showName(const Shown& shown);
  void showLevels(const Shown& shown);
  void showMeasures(const Shown& shown);
  void addFractures();
  void showStructures(const Shown& shown);

  const Case* built_ = nullptr;
  QGridLayout* levels_;
  NumberTable* measures_;
  QLabel* trust_;
  std::map<Side, QCheckBox*> fractured_;
  Card* measuresCard_;
  Combo* called_;
  std::string level_;  ///< Whose measures are shown.
  std::string named_;  ///< The level that `called_` lists names for.
  LandmarkCard* landmarks_;
  LesionCard* lesion_;
  DrawCard* draw_;
  Card* structures_;
  QWidget* roles_ = nullptr;
  struct LevelRow {
    QPushButton* button = nullptr;
    QLabel* height = nullptr;
    QLabel* left = nullptr;
    QLabel* right = nullptr;
  };
  std::map<std::string, LevelRow> levelRows_;
  std::map<Role, RoleRow> roleRows_;
  std::map<std::string, QCheckBox*> structureBoxes_;
  std::map<std::string, QLabel*> volumes_;
};

}  // namespace trocar::gui
