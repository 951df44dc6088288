#include "app/gui/cards/needle_card.h"

#include "app/gui/cards/needle_numbers.h"
#include "app/gui/parts/icon.h"
#include "app/gui/parts/instrument_list.h"
#include "app/gui/parts/numbers.h"
#include "planning/facts/needle_facts.h"
#include "planning/plan/instrument.h"
#include "planning/review/verdict.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

QString verdictClasses(review::Verdict::Kind kind) {
  switch (kind) {
    case review::Verdict::Kind::Good:
      return "grade gradeGood";
    case review::Verdict::Kind::Caution:
      return "grade gradeCaution";
    case review::Verdict::Kind::Danger:
      return "grade gradeDanger";
    default:
      return "grade";
  }
}

}  // namespace

void showVerdict(QLabel* label, const Evaluation* evaluation, const std::string& needle) {
  const NeedleEvaluation* numbers = facts::findNumbers(evaluation, needle);
  if (!numbers) {
    label->setText("–");
    label->setToolTip("Not measured yet");
    setClass(label, "grade");
    return;
  }
  const review::Verdict verdict = review::verdictOf(*numbers, evaluation->findings);
  label->setText(text(verdict.word));
  label->setToolTip(text(verdict.reason.empty() ? review::shown(verdict)
                                                : review::shown(verdict) + "\n" + verdict.reason));
  setClass(label, verdictClasses(verdict.kind));
}

NeedleCard::NeedleCard(Runner& runner) : runner_(runner) {
  auto* head = new QHBoxLayout();
  head->setSpacing(6);
  name_ = new RowButton();
  name_->setToolTip("Select this needle");
  verdict_ = newLabel("–", "grade");
  verdict_->setObjectName("verdict");
  head->addWidget(name_, 1);
  head->addWidget(verdict_);
  body()->addLayout(head);
  parts_ = newLabel({}, "quiet");
  parts_->setObjectName("verdictParts");
  parts_->setWordWrap(true);
  parts_->setToolTip(
      "Grade of the breach, Gertzbein-Robbins: A none, B below 2 mm, C below 4, D below 6, E more; "
      "how often the needle breaks out under placement error; the two-view rule");
  body()->addWidget(parts_);
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
  addInstruments(*instrument_, [&](const Instrument& instrument) {
    return shelf.has(instrument.id) || instrument.id == present;
  });
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
  showVerdict(verdict_, document.evaluation().get(), id_);
  parts_->setText(numbers ? partsOf(*numbers, document.evaluation()->findings) : QString());
  parts_->setVisible(!parts_->text().isEmpty());
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
