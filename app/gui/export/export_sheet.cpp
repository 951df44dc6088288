#include "app/gui/export/export_sheet.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"
#include "core/error.h"
#include "core/file_name.h"
#include "core/identity.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace trocar::gui {
namespace {

bool isFor(ExportSheet::Kind kind, const app::ExportFormat& format) {
  const bool people = format.group == "Archive" || format.group == "For people";
  return people == (kind == ExportSheet::Kind::Handover);
}

QString countOf(std::size_t count, const char* one, const char* several) {
  return QString("%1 %2").arg(count).arg(count == 1 ? one : several);
}

QString orList(const std::vector<std::string>& words) {
  QString list;
  for (std::size_t n = 0; n < words.size(); ++n)
    list += (n == 0 ? "" : n + 1 == words.size() ? " or " : ", ") + text(words[n]);
  return list;
}

/// What of the plan leaves in this form.
QStringList partsOf(const app::ExportFormat& format, const app::Document& document) {
  const Plan& plan = document.plan();
  QStringList parts;
  if (format.group == "Models" || format.group == "Segmentations")
    parts << countOf(document.patient().structures.size(), "structure", "structures");
  if (format.place == app::ExportPlace::Folder)
    return parts;
  if (!plan.needles.empty())
    parts << countOf(plan.needles.size(), "needle", "needles");
  if (!format.evaluated)
    return parts;
  const bool zones = std::any_of(plan.needles.begin(), plan.needles.end(), [](const Needle& one) {
    return one.purpose == Purpose::Probe;
  });
  if (zones)
    parts << (plan.protocols.empty() ? "published zones" : "zones of the treatment");
  if (!plan.injections.empty())
    parts << "cement";
  if (format.word == "film" || format.word == "walkthrough.html")
    parts << countOf(plan.bookmarks.size(), "bookmark", "bookmarks");
  return parts;
}

}  // namespace

ExportSheet::ExportSheet(Kind kind, Runner& runner, QWidget* parent)
    : OverlaySheet(kind == Kind::Files ? "Export for other programs" : "Hand the plan over",
                   runner,
                   parent) {
  for (const app::ExportFormat& format : app::exportFormats()) {
    if (isFor(kind, format))
      forms_.push_back(&format);
  }
  auto* columns = new QHBoxLayout();
  columns->setSpacing(18);
  auto* left = new QVBoxLayout();
  auto* right = new QVBoxLayout();
  columns->addLayout(left, 2);
  columns->addLayout(right, 3);
  body()->addLayout(columns, 1);
  addForms(left);
  addDetails(right);
  addFoot();
  choose(0);
}

QSize ExportSheet::wantedSize() const {
  constexpr int kWidthPx = 800, kAroundPx = 150, kRowPx = 30, kHeadingPx = 24, kLeastPx = 440;
  std::set<std::string> headings;
  for (const app::ExportFormat* form : forms_)
    headings.insert(form->group);
  const auto rows = static_cast<int>(forms_.size()), groups = static_cast<int>(headings.size());
  return {kWidthPx, std::max(kLeastPx, kAroundPx + kRowPx * rows + kHeadingPx * groups)};
}

void ExportSheet::addForms(QVBoxLayout* column) {
  auto* content = new QWidget();
  auto* rows = new QVBoxLayout(content);
  rows->setContentsMargins(0, 0, 4, 0);
  rows->setSpacing(2);
  auto* group = new QButtonGroup(this);
  std::string heading;
  for (std::size_t n = 0; n < forms_.size(); ++n) {
    if (forms_[n]->group != heading) {
      heading = forms_[n]->group;
      rows->addWidget(newLabel(text(heading), "heading"));
    }
    auto* button = new RowButton(text(forms_[n]->name));
    button->setObjectName("exportForm-" + text(forms_[n]->word));
    setClass(button, "row");
    button->setCheckable(true);
    group->addButton(button);
    connect(button, &QPushButton::clicked, this, [this, n] { choose(n); });
    rows->addWidget(button);
    buttons_.push_back(button);
  }
  rows->addStretch(1);
  column->addWidget(scrolling(content), 1);
}

