#include "app/gui/school/lesson_details.h"

#include "app/fluoro/school.h"
#include "app/gui/parts/numbers.h"
#include "core/patients.h"
#include "planning/plan/instrument.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

QString limitText(const school::Criterion& criterion, const school::Lesson& lesson) {
  const auto own = lesson.limits.find(criterion.key);
  const double full = own == lesson.limits.end() ? criterion.fullAt : own->second.fullAt;
  const double none = own == lesson.limits.end() ? criterion.noneAt : own->second.noneAt;
  if (criterion.key == "verdict")
    return "right or wrong";
  const QString unit = criterion.unit.empty() ? QString() : " " + text(criterion.unit);
  return QString("full %1, none %2%3")
      .arg(plain(full, 0), plain(none, full < 1 && none < 1 ? 2 : 0), unit);
}

QString withheldText(const school::Lesson& lesson) {
  QStringList words;
  for (const std::string& word : lesson.withheld)
    words << (word == "3d" ? QString("3-D view") : text(word));
  return words.join(", ");
}

}  // namespace

LearningCurve::LearningCurve() {
  setMinimumHeight(120);
}

void LearningCurve::show(const std::vector<double>& points, const Palette& palette) {
  points_ = points;
  palette_ = palette;
  update();
}

void LearningCurve::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = QRectF(rect()).adjusted(34, 8, -10, -10);
  const auto yOf = [&](double points) { return area.bottom() - area.height() * points / 100.0; };
  for (const double level : {0.0, school::kPassPoints, 100.0}) {
    painter.setPen(QPen(level == school::kPassPoints ? palette_.good : palette_.line,
                        1,
                        level == school::kPassPoints ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(QPointF(area.left(), yOf(level)), QPointF(area.right(), yOf(level)));
    painter.setPen(palette_.quiet);
    painter.drawText(
        QRectF(0, yOf(level) - 9, 28, 18), Qt::AlignRight | Qt::AlignVCenter, plain(level, 0));
  }
  const double step =
      points_.size() > 1 ? area.width() / static_cast<double>(points_.size() - 1) : 0;
  QPolygonF line;
  for (std::size_t i = 0; i < points_.size(); ++i)
    line << QPointF(area.left() + step * static_cast<double>(i), yOf(points_[i]));
  painter.setPen(QPen(palette_.accent, 2));
  painter.drawPolyline(line);
  painter.setBrush(palette_.accent);
  for (const QPointF& point : line)
    painter.drawEllipse(point, 3.5, 3.5);
}

namespace {

QString patientName(const school::Lesson& lesson) {
  constexpr std::string_view kBundled = "bundled:";
  if (lesson.patient.rfind(kBundled, 0) != 0)
    return text(lesson.patient);
  for (const BundledPatient& patient : bundledPatients()) {
    if (patient.id == lesson.patient.substr(kBundled.size()))
      return text(patient.title);
  }
  return text(lesson.patient);
}

QString instrumentOf(const school::Lesson& lesson) {
  return lesson.task == school::LessonTask::Arm ? QString("the C-arm only")
                                                : text(findInstrument(lesson.instrument).name);
}

}  // namespace

LessonDetails::LessonDetails(Runner& runner) {
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(24, 18, 24, 18);
  rows->setSpacing(12);
  title_ = newLabel({}, "title");
  goal_ = newLabel({});
  brief_ = newLabel({}, "quiet");
  for (QLabel* label : {title_, goal_, brief_}) {
    label->setWordWrap(true);
    rows->addWidget(label);
  }
  auto* buttons = new QHBoxLayout();
  start_ = new QPushButton("Start the lesson");
  start_->setObjectName("lessonStart");
  setClass(start_, "primary");
  connect(start_, &QPushButton::clicked, this, [&runner] { runner.run("lesson-start"); });
  buttons->addWidget(start_);
  buttons->addStretch(1);
  rows->addLayout(buttons);
  auto* cards = new QHBoxLayout();
  cards->setSpacing(12);
  auto* facts = new Card("What you get");
  facts_ = new NumberTable();
  facts->body()->addWidget(facts_);
  facts->body()->addStretch(1);
  auto* graded = new Card("What is graded");
  graded_ = new NumberTable();
  graded->body()->addWidget(graded_);
  graded->body()->addStretch(1);
  cards->addWidget(facts, 1);
  cards->addWidget(graded, 1);
  rows->addLayout(cards);
  curveCard_ = new Card("Your attempts, points of 100");
  curve_ = new LearningCurve();
  curveCard_->body()->addWidget(curve_);
  rows->addWidget(curveCard_);
  rows->addStretch(1);
}

void LessonDetails::show(const Shown& shown) {
  const fluoro::School& school = shown.document.school();
  const school::Lesson* lesson = school.find(school.selected);
  if (lesson == nullptr)
    return;
  title_->setText(text(lesson->title));
  goal_->setText(text(lesson->goal));
  brief_->setText(text(lesson->brief));
  facts_->show({{"Patient", patientName(*lesson)},
                {"Level", lesson->level.empty() ? QString("pelvis") : text(lesson->level)},
                {"In your hand", instrumentOf(*lesson)},
                {"Withheld", withheldText(*lesson)},
                {"Hints", QString::number(lesson->hints.size())}});
  std::vector<NumberRow> graded;
  for (const std::string& key : lesson->criteria) {
    const school::Criterion& criterion = *school::findCriterion(key);
    graded.push_back({text(criterion.name), limitText(criterion, *lesson), text(criterion.source)});
  }
  graded_->show(graded);
  const std::vector<double> points = school::learningCurve(school.records, lesson->id);
  curveCard_->setVisible(!points.empty());
  curve_->show(points, shown.palette);
}

}  // namespace trocar::gui
