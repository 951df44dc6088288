#include "app/gui/parts/toast.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"

#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>

namespace trocar::gui {

Toast::Toast(QWidget* parent) : QFrame(parent) {
  setObjectName("toast");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 9, 10, 9);
  text_ = newLabel({});
  text_->setObjectName("toastText");
  text_->setWordWrap(true);
  auto* close = new QPushButton("dismiss");
  close->setProperty("class", "link");
  row->addWidget(text_, 1);
  row->addWidget(close);
  connect(close, &QPushButton::clicked, this, &QWidget::hide);
  hide_.setSingleShot(true);
  connect(&hide_, &QTimer::timeout, this, &QWidget::hide);
  hide();
}

void Toast::show(const std::optional<app::Notice>& notice) {
  if (!notice || notice->number == number_)
    return;
  number_ = notice->number;
  const bool problem = notice->kind == app::Notice::Kind::Problem;
  setClass(this, problem ? "problem" : "done");
  text_->setText(text(notice->text));
  constexpr int kDoneMs = 4000;
  constexpr int kProblemMs = 20000;
  hide_.start(problem ? kProblemMs : kDoneMs);
  QFrame::show();
  raise();
}

void Toast::placeIn(const QRect& area) {
  constexpr int kMarginPx = 16;
  const int width = std::min(560, area.width() - 2 * kMarginPx);
  const int height = std::max(heightForWidth(width), sizeHint().height());
  setGeometry(area.center().x() - width / 2, area.bottom() - height - kMarginPx, width, height);
}

}  // namespace trocar::gui