void ExportSheet::addDetails(QVBoxLayout* column) {
  name_ = newLabel({}, "heading");
  holds_ = newLabel({});
  holds_->setWordWrap(true);
  contents_ = newLabel({}, "quiet");
  contents_->setObjectName("exportContents");
  contents_->setWordWrap(true);
  column->addWidget(name_);
  column->addWidget(holds_);
  column->addWidget(contents_);
  column->addSpacing(12);
  column->addWidget(newLabel("Where it goes", "quiet"));
  auto* row = new QHBoxLayout();
  place_ = new QLineEdit();
  place_->setObjectName("exportPlace");
  file_ = new QPushButton("File…");
  file_->setObjectName("exportFile");
  folder_ = new QPushButton("New folder…");
  folder_->setObjectName("exportFolder");
  row->addWidget(place_, 1);
  row->addWidget(file_);
  row->addWidget(folder_);
  column->addLayout(row);
  titleRow_ = new QWidget();
  auto* titleColumn = new QVBoxLayout(titleRow_);
  titleColumn->setContentsMargins(0, 8, 0, 0);
  titleWhy_ = newLabel({}, "caution");
  titleWhy_->setWordWrap(true);
  title_ = new QLineEdit();
  title_->setObjectName("exportTitle");
  title_->setPlaceholderText("what stands on it, such as L3 metastasis");
  titleColumn->addWidget(titleWhy_);
  titleColumn->addWidget(title_);
  column->addWidget(titleRow_);
  physics_ = new QCheckBox("Simulate the treatment first");
  physics_->setObjectName("exportPhysics");
  physics_->setToolTip("Without, zones are those that makers publish");
  physics_->setChecked(true);
  column->addSpacing(8);
  column->addWidget(physics_);
  column->addStretch(1);
  connect(place_, &QLineEdit::textChanged, this, [this] { enable(); });
  connect(title_, &QLineEdit::textChanged, this, [this] { enable(); });
  connect(file_, &QPushButton::clicked, this, [this] { chooseFile(); });
  connect(folder_, &QPushButton::clicked, this, [this] { chooseFolder(); });
}

void ExportSheet::addFoot() {
  problem_ = newLabel({}, "caution");
  problem_->setObjectName("exportProblem");
  problem_->setWordWrap(true);
  progress_ = new QProgressBar();
  progress_->setTextVisible(false);
  cancel_ = new QPushButton("Cancel");
  cancel_->setObjectName("exportCancel");
  write_ = new QPushButton("Write");
  write_->setObjectName("exportWrite");
  setClass(write_, "primary");
  auto* row = new QHBoxLayout();
  row->addWidget(problem_, 3);
  row->addWidget(progress_, 2);
  row->addWidget(cancel_);
  row->addWidget(write_);
  body()->addLayout(row);
  connect(cancel_, &QPushButton::clicked, this, [this] { runner().cancel(); });
  connect(write_, &QPushButton::clicked, this, [this] { write(); });
}

void ExportSheet::choose(std::size_t form) {
  chosen_ = form;
  buttons_[form]->setChecked(true);
  name_->setText(text(this->form().name));
  holds_->setText(text(this->form().holds));
  folder_->setVisible(this->form().place != app::ExportPlace::File);
  file_->setVisible(this->form().place != app::ExportPlace::Folder);
  physics_->setVisible(this->form().evaluated);
  if (!document_)
    return enable();
  showContents(*document_);
  showTitle(*document_);
  proposed_ = proposedPlace();
  place_->setText(proposed_);
  enable();
}

