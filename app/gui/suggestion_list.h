#pragma once

#include "app/gui/card.h"
#include "app/gui/runner.h"
#include "app/gui/theme.h"
#include "planning/access/suggest.h"

#include <memory>

namespace trocar {

class FrontPlot;

/// What the last search proposed, best first, to be taken or left.
class SuggestionList : public QWidget {
 public:
  explicit SuggestionList(Runner& runner);
  void show(const Document& document, const Palette& palette);
  using QWidget::show;

 private:
  Runner& runner_;
  QVBoxLayout* column_;
  std::shared_ptr<const Suggestions> shown_;
  FrontPlot* plot_;
  QWidget* content_ = nullptr;
};

}  // namespace trocar
