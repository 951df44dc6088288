#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/cards/decide_cards.h"
#include "app/gui/pages/page.h"

#include <map>

namespace trocar::gui {

/// Who it is about: the patient, remarks on the images, what frameworks say, and where to open
/// another one.
class CasePage : public Page {
 public:
  explicit CasePage(Runner& runner);
  void show(const Shown& shown) override;

 private:
  void addPatientCard();
  void addBundledCard();
  void addOpenCard();

  QLabel* history_ = nullptr;
  Card* patientCard_ = nullptr;
  NumberTable* numbers_ = nullptr;
  Card* remarksCard_ = nullptr;
  QLabel* remarks_ = nullptr;
  QPushButton* planLevel_ = nullptr;
  QPushButton* findVertebrae_ = nullptr;
  QPushButton* labelCt_ = nullptr;
  DecideCards* decide_ = nullptr;
  std::map<std::string, QPushButton*> bundled_;
};

}  // namespace trocar::gui