QString ExportSheet::proposedPlace() const {
  const std::filesystem::path& plan = document_->file();
  const QString folder = plan.empty() ? QDir::homePath() : text(plan.parent_path().string());
  std::string name = plan.empty() ? document_->patient().id : plan.stem().string();
  if (name.ends_with(".plan"))
    name.resize(name.size() - 5);
  if (name.empty() || looksLikeIdentity(name))
    name = "plan";
  const std::string ending = form().endings.empty() ? "-" + form().word : form().endings.front();
  return QDir(folder).filePath(text(fileNameFrom(name) + ending));
}

void ExportSheet::chooseFile() {
  QStringList patterns;
  for (const std::string& ending : form().endings)
    patterns << QString("%1 (*%2)").arg(text(form().name), text(ending));
  const QString file =
      QFileDialog::getSaveFileName(this, text(form().name), place_->text(), patterns.join(";;"));
  if (!file.isEmpty())
    place_->setText(file);
}

/// A folder that is not there yet, inside of one that is chosen.
void ExportSheet::chooseFolder() {
  const QString inside = QFileDialog::getExistingDirectory(
      this, "Folder to put the new folder into", QFileInfo(place_->text()).absolutePath());
  if (inside.isEmpty())
    return;
  QString name = QFileInfo(place_->text()).fileName();
  name = name.section('.', 0, 0) + "-" + text(form().word).section('.', 0, 0);
  place_->setText(QDir(inside).filePath(name));
}

void ExportSheet::showContents(const app::Document& document) {
  const QStringList parts = partsOf(form(), document);
  contents_->setText(
      (parts.isEmpty() ? QString("Nothing is planned yet") : "In it: " + parts.join(" · ")) + "\n" +
      (form().place == app::ExportPlace::Folder         ? "A new folder"
       : form().place == app::ExportPlace::FileOrFolder ? "A new folder, or a file "
                                                        : "A file ") +
      orList(form().endings));
}

/// Asked for where a name would stand on a page that looks like a person's.
void ExportSheet::showTitle(const app::Document& document) {
  const std::string name =
      form().titled ? app::identityIn(document.patient(), document.plan(), document.file())
                    : std::string();
  titleRow_->setVisible(!name.empty());
  titleWhy_->setText(
      "The name “" + text(name) +
      "” looks like that of a person. Say what shall stand there, or write that name.");
}

void ExportSheet::refresh(const Shown& shown) {
  const bool fresh = document_ != &shown.document || place_->text() == proposed_;
  document_ = &shown.document;
  if (!shown.document.isOpen())
    return;
  showContents(shown.document);
  showTitle(shown.document);
  if (fresh) {
    proposed_ = proposedPlace();
    const QSignalBlocker quiet(place_);
    place_->setText(proposed_);
  }
  enable();
}

void ExportSheet::focusFirst() {
  buttons_[chosen_]->setFocus();
}

/// Why it cannot be written yet, in words; a place that is taken is said before anything is worked
/// on.
void ExportSheet::enable() {
  const bool busy = runner().isBusy();
  progress_->setVisible(busy);
  progress_->setValue(runner().percent());
  cancel_->setVisible(busy);
  QString problem;
  try {
    app::requirePlaceFor(form(), place_->text().toStdString());
  } catch (const Error& error) {
    problem = error.what();
  }
  if (problem.isEmpty() && QFileInfo(place_->text()).isFile())
    problem = "This file is there already: it will be replaced.";
  const bool replaces = problem.endsWith("replaced.");
  const bool asked = !titleRow_->isHidden() && title_->text().trimmed().isEmpty();
  problem_->setText(busy ? runner().busyWith() : problem);
  write_->setText(replaces ? "Replace" : "Write");
  write_->setEnabled(!busy && !asked && (problem.isEmpty() || replaces) && document_ &&
                     document_->isOpen());
}

void ExportSheet::write() {
  nlohmann::json arguments = {{"to", form().word}, {"path", place_->text().toStdString()}};
  if (!titleRow_->isHidden())
    arguments["title"] = title_->text().trimmed().toStdString();
  if (form().evaluated)
    arguments["physics"] = physics_->isChecked();
  runner().run("export", arguments);
}

}  // namespace trocar::gui
