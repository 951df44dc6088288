#pragma once

#include "app/gui/cards/aim_card.h"
#include "app/gui/cards/card.h"
#include "app/gui/cards/injection_card.h"
#include "app/gui/cards/protect_card.h"
#include "app/gui/cards/through_row.h"
#include "app/gui/cards/time_card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"

#include <memory>
#include <vector>

class QLineEdit;
class QDoubleSpinBox;
class QSlider;

namespace trocar::gui {

/// What goes through one needle, one after the other: biopsy, probe with its protocol, device,
/// cement; and the course that this makes.
class TreatmentCard : public Card {
 public:
  explicit TreatmentCard(Runner& runner);
  void show(const Needle& needle, const Shown& shown);
  using Card::show;

 private:
  void showProbes(const Needle& needle, const Plan& plan, const app::Shelf& shelf);
  void addThrough();
  void addInjection();
  void addCourse();
  QDoubleSpinBox* newDepthField(const QString& name, const char* argument);
  void showCement(const Needle& needle, const Plan& plan);
  void showCourse(const Needle& needle, const Plan& plan);

  Runner& runner_;
  std::string id_;
  std::string probeId_;
  std::string cannula_;  ///< Instrument for which the probes are listed.
  std::set<std::string> lacking_;
  QLabel* verdict_;
  QLabel* instrument_;
  QWidget* probeRow_;
  Combo* probe_;
  QWidget* protocolRow_;
  QLineEdit* protocol_;
  QLabel* duration_;
  QSlider* cement_;
  QLabel* cementMl_;
  QWidget* rateRow_;
  QDoubleSpinBox* rate_;
  QWidget* depthRow_;
  QDoubleSpinBox* tipBack_;
  QDoubleSpinBox* withdraw_;
  std::vector<ThroughRow*> through_;
  ThroughChoice* also_;
  QLabel* course_;
  QPushButton* advance_;
};

/// Probes, cement and protection, and what they do.
class TreatmentPage : public Page {
 public:
  explicit TreatmentPage(Runner& runner);
  void show(const Shown& shown) override;

 private:
  void addResultCards();
  void showCards(const Shown& shown);
  void showTargets(const ablation::AblationResult& ablation, const Case& patient, bool current);
  void showAblation(const Shown& shown);

  QVBoxLayout* list_;
  std::vector<TreatmentCard*> cards_;
  Card* zonesCard_ = nullptr;
  NumberTable* zones_ = nullptr;
  QLabel* zonesBasis_ = nullptr;
  Card* targetCard_ = nullptr;
  NumberTable* target_ = nullptr;
  QPushButton* showMargin_ = nullptr;
  std::optional<Vec3> marginAt_;
  Card* riskCard_ = nullptr;
  NumberTable* risk_ = nullptr;
  TimeCard* time_ = nullptr;
  InjectionCard* injection_ = nullptr;
  ProtectCard* protect_ = nullptr;
  AimCard* aim_ = nullptr;
};

}  // namespace trocar::gui
