#pragma once

#include "app/document.h"
#include "app/gui/parts/combo.h"
#include "app/gui/parts/runner.h"
#include "planning/plan/cannula_course.h"

#include <QWidget>

#include <set>
#include <string>

namespace trocar::gui {

/// What of a kind runs through a needle's cannula, chosen from what the shelf has and the bore lets
/// pass.
class ThroughRow : public QWidget {
 public:
  ThroughRow(CannulaStep::Kind kind, Runner& runner);
  /// Hidden where nothing of the kind runs through.
  void show(const Needle& cannula, const app::Document& document);
  using QWidget::show;

 private:
  CannulaStep::Kind kind_;
  Combo* combo_;
  std::string id_;
  std::string cannula_;  ///< Instrument for which the list was made.
  std::set<std::string> lacking_;
};

/// "Biopsy", "Drill", "Thermocouple" or "Balloon, implant".
QString throughName(CannulaStep::Kind kind);

/// A list of what else can go through a needle; choosing puts it there.
class ThroughChoice : public QWidget {
 public:
  explicit ThroughChoice(Runner& runner);
  void show(const Needle& cannula, const app::Document& document);
  using QWidget::show;

 private:
  Combo* combo_;
  std::string id_;
  std::string listed_;  ///< For what the list was made.
};

}  // namespace trocar::gui
