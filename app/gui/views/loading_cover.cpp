#include "app/gui/views/loading_cover.h"

#include "app/gui/cards/card.h"

#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace trocar::gui {

LoadingCover::LoadingCover(Runner& runner, QWidget* parent) : QWidget(parent), runner_(runner) {
  constexpr int kWidthPx = 320;
  setObjectName("loading");
  setAttribute(Qt::WA_StyledBackground);
  setProperty("class", "cover");
  name_ = newLabel({}, "title");
  name_->setObjectName("loadingName");
  name_->setAlignment(Qt::AlignCenter);
  name_->setWordWrap(true);
  progress_ = new QProgressBar();
  progress_->setRange(0, 100);
  progress_->setTextVisible(false);
  progress_->setFixedWidth(kWidthPx);
  auto* cancel = new QPushButton("Cancel");
  cancel->setObjectName("loadingCancel");
  connect(cancel, &QPushButton::clicked, this, [this] { runner_.cancel(); });
  auto* column = new QVBoxLayout(this);
  column->addStretch(1);
  column->addWidget(name_);
  column->addWidget(progress_, 0, Qt::AlignHCenter);
  column->addWidget(cancel, 0, Qt::AlignHCenter);
  column->addStretch(1);
  hide();
}

void LoadingCover::show() {
  const bool loads = !runner_.loading().isEmpty();
  name_->setText("Opening " + runner_.loading());
  progress_->setValue(runner_.percent());
  setVisible(loads);
  if (loads)
    raise();
}

}  // namespace trocar::gui
