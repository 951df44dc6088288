#include "app/gui/review/comparison_sheet.h"

#include "app/comparison.h"
#include "app/gui/cards/review_text.h"

#include <QGridLayout>
#include <QImage>
#include <QPixmap>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace trocar::gui {
namespace {

QPixmap pixmapOf(const render::Picture& picture) {
  const QImage image(picture.rgb.data(),
                     picture.widthPx,
                     picture.heightPx,
                     3 * picture.widthPx,
                     QImage::Format_RGB888);
  return QPixmap::fromImage(image);
}

}  // namespace

ComparisonSheet::ComparisonSheet(Runner& runner, QWidget* parent)
    : OverlaySheet("Plan A against plan B", runner, parent) {
  auto* content = new QWidget();
  content->setObjectName("pageBody");
  auto* column = new QVBoxLayout(content);
  auto* grid = new QGridLayout();
  grid->setSpacing(6);
  for (std::size_t i = 0; i < pictures_.size(); ++i) {
    pictures_[i] = new QLabel();
    pictures_[i]->setAlignment(Qt::AlignCenter);
    pictures_[i]->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    grid->addWidget(pictures_[i], static_cast<int>(i) / 2, static_cast<int>(i) % 2);
  }
  column->addLayout(grid);
  numbers_ = new QLabel();
  numbers_->setObjectName("comparedNumbers");
  numbers_->setTextFormat(Qt::RichText);
  numbers_->setWordWrap(true);
  column->addWidget(numbers_);
  column->addStretch(1);
  auto* scroll = new QScrollArea();
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setStyleSheet("QScrollArea, QWidget#pageBody { background: transparent; }");
  body()->addWidget(scroll, 1);
}

void ComparisonSheet::refresh(const Shown& shown) {
  shown_ = shown.document.comparison();
  if (!shown_)
    return;
  numbers_->setText(comparisonText(*shown_, shown.palette));
  fitPictures();
}

void ComparisonSheet::fitPictures() {
  if (!shown_)
    return;
  const std::array<const render::Picture*, 4> pictures = {
      &shown_->a.body, &shown_->b.body, &shown_->a.axial, &shown_->b.axial};
  const int width = std::max(100, (this->width() - 80) / 2);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    pictures_[i]->setPixmap(pixmapOf(*pictures[i]).scaledToWidth(width, Qt::SmoothTransformation));
    pictures_[i]->setFixedHeight(pictures_[i]->pixmap().height());
  }
}

void ComparisonSheet::resizeEvent(QResizeEvent* event) {
  OverlaySheet::resizeEvent(event);
  fitPictures();
}

}  // namespace trocar::gui
