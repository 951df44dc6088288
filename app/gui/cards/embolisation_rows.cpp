#include "app/gui/cards/embolisation_rows.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"
#include "core/number_text.h"
#include "planning/plan/embolisation_grades.h"
#include "planning/words/embolisation_words.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

QString leftText(const Embolisation& embolisation, const std::string& procedureDate) {
  if (embolisation.material.empty() || !embolisation.flowCut)
    return "Changes no blood flow before material and share are entered.";
  const std::string days = words::daysWords(embolisation, procedureDate);
  return text(shownShare(flowLeft(embolisation, procedureDate), 0) + " of the flow is left for " +
              (days.empty() ? "needles that follow at once"
                            : "the needles, embolised " + days + " them")) +
         ". Zones grow with it, towards nerves too.";
}

}  // namespace

QLayout* lineOf(const QString& name, QWidget* field) {
  constexpr int kGapPx = 8;
  auto* line = new QHBoxLayout();
  QLabel* label = newLabel(name, "quiet");
  label->setToolTip(field->toolTip());
  label->ensurePolished();
  label->setFixedWidth(label->fontMetrics().horizontalAdvance("embolisation, entered") + kGapPx);
  line->addWidget(label);
  line->addWidget(field, 1);
  return line;
}

EmbolisationRows::EmbolisationRows(Runner& runner) : runner_(runner) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  planned_ =
      new Combo("embolisation", [this](const QString& key) { send("planned", key == "planned"); });
  planned_->add("none", "");
  planned_->add("planned or done", "planned");
  rows_ = column;
  addRow("embolisation, entered", planned_, "Closing the lesion's vessels before the needles");
  details_ = new QWidget();
  column->addWidget(details_);
  rows_ = new QVBoxLayout(details_);
  rows_->setContentsMargins(0, 0, 0, 0);
  material_ = new Combo("embolicMaterial",
                        [this](const QString& key) { send("material", key.toStdString()); });
  material_->add("not entered", "");
  for (const Embolic& embolic : embolics())
    material_->add(text(embolic.name), text(embolic.id));
  addRow("with", material_, "Gelatin sponge opens within a day, particles over weeks");
  share_ = new Combo("flowCut", [this](const QString& key) {
    send("flowCut", key.isEmpty() ? nlohmann::json() : nlohmann::json(key.toDouble()));
  });
  share_->add("not entered", "");
  for (const EmbolisationGrade& grade : embolisationGrades())
    share_->add(text(grade.name + ", " + shownShare(grade.flowCut, 0)),
                text(plainNumber(grade.flowCut)));
  addRow("flow cut",
         share_,
         "Share of the lesion's blood flow, as judged on angiography: an entry and no measurement; "
         "what each grade cuts is an estimate");
  date_ =
      new DateField("embolisationDate", [this](const std::string& date) { send("date", date); });
  addRow("embolised on", date_, "Day of the embolisation");
  procedure_ = new DateField("procedureDate", [this](const std::string& date) {
    runner_.run("procedure-date", {{"date", date}});
  });
  addRow("needles on", procedure_, "Day of the procedure that is planned here");
  left_ = newLabel({}, "quiet small");
  left_->setObjectName("flowLeft");
  left_->setWordWrap(true);
  rows_->addWidget(left_);
}

/// The grades of angiography; another share that the plan holds joins them.
void EmbolisationRows::showShare(const std::optional<double>& flowCut) {
  const QString key = flowCut ? text(plainNumber(*flowCut)) : QString();
  if (share_->findData(key) < 0)
    share_->add(text(shownShare(flowCut, 0)), key);
  share_->choose(key);
}

void EmbolisationRows::addRow(const QString& name, QWidget* field, const QString& tip) {
  field->setToolTip(tip);
  rows_->addLayout(lineOf(name, field));
}

void EmbolisationRows::send(const char* key, const nlohmann::json& value) {
  runner_.run("embolisation", {{"lesion", lesion_}, {key, value}});
}

void EmbolisationRows::show(const Plan& plan, const Case& patient, const std::string& lesionId) {
  lesion_ = lesionId;
  const Embolisation* embolisation = embolisationOf(plan, patient, lesionId);
  planned_->choose(embolisation ? "planned" : "");
  details_->setVisible(embolisation != nullptr);
  if (!embolisation)
    return;
  material_->choose(text(embolisation->material));
  date_->choose(embolisation->date);
  procedure_->choose(plan.procedureDate);
  showShare(embolisation->flowCut);
  left_->setText(leftText(*embolisation, plan.procedureDate));
}

}  // namespace trocar::gui
