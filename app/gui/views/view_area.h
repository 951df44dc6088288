#pragma once

#include "app/gui/pages/page.h"
#include "app/gui/views/loading_cover.h"
#include "app/gui/views/view_pane.h"

#include <QElapsedTimer>
#include <QTimer>

#include <array>

class QGridLayout;
class QToolButton;

namespace trocar::gui {

/// The four linked views: one large with three beside it, two by two, or one alone.
class ViewArea : public QWidget {
 public:
  ViewArea(app::Document& document, Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;
  ViewPane& pane(int index) { return *panes_[static_cast<std::size_t>(index)]; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange(const app::ViewState& view);
  void follow(const app::ViewState& view);
  void takeFirstLook(const app::ViewState& view);
  void startFlight(const app::ViewState& view);
  void flyOn();
  void showKinds(const Shown& shown);
  void placeKindButtons();

  Runner& runner_;
  QGridLayout* grid_;
  std::array<ViewPane*, 4> panes_{};
  std::array<QToolButton*, 4> kinds_{};  ///< Chooses what a pane shows.
  LoadingCover* cover_;
  app::ViewState last_;
  bool arranged_ = false;
  QTimer frames_;  ///< Of a flight to a bookmark.
  QElapsedTimer sinceTakeOff_;
  render::Camera from_, to_;
  bool camera_ = true;  ///< The 3-D view waits for surfaces to look at.
};

}  // namespace trocar::gui
