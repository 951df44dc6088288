#pragma once

#include "app/document.h"

#include <QFrame>
#include <QTimer>

class QLabel;

namespace trocar::gui {

/// Says what was done for a few seconds, or what could not be until it is dismissed.
class Toast : public QFrame {
 public:
  explicit Toast(QWidget* parent);
  /// Nothing happens for a notice that was shown before.
  void show(const std::optional<app::Notice>& notice);
  using QFrame::show;
  /// In the lower middle of `area`.
  void placeIn(const QRect& area);

 private:
  QLabel* text_;
  QTimer hide_;
  int number_ = 0;
};

}  // namespace trocar::gui
