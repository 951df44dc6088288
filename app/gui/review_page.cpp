#include "app/gui/review_page.h"

#include "app/gui/needle_card.h"
#include "app/gui/needle_numbers.h"
#include "app/gui/numbers.h"
#include "app/steps.h"

#include <QFocusEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <functional>

namespace trocar {
namespace {

/// Tells its text when the person leaves it.
class NoteEdit : public QPlainTextEdit {
 public:
  explicit NoteEdit(std::function<void(const QString&)> left) : left_(std::move(left)) {}

 protected:
  void focusOutEvent(QFocusEvent* event) override {
    QPlainTextEdit::focusOutEvent(event);
    if (document()->isModified())
      left_(toPlainText());
    document()->setModified(false);
  }

 private:
  std::function<void(const QString&)> left_;
};

struct Cell {
  QString text;
  QString classes = {};
};

/// One line of the table: a name and a cell for each needle.
struct Line {
  QString name;
  std::function<Cell(const NeedleEvaluation&)> cell;
};

Cell nearestCell(const NeedleEvaluation& numbers) {
  if (numbers.clearances.empty())
    return {"–"};
  const double distance = numbers.clearances.front().distanceMm;
  return {plain(distance, 1), distance < 0.0 ? "danger" : distance < 2.0 ? "caution" : ""};
}

std::vector<Line> linesOfTable() {
  return {
      {"breach grade",
       [](const NeedleEvaluation& n) -> Cell {
         return {n.breach ? QString(QChar(n.breach->grade)) : QString("–"), gradeClasses(n.breach)};
       }},
      {"excursion, mm",
       [](const NeedleEvaluation& n) -> Cell {
         return {n.breach ? plain(n.breach->maxExcursionMm, 1) : QString("–")};
       }},
      {"medial wall, mm",
       [](const NeedleEvaluation& n) -> Cell {
         const bool known = n.breach && n.breach->wallMarginMm;
         return {known ? plain(n.breach->wallMarginMm->medial, 1) : QString("–")};
       }},
      {"nearest structure, mm", nearestCell},
      {"order rule",
       [](const NeedleEvaluation& n) -> Cell {
         if (!n.orderRule)
           return {"–"};
         return {n.orderRule->passes ? "kept" : "broken", n.orderRule->passes ? "good" : "danger"};
       }},
      {"skin to target, mm",
       [](const NeedleEvaluation& n) -> Cell {
         return {n.skinToTargetMm ? plain(*n.skinToTargetMm, 0) : QString("–")};
       }},
      {"axial angle, °",
       [](const NeedleEvaluation& n) -> Cell { return {plain(n.axialAngleDeg, 0)}; }},
      {"craniocaudal angle, °",
       [](const NeedleEvaluation& n) -> Cell { return {plain(n.craniocaudalAngleDeg, 0)}; }},
      {"breach risk, %",
       [](const NeedleEvaluation& n) -> Cell {
         return {n.placement ? plain(100.0 * n.placement->breachProbability, 0) : QString("–")};
       }},
  };
}

QString verdictOf(const Document& document) {
  const Evaluation* evaluation = document.evaluation().get();
  if (!evaluation || document.plan().needles.empty())
    return "Nothing is planned yet.";
  const int dangers = openFindings(*evaluation, Finding::Severity::Danger);
  const int warnings = openFindings(*evaluation, Finding::Severity::Warning);
  if (dangers > 0)
    return QString("%1 safety finding%2 to settle before this plan could be shown.")
        .arg(dangers)
        .arg(dangers == 1 ? "" : "s");
  if (warnings > 0)
    return QString("No safety finding. %1 caution%2 to weigh.")
        .arg(warnings)
        .arg(warnings == 1 ? "" : "s");
  return "No safety finding and no caution stands.";
}

}  // namespace

ReviewPage::ReviewPage(Runner& runner) : Page(Step::Review, "Review the plan", runner) {
  setHint("settle findings, write down why, keep it");
  verdict_ = newLabel({}, "heading");
  verdict_->setObjectName("verdict");
  verdict_->setWordWrap(true);
  body()->addWidget(verdict_);
  tableCard_ = new Card("Needles side by side");
  table_ = new QGridLayout();
  table_->setHorizontalSpacing(10);
  table_->setVerticalSpacing(3);
  table_->setColumnStretch(0, 1);
  tableCard_->body()->addLayout(table_);
  body()->addWidget(tableCard_);
  addKeepCard();
  body()->addWidget(newLabel("Findings", "heading"));
  findings_ = new FindingsList(runner);
  body()->addWidget(findings_);
  addNotesCard();
  body()->addStretch(1);
}

void ReviewPage::addKeepCard() {
  auto* card = new Card("Keep it");
  auto* grid = new QGridLayout();
  QPushButton* save = newButton("Save plan", "save");
  save->setProperty("class", "primary");
  grid->addWidget(save, 0, 0);
  grid->addWidget(newButton("Save as…", "save-as"), 0, 1);
  grid->addWidget(newButton("Report…", "report"), 1, 0);
  grid->addWidget(newButton("Picture…", "save-picture"), 1, 1);
  grid->addWidget(newButton("Every number…", "export-numbers"), 2, 0);
  card->body()->addLayout(grid);
  body()->addWidget(card);
}

void ReviewPage::addNotesCard() {
  auto* card = new Card("Position and notes");
  position_ = new Combo("position", [this](const QString& key) {
    runner().run("position", {{"position", key.toStdString()}});
  });
  for (const PatientPosition position : {PatientPosition::Prone,
                                         PatientPosition::Supine,
                                         PatientPosition::LateralLeft,
                                         PatientPosition::LateralRight}) {
    const QString word = text(std::string(toString(position)));
    position_->add("Procedure: " + word, word);
  }
  note_ = new NoteEdit([this](const QString& words) {
    this->runner().run("note", {{"text", words.toStdString()}});
  });
  note_->setObjectName("notes");
  note_->setPlaceholderText("Notes for the team. No names of patients.");
  note_->setFixedHeight(90);
  note_->setTabChangesFocus(true);
  card->body()->addWidget(position_);
  card->body()->addWidget(note_);
  body()->addWidget(card);
}

void ReviewPage::show(const Shown& shown) {
  if (!shown.document.isOpen())
    return;
  const Document& document = shown.document;
  verdict_->setText(verdictOf(document));
  showTable(shown);
  findings_->show(document.evaluation().get());
  position_->choose(text(std::string(toString(document.plan().procedurePosition))));
  if (!note_->hasFocus() && note_->toPlainText() != text(document.plan().note)) {
    note_->setPlainText(text(document.plan().note));
    note_->document()->setModified(false);
  }
}

void ReviewPage::showTable(const Shown& shown) {
  const Evaluation* evaluation = shown.document.evaluation().get();
  tableCard_->setVisible(evaluation && !evaluation->needles.empty());
  for (QLabel* cell : cells_)
    delete cell;
  cells_.clear();
  if (!evaluation)
    return;
  const auto add = [this](const QString& words, const QString& classes, int row, int column) {
    QLabel* label = newLabel(words, classes);
    table_->addWidget(label, row, column, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
    cells_.push_back(label);
  };
  int column = 1;
  for (const NeedleEvaluation& numbers : evaluation->needles)
    add(text(numbers.id), "heading", 0, column++);
  int row = 1;
  for (const Line& line : linesOfTable()) {
    add(line.name, "quiet", row, 0);
    column = 1;
    for (const NeedleEvaluation& numbers : evaluation->needles) {
      const Cell cell = line.cell(numbers);
      add(cell.text, cell.classes, row, column++);
    }
    ++row;
  }
}

}  // namespace trocar
