#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

class QCheckBox;
class QDoubleSpinBox;
class QHBoxLayout;

namespace trocar::gui {

/// A part of the room's right side: a card whose buttons run actions.
class RoomCard : public Card {
 public:
  RoomCard(const QString& title, Runner& runner) : Card(title), runner_(runner) {}
  virtual void refresh(const Shown& shown) = 0;

 protected:
  Runner& runner() const { return runner_; }
  QHBoxLayout* newRow();
  QPushButton* newButton(QHBoxLayout* row,
                         const QString& text,
                         const std::string& action,
                         const nlohmann::json& arguments,
                         const QString& tip);

 private:
  Runner& runner_;
};

/// The lesson that runs: goal, hints, verdict, end.
class LessonCard : public RoomCard {
 public:
  explicit LessonCard(Runner& runner);
  void refresh(const Shown& shown) override;

 private:
  QLabel* goal_;
  QLabel* state_;
  QPushButton* hint_;
  QPushButton* next_;
  QWidget* verdict_;
  QPushButton* keep_;
  QPushButton* withdraw_;
};

/// The active plane's arm.
class ArmCard : public RoomCard {
 public:
  explicit ArmCard(Runner& runner);
  void refresh(const Shown& shown) override;

 private:
  QDoubleSpinBox* newAngle(const QString& name, const char* key, const QString& tip);

  Combo* view_;
  std::vector<std::string> keys_;
  QDoubleSpinBox* lao_;
  QDoubleSpinBox* cran_;
  Combo* magnification_;
  Combo* shutters_;
};

/// Beam, picture and what they cost.
class BeamCard : public RoomCard {
 public:
  explicit BeamCard(Runner& runner);
  void refresh(const Shown& shown) override;

 private:
  QPushButton* expose_;
  QPushButton* run_;
  QCheckBox* follows_;
  QCheckBox* bright_;
  QCheckBox* mirrored_;
  QCheckBox* upsideDown_;
  NumberTable* counts_;
};

/// The needle in the hand.
class DriveCard : public RoomCard {
 public:
  explicit DriveCard(Runner& runner);
  void refresh(const Shown& shown) override;

 private:
  QLabel* which_;
  NumberTable* numbers_;
  QPushButton* accept_;
};

class CementCard : public RoomCard {
 public:
  explicit CementCard(Runner& runner);
  void refresh(const Shown& shown) override;

 private:
  QPushButton* mix_;
  NumberTable* numbers_;
};

/// What was felt and said, newest first: a strip below the pictures, where the eyes are.
class RoomMessages : public QWidget {
 public:
  RoomMessages();
  void refresh(const Shown& shown);

 private:
  std::vector<QLabel*> lines_;
};

}  // namespace trocar::gui
