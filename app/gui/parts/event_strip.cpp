#include "app/gui/parts/event_strip.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace trocar::gui {
namespace {

constexpr double kHandleHalfPx = 6.0;  ///< Of the slider's handle, see the style sheet.
constexpr double kReachPx = 7.0;
constexpr double kMarkHalfPx = 5.0;

QPolygonF shapeOf(EventMark::Kind kind, double x, double y) {
  const double r = kMarkHalfPx;
  if (kind == EventMark::Kind::Danger)
    return QPolygonF({{x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}});
  return QPolygonF({{x - r, y - r}, {x + r, y - r}, {x, y + r}});
}

}  // namespace

EventStrip::EventStrip(QWidget* parent) : QWidget(parent) {
  setObjectName("eventStrip");
  setFixedHeight(2 * fontMetrics().height() + 4);
  setCursor(Qt::PointingHandCursor);
}

void EventStrip::show(const std::vector<EventMark>& marks, double end, const Palette& palette) {
  marks_ = marks;
  end_ = std::max(end, 1e-9);
  palette_ = palette;
  setFixedHeight(2 * fontMetrics().height() + 4);
  update();
}

void EventStrip::setStop(std::optional<double> stop, const QString& stopText) {
  stop_ = stop;
  stopText_ = stopText;
  update();
}

double EventStrip::placeOf(double value) const {
  return kHandleHalfPx + (width() - 2.0 * kHandleHalfPx) * std::clamp(value / end_, 0.0, 1.0);
}

const EventMark* EventStrip::markAt(double x) const {
  const EventMark* nearest = nullptr;
  for (const EventMark& mark : marks_) {
    const double distance = std::abs(placeOf(mark.at) - x);
    if (distance <= kReachPx && (!nearest || distance < std::abs(placeOf(nearest->at) - x) ||
                                 (mark.at == nearest->at && mark.kind > nearest->kind)))
      nearest = &mark;
  }
  return nearest;
}

bool EventStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip)
    return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QStringList words;
  if (const EventMark* nearest = markAt(help->pos().x())) {
    for (const EventMark& mark : marks_) {
      if (std::abs(placeOf(mark.at) - placeOf(nearest->at)) <= kReachPx)
        words << mark.text;
    }
  }
  if (words.isEmpty())
    QToolTip::hideText();
  else
    QToolTip::showText(help->globalPos(), words.join("\n"), this);
  return true;
}

void EventStrip::mousePressEvent(QMouseEvent* event) {
  if (const EventMark* mark = markAt(event->position().x()))
    emit chosen(mark->at);
}

void EventStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (stop_)
    paintStop(painter);
  painter.setPen(QPen(palette_.line, 1.0));
  painter.drawLine(QPointF(placeOf(0.0), height() - 1.0), QPointF(placeOf(end_), height() - 1.0));
  for (const EventMark& mark : marks_)
    paintMark(painter, mark);
}

void EventStrip::paintMark(QPainter& painter, const EventMark& mark) const {
  const double x = placeOf(mark.at);
  const double y = height() - kMarkHalfPx - 4.0;
  if (mark.kind == EventMark::Kind::Note) {
    painter.setPen(QPen(palette_.quiet, 1.5));
    painter.drawLine(QPointF(x, y - kMarkHalfPx), QPointF(x, height()));
    return;
  }
  painter.setPen(QPen(palette_.card, 1.0));
  painter.setBrush(mark.kind == EventMark::Kind::Danger ? palette_.danger : palette_.caution);
  painter.drawPolygon(shapeOf(mark.kind, x, y));
}

void EventStrip::paintStop(QPainter& painter) const {
  const double x = placeOf(*stop_);
  const double line = fontMetrics().height();
  QColor shade = palette_.danger;
  shade.setAlphaF(0.16F);
  painter.fillRect(QRectF(x, line, placeOf(end_) - x, height() - line), shade);
  painter.setPen(QPen(palette_.danger, 2.0));
  painter.drawLine(QPointF(x, 2.0), QPointF(x, height()));
  const double wide = fontMetrics().horizontalAdvance(stopText_);
  const bool onLeft = x + 6.0 + wide > width();
  painter.drawText(QRectF(onLeft ? x - 6.0 - wide : x + 6.0, 0.0, wide + 1.0, line),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   stopText_);
}

}  // namespace trocar::gui
