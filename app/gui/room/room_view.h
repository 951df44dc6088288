#pragma once

#include "app/gui/room/room_cards.h"
#include "app/gui/views/xray_maker.h"
#include "app/gui/views/xray_pane.h"

#include <QTimer>

#include <array>

namespace trocar::gui {

/// The fluoroscopy room: a bar that says whether this is planning or training, two planes, and the
/// cards on the right.
class RoomView : public QWidget {
 public:
  RoomView(app::Document& document, Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;
  XrayPane& pane(int plane) { return *panes_[static_cast<std::size_t>(plane)]; }
  const XrayMaker& maker() const { return maker_; }

 private:
  QWidget* newBar(Runner& runner);
  void showBar(const Shown& shown);
  void showPictures(const Shown& shown);
  void tick();

  app::Document& document_;
  Runner& runner_;
  XrayMaker maker_;
  QTimer clock_;
  QWidget* bar_;
  QLabel* mode_;
  QLabel* about_;
  QPushButton* leave_;
  QWidget* side_;
  std::array<XrayPane*, fluoro::kPlanes> panes_{};
  std::vector<RoomCard*> cards_;
  RoomMessages* messages_;
};

}  // namespace trocar::gui
