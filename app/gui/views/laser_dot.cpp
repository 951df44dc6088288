#include "app/gui/views/laser_dot.h"

#include <QApplication>
#include <QCursor>
#include <QPainter>
#include <QRadialGradient>

namespace trocar::gui {
namespace {

constexpr int kSizePx = 60;
constexpr int kFollowMs = 16;
const QColor kRed(255, 45, 40);

}  // namespace

LaserDot::LaserDot(QWidget* parent) : QWidget(parent) {
  setObjectName("laserDot");
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFixedSize(kSizePx, kSizePx);
  hide();
  follow_.setInterval(kFollowMs);
  connect(&follow_, &QTimer::timeout, this, [this] { follow(); });
}

LaserDot::~LaserDot() {
  switchTo(false);
}

void LaserDot::switchTo(bool on) {
  if (on == isOn())
    return;
  if (on) {
    QApplication::setOverrideCursor(Qt::BlankCursor);
    follow_.start();
    return follow();
  }
  follow_.stop();
  QApplication::restoreOverrideCursor();
  hide();
}

void LaserDot::follow() {
  const QPoint at = parentWidget()->mapFromGlobal(QCursor::pos());
  setVisible(parentWidget()->rect().contains(at));
  move(at - QPoint(kSizePx / 2, kSizePx / 2));
  raise();
}

void LaserDot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  QRadialGradient glow(rect().center(), kSizePx / 2.0);
  glow.setColorAt(0.0, Qt::white);
  glow.setColorAt(0.18, kRed);
  glow.setColorAt(0.38, QColor(kRed.red(), kRed.green(), kRed.blue(), 150));
  glow.setColorAt(1.0, Qt::transparent);
  painter.setBrush(glow);
  painter.drawEllipse(rect());
}

}  // namespace trocar::gui
