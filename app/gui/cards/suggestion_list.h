#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/parts/runner.h"
#include "app/gui/parts/theme.h"
#include "planning/search/suggest.h"

#include <memory>

namespace trocar::gui {

class FrontPlot;

/// What the last search proposed, best first, to be taken or left.
class SuggestionList : public QWidget {
 public:
  explicit SuggestionList(Runner& runner);
  void show(const app::Document& document, const Palette& palette);
  using QWidget::show;

 private:
  Runner& runner_;
  QVBoxLayout* column_;
  std::shared_ptr<const search::Suggestions> shown_;
  FrontPlot* plot_;
  QWidget* content_ = nullptr;
};

}  // namespace trocar::gui
