#include "app/gui/parts/front_plot.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace trocar::gui {
namespace {

constexpr int kHeightPx = 150;
constexpr double kPointReachPx = 12.0;

QString percent(double share) {
  return QString("%1 %").arg(100.0 * share, 0, 'f', 0);
}

}  // namespace

FrontPlot::FrontPlot(QWidget* parent) : QWidget(parent) {
  setObjectName("frontPlot");
  setFixedHeight(kHeightPx);
  setMouseTracking(true);
  setToolTip("Right is safer, up covers more. No proposal on the line is beaten in both.");
}

void FrontPlot::show(const std::shared_ptr<const search::Suggestions>& suggestions,
                     const Palette& palette) {
  suggestions_ = suggestions;
  palette_ = palette;
  safetyMm_ = rangeOf(&search::SuggestionCard::safetyMm, 1.0);
  coverage_ = rangeOf(&search::SuggestionCard::coverage, 0.1);
  update();
}

FrontPlot::Range FrontPlot::rangeOf(double search::SuggestionCard::*value, double leastSpan) const {
  if (!suggestions_ || suggestions_->cards.empty())
    return {};
  double low = INFINITY;
  double high = -INFINITY;
  for (const search::SuggestionCard& card : suggestions_->cards) {
    low = std::min(low, card.*value);
    high = std::max(high, card.*value);
  }
  const double half = 0.5 * std::max(leastSpan, 1.4 * (high - low));
  return {0.5 * (low + high) - half, 0.5 * (low + high) + half};
}

void FrontPlot::setHovered(int card) {
  if (hovered_ == card)
    return;
  hovered_ = card;
  update();
}

QRectF FrontPlot::plot() const {
  return QRectF(rect()).adjusted(40.0, 12.0, -14.0, -34.0);
}

QPointF FrontPlot::placeOf(const search::SuggestionCard& card) const {
  const QRectF area = plot();
  return {area.left() + area.width() * safetyMm_.shareOf(card.safetyMm),
          area.bottom() - area.height() * coverage_.shareOf(card.coverage)};
}

int FrontPlot::cardAt(const QPointF& at) const {
  int best = -1;
  double nearest = kPointReachPx;
  for (std::size_t i = 0; suggestions_ && i < suggestions_->cards.size(); ++i) {
    const QPointF away = placeOf(suggestions_->cards[i]) - at;
    const double distance = std::hypot(away.x(), away.y());
    if (distance < nearest) {
      nearest = distance;
      best = static_cast<int>(i);
    }
  }
  return best;
}

void FrontPlot::paintAxes(QPainter& painter) const {
  const QRectF area = plot();
  painter.setPen(QPen(palette_.line, 1));
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  painter.drawLine(area.bottomLeft(), area.topLeft());
  painter.setPen(palette_.quiet);
  const QRectF below(area.left() - 20.0, area.bottom() + 2.0, area.width() + 40.0, 16.0);
  painter.drawText(below.adjusted(16.0, 0.0, 0.0, 0.0),
                   Qt::AlignLeft,
                   QString("%1 mm").arg(safetyMm_.low, 0, 'f', 1));
  painter.drawText(below.adjusted(0.0, 0.0, -8.0, 0.0),
                   Qt::AlignRight,
                   QString("%1 mm").arg(safetyMm_.high, 0, 'f', 1));
  painter.drawText(
      below.adjusted(0.0, 14.0, 0.0, 16.0), Qt::AlignHCenter, "least margin: safer to the right");
  painter.drawText(QRectF(0.0, area.top() - 8.0, area.left() - 5.0, 16.0),
                   Qt::AlignRight,
                   percent(coverage_.high));
  painter.drawText(QRectF(0.0, area.bottom() - 12.0, area.left() - 5.0, 16.0),
                   Qt::AlignRight,
                   percent(coverage_.low));
  painter.save();
  painter.translate(area.left() - 14.0, area.center().y());
  painter.rotate(-90.0);
  painter.drawText(QRectF(-60.0, -16.0, 120.0, 16.0), Qt::AlignHCenter, "coverage");
  painter.restore();
}

void FrontPlot::paintFront(QPainter& painter) const {
  std::vector<QPointF> front;
  for (const search::SuggestionCard& card : suggestions_->cards) {
    if (card.onFront)
      front.push_back(placeOf(card));
  }
  std::sort(
      front.begin(), front.end(), [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); });
  painter.setPen(QPen(palette_.good, 1.4, Qt::DashLine));
  for (std::size_t i = 1; i < front.size(); ++i) {
    painter.drawLine(front[i - 1], QPointF(front[i - 1].x(), front[i].y()));
    painter.drawLine(QPointF(front[i - 1].x(), front[i].y()), front[i]);
  }
}

void FrontPlot::paintCards(QPainter& painter) const {
  for (auto number = static_cast<int>(suggestions_->cards.size()) - 1; number >= 0; --number) {
    const search::SuggestionCard& card = suggestions_->cards[static_cast<std::size_t>(number)];
    const bool over = number == hovered_;
    const QPointF at = placeOf(card);
    const double radius = over ? 9.5 : 8.0;
    painter.setPen(QPen(over ? palette_.text : palette_.card, 1.5));
    painter.setBrush(card.onFront ? palette_.good : palette_.quiet);
    painter.drawEllipse(at, radius, radius);
    painter.setPen(palette_.window);
    painter.drawText(QRectF(at.x() - 10.0, at.y() - 10.0, 20.0, 20.0),
                     Qt::AlignCenter,
                     QString::number(number + 1));
  }
}

void FrontPlot::paintEvent(QPaintEvent*) {
  if (!suggestions_)
    return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QFont small = font();
  small.setPointSizeF(0.85 * small.pointSizeF());
  painter.setFont(small);
  paintAxes(painter);
  paintFront(painter);
  paintCards(painter);
}

void FrontPlot::mouseMoveEvent(QMouseEvent* event) {
  const int card = cardAt(event->position());
  if (card == hovered_)
    return;
  setHovered(card);
  emit hovered(card);
}

void FrontPlot::leaveEvent(QEvent*) {
  if (hovered_ < 0)
    return;
  setHovered(-1);
  emit hovered(-1);
}

}  // namespace trocar::gui
