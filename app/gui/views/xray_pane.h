#pragma once

#include "app/gui/pages/page.h"

#include <QImage>
#include <QWidget>

#include <optional>

namespace trocar::gui {

/// One plane of the room: the last image, and the arm and the needle under the mouse and the keys.
class XrayPane : public QWidget {
 public:
  XrayPane(int plane, app::Document& document, Runner& runner);
  void show(const Shown& shown, const QImage& image);
  using QWidget::show;
  /// The pixel of the plane's arm (its sizePx a side) under a point of the widget; nullopt beside
  /// the picture.
  std::optional<QPointF> armPixelAt(const QPointF& point) const;

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  bool press(const QKeyEvent& event);
  bool pressTurn(const QKeyEvent& event);
  void enterAt(const QPointF& point);
  void moveTable(const QPointF& byPx);
  QRectF pictureRect() const;
  void paintTitle(QPainter& painter) const;

  int plane_;
  app::Document& document_;
  Runner& runner_;
  QImage image_;
  QString title_;
  QString now_;  ///< Where the arm stands, where that is not what the image shows.
  QString check_;
  bool isTrue_ = false;
  Palette palette_;
  QPointF last_;
  double wheel_ = 0.0;
};

}  // namespace trocar::gui
