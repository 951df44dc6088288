#pragma once

#include "app/gui/parts/theme.h"
#include "planning/search/suggest.h"

#include <QWidget>

#include <memory>

namespace trocar::gui {

/// Safety against coverage of the proposals: those that no other beats in both are joined by a
/// line. The one under the cursor is drawn in the views.
class FrontPlot : public QWidget {
  Q_OBJECT

 public:
  explicit FrontPlot(QWidget* parent = nullptr);
  void show(const std::shared_ptr<const search::Suggestions>& suggestions, const Palette& palette);
  using QWidget::show;
  void setHovered(int card);

 signals:
  /// Below 0 where the cursor is over none.
  void hovered(int card);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Range {
    double low = 0.0;
    double high = 1.0;

    double shareOf(double value) const { return (value - low) / (high - low); }
  };
  /// With room on both sides, and never so narrow that noise looks like a choice.
  Range rangeOf(double search::SuggestionCard::*value, double leastSpan) const;
  QRectF plot() const;
  QPointF placeOf(const search::SuggestionCard& card) const;
  int cardAt(const QPointF& at) const;
  void paintAxes(QPainter& painter) const;
  void paintFront(QPainter& painter) const;
  void paintCards(QPainter& painter) const;

  std::shared_ptr<const search::Suggestions> suggestions_;
  Palette palette_;
  Range safetyMm_;
  Range coverage_;
  int hovered_ = -1;
};

}  // namespace trocar::gui
