#include "app/gui/pages/step_rail.h"

#include "app/gui/parts/icon.h"
#include "app/gui/parts/numbers.h"
#include "app/steps.h"
#include "app/words.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

constexpr int kRingPx = 28;

QColor ringColor(app::Progressed progressed, bool current, const Palette& palette) {
  if (current)
    return palette.accent;
  if (progressed == app::Progressed::Done)
    return palette.good;
  return progressed == app::Progressed::Next ? palette.caution : palette.quiet;
}

/// A ring with a tick where the step is done, else with its number; broken where it waits for
/// another.
QIcon ring(app::Step step,
           app::Progressed progressed,
           bool current,
           const Palette& palette,
           double ratio) {
  QPixmap pixmap(QSize(kRingPx, kRingPx) * ratio);
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor color = ringColor(progressed, current, palette);
  QPen pen(color, current ? 2.0 : 1.4);
  if (progressed == app::Progressed::Blocked)
    pen.setDashPattern({2.0, 2.2});
  painter.setPen(pen);
  const QRectF circle(1.5, 1.5, kRingPx - 3.0, kRingPx - 3.0);
  painter.drawEllipse(circle);
  painter.setPen(QPen(color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (progressed == app::Progressed::Done)
    painter.drawPolyline(QPolygonF({{9.5, 14.5}, {12.8, 17.8}, {18.8, 10.8}}));
  else
    painter.drawText(circle, Qt::AlignCenter, QString::number(static_cast<int>(step) + 1));
  return QIcon(pixmap);
}

}  // namespace

StepRail::StepRail(Runner& runner) {
  setObjectName("rail");
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 10, 0, 10);
  column->setSpacing(2);
  for (int i = 0; i < app::kStepCount; ++i) {
    const app::Step step = static_cast<app::Step>(i);
    QToolButton* button = newButton(
        runner, "step-" + std::string(app::wordOf(step)), text(std::string(app::nameOf(step))));
    column->addWidget(button);
    buttons_[static_cast<std::size_t>(i)] = button;
  }
  column->addStretch(1);
  room_ = newButton(runner, "fluoroscopy", "X-ray room");
  school_ = newButton(runner, "school", "School");
  column->addWidget(room_);
  column->addWidget(school_);
}

QToolButton* StepRail::newButton(Runner& runner, const std::string& action, const QString& name) {
  auto* button = new QToolButton();
  button->setObjectName(text(action));
  button->setText(name);
  button->setProperty("class", "step");
  button->setCheckable(true);
  button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
  button->setIconSize({kRingPx, kRingPx});
  button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(button, &QToolButton::clicked, this, [&runner, action] { runner.run(action); });
  return button;
}

void StepRail::show(const Shown& shown) {
  const app::Place place = shown.document.view().place;
  for (int i = 0; i < app::kStepCount; ++i) {
    const app::Step step = static_cast<app::Step>(i);
    const app::StepState state = app::stateOf(shown.document, step);
    const bool current = place == app::Place::Planner && shown.document.view().step == step;
    QToolButton* button = buttons_[static_cast<std::size_t>(i)];
    button->setChecked(current);
    button->setIcon(ring(step, state.progressed, current, shown.palette, devicePixelRatioF()));
    button->setToolTip(text(std::string(app::nameOf(step)) + ": " + state.text +
                            QString(" (Alt+%1)").arg(i + 1).toStdString()));
  }
  const auto refresh =
      [&](QToolButton* button, app::Place own, const char* picture, const char* tip) {
        button->setChecked(place == own);
        button->setIcon(icon(picture, place == own ? shown.palette.accent : shown.palette.quiet));
        button->setToolTip(tip);
      };
  refresh(room_, app::Place::Fluoroscopy, "xray", "Fluoroscopy room: C-arm and needle (Alt+6)");
  refresh(school_, app::Place::School, "school", "School: lessons and grades (Alt+7)");
  room_->setEnabled(shown.document.isOpen());
}

}  // namespace trocar::gui
