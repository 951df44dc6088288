#include "app/gui/import/import_sheet.h"

#include "app/gui/cards/card.h"
#include "app/gui/import/found_text.h"
#include "app/gui/parts/combo.h"
#include "app/gui/parts/numbers.h"
#include "core/error.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImage>
#include <QLineEdit>
#include <QMessageBox>
#include <QPixmap>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

#include <array>
#include <filesystem>
#include <system_error>

namespace trocar::gui {
namespace {

constexpr int kPicturePx = 330;
constexpr const char* kImages =
    "Images (*.nii *.nii.gz *.nrrd *.nhdr *.mha *.mhd *.dcm *.ima *.seg.nrrd);;All files (*)";
constexpr const char* kLabels =
    "Labels and surfaces (*.nii *.nii.gz *.nrrd *.nhdr *.mha *.mhd *.dcm *.seg.nrrd *.stl *.obj "
    "*.ply *.vtp *.vtk);;All files (*)";
/// Of those that files without a place have in practice.
constexpr std::array<const char*, 8> kAxes = {
    "LPS", "RAS", "LAS", "RPS", "LPI", "RAI", "LAI", "RPI"};

QLabel* newPicture(const QString& name) {
  auto* label = new QLabel();
  label->setObjectName(name);
  label->setFixedSize(kPicturePx, kPicturePx);
  label->setAlignment(Qt::AlignCenter);
  label->setStyleSheet("background: black;");
  return label;
}

void showPicture(QLabel* label, const std::optional<render::Picture>& picture) {
  label->setVisible(picture.has_value());
  if (!picture)
    return;
  const QImage image(picture->rgb.data(),
                     picture->widthPx,
                     picture->heightPx,
                     3 * picture->widthPx,
                     QImage::Format_RGB888);
  label->setPixmap(QPixmap::fromImage(image).scaled(
      label->size(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
}

nlohmann::json jsonOf(const LabelSource& source) {
  nlohmann::json entry = {{"path", source.path.string()}};
  if (source.role)
    entry.update({{"role", toString(*source.role)}, {"id", source.id}});
  else if (!source.scheme.empty())
    entry["scheme"] = source.scheme;
  return entry;
}

nlohmann::json jsonOf(const app::ImportRequest& request) {
  nlohmann::json arguments = {{"ct", request.ct},
                              {"labels", nlohmann::json::array()},
                              {"series", request.choices.series},
                              {"axes", request.choices.axes},
                              {"unit", request.choices.unit},
                              {"despite", request.choices.despite},
                              {"findVertebrae", request.choices.findVertebrae},
                              {"segmenter", std::string(toString(request.segmenter))}};
  for (const LabelSource& source : request.labels)
    arguments["labels"].push_back(jsonOf(source));
  return arguments;
}

/// A doubt that another widget of the sheet answers.
bool isQuestion(const std::string& doubt) {
  return doubt == kAxesUnknown || doubt == kUnitUnknown || doubt == kNumberingUnknown ||
         doubt == kMaskUnnamed;
}

/// A folder that is not there yet, which tells nothing of the patient.
QString freshFolder() {
  const QDir home(QDir::homePath() + "/trocar-cases");
  int number = 1;
  while (home.exists("case-" + QString::number(number)))
    ++number;
  return home.filePath("case-" + QString::number(number));
}

QString folderOf(const std::string& path) {
  return path.empty() ? QDir::homePath() : QFileInfo(text(path)).absolutePath();
}

}  // namespace

ImportSheet::ImportSheet(Runner& runner, QWidget* parent)
    : OverlaySheet("Import a CT and its labels", runner, parent) {
  auto* columns = new QHBoxLayout();
  columns->setSpacing(18);
  auto* left = new QVBoxLayout();
  auto* right = new QVBoxLayout();
  columns->addLayout(left, 1);
  columns->addLayout(right);
  body()->addLayout(columns, 1);
  addCtRow(left);
  addFound(left);
  axial_ = newPicture("importAxial");
  sagittal_ = newPicture("importSagittal");
  right->addSpacing(2);
  right->addWidget(axial_);
  right->addWidget(sagittal_);
  right->addStretch(1);
  addFolderRow();
  showFound({}, paletteOf(app::Theme::Dark));
  enable();
}

void ImportSheet::addCtRow(QVBoxLayout* column) {
  auto* row = new QHBoxLayout();
  ct_ = new QLineEdit();
  ct_->setObjectName("importCt");
  ct_->setAcceptDrops(false);  // The sheet takes files, not their names as text.
  ct_->setPlaceholderText("a CT: DICOM folder or file, NIfTI, NRRD or MHA; or drop it here");
  auto* file = new QPushButton("File…");
  auto* folder = new QPushButton("Folder…");
  row->addWidget(newLabel("CT", "quiet"));
  row->addWidget(ct_, 1);
  row->addWidget(file);
  row->addWidget(folder);
  column->addLayout(row);
  series_ = new SeriesList([this](const std::string& key) {
    request_.choices.series = key;
    look();
  });
  series_->setMaximumHeight(180);
  series_->hide();
  column->addWidget(series_);
  connect(ct_, &QLineEdit::returnPressed, this, [this] { choose(ct_->text().trimmed()); });
  connect(file, &QPushButton::clicked, this, [this] {
    choose(QFileDialog::getOpenFileName(this, "CT", folderOf(request_.ct), kImages));
  });
  connect(folder, &QPushButton::clicked, this, [this] {
    choose(QFileDialog::getExistingDirectory(this, "DICOM folder", folderOf(request_.ct)));
  });
}

void ImportSheet::addFound(QVBoxLayout* column) {
  labels_ = new LabelRows([this](std::vector<LabelSource> sources) {
    request_.labels = std::move(sources);
    look();
  });
  auto* row = new QHBoxLayout();
  auto* add = new QPushButton("Add labels…");
  add->setObjectName("importAddLabels");
  auto* addFolder = new QPushButton("Add a folder of masks…");
  row->addWidget(newLabel("Labels", "quiet"));
  row->addStretch(1);
  row->addWidget(add);
  row->addWidget(addFolder);
  column->addLayout(row);
  column->addWidget(labels_);
  addWaysToLabel(column);
  addAnswers(column);
  found_ = newLabel({});
  found_->setObjectName("importFound");
  found_->setTextFormat(Qt::RichText);
  found_->setWordWrap(true);
  found_->setAlignment(Qt::AlignTop);
  column->addWidget(scrolling(found_), 1);
  const auto addAll = [this](const QStringList& paths) {
    for (const QString& path : paths)
      request_.labels.push_back({.path = path.toStdString()});
    if (!paths.isEmpty())
      look();
  };
  connect(add, &QPushButton::clicked, this, [this, addAll] {
    addAll(QFileDialog::getOpenFileNames(this, "Labels", folderOf(request_.ct), kLabels));
  });
  connect(addFolder, &QPushButton::clicked, this, [this, addAll] {
    const QString path = QFileDialog::getExistingDirectory(
        this, "Folder with a mask for each structure", folderOf(request_.ct));
    addAll(path.isEmpty() ? QStringList() : QStringList(path));
  });
}

/// Why the files were refused, and what answers that.
void ImportSheet::addAnswers(QVBoxLayout* column) {
  refusal_ = newLabel({}, "danger");
  refusal_->setObjectName("importRefusal");
  refusal_->setWordWrap(true);
  column->addWidget(refusal_);
  answers_ = new QWidget();
  auto* answers = new QHBoxLayout(answers_);
  answers->setContentsMargins(0, 0, 0, 0);
  despite_ = new QPushButton("Take it all the same");
  despite_->setObjectName("importDespite");
  axes_ = new Combo("importAxes", [this](const QString& axes) {
    request_.choices.axes = axes.toStdString();
    look();
  });
  axes_->setMinimumContentsLength(24);
  static_cast<Combo*>(axes_)->add("the axes point to …", "");
  for (const char* axes : kAxes)
    static_cast<Combo*>(axes_)->add(axes, axes);
  auto* unit = new Combo("importUnit", [this](const QString& word) {
    request_.choices.unit = word.toStdString();
    look();
  });
  unit->setMinimumContentsLength(24);
  unit->add("its coordinates are in …", "");
  for (const char* word : {"mm", "cm", "m"})
    unit->add(word, word);
  unit_ = unit;
  answers->addWidget(despite_);
  answers->addWidget(axes_);
  answers->addWidget(unit_);
  answers->addStretch(1);
  column->addWidget(answers_);
  connect(despite_, &QPushButton::clicked, this, [this] {
    request_.choices.despite.insert(shown_->doubt);
    look();
  });
}

void ImportSheet::addWaysToLabel(QVBoxLayout* column) {
  waysToLabel_ = new QWidget();
  auto* rows = new QVBoxLayout(waysToLabel_);
  rows->setContentsMargins(0, 0, 0, 0);
  auto* buttons = new QHBoxLayout();
  findVertebrae_ = new QPushButton();
  findVertebrae_->setObjectName("importFindVertebrae");
  findVertebrae_->setToolTip(
      "For a CT without labels: the program draws the vertebrae that it shows whole, names them "
      "and says how sure it is. Takes about half a minute.");
  totalSegmentator_ = new QPushButton();
  totalSegmentator_->setObjectName("importTotalSegmentator");
  buttons->addWidget(findVertebrae_);
  buttons->addWidget(totalSegmentator_);
  notInstalled_ =
      newLabel("not installed here: a Python package, version 2 or later", "quiet small");
  notInstalled_->setObjectName("importNotInstalled");
  buttons->addWidget(notInstalled_);
  buttons->addStretch(1);
  rows->addLayout(buttons);
  auto* own = new QHBoxLayout();
  command_ = new QLineEdit(text(app::siteSegmenter()));
  command_->setObjectName("importCommand");
  command_->setAcceptDrops(false);
  command_->setPlaceholderText("a command of your own, such as  segment --in {ct} --to {out}");
  command_->setToolTip(
      "Run without a shell, on this computer. {ct} becomes a NIfTI file of the CT, {out} an empty "
      "folder; label maps, masks, DICOM SEG or surfaces written there are read.");
  runCommand_ = new QPushButton();
  runCommand_->setObjectName("importRunCommand");
  own->addWidget(newLabel("Another program", "quiet"));
  own->addWidget(command_, 1);
  own->addWidget(runCommand_);
  rows->addLayout(own);
  log_ = new QPlainTextEdit();
  log_->setObjectName("importLog");
  log_->setReadOnly(true);
  log_->setMaximumHeight(90);
  rows->addWidget(log_);
  column->addWidget(waysToLabel_);
  connect(findVertebrae_, &QPushButton::clicked, this, [this] {
    request_.choices.findVertebrae = !request_.choices.findVertebrae;
    look();
  });
  connect(totalSegmentator_, &QPushButton::clicked, this, [this] {
    label(app::Segmenter::TotalSegmentator);
  });
  connect(runCommand_, &QPushButton::clicked, this, [this] { label(app::Segmenter::Site); });
  connect(command_, &QLineEdit::textChanged, this, [this](const QString& typed) {
    runCommand_->setEnabled(!typed.trimmed().isEmpty());
  });
}

/// Has the CT labelled by another program, or leaves its labels out again.
void ImportSheet::label(app::Segmenter segmenter) {
  try {
    if (segmenter == app::Segmenter::Site && request_.segmenter != segmenter &&
        command_->text().trimmed().toStdString() != app::siteSegmenter())
      app::keepSiteSegmenter(command_->text().toStdString());
  } catch (const Error& error) {
    refusal_->setText(text(error.what()));
    refusal_->show();
    return;
  }
  request_.segmenter = request_.segmenter == segmenter ? app::Segmenter::None : segmenter;
  look();
}

void ImportSheet::showWaysToLabel(const app::ImportFindings& found) {
  using app::Segmenter;
  const bool asked = found.request.choices.findVertebrae;
  const Segmenter segmenter = found.request.segmenter;
  findVertebrae_->setText(asked ? "Leave the vertebrae out" : "Find the vertebrae in this CT");
  findVertebrae_->setEnabled(segmenter == Segmenter::None);
  const bool total = segmenter == Segmenter::TotalSegmentator;
  totalSegmentator_->setText(total ? "Leave its labels out" : "Run TotalSegmentator");
  const bool installed = app::isInstalled(Segmenter::TotalSegmentator);
  notInstalled_->setVisible(!installed);
  totalSegmentator_->setEnabled(total || (installed && segmenter == Segmenter::None && !asked));
  totalSegmentator_->setToolTip(
      installed ? "Runs on this computer; without a graphics card it may take ten minutes and more."
                : "TotalSegmentator is not installed here: it is a Python package (version 2 or "
                  "later), whose command TotalSegmentator must be found on the PATH.");
  const bool site = segmenter == Segmenter::Site;
  runCommand_->setText(site ? "Leave its labels out" : "Run it");
  runCommand_->setEnabled(
      site || (segmenter == Segmenter::None && !asked && !command_->text().trimmed().isEmpty()));
  command_->setEnabled(!site);
  if (log_->toPlainText() != text(found.log))
    log_->setPlainText(text(found.log));
  log_->setVisible(!found.log.empty());
  waysToLabel_->setVisible(found.ct && (asked || segmenter != Segmenter::None || !found.patient ||
                                        levelsOf(*found.patient).empty()));
}

void ImportSheet::addFolderRow() {
  auto* row = new QHBoxLayout();
  folder_ = new QLineEdit(freshFolder());
  folder_->setAcceptDrops(false);
  folder_->setObjectName("importFolder");
  folder_->setToolTip("The case's folder. Its name becomes the title of the case: name no person.");
  auto* browse = new QPushButton("…");
  browse->setToolTip("Choose a folder for the case");
  write_ = new QPushButton("Make the case");
  write_->setObjectName("importWrite");
  write_->setProperty("class", "primary");
  row->addWidget(newLabel("Into", "quiet"));
  row->addWidget(folder_, 1);
  row->addWidget(browse);
  row->addWidget(write_);
  body()->addLayout(row);
  connect(browse, &QPushButton::clicked, this, [this] {
    const QString path = QFileDialog::getSaveFileName(this, "New case folder", folder_->text());
    if (!path.isEmpty())
      folder_->setText(path);
  });
  connect(folder_, &QLineEdit::textChanged, this, [this] { enable(); });
  connect(write_, &QPushButton::clicked, this, [this] { writeCase(); });
}

/// A case that lies there already is replaced only by who says so.
void ImportSheet::writeCase() {
  const std::string folder = folder_->text().trimmed().toStdString();
  std::error_code none;
  if (!std::filesystem::exists(std::filesystem::path(folder) / "case.json", none))
    return runner().run("import-write", {{"path", folder}});
  auto* box = new QMessageBox(QMessageBox::Question,
                              "Import",
                              "A case lies in " + text(folder) + " already.",
                              {},
                              window());
  box->setObjectName("replaceCase");
  box->setInformativeText(
      "Replacing it deletes its CT and labels; plans on it no longer fit. Choose another folder to "
      "keep both.");
  box->setAttribute(Qt::WA_DeleteOnClose);
  const QPushButton* replace = box->addButton("Replace the case", QMessageBox::DestructiveRole);
  box->setDefaultButton(box->addButton("Choose another folder", QMessageBox::RejectRole));
  connect(box, &QMessageBox::finished, this, [this, box, replace, folder] {
    if (box->clickedButton() == replace)
      runner().run("import-write", {{"path", folder}, {"replace", true}});
    else
      folder_->setFocus();
  });
  box->open();
}

/// Another CT: what was answered about the one before does not hold for it.
void ImportSheet::choose(const QString& path) {
  if (path.isEmpty())
    return;
  request_.ct = path.toStdString();
  request_.choices = {};
  request_.segmenter = app::Segmenter::None;
  look();
}

void ImportSheet::take(const QStringList& paths) {
  if (paths.isEmpty())
    return;
  if (request_.ct.empty())
    return choose(paths.front());
  for (const QString& path : paths)
    request_.labels.push_back({.path = path.toStdString()});
  look();
}

void ImportSheet::look() {
  if (!request_.ct.empty())
    runner().run("import-look", jsonOf(request_));
}

void ImportSheet::enable() {
  write_->setEnabled(shown_ && shown_->patient && !folder_->text().trimmed().isEmpty() &&
                     !runner().isBusy());
}

void ImportSheet::refresh(const Shown& shown) {
  const auto& found = shown.document.importing();
  if (found != shown_) {
    shown_ = found;
    request_ = found ? found->request : app::ImportRequest();
    showFound(found ? *found : app::ImportFindings(), shown.palette);
    if (!found || !folder_->isModified())  // Nobody typed one.
      folder_->setText(freshFolder());
  }
  enable();
}

void ImportSheet::showFound(const app::ImportFindings& found, const Palette& palette) {
  ct_->setText(text(found.request.ct));
  const SeriesOffer* taken = chosenSeries(found);
  series_->show(found.series, taken ? taken->key : std::string());
  labels_->show(found.request.labels);
  showPicture(axial_, found.axial);
  showPicture(sagittal_, found.sagittal);
  refusal_->setText(text(found.refusal));
  refusal_->setVisible(!found.refusal.empty());
  despite_->setVisible(!isQuestion(found.doubt));
  axes_->setVisible(found.doubt == kAxesUnknown);
  unit_->setVisible(found.doubt == kUnitUnknown);
  answers_->setVisible(!found.doubt.empty());
  showWaysToLabel(found);
  found_->setText(found.request.ct.empty() ? QString("What is found in the files appears here, "
                                                     "before anything is written.")
                                           : foundText(found, palette));
}

void ImportSheet::focusFirst() {
  ct_->setFocus();
}

}  // namespace trocar::gui
