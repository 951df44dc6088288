#include "app/gui/views/xray_pane.h"

#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "app/gui/parts/numbers.h"
#include "core/json/json_values.h"
#include "planning/model/angles.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <map>

namespace trocar::gui {
namespace {

constexpr double kDegPerPx = 0.35;
constexpr double kNotch = 120.0;
constexpr int kTitlePx = 30;

}  // namespace

XrayPane::XrayPane(int plane, app::Document& document, Runner& runner)
    : plane_(plane), document_(document), runner_(runner) {
  setObjectName(QString("xray%1").arg(plane));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(260, 260);
  setToolTip({});
}

void XrayPane::show(const Shown& shown, const QImage& image) {
  const fluoro::Room& room = document_.room();
  const auto at = static_cast<std::size_t>(plane_);
  image_ = image;
  palette_ = shown.palette;
  title_ = plane_ == 0 ? "Plane A" : "Plane B";
  if (!room.presets[at].empty()) {
    for (const fluoro::CarmPreset& preset : fluoro::presetsOf(room, document_.model()))
      if (preset.key == room.presets[at])
        title_ += " · " + text(preset.name);
  }
  const bool stale = room.held[at] && room.held[at]->setup.angles != room.arms[at].angles;
  now_ = stale || !room.held[at] ? "arm at " + text(consoleText(room.arms[at].angles)) : QString();
  check_.clear();
  const auto check =
      document_.school().running ? std::nullopt : fluoro::checkOf(room, document_.model(), plane_);
  if (check) {
    isTrue_ = check->isTrue;
    check_ = text(check->sentence);
  }
  update();
}

QRectF XrayPane::pictureRect() const {
  const double foot = check_.isEmpty() ? 0.0 : 2.4 * fontMetrics().height();
  const double side = std::min<double>(width() - 8, height() - kTitlePx - foot - 6);
  return {0.5 * (width() - side), kTitlePx + 0.5 * (height() - kTitlePx - foot - side), side, side};
}

std::optional<QPointF> XrayPane::armPixelAt(const QPointF& point) const {
  const QRectF rect = pictureRect();
  if (!rect.contains(point))
    return std::nullopt;
  const fluoro::CarmSetup& setup = document_.room().arms[static_cast<std::size_t>(plane_)];
  const QPointF share = (point - rect.topLeft()) / rect.width();
  return share * setup.sizePx - QPointF(0.5, 0.5);
}

void XrayPane::paintTitle(QPainter& painter) const {
  const bool active = document_.room().active == plane_;
  painter.fillRect(QRect(0, 0, width(), kTitlePx), palette_.card);
  painter.setPen(active ? palette_.text : palette_.quiet);
  const QRect line(10, 0, width() - 20, kTitlePx);
  painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, title_);
  painter.setPen(now_.isEmpty() ? palette_.quiet : palette_.caution);
  const bool seen = document_.room().held[static_cast<std::size_t>(plane_)].has_value();
  const QString right = !now_.isEmpty()                      ? now_
                        : document_.room().running && active ? QString("beam on")
                        : document_.room().follows           ? QString("live, no exposure counted")
                        : seen                               ? QString("last image held")
                                                             : QString();
  painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, right);
}

void XrayPane::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.fillRect(rect(), palette_.window);
  const QRectF picture = pictureRect();
  painter.fillRect(picture, Qt::black);
  if (!image_.isNull())
    painter.drawImage(picture, image_);
  else {
    painter.setPen(palette_.quiet);
    painter.drawText(picture, Qt::AlignCenter, "No image yet: press Space to expose");
  }
  paintTitle(painter);
  if (!check_.isEmpty()) {
    painter.setPen(isTrue_ ? palette_.good : palette_.caution);
    const QRectF foot(10, picture.bottom() + 4, width() - 20, height() - picture.bottom() - 6);
    painter.drawText(foot, Qt::AlignTop | Qt::TextWordWrap, (isTrue_ ? "✓ " : "○ ") + check_);
  }
  const bool active = document_.room().active == plane_;
  painter.setPen(QPen(active ? palette_.accent : palette_.line, active ? 2 : 1));
  painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void XrayPane::mousePressEvent(QMouseEvent* event) {
  setFocus(Qt::MouseFocusReason);
  last_ = event->position();
  if (document_.room().active != plane_)
    runner_.run("room-look", {{"plane", plane_}});
}

