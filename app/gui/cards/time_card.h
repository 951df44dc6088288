#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "app/gui/parts/trace_chart.h"

#include <QTimer>

#include <memory>

class QPushButton;
class QSlider;

namespace trocar::ablation {
struct AblationSimulation;
}

namespace trocar::gui {

/// A simulated treatment over time: a slider that plays it like a film, and the temperatures of the
/// structures that come to harm first.
class TimeCard : public Card {
 public:
  explicit TimeCard(Runner& runner);
  /// Hides itself where nothing is simulated.
  void show(const Shown& shown);
  using Card::show;

 private:
  void showTraces(const Shown& shown);
  void choose(double timeS);
  void play(bool on);
  void step();

  Runner& runner_;
  std::shared_ptr<const ablation::AblationSimulation> simulation_;
  TraceChart* chart_;
  QSlider* slider_;
  QPushButton* play_;
  QPushButton* whole_;
  QLabel* moment_;
  QTimer film_;
};

}  // namespace trocar::gui
