#include "app/gui/school/debriefing_view.h"

#include "app/gui/parts/numbers.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <cmath>

namespace trocar::gui {
namespace {

constexpr int kRowPx = 26;

QString valueText(const std::optional<double>& value, const school::GradeLine& line) {
  if (!value)
    return "–";
  if (line.key == "verdict")
    return *value > 0.5 ? "right" : "wrong";
  const bool whole = line.unit.empty() || line.unit == "%";
  return plain(*value, whole ? 0 : 1) + (line.unit.empty() ? QString() : " " + text(line.unit));
}

}  // namespace

PictureLabel::PictureLabel() {
  setMinimumSize(160, 150);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PictureLabel::setPicture(const render::Picture& picture) {
  pixmap_ = QPixmap::fromImage(QImage(picture.rgb.data(),
                                      picture.widthPx,
                                      picture.heightPx,
                                      3 * picture.widthPx,
                                      QImage::Format_RGB888));
  update();
}

void PictureLabel::paintEvent(QPaintEvent*) {
  if (pixmap_.isNull())
    return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const QSize size = pixmap_.size().scaled(rect().size(), Qt::KeepAspectRatio);
  const QPoint corner((width() - size.width()) / 2, (height() - size.height()) / 2);
  painter.drawPixmap(QRect(corner, size), pixmap_);
}

GradeTable::GradeTable() {
  setMinimumHeight(kRowPx);
}

void GradeTable::show(const school::Grade& grade, const Palette& palette) {
  grade_ = grade;
  palette_ = palette;
  setFixedHeight(kRowPx * (static_cast<int>(grade.lines.size()) + 1) + 4);
  QString tip;
  for (const school::GradeLine& line : grade.lines)
    tip += text(line.name) + ": " + text(line.source) + "\n";
  setToolTip(tip.trimmed());
  update();
}

void GradeTable::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const int bar = 64;
  const int value = 76;
  const int name = width() - 2 * value - bar - 16;
  const auto cell = [&](int x, int row, int cellWidth) {
    return QRect(x, row * kRowPx, cellWidth, kRowPx);
  };
  painter.setPen(palette_.quiet);
  painter.drawText(cell(name, 0, value), Qt::AlignRight | Qt::AlignVCenter, "You");
  painter.drawText(cell(name + value, 0, value), Qt::AlignRight | Qt::AlignVCenter, "Expert");
  painter.drawText(cell(name + 2 * value + 16, 0, bar), Qt::AlignVCenter, "Points");
  int row = 0;
  for (const school::GradeLine& line : grade_.lines) {
    ++row;
    const bool counts = line.measured || line.failed;
    const QColor color = line.failed                        ? palette_.danger
                         : line.quality.value_or(0.0) > 0.8 ? palette_.good
                                                            : palette_.caution;
    painter.setPen(counts ? palette_.text : palette_.quiet);
    painter.drawText(cell(0, row, name),
                     Qt::AlignVCenter,
                     fontMetrics().elidedText(text(line.name), Qt::ElideRight, name - 8));
    painter.setPen(counts ? color : palette_.quiet);
    painter.drawText(cell(name, row, value),
                     Qt::AlignRight | Qt::AlignVCenter,
                     (line.failed ? "✗ " : "") + valueText(line.measured, line));
    painter.setPen(palette_.quiet);
    painter.drawText(cell(name + value, row, value),
                     Qt::AlignRight | Qt::AlignVCenter,
                     valueText(line.expert, line));
    const QRectF groove(name + 2 * value + 16, row * kRowPx + 0.5 * kRowPx - 3, bar, 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette_.line);
    painter.drawRoundedRect(groove, 3, 3);
    painter.setBrush(color);
    if (counts && line.quality.value_or(0.0) > 0.0)
      painter.drawRoundedRect(
          QRectF(groove.topLeft(), QSizeF(groove.width() * *line.quality, 6)), 3, 3);
  }
}

DebriefingView::DebriefingView(Runner& runner) {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(24, 18, 24, 18);
  outer->setSpacing(12);
  title_ = newLabel({}, "title");
  outer->addWidget(title_);
  auto* head = new QHBoxLayout();
  head->setSpacing(16);
  points_ = newLabel({}, "points");
  points_->setObjectName("debriefingPoints");
  verdict_ = newLabel({}, "heading");
  teaches_ = newLabel({}, "quiet");
  teaches_->setWordWrap(true);
  auto* said = new QVBoxLayout();
  said->addWidget(verdict_);
  said->addWidget(teaches_);
  head->addWidget(points_);
  head->addLayout(said, 1);
  outer->addLayout(head);
  auto* middle = new QHBoxLayout();
  middle->setSpacing(12);
  auto* graded = new Card("Grade");
  table_ = new GradeTable();
  remarks_ = newLabel({}, "quiet");
  remarks_->setWordWrap(true);
  graded->body()->addWidget(table_);
  graded->body()->addWidget(remarks_);
  graded->body()->addStretch(1);
  picturesCard_ = new Card("Your needles in blue, the expert's in green");
  auto* pictures = new QVBoxLayout();
  auto* slices = new QHBoxLayout();
  for (int i = 0; i < 3; ++i) {
    pictures_.push_back(new PictureLabel());
    if (i == 0)
      pictures->addWidget(pictures_.back(), 3);
    else
      slices->addWidget(pictures_.back());
  }
  pictures->addLayout(slices, 2);
  picturesCard_->body()->addLayout(pictures, 1);
  middle->addWidget(graded, 6);
  middle->addWidget(picturesCard_, 5);
  outer->addLayout(middle, 1);
  auto* buttons = new QHBoxLayout();
  const auto button =
      [&](const QString& label, const std::string& action, nlohmann::json arguments) {
        auto* made = new QPushButton(label);
        made->setObjectName(text(action));
        connect(made, &QPushButton::clicked, this, [&runner, action, arguments] {
          runner.run(action, arguments);
        });
        buttons->addWidget(made);
        return made;
      };
  button("Try again", "lesson-start", {{"fresh", true}});
  open_ = button("See both in the planner", "debriefing-open", nlohmann::json::object());
  buttons->addStretch(1);
  outer->addLayout(buttons);
}

void DebriefingView::show(const Shown& shown) {
  const fluoro::School::Debriefing* debriefing = shown.document.school().debriefing.get();
  if (debriefing == nullptr || debriefing == shown_)
    return;
  shown_ = debriefing;
  const school::Grade& grade = debriefing->grade;
  title_->setText("Debriefing · " + text(debriefing->lesson.title));
  points_->setText(QString::number(std::lround(grade.points)));
  setClass(points_, grade.passed ? "points good" : "points caution");
  verdict_->setText(QString(grade.passed ? "Passed" : "Not passed") + " · " +
                    QString::number(std::lround(grade.points)) + " of 100 points" +
                    (grade.hintCost > 0.0
                         ? QString(", %1 of them lost to hints").arg(grade.hintCost, 0, 'f', 0)
                         : QString()));
  teaches_->setText(text(debriefing->lesson.teaches));
  QStringList remarks;
  for (const std::string& remark : grade.remarks)
    remarks << text(remark);
  remarks_->setText(remarks.join("\n"));
  table_->show(grade, shown.palette);
  picturesCard_->setVisible(!debriefing->pictures.empty());
  open_->setVisible(!debriefing->pictures.empty());
  for (std::size_t i = 0; i < pictures_.size() && i < debriefing->pictures.size(); ++i)
    pictures_[i]->setPicture(debriefing->pictures[i]);
}

}  // namespace trocar::gui
