#include "app/gui/parts/trace_chart.h"

#include "app/gui/parts/numbers.h"
#include "planning/model/body_temperature.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::gui {
namespace {

constexpr double kLeftPx = 34.0;
constexpr double kRightPx = 6.0;
constexpr double kTopPx = 8.0;
constexpr double kAxisPx = 18.0;

/// Where nerves suffer; sources in assets/access/rules.json and docs/ablation.md.
constexpr std::array<double, 2> kLimitsC = {10.0, 45.0};

double minutes(double seconds) {
  return seconds / 60.0;
}

/// The shortest of 1, 2, 5, 10, 20 minutes that gives at most six marks.
double markEveryS(double endS) {
  for (const double every : {60.0, 120.0, 300.0, 600.0, 1200.0}) {
    if (endS / every <= 6.0)
      return every;
  }
  return 3600.0;
}

}  // namespace

TraceChart::TraceChart(QWidget* parent) : QWidget(parent) {
  setObjectName("traceChart");
  setToolTip("The worst temperature in each structure over time; click to see a moment");
  setCursor(Qt::PointingHandCursor);
}

QSize TraceChart::sizeHint() const {
  const int line = fontMetrics().height();
  return {260, 8 * line + static_cast<int>(traces_.size()) * line};
}

void TraceChart::show(const std::vector<double>& timesS, const std::vector<Trace>& traces) {
  timesS_ = timesS;
  traces_ = traces;
  lowestC_ = kBodyC;
  highestC_ = kBodyC;
  for (const Trace& trace : traces_) {
    for (const double value : trace.temperatureC) {
      lowestC_ = std::min(lowestC_, value);
      highestC_ = std::max(highestC_, value);
    }
  }
  // The limit that is approached is seen.
  if (kBodyC - lowestC_ >= highestC_ - kBodyC)
    lowestC_ = std::min(lowestC_, kLimitsC.front() - 1.0);
  else
    highestC_ = std::max(highestC_, kLimitsC.back() + 1.0);
  lowestC_ = 10.0 * std::floor(lowestC_ / 10.0);
  highestC_ = 10.0 * std::ceil(highestC_ / 10.0);
  setFixedHeight(sizeHint().height());
  update();
}

void TraceChart::setMoment(std::optional<double> timeS) {
  if (timeS == momentS_)
    return;
  momentS_ = timeS;
  update();
}

void TraceChart::setPalette(const Palette& palette) {
  palette_ = palette;
  update();
}

double TraceChart::endS() const {
  return timesS_.empty() ? 1.0 : std::max(1.0, timesS_.back());
}

QRectF TraceChart::plot() const {
  const double names = static_cast<double>(traces_.size()) * fontMetrics().height();
  return {kLeftPx,
          kTopPx,
          std::max(1.0, width() - kLeftPx - kRightPx),
          std::max(1.0, height() - kTopPx - kAxisPx - names)};
}

QPointF TraceChart::placeOf(double timeS, double temperatureC) const {
  const QRectF area = plot();
  return {area.left() + area.width() * timeS / endS(),
          area.bottom() - area.height() * (temperatureC - lowestC_) / (highestC_ - lowestC_)};
}

QColor TraceChart::colorOf(std::size_t trace) const {
  const std::array<QColor, 4> colors = {
      palette_.danger, palette_.caution, palette_.good, palette_.accent};
  return colors[trace % colors.size()];
}

void TraceChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintAxis(painter);
  paintLimits(painter);
  paintTraces(painter);
  paintNames(painter);
  if (!momentS_)
    return;
  painter.setPen(QPen(palette_.text, 1.0));
  painter.drawLine(placeOf(*momentS_, lowestC_), placeOf(*momentS_, highestC_));
}

void TraceChart::paintAxis(QPainter& painter) const {
  const QRectF area = plot();
  painter.setPen(palette_.line);
  painter.drawRect(area);
  painter.setPen(palette_.quiet);
  const double spanC = highestC_ - lowestC_;
  const double everyC = spanC > 60.0 ? 40.0 : spanC > 20.0 ? 20.0 : 10.0;
  for (double at = everyC * std::ceil(lowestC_ / everyC); at <= highestC_; at += everyC) {
    const double y = placeOf(0.0, at).y();
    painter.drawText(QRectF(0.0, y - 8.0, kLeftPx - 4.0, 16.0),
                     Qt::AlignRight | Qt::AlignVCenter,
                     plain(at, 0) + "°");
  }
  for (double at = 0.0; at <= endS(); at += markEveryS(endS())) {
    const double x = placeOf(at, 0.0).x();
    const bool last = x > area.right() - 24.0;
    painter.drawText(QRectF(last ? x - 48.0 : x - 24.0, area.bottom() + 1.0, 48.0, kAxisPx),
                     (last ? Qt::AlignRight : Qt::AlignHCenter) | Qt::AlignTop,
                     plain(minutes(at), 0) + (at > 0.0 ? "" : " min"));
  }
}

void TraceChart::paintLimits(QPainter& painter) const {
  for (const double limit : kLimitsC) {
    if (limit < lowestC_ || limit > highestC_)
      continue;
    painter.setPen(QPen(palette_.caution, 1.0, Qt::DashLine));
    painter.drawLine(placeOf(0.0, limit), placeOf(endS(), limit));
    painter.drawText(placeOf(endS(), limit) - QPointF(30.0, 3.0), plain(limit, 0) + " °C");
  }
}

void TraceChart::paintTraces(QPainter& painter) const {
  for (std::size_t i = 0; i < traces_.size(); ++i) {
    const std::vector<double>& values = traces_[i].temperatureC;
    QPainterPath path;
    for (std::size_t k = 0; k < std::min(values.size(), timesS_.size()); ++k) {
      const QPointF at = placeOf(timesS_[k], values[k]);
      if (k == 0)
        path.moveTo(at);
      else
        path.lineTo(at);
    }
    painter.setPen(QPen(colorOf(i), 1.8));
    painter.drawPath(path);
  }
}

void TraceChart::paintNames(QPainter& painter) const {
  const int line = fontMetrics().height();
  double y = plot().bottom() + kAxisPx;
  for (std::size_t i = 0; i < traces_.size(); ++i, y += line) {
    painter.setPen(QPen(colorOf(i), 2.5));
    painter.drawLine(QPointF(kLeftPx, y + 0.5 * line), QPointF(kLeftPx + 16.0, y + 0.5 * line));
    painter.setPen(palette_.text);
    const QRectF row(kLeftPx + 22.0, y, width() - kLeftPx - 22.0, line);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, traces_[i].worst);
    const double room = row.width() - fontMetrics().horizontalAdvance(traces_[i].worst) - 8.0;
    painter.drawText(
        row,
        Qt::AlignLeft | Qt::AlignVCenter,
        fontMetrics().elidedText(traces_[i].name, Qt::ElideRight, static_cast<int>(room)));
  }
}

void TraceChart::mousePressEvent(QMouseEvent* event) {
  choose(event->position());
}

void TraceChart::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton)
    choose(event->position());
}

void TraceChart::choose(const QPointF& at) {
  const QRectF area = plot();
  emit momentChosen(std::clamp((at.x() - area.left()) / area.width(), 0.0, 1.0) * endS());
}

}  // namespace trocar::gui
