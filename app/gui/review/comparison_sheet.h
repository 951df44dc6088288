#pragma once

#include "app/gui/views/overlay.h"

#include <array>
#include <memory>

namespace trocar::app {
struct Comparison;
}

namespace trocar::gui {

/// Plan A beside plan B: pictures from the same place, numbers with their differences marked.
class ComparisonSheet : public OverlaySheet {
 public:
  ComparisonSheet(Runner& runner, QWidget* parent);
  void refresh(const Shown& shown) override;
  QSize wantedSize() const override { return {1360, 1000}; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fitPictures();

  std::shared_ptr<const app::Comparison> shown_;
  std::array<QLabel*, 4> pictures_{};  ///< A and B in 3-D, A and B axial.
  QLabel* numbers_;
};

}  // namespace trocar::gui
