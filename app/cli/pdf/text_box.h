#pragma once

#include "planning/report/report.h"

#include <QFont>
#include <QPointF>

#include <memory>

class QPainter;
class QPaintDevice;
class QTextLayout;

namespace trocar::cli {

/// Words set into lines of a width. Letters that the font lacks come from another; what has no
/// space to break at is broken anywhere.
class TextBox {
 public:
  TextBox(const report::ReportWords& words,
          const QFont& font,
          double widthPx,
          QPaintDevice* device);

  int lineCount() const;
  /// Of some of its lines, by default of all.
  double heightPx(int fromLine = 0, int toLine = 1 << 20) const;
  void draw(QPainter& painter, const QPointF& at, int fromLine = 0, int toLine = 1 << 20) const;
  /// Of the words on one line.
  double naturalWidthPx() const;

 private:
  std::shared_ptr<QTextLayout> layout_;
};

}  // namespace trocar::cli
