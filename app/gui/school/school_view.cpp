#include "app/gui/school/school_view.h"

#include "app/fluoro/school.h"
#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"
#include "app/gui/school/debriefing_view.h"
#include "app/gui/school/lesson_details.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace trocar::gui {
namespace {

constexpr int kListPx = 400;

/// "best 84 of 3" or "not tried".
QString progressText(const std::vector<double>& points) {
  if (points.empty())
    return "not tried";
  const double best = *std::max_element(points.begin(), points.end());
  return QString("best %1 · %2 tried").arg(std::lround(best)).arg(points.size());
}

}  // namespace

SchoolView::SchoolView(Runner& runner) : runner_(runner) {
  setObjectName("school");
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  rows->addWidget(newBar(runner));
  auto* middle = new QHBoxLayout();
  middle->setSpacing(0);
  auto* body = new QWidget();
  body->setObjectName("pageBody");
  list_ = new QVBoxLayout(body);
  list_->setContentsMargins(14, 12, 12, 12);
  list_->setSpacing(4);
  list_->addWidget(newLabel("Lessons", "title"));
  list_->addStretch(1);
  auto* scroll = new QScrollArea();
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(body);
  scroll->setFixedWidth(kListPx);
  middle->addWidget(scroll);
  right_ = new QStackedWidget();
  details_ = new LessonDetails(runner);
  debriefing_ = new DebriefingView(runner);
  right_->addWidget(details_);
  right_->addWidget(debriefing_);
  middle->addWidget(right_, 1);
  rows->addLayout(middle, 1);
}

QWidget* SchoolView::newBar(Runner& runner) {
  auto* bar = new QWidget();
  bar->setObjectName("schoolBar");
  bar->setAttribute(Qt::WA_StyledBackground);
  setClass(bar, "training");
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(14, 6, 12, 6);
  row->setSpacing(12);
  row->addWidget(newLabel("SCHOOL", "mode"));
  auto* about = new ElidedLabel();
  about->setText("Lessons on the bundled patients · attempts stay on this computer");
  row->addWidget(about, 1);
  row->addWidget(newLabel("Learner", "quiet"));
  learner_ = new QLineEdit();
  learner_->setObjectName("learner");
  learner_->setMaximumWidth(140);
  learner_->setToolTip("Whose attempts are kept and shown: letters, digits, - and _");
  connect(learner_, &QLineEdit::editingFinished, this, [this] {
    runner_.run("learner", {{"name", learner_->text().toStdString()}});
  });
  row->addWidget(learner_);
  for (const auto& [label, action] : {std::pair("Export CSV…", "records-csv"),
                                      {"Open a lesson…", "open-lesson"},
                                      {"Back to the planner", "leave-room"}}) {
    auto* button = new QPushButton(label);
    button->setObjectName(action);
    connect(button, &QPushButton::clicked, this, [&runner, id = std::string(action)] {
      runner.run(id);
    });
    row->addWidget(button);
  }
  return bar;
}

void SchoolView::showList(const Shown& shown) {
  const fluoro::School& school = shown.document.school();
  while (rows_.size() < school.lessons.size()) {
    auto* row = new QPushButton();
    row->setProperty("class", "row");
    row->setCheckable(true);
    const std::size_t index = rows_.size();
    connect(row, &QPushButton::clicked, this, [this, index, &document = shown.document] {
      runner_.run("lesson-select", {{"lesson", document.school().lessons[index].id}});
    });
    list_->insertWidget(static_cast<int>(index) + 1, row);
    rows_.push_back(row);
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool used = i < school.lessons.size();
    rows_[i]->setVisible(used);
    if (!used)
      continue;
    const school::Lesson& lesson = school.lessons[i];
    const std::vector<double> points = school::learningCurve(school.records, lesson.id);
    const bool passed = std::any_of(
        points.begin(), points.end(), [](double p) { return p >= school::kPassPoints; });
    rows_[i]->setObjectName("lesson-" + text(lesson.id));
    rows_[i]->setText(QString("%1  %2. %3\n      %4")
                          .arg(passed ? "✓" : "○")
                          .arg(i + 1)
                          .arg(text(lesson.title), progressText(points)));
    rows_[i]->setChecked(lesson.id == school.selected);
  }
}

void SchoolView::show(const Shown& shown) {
  const fluoro::School& school = shown.document.school();
  showList(shown);
  if (!learner_->hasFocus())
    learner_->setText(text(school.learner));
  right_->setVisible(school.debriefing || school.find(school.selected) != nullptr);
  right_->setCurrentIndex(school.debriefing ? 1 : 0);
  details_->show(shown);
  debriefing_->show(shown);
}

}  // namespace trocar::gui
