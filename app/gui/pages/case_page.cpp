#include "app/gui/pages/case_page.h"

#include "app/actions/action.h"
#include "app/gui/parts/numbers.h"
#include "app/where.h"
#include "core/patients.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

QString sizeOf(const Grid& grid) {
  const auto& size = grid.size();
  return QString("%1 × %2 × %3").arg(size[0]).arg(size[1]).arg(size[2]);
}

QString spacingOf(const Grid& grid) {
  const Vec3& spacing = grid.spacingMm();
  return QString("%1 × %2 × %3 mm")
      .arg(plain(spacing.x(), 2), plain(spacing.y(), 2), plain(spacing.z(), 2));
}

QString levelRange(const Case& patient) {
  const std::vector<std::string> levels = levelsOf(patient);
  if (levels.empty())
    return "none labelled";
  return levels.size() == 1 ? text(levels[0]) : text(levels.front() + " – " + levels.back());
}

QString remarksOf(const Case& patient) {
  QStringList lines;
  for (const Remark& remark : patient.remarks)
    lines << "• " + text(remark.text);
  return lines.join("\n");
}

}  // namespace

CasePage::CasePage(Runner& runner) : Page(app::Step::Case, "The patient", runner) {
  setHint("who it is about");
  addPatientCard();
  planLevel_ = newButton("Plan this level", "plan-level");
  planLevel_->setProperty("class", "primary");
  planLevel_->setToolTip(
      "Places needles by the usual approach to this place and grades them; of a vertebra through "
      "both pedicles");
  body()->addWidget(planLevel_);
  findVertebrae_ = newButton("Find the vertebrae in this CT…", "find-vertebrae");
  findVertebrae_->setProperty("class", "primary");
  findVertebrae_->setToolTip(
      "Draws and names the vertebrae that the CT shows whole, and makes a case of it; nothing "
      "leaves this computer");
  body()->addWidget(findVertebrae_);
  labelCt_ = newButton("Label it with another program…", "label-ct");
  labelCt_->setToolTip("TotalSegmentator, a command of your own, or labels from files");
  body()->addWidget(labelCt_);
  decide_ = new DecideCards(runner);
  body()->addWidget(decide_);
  addBundledCard();
  addOpenCard();
  body()->addStretch(1);
}

void CasePage::addPatientCard() {
  patientCard_ = new Card("–");
  history_ = newLabel({});
  history_->setWordWrap(true);
  numbers_ = new NumberTable();
  patientCard_->body()->addWidget(history_);
  patientCard_->body()->addWidget(numbers_);
  body()->addWidget(patientCard_);
  remarksCard_ = new Card("Remarks on the images");
  remarks_ = newLabel({}, "caution");
  remarks_->setWordWrap(true);
  remarksCard_->body()->addWidget(remarks_);
  body()->addWidget(remarksCard_);
}

void CasePage::addBundledCard() {
  auto* card = new Card("Bundled patients");
  card->body()->setSpacing(2);
  for (const BundledPatient& patient : bundledPatients()) {
    auto* button = new RowButton(text(patient.title));
    connect(button, &QPushButton::clicked, this, [this, button, id = patient.id] {
      button->toggle();  // Marked is what is open, not what was clicked.
      runner().run("open-bundled", {{"patient", id}});
    });
    button->setObjectName("bundled-" + text(patient.id));
    button->setCheckable(true);
    button->setToolTip(text(patient.history));
    card->body()->addWidget(button);
    bundled_[patient.id] = button;
  }
  auto* random = newButton("Another, drawn at random…", "open-random");
  random->setToolTip("A virtual patient that nobody has seen: the next number makes the next one");
  card->body()->addWidget(random);
  body()->addWidget(card);
}

void CasePage::addOpenCard() {
  auto* card = new Card("Open another");
  auto* row = new QHBoxLayout();
  row->addWidget(newButton("Case or plan…", "open"));
  row->addWidget(newButton("Folder…", "open-folder"));
  card->body()->addLayout(row);
  body()->addWidget(card);
  card->body()->addWidget(newButton("Import CT and labels…", "import-sheet"));
}

void CasePage::show(const Shown& shown) {
  const app::Document& document = shown.document;
  const app::Where where = app::whereOf(document.view());
  planLevel_->setEnabled(document.isOpen() && !where.empty() && !runner().isBusy());
  const bool found = actions::isPossible(actions::findAction("find-vertebrae"), document);
  findVertebrae_->setVisible(found);
  findVertebrae_->setEnabled(!runner().isBusy());
  labelCt_->setVisible(found);
  labelCt_->setEnabled(!runner().isBusy());
  planLevel_->setVisible(!found);
  patientCard_->setVisible(document.isOpen());
  remarksCard_->setVisible(document.isOpen() && !document.patient().remarks.empty());
  decide_->setVisible(document.isOpen());
  if (!document.isOpen())
    return;
  const Case& patient = document.patient();
  const Structure* lesion = patient.find(where.structure);
  planLevel_->setText(!where.level.empty() ? "Plan this level · " + text(where.level)
                      : lesion             ? "Plan · " + text(lesion->name)
                                           : QString("Plan this level"));
  patientCard_->setTitle(text(patient.title));
  history_->setText(text(patient.history));
  history_->setVisible(!patient.history.empty());
  numbers_->show({{"CT, voxels", sizeOf(patient.ct.grid())},
                  {"voxel size", spacingOf(patient.ct.grid())},
                  {"position on the CT", text(std::string(toString(patient.position)))},
                  {"levels", levelRange(patient)},
                  {"structures", QString::number(patient.structures.size())}});
  remarks_->setText(remarksOf(patient));
  decide_->show(shown);
  for (const auto& [id, button] : bundled_)
    button->setChecked(document.plan().patient.path == "bundled:" + id);
}

}  // namespace trocar::gui
