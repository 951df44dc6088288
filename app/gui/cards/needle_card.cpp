#include "app/gui/cards/needle_card.h"

#include "app/gui/cards/needle_numbers.h"
#include "app/gui/parts/icon.h"
#include "app/gui/parts/numbers.h"
#include "planning/facts/needle_facts.h"
#include "planning/plan/instrument.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace trocar::gui {

QString gradeClasses(std::optional<char> grade) {
  if (!grade)
    return "grade";
  if (*grade == 'A')
    return "grade gradeGood";
  return *grade == 'B' ? "grade gradeCaution" : "grade gradeDanger";
}

NeedleCard::NeedleCard(Runner& runner) : runner_(runner) {
  auto* head = new QHBoxLayout();
  head->setSpacing(6);
  name_ = new RowButton();
  name_->setToolTip("Select this needle");
  grade_ = newLabel("–", "grade");
  grade_->setToolTip(
      "Breach of the cortex, Gertzbein-Robbins: A none, B below 2 mm, C below 4, D below 6, E "
      "more");
  head->addWidget(name_, 1);
  head->addWidget(grade_);
  body()->addLayout(head);
  summary_ = newLabel({}, "quiet");
  summary_->setWordWrap(true);
  body()->addWidget(summary_);
  details_ = new QWidget();
  auto* column = new QVBoxLayout(details_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  instrument_ = new Combo("needleInstrument", [this](const QString& key) {
    runner_.run("instrument", {{"needle", id_}, {"instrument", key.toStdString()}});
  });
  bend_ = new BendRow(runner_);
  device_ = new DeviceRow(runner_);
  numbers_ = new NumberTable();
  tools_ = new QHBoxLayout();
  tools_->setSpacing(2);
  column->addWidget(instrument_);
  column->addWidget(bend_);
  column->addWidget(device_);
  column->addWidget(numbers_);
  column->addLayout(tools_);
  addTool("go-to-needle", "Go to the tip (G)");
  addTool("entry-here", "Entry to the crosshair (E)");
  addTool("target-here", "Tip to the crosshair (T)");
  addTool("mirror-needle", "Mirror to the other side (M)");
  addTool("swap-ends", "Swap entry and tip");
  addTool("lock-needle", "Lock or unlock (L)");
  tools_->addStretch(1);
  addTool("delete-needle", "Delete (Del)");
  body()->addWidget(details_);
  connect(name_, &QPushButton::clicked, this, [this] {
    runner_.run("select-needle", {{"needle", id_}});
  });
}

QToolButton* NeedleCard::addTool(const char* action, const char* tip) {
  auto* button = new QToolButton();
  button->setObjectName(action);
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  tools_->addWidget(button);
  const std::string id = action;
  connect(button, &QToolButton::clicked, this, [this, id] { runner_.run(id, {{"needle", id_}}); });
  toolButtons_.emplace_back(button, id);
  return button;
}

/// What the shelf has, and what the needle is.
void NeedleCard::offer(const app::Shelf& shelf, const std::string& present) {
  if (lacking_ == shelf.lacking && instrument_->findData(text(present)) >= 0)
    return;
  lacking_ = shelf.lacking;
  instrument_->clear();
  for (const Instrument& instrument : instrumentCatalogue()) {
    if (shelf.has(instrument.id) || instrument.id == present)
      instrument_->add(text(instrument.name), text(instrument.id));
  }
}

void NeedleCard::show(const Needle& needle, const Shown& shown) {
  id_ = needle.id;
  setObjectName("needle-" + text(id_));
  const app::Document& document = shown.document;
  const bool selected = document.view().needle == id_;
  const NeedleEvaluation* numbers = facts::findNumbers(document.evaluation().get(), id_);
  setClass(this, selected ? "card selected" : "card");
  name_->setWholeText(text(app::nameOf(needle)) + " · " +
                      text(findInstrument(needle.instrument).name));
  const std::optional<char> grade = gradeOf(numbers);
  grade_->setText(grade ? QString(QChar(*grade)) : QString("–"));
  const bool judged = !numbers || isSafetyJudged(numbers->unjudged);
  setClass(grade_, gradeClasses(judged || grade != 'A' ? grade : std::nullopt));
  summary_->setText(numbers ? summaryOf(*numbers, document.patient()) : QString("measuring…"));
  summary_->setVisible(!selected);
  details_->setVisible(selected);
  if (!selected)
    return;
  offer(shown.document.shelf(), needle.instrument);
  instrument_->choose(text(needle.instrument));
  bend_->show(needle);
  device_->show(needle);
  numbers_->show(numbers ? rowsOf(*numbers, document.patient(), document.plan().procedurePosition)
                         : std::vector<NumberRow>(),
                 document.evaluationIsCurrent());
  showTools(needle, shown.palette);
}

void NeedleCard::showTools(const Needle& needle, const Palette& palette) {
  for (const auto& [button, action] : toolButtons_) {
    std::string picture = actions::findAction(action).icon;
    if (action == "lock-needle")
      picture = needle.locked ? "lock" : "unlock";
    const bool moves = action == "entry-here" || action == "target-here" || action == "swap-ends";
    button->setIcon(icon(picture, palette.text));
    button->setEnabled(!moves || !needle.locked);
  }
}

void NeedleCard::mousePressEvent(QMouseEvent* event) {
  Card::mousePressEvent(event);
  if (event->button() == Qt::LeftButton)
    runner_.run("select-needle", {{"needle", id_}});
}

}  // namespace trocar::gui