void XrayPane::mouseMoveEvent(QMouseEvent* event) {
  const QPointF by = event->position() - last_;
  if (by.manhattanLength() < 2.0 || event->buttons() == Qt::NoButton)
    return;
  last_ = event->position();
  if (event->buttons() & Qt::LeftButton) {
    const fluoro::CarmSetup& arm = document_.room().arms[static_cast<std::size_t>(plane_)];
    const double side = arm.operatorSide ? -1.0 : 1.0;
    const double up = arm.position == PatientPosition::Prone ? -1.0 : 1.0;
    runner_.run("arm",
                {{"plane", plane_},
                 {"byLaoDeg", side * kDegPerPx * by.x()},
                 {"byCranDeg", -up * kDegPerPx * by.y()}});
  } else {
    moveTable(by);
  }
}

void XrayPane::moveTable(const QPointF& byPx) {
  const fluoro::CarmSetup& arm = document_.room().arms[static_cast<std::size_t>(plane_)];
  const fluoro::XrayGeometry geometry = fluoro::carmGeometry(arm);
  const double mm = geometry.pixelMm * arm.sizePx / pictureRect().width() *
                    arm.sourceToIsocentreMm / arm.sourceToDetectorMm;
  const Vec3 by = -mm * (byPx.x() * geometry.right + byPx.y() * geometry.down);
  runner_.run("arm", {{"plane", plane_}, {"tableByMm", json_values::point(by)}});
}

void XrayPane::enterAt(const QPointF& point) {
  if (const std::optional<QPointF> pixel = armPixelAt(point))
    runner_.run("drive-entry",
                {{"plane", plane_}, {"columnPx", pixel->x()}, {"rowPx", pixel->y()}});
}

void XrayPane::mouseDoubleClickEvent(QMouseEvent* event) {
  enterAt(event->position());
}

void XrayPane::wheelEvent(QWheelEvent* event) {
  wheel_ += event->angleDelta().y() + event->angleDelta().x();
  const double notches = std::trunc(wheel_ / kNotch);
  wheel_ -= notches * kNotch;
  if (notches != 0.0)
    runner_.run("drive-advance",
                {{"mm", notches * (event->modifiers() & Qt::ShiftModifier ? 5.0 : 1.0)}});
}

bool XrayPane::pressTurn(const QKeyEvent& event) {
  const double step = event.modifiers() & Qt::ShiftModifier ? 5.0 : 1.0;
  const bool mirrored = document_.room().arms[0].operatorSide;
  const double left = (mirrored ? -1.0 : 1.0) * step;
  const std::map<int, nlohmann::json> turns = {{Qt::Key_Left, {{"leftDeg", -left}}},
                                               {Qt::Key_Right, {{"leftDeg", left}}},
                                               {Qt::Key_Up, {{"cranialDeg", step}}},
                                               {Qt::Key_Down, {{"cranialDeg", -step}}}};
  const auto turn = turns.find(event.key());
  if (turn == turns.end())
    return false;
  runner_.run("drive-turn", turn->second);
  return true;
}

bool XrayPane::press(const QKeyEvent& event) {
  if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier))
    return false;
  const double mm = event.modifiers() & Qt::ShiftModifier ? 5.0 : 1.0;
  const fluoro::Room& room = document_.room();
  switch (event.key()) {
    case Qt::Key_Space:
      runner_.run("expose", {{"plane", plane_}});
      return true;
    case Qt::Key_F:
      runner_.run("fluoro-run");
      return true;
    case Qt::Key_PageDown:
      runner_.run("drive-advance", {{"mm", mm}});
      return true;
    case Qt::Key_PageUp:
      runner_.run("drive-advance", {{"mm", -mm}});
      return true;
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
      runner_.run("drive-bevel", {{"byDeg", event.key() == Qt::Key_BracketLeft ? -30.0 : 30.0}});
      return true;
    case Qt::Key_B:
      runner_.run("drive-along-beam");
      return true;
    case Qt::Key_E:
      enterAt(mapFromGlobal(QCursor::pos()));
      return true;
    case Qt::Key_I:
      runner_.run("room-look", {{"bonesDark", !room.bonesDark}});
      return true;
    case Qt::Key_M:
      runner_.run("room-look", {{"operatorSide", !room.arms[0].operatorSide}});
      return true;
    default:
      return pressTurn(event);
  }
}

/// The room's keys are its own while it has the focus; the window's wait.
bool XrayPane::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto& key = *static_cast<QKeyEvent*>(event);
    const bool plain = !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier));
    const bool letter = key.key() < Qt::Key_Escape;
    const bool arrow = key.key() >= Qt::Key_Left && key.key() <= Qt::Key_PageDown;
    if (plain && (letter || arrow))
      event->accept();
    return true;
  }
  if (event->type() == QEvent::KeyPress && press(*static_cast<QKeyEvent*>(event)))
    return true;
  return QWidget::event(event);
}

}  // namespace trocar::gui
