#include "app/gui/pages/review_page.h"

#include "app/gui/cards/decide_cards.h"
#include "app/gui/cards/fact_rows.h"
#include "app/gui/cards/needle_card.h"
#include "app/gui/cards/needle_numbers.h"
#include "app/gui/cards/review_text.h"
#include "app/gui/parts/note_edit.h"
#include "app/gui/parts/numbers.h"
#include "app/steps.h"
#include "planning/facts/needle_facts.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trocar::gui {
namespace {

bool hasScrewsAndAblation(const Plan& plan) {
  return !plan.protocols.empty() &&
         std::any_of(plan.needles.begin(), plan.needles.end(), [](const Needle& needle) {
           return needle.purpose == Purpose::Screw;
         });
}

QString verdictOf(const app::Document& document) {
  const Evaluation* evaluation = document.evaluation().get();
  if (!evaluation || document.plan().needles.empty())
    return "Nothing is planned yet.";
  const int dangers = app::openFindings(*evaluation, Finding::Severity::Danger);
  const int warnings = app::openFindings(*evaluation, Finding::Severity::Warning);
  if (dangers > 0)
    return QString("%1 safety finding%2 to settle before this plan could be shown.")
        .arg(dangers)
        .arg(dangers == 1 ? "" : "s");
  if (!app::isSafetyJudged(*evaluation))
    return "Safety is not judged: the CT lacks labels where a needle is. See the findings.";
  if (warnings > 0)
    return QString("No safety finding. %1 caution%2 to weigh.")
        .arg(warnings)
        .arg(warnings == 1 ? "" : "s");
  return "No safety finding and no caution stands.";
}

/// Of the needles that go through the skin themselves: what runs through one has its way.
std::vector<const NeedleEvaluation*> waysOf(const Plan& plan, const Evaluation& evaluation) {
  std::vector<const NeedleEvaluation*> ways;
  for (const NeedleEvaluation& numbers : evaluation.needles) {
    const Needle* needle = plan.find(numbers.id);
    if (!needle || !needle->through)
      ways.push_back(&numbers);
  }
  return ways;
}

}  // namespace

ReviewPage::ReviewPage(Runner& runner) : Page(app::Step::Review, "Review the plan", runner) {
  setHint("settle findings, present it, prepare the day");
  verdict_ = newLabel({}, "heading");
  verdict_->setObjectName("verdict");
  verdict_->setWordWrap(true);
  body()->addWidget(verdict_);
  surgeryFirst_ = newLabel({}, "alarm");
  surgeryFirst_->setObjectName("reviewSurgeryFirst");
  surgeryFirst_->setWordWrap(true);
  body()->addWidget(surgeryFirst_);
  addParts();
  addKeepCard();
  sheet_ = addText(app::ReviewPart::Plan, "The plan on one sheet", "sheet");
  tableCard_ = new Card("Needles side by side");
  table_ = new QGridLayout();
  table_->setHorizontalSpacing(10);
  table_->setVerticalSpacing(3);
  tableCard_->body()->addLayout(table_);
  part(app::ReviewPart::Plan)->addWidget(tableCard_);
  changes_ = addText(app::ReviewPart::Plan, "Since it was last saved", "changes");
  findings_ = new FindingsList(runner);
  part(app::ReviewPart::Findings)->addWidget(findings_);
  bookmarks_ = new BookmarksCard(runner);
  part(app::ReviewPart::Present)->addWidget(bookmarks_);
  addNotesCard();
  order_ = addText(app::ReviewPart::Prepare, "Running order", "order");
  addScrewsFirst();
  shopping_ = addText(app::ReviewPart::Prepare, "To have in the room", "shopping");
  checklist_ = new ChecklistCard(runner);
  part(app::ReviewPart::Prepare)->addWidget(checklist_);
  scales_ = new ScalesCard(runner);
  part(app::ReviewPart::Prepare)->addWidget(scales_);
  reading_ = addText(app::ReviewPart::Prepare, "Reading, no judgement of this patient", "reading");
  body()->addStretch(1);
}

QVBoxLayout* ReviewPage::part(app::ReviewPart part) {
  return static_cast<QVBoxLayout*>(parts_[static_cast<std::size_t>(part)]->layout());
}

