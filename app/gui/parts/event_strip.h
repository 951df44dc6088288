#pragma once

#include "app/gui/parts/theme.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace trocar::gui {

/// Something at a place of a slider.
struct EventMark {
  enum class Kind { Note, Warning, Danger };

  double at = 0.0;  ///< On the slider's scale.
  QString text;     ///< Under the cursor.
  Kind kind = Kind::Note;
};

/// What happens along a slider, drawn above it: a tick for every event, a different shape for each
/// kind, and the line at which to stop with everything behind it shaded. Resting the cursor on a
/// tick tells it in words, a click goes there.
class EventStrip : public QWidget {
  Q_OBJECT

 public:
  explicit EventStrip(QWidget* parent = nullptr);
  /// `end` is the slider's largest value, `stop` where its line stands with `stopText` beside it.
  void show(const std::vector<EventMark>& marks, double end, const Palette& palette);
  void setStop(std::optional<double> stop, const QString& stopText);
  using QWidget::show;
  /// In the widget, of a value of the slider below, whose handle stays inside it.
  double placeOf(double value) const;

 signals:
  void chosen(double value);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  /// The one nearest to a place within reach; nullptr where there is none.
  const EventMark* markAt(double x) const;
  void paintMark(QPainter& painter, const EventMark& mark) const;
  void paintStop(QPainter& painter) const;

  std::vector<EventMark> marks_;
  double end_ = 1.0;
  std::optional<double> stop_;
  QString stopText_;
  Palette palette_;
};

}  // namespace trocar::gui
