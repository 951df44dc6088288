#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/event_strip.h"
#include "planning/cement/cement_history.h"

#include <QTimer>

#include <memory>

class QDoubleSpinBox;
class QSlider;

namespace trocar::cement {
struct CementProduct;
}

namespace trocar::gui {

class Combo;
/// The injection: a slider in steps of 0.1 ml that plays it, with the line at which to stop and
/// what happens on the way; what it fills and where it leaks; another treatment beside it.
class InjectionCard : public Card {
 public:
  explicit InjectionCard(Runner& runner);
  /// Hides itself where nothing is injected.
  void show(const Shown& shown);
  using Card::show;

 private:
  void addMix();
  void addInjection();
  void addNumbers();
  void showMix(const Plan& plan, const cement::CementProduct& product);
  void showInjection(const Shown& shown, const cement::CementResult& cement);
  void showEvents(const Palette& palette);
  void showMoment(const cement::CementResult& cement, double soFarMl);
  void showNumbers(const Shown& shown, const cement::CementResult& cement);
  void goTo(const cement::CementEvent& event);
  void play(bool on);
  void step();

  Runner& runner_;
  std::shared_ptr<const Evaluation> shown_;
  std::vector<cement::CementEvent> events_;
  QLabel* soFar_;
  Combo* product_ = nullptr;
  QDoubleSpinBox* start_ = nullptr;
  QDoubleSpinBox* room_ = nullptr;
  EventStrip* strip_ = nullptr;
  QSlider* slider_ = nullptr;
  QPushButton* play_ = nullptr;
  QPushButton* stop_ = nullptr;
  QLabel* moment_ = nullptr;
  QVBoxLayout* eventRows_ = nullptr;
  std::vector<RowButton*> eventButtons_;
  NumberTable* numbers_ = nullptr;
  QLabel* leaksTitle_ = nullptr;
  NumberTable* leaks_ = nullptr;
  QPushButton* chances_ = nullptr;
  QPushButton* keep_ = nullptr;
  QPushButton* take_ = nullptr;
  QPushButton* forget_ = nullptr;
  QPushButton* pictures_ = nullptr;
  Combo* strain_ = nullptr;
  QLabel* basis_ = nullptr;
  QTimer film_;
};

}  // namespace trocar::gui
