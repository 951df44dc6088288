#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/parts/runner.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace trocar::gui {

/// Brings a CT and its label maps in as a new case.
class ImportCard : public Card {
 public:
  explicit ImportCard(Runner& runner);

 private:
  QLineEdit* addPathRow(const QString& name, const QString& hint, bool folder);
  void start();
  void enable();

  Runner& runner_;
  QLineEdit* ct_;
  QLineEdit* labels_;
  QComboBox* scheme_;
  QLineEdit* folder_;
  QPushButton* import_;
};

}  // namespace trocar::gui
