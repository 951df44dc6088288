#pragma once

#include "app/gui/card.h"
#include "app/gui/runner.h"
#include "planning/access/suggest.h"

#include <memory>

namespace trocar {

/// What the last search proposed, best first, to be taken or left.
class SuggestionList : public QWidget {
 public:
  explicit SuggestionList(Runner& runner);
  void show(const std::shared_ptr<const Suggestions>& suggestions);
  using QWidget::show;

 private:
  Runner& runner_;
  QVBoxLayout* column_;
  std::shared_ptr<const Suggestions> shown_;
  QWidget* content_ = nullptr;
};

}  // namespace trocar