void ReviewPage::addParts() {
  constexpr std::array<std::pair<const char*, const char*>, app::kReviewPartCount> kTabs = {
      {{"Plan", "plan"}, {"Findings", "findings"}, {"Present", "present"}, {"Prepare", "prepare"}}};
  auto* row = new QHBoxLayout();
  row->setSpacing(2);
  body()->addLayout(row);
  auto* one = new QButtonGroup(this);  // Only one is marked, before the page has followed too.
  for (std::size_t i = 0; i < kTabs.size(); ++i) {
    const std::string word = kTabs[i].second;
    tabs_[i] = new QPushButton(kTabs[i].first);
    tabs_[i]->setObjectName("part-" + text(word));
    tabs_[i]->setProperty("class", "row");
    tabs_[i]->setCheckable(true);
    one->addButton(tabs_[i]);
    connect(tabs_[i], &QPushButton::clicked, this, [this, word] {
      runner().run("review-part", {{"part", word}});
    });
    row->addWidget(tabs_[i], 1);
    parts_[i] = new QWidget();
    auto* rows = new QVBoxLayout(parts_[i]);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    body()->addWidget(parts_[i]);
  }
}

QLabel* ReviewPage::addText(app::ReviewPart of, const QString& title, const char* name) {
  auto* card = new Card(title);
  QLabel* label = newLabel({});
  label->setObjectName(name);
  label->setTextFormat(Qt::RichText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  card->body()->addWidget(label);
  part(of)->addWidget(card);
  return label;
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
  grid->addWidget(newButton("Compare…", "compare"), 2, 1);
  card->body()->addLayout(grid);
  part(app::ReviewPart::Plan)->addWidget(card);
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
  card->body()->addWidget(position_);
  card->body()->addWidget(note_);
  part(app::ReviewPart::Present)->addWidget(card);
}

/// Offered where the plan has both screws and an ablation.
void ReviewPage::addScrewsFirst() {
  screwsFirst_ = new QCheckBox("Screws before the ablation");
  screwsFirst_->setObjectName("screwsFirst");
  screwsFirst_->setToolTip("The usual order is to ablate and thaw first, then to fix");
  connect(screwsFirst_, &QCheckBox::clicked, this, [this](bool first) {
    runner().run("fixation-first", {{"first", first}});
  });
  part(app::ReviewPart::Prepare)->addWidget(screwsFirst_);
}

void ReviewPage::show(const Shown& shown) {
  if (!shown.document.isOpen())
    return;
  const app::Document& document = shown.document;
  verdict_->setText(verdictOf(document));
  surgeryFirst_->setText(surgeryFirst(frameworksOf(shown)));
  surgeryFirst_->setVisible(!surgeryFirst_->text().isEmpty());
  showTable(shown);
  findings_->show(document.evaluation().get(), document);
  position_->choose(text(std::string(toString(document.plan().procedurePosition))));
  note_->showText(text(document.plan().note));
  const auto part = static_cast<std::size_t>(document.view().reviewPart);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    parts_[i]->setVisible(i == part);
    tabs_[i]->setChecked(i == part);
  }
  showTexts(shown);
}

/// Only those of the part on the screen.
void ReviewPage::showTexts(const Shown& shown) {
  switch (shown.document.view().reviewPart) {
    case app::ReviewPart::Plan:
      sheet_->setText(sheetText(shown));
      changes_->setText(changesText(shown));
      break;
    case app::ReviewPart::Present:
      bookmarks_->refresh(shown);
      break;
    case app::ReviewPart::Prepare:
      order_->setText(orderText(shown));
      screwsFirst_->setVisible(hasScrewsAndAblation(shown.document.plan()));
      screwsFirst_->setChecked(shown.document.plan().fixationFirst);
      shopping_->setText(shoppingText(shown));
      checklist_->refresh(shown);
      scales_->refresh(shown);
      reading_->setText(readingText(shown.palette));
      break;
    default:
      break;
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
    label->setWordWrap(true);
    label->setAlignment(column == 0 ? Qt::AlignLeft : Qt::AlignRight);
    table_->addWidget(label, row, column);
    cells_.push_back(label);
  };
  const std::vector<const NeedleEvaluation*> ways = waysOf(shown.document.plan(), *evaluation);
  for (int column = 0; column < table_->columnCount(); ++column)
    table_->setColumnStretch(column, column <= static_cast<int>(ways.size()));
  int column = 1;
  std::vector<facts::Facts> facts;
  for (const NeedleEvaluation* numbers : ways) {
    add(text(numbers->id), "heading", 0, column++);
    facts.push_back(facts::measuredFacts(
        *numbers, &shown.document.patient(), shown.document.plan().procedurePosition));
  }
  int row = 1;
  for (const facts::FactLine& line : facts::sideBySide(
           facts,
           facts::FactRank::Usual,
           {facts::FactTopic::Access, facts::FactTopic::Nearest, facts::FactTopic::Dialled})) {
    add(text(line.name), "quiet", row, 0);
    for (std::size_t i = 0; i < line.of.size(); ++i) {
      const NumberRow cell = line.of[i] ? rowOfFact(*line.of[i]) : NumberRow{{}, "–"};
      add(cell.value, cell.classes, row, static_cast<int>(i) + 1);
      cells_.back()->setToolTip(cell.tip);
    }
    ++row;
  }
}

}  // namespace trocar::gui
