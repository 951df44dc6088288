#pragma once

#include "app/gui/views/overlay.h"

#include <vector>

class QCheckBox;

namespace trocar::gui {

/// What the site has, kind by kind: only that is offered in lists and searches.
class ShelfSheet : public OverlaySheet {
 public:
  ShelfSheet(Runner& runner, QWidget* parent);
  void refresh(const Shown& shown) override;
  QSize wantedSize() const override { return {620, 640}; }

 private:
  std::vector<QCheckBox*> boxes_;  ///< In the order of the catalogue.
  QLabel* count_;
};

}  // namespace trocar::gui
