#pragma once

#include "app/gui/parts/theme.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace trocar::gui {

/// The temperature of one structure over time: its worst voxel.
struct Trace {
  QString name;
  QString worst;                     ///< "most 45.1 °C".
  std::vector<double> temperatureC;  ///< One for each of the chart's times.
};

/// Temperatures over time with the limits at which nerves suffer. A click or drag chooses a moment.
class TraceChart : public QWidget {
  Q_OBJECT

 public:
  explicit TraceChart(QWidget* parent = nullptr);
  void show(const std::vector<double>& timesS, const std::vector<Trace>& traces);
  using QWidget::show;
  /// Draws the line of the present moment; none without one.
  void setMoment(std::optional<double> timeS);
  void setPalette(const Palette& palette);
  QSize sizeHint() const override;

 signals:
  void momentChosen(double timeS);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  QRectF plot() const;
  double endS() const;
  QPointF placeOf(double timeS, double temperatureC) const;
  QColor colorOf(std::size_t trace) const;
  void paintLimits(QPainter& painter) const;
  void paintAxis(QPainter& painter) const;
  void paintTraces(QPainter& painter) const;
  void paintNames(QPainter& painter) const;
  void choose(const QPointF& at);

  std::vector<double> timesS_;
  std::vector<Trace> traces_;
  std::optional<double> momentS_;
  Palette palette_;
  double lowestC_ = 0.0;
  double highestC_ = 40.0;
};

}  // namespace trocar::gui
