#pragma once

#include <QTimer>
#include <QWidget>

namespace trocar::gui {

/// A red dot in place of the mouse pointer over `parent`, above whatever is drawn there.
class LaserDot : public QWidget {
 public:
  explicit LaserDot(QWidget* parent);
  ~LaserDot() override;
  void switchTo(bool on);
  bool isOn() const { return follow_.isActive(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void follow();

  QTimer follow_;
};

}  // namespace trocar::gui
