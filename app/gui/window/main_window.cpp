#include "app/gui/window/main_window.h"

#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "app/gui/export/export_sheet.h"
#include "app/gui/import/import_sheet.h"
#include "app/gui/pages/anatomy_page.h"
#include "app/gui/pages/case_page.h"
#include "app/gui/pages/needles_page.h"
#include "app/gui/pages/review_page.h"
#include "app/gui/pages/treatment_page.h"
#include "app/gui/parts/icon.h"
#include "app/gui/parts/numbers.h"
#include "app/gui/parts/settled_layout.h"
#include "app/gui/parts/wheel_guard.h"
#include "app/gui/review/comparison_sheet.h"
#include "app/gui/review/shelf_sheet.h"
#include "app/gui/window/shortcuts.h"
#include "core/error.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <exception>

namespace trocar::gui {
namespace {

constexpr int kAutosaveMs = 1000;

QString patternsOf(actions::Ask ask) {
  if (ask == actions::Ask::PictureToSave)
    return "Picture (*.png)";
  if (ask == actions::Ask::NumbersToSave)
    return "Numbers (*.json)";
  if (ask == actions::Ask::ReportToSave)
    return "Report (*.html);;Report on pages (*.pdf)";
  if (ask == actions::Ask::FilmToSave)
    return "MP4 video (*.mp4);;WebM video (*.webm);;Folder of PNG pictures (*)";
  if (ask == actions::Ask::PlanToSave)
    return "Plan (*.json)";
  return "Plans and images (*.json *.nii *.nii.gz *.nrrd *.mha *.dcm);;All files (*)";
}

}  // namespace

MainWindow::MainWindow(const std::filesystem::path& stateFolder,
                       const std::filesystem::path& settingsFile)
    : document_([this] { turn_.start(0); }),
      runner_(document_, [this](const actions::Action& action) { return askPath(action); }),
      loop_(document_),
      stateFolder_(stateFolder),
      autosave_(stateFolder),
      settings_(settingsFile) {
  setObjectName("mainWindow");
  setWindowTitle("Trocar");
  turn_.setSingleShot(true);
  autosaveSoon_.setSingleShot(true);
  connect(&turn_, &QTimer::timeout, this, [this] { showDocument(); });
  connect(&autosaveSoon_, &QTimer::timeout, this, [this] { keepWork(); });
  const auto again = [this] { turn_.start(0); };
  const auto tell = [this](const QString& message) {
    document_.tell(app::Notice::Kind::Problem, message.toStdString());
  };
  connect(&runner_, &Runner::progressed, this, again);
  connect(&runner_, &Runner::changedElsewhere, this, &MainWindow::askWhoseFile);
  connect(&runner_, &Runner::wouldDrop, this, &MainWindow::askUnsaved);
  connect(&runner_, &Runner::replacing, this, &MainWindow::keepWork);
  connect(&loop_, &EvaluationLoop::progressed, this, again);
  connect(&facts_, &CaseFacts::ready, this, again);
  connect(&loop_, &EvaluationLoop::failed, this, tell);
  connect(&facts_, &CaseFacts::failed, this, tell);
  qApp->installEventFilter(new WheelGuard(this));
  document_.setView(settings_.appliedTo(document_.view()));
  build();
  document_.offer(app::leftovers(stateFolder_));
  openShelf();
}

MainWindow::~MainWindow() = default;

void MainWindow::openShelf() {
  app::Shelf shelf{{}, stateFolder_ / "shelf.json"};
  try {
    shelf = app::readShelf(shelf.file);
  } catch (const Error& error) {
    document_.tell(app::Notice::Kind::Problem, error.what());
  }
  document_.setShelf(std::move(shelf));
}

void MainWindow::build() {
  auto* central = new QWidget();
  central->setObjectName("central");
  setCentralWidget(central);
  auto* rows = new QVBoxLayout(central);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  topBar_ = new TopBar(runner_);
  banner_ = new RecoveryBanner(runner_);
  rows->addWidget(topBar_);
  rows->addWidget(banner_);
  auto* middle = new QHBoxLayout();
  middle->setSpacing(0);
  rail_ = new StepRail(runner_);
  views_ = new ViewArea(document_, runner_);
  middle->addWidget(rail_);
  middle->addWidget(views_, 1);
  addPages();
  middle->addWidget(pages_);
  room_ = new RoomView(document_, runner_);
  school_ = new SchoolView(runner_);
  middle->addWidget(room_, 1);
  middle->addWidget(school_, 1);
  for (QWidget* place : std::initializer_list<QWidget*>{room_, school_}) {
    place->hide();
    place->setMinimumWidth(1);  // A long line in them must not widen the window.
  }
  notes_ = std::make_unique<PresenterNotes>();
  notes_->hide();
  middle->addWidget(notes_.get());
  rows->addLayout(middle, 1);
  conference_ = new Conference(runner_, *this, *notes_);
  conference_->hide();
  rows->addWidget(conference_);
  findings_ = new FindingsLine(runner_);
  rows->addWidget(findings_);
  toast_ = new Toast(central);
  sheets_ = {
      {app::Overlay::Palette, new PaletteSheet(runner_, central)},
      {app::Overlay::Shortcuts, new ShortcutSheet(runner_, central)},
      {app::Overlay::Findings, new FindingsSheet(runner_, central)},
      {app::Overlay::Comparison, new ComparisonSheet(runner_, central)},
      {app::Overlay::Shelf, new ShelfSheet(runner_, central)},
      {app::Overlay::Import, new ImportSheet(runner_, central)},
      {app::Overlay::Export, new ExportSheet(ExportSheet::Kind::Files, runner_, central)},
      {app::Overlay::HandOver, new ExportSheet(ExportSheet::Kind::Handover, runner_, central)}};
  setAcceptDrops(true);
  topBar_->menuButton()->setMenu(newMenu(document_, runner_, this));
  focus_ = new FocusRule({[this] { return document_.view().overlay != app::Overlay::None; },
                          [this] {
                            if (overlay_ != document_.view().overlay)
                              showDocument();
                          },
                          [this] { views_->pane(document_.view().active).setFocus(); }},
                         this);
  addShortcuts(runner_, *focus_, *this);
  views_->pane(0).setFocus();
}

void MainWindow::addPages() {
  pages_ = new QStackedWidget();
  pages_->setObjectName("pageFrame");
  page_ = {new CasePage(runner_),
           new AnatomyPage(runner_),
           new NeedlesPage(runner_),
           new TreatmentPage(runner_),
           new ReviewPage(runner_)};
  for (Page* page : page_)
    pages_->addWidget(page);
}

bool MainWindow::isSettled() const {
  return !turn_.isActive() && !runner_.isBusy() && !loop_.isRefining() &&
         (!document_.isOpen() ||
          (loop_.isSettled() && facts_.finalSurfaces() && facts_.vertebrae()));
}

void MainWindow::showDocument() {
  noteOpening();
  const app::ViewState& view = document_.view();
  settings_.note(view);
  if (styled_ != std::pair(view.theme, view.fontPt))
    restyle();
  if (document_.isOpen()) {
    facts_.follow(document_);
    loop_.follow();
    runner_.followPlan();
  }
  const Shown shown{document_, facts_, loop_, paletteOf(view.theme)};
  topBar_->show(shown);
  banner_->show(shown);
  rail_->show(shown);
  const int step = static_cast<int>(view.step);
  pages_->setCurrentIndex(step);
  page_[static_cast<std::size_t>(step)]->show(shown);
  findings_->show(shown);
  showOverlay(shown);
  showPlace(shown);
  // Rows that are new get their width by the first pass, and by that their height by the second.
  settleLayout(*centralWidget());
  settleLayout(*centralWidget());
  toast_->show(document_.notice());
  toast_->placeIn(view.place == app::Place::Planner ? views_->geometry() : centralWidget()->rect());
  autosaveSoon_.start(kAutosaveMs);
  if (view.closing && !closing_)
    close();
}

/// The room and the school take the place of views, page and findings; a conference leaves the
/// views alone on the screen.
void MainWindow::showPlace(const Shown& shown) {
  const app::Place place = document_.view().place;
  const bool planner = place == app::Place::Planner;
  const bool conference = place == app::Place::Conference;
  const bool entered = place == app::Place::Fluoroscopy && !room_->isVisibleTo(this);
  views_->setVisible(planner || conference);
  pages_->setVisible(planner);
  findings_->setVisible(planner);
  topBar_->setVisible(!conference);
  rail_->setVisible(!conference && !document_.school().running);
  if (conference)
    banner_->hide();
  conference_->show(shown);
  room_->setVisible(place == app::Place::Fluoroscopy && document_.isOpen());
  school_->setVisible(place == app::Place::School);
  if (planner || conference)
    views_->show(shown);
  if (place == app::Place::School)
    school_->show(shown);
  if (place != app::Place::Fluoroscopy || !document_.isOpen())
    return;
  room_->show(shown);
  if (entered)
    room_->pane(document_.room().active).setFocus();
}

void MainWindow::restyle() {
  const app::ViewState& view = document_.view();
  styled_ = {view.theme, view.fontPt};
  qApp->setPalette(widgetPalette(paletteOf(view.theme)));
  qApp->setStyleSheet(trocar::gui::styleSheet(paletteOf(view.theme), view.fontPt));
  widenPages();
  rail_->setFixedWidth(44 + static_cast<int>(40 * textScale(view.fontPt)));
}

/// Wide enough for its texts, wider where the window has room.
void MainWindow::widenPages() {
  constexpr double kShare = 0.23;
  const int least = 200 + static_cast<int>(170 * textScale(document_.view().fontPt));
  pages_->setFixedWidth(std::clamp(static_cast<int>(kShare * width()), least, least * 5 / 4));
}

void MainWindow::showOverlay(const Shown& shown) {
  const app::Overlay wanted = document_.view().overlay;
  for (const auto& [overlay, sheet] : sheets_) {
    if (overlay != wanted) {
      sheet->hide();
      continue;
    }
    sheet->refresh(shown);
    if (overlay_ == wanted)
      continue;
    placeSheets();
    sheet->show();
    sheet->raise();
    sheet->focusFirst();
  }
  if (overlay_ != app::Overlay::None && wanted == app::Overlay::None)
    views_->pane(document_.view().active).setFocus();
  overlay_ = wanted;
}

void MainWindow::placeSheets() {
  const QRect area = centralWidget()->rect();
  for (const auto& [overlay, sheet] : sheets_) {
    const QSize wanted = sheet->wantedSize() * std::max(1.0, textScale(document_.view().fontPt));
    const QSize size = wanted.boundedTo(area.size() - QSize(40, 90));
    sheet->setGeometry(QRect(area.center() - QPoint(size.width() / 2, size.height() / 2), size));
  }
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  widenPages();
  placeSheets();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls())
    event->acceptProposedAction();
}

/// On the import sheet a file belongs to the import; else it is opened.
void MainWindow::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile())
      paths << url.toLocalFile();
  }
  event->acceptProposedAction();
  if (overlay_ == app::Overlay::Import)
    static_cast<ImportSheet*>(sheets_[overlay_])->take(paths);
  else if (!paths.isEmpty())
    runner_.run("open", {{"path", paths.front().toStdString()}});
}

/// In a conference the clicker's keys come before those of the planner.
bool MainWindow::event(QEvent* event) {
  const bool key = event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress;
  if (!key || document_.view().place != app::Place::Conference)
    return QMainWindow::event(event);
  const std::string action = Conference::actionOf(*static_cast<QKeyEvent*>(event));
  if (action.empty())
    return QMainWindow::event(event);
  if (event->type() == QEvent::KeyPress)
    runner_.run(action);
  event->accept();
  return true;
}

/// The work on the plan that was open before stays where it can be recovered.
void MainWindow::noteOpening() {
  if (openings_ == document_.openings())
    return;
  openings_ = document_.openings();
  if (!autosave_.holdsWork())
    return;
  autosave_.leave();
  std::vector<app::Leftover> left = app::leftovers(stateFolder_);
  std::erase_if(left, [&](const app::Leftover& one) {
    return document_.recovered() && one.note == document_.recovered()->note;
  });
  document_.offer(std::move(left));
}

void MainWindow::keepWork() {
  noteOpening();
  if (!document_.isOpen() || document_.previewing())
    return;
  try {
    if (document_.school().running) {
      fluoro::keepAttempt(document_);
      return;
    }
    if (document_.hasUnsavedChanges())
      autosave_.keep(document_.plan(), document_.file());
    else
      autosave_.forget();
  } catch (const std::exception& error) {
    document_.tell(app::Notice::Kind::Problem,
                   std::string("Unsaved work could not be kept: ") + error.what());
    return;
  }
  if (document_.recovered()) {
    app::discard(*document_.recovered());
    document_.forgetRecovered();
  }
}

namespace {

QString endingOf(actions::Ask ask) {
  if (ask == actions::Ask::FilmToSave)
    return "-film";
  return ask == actions::Ask::PictureToSave  ? ".png"
         : ask == actions::Ask::ReportToSave ? ".html"
                                             : ".json";
}

/// Where a file is proposed: beside the plan, else at home, named after the patient.
QString proposedFile(const app::Document& document, actions::Ask ask) {
  QString name = text(document.patient().title).simplified();
  name.replace(QRegularExpression("[^\\w]+"), "-");
  const QString folder =
      document.file().empty() ? QDir::homePath() : text(document.file().parent_path().string());
  return QDir(folder).filePath(name + endingOf(ask));
}

}  // namespace

std::optional<std::string> MainWindow::askPath(const actions::Action& action) {
  const QString title = text(action.text);
  QString path;
  if (action.ask == actions::Ask::FileToOpen)
    path = QFileDialog::getOpenFileName(this, title, {}, patternsOf(action.ask));
  else if (action.ask == actions::Ask::FolderToOpen)
    path = QFileDialog::getExistingDirectory(this, title);
  else
    path = QFileDialog::getSaveFileName(
        this, title, proposedFile(document_, action.ask), patternsOf(action.ask));
  return path.isEmpty() ? std::nullopt : std::optional(path.toStdString());
}

/// Of a plan that was not saved, since another program has changed its file.
void MainWindow::askWhoseFile(const QString& sentence) {
  auto* box = new QMessageBox(QMessageBox::Question, "Save plan", sentence, {}, this);
  box->setObjectName("whoseFile");
  box->setAttribute(Qt::WA_DeleteOnClose);
  const QPushButton* mine = box->addButton("Write over it", QMessageBox::DestructiveRole);
  const QPushButton* theirs = box->addButton("Open that file", QMessageBox::ActionRole);
  const QPushButton* both = box->addButton("Save under another name…", QMessageBox::AcceptRole);
  box->addButton(QMessageBox::Cancel);
  connect(box, &QMessageBox::finished, this, [=, this] {
    if (box->clickedButton() == mine)
      runner_.run("save", {{"replace", true}});
    else if (box->clickedButton() == theirs)
      runner_.runAnyway("open", {{"path", document_.file().string()}});
    else if (box->clickedButton() == both)
      runner_.run("save-as");
  });
  box->open();
}

/// `id` would put another plan in the place of this one, or is "quit".
void MainWindow::askUnsaved(const std::string& id, const nlohmann::json& arguments) {
  keepWork();
  if (askingUnsaved_)
    return;
  askingUnsaved_ = true;
  const bool quits = id == "quit";
  auto* box = new QMessageBox(
      QMessageBox::Question,
      "Unsaved plan",
      "The plan on " + text(document_.patient().title) + " has changes that are not saved.",
      {},
      this);
  box->setObjectName("unsavedQuestion");
  box->setInformativeText(quits ? "Without saving, they are kept on this computer and offered at "
                                  "the next start."
                                : "Without saving, they are kept on this computer and can be "
                                  "recovered from the line on top of the window.");
  box->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* save = box->addButton("Save", QMessageBox::AcceptRole);
  const QPushButton* leave = box->addButton(quits ? "Close without saving" : "Go on without saving",
                                            QMessageBox::DestructiveRole);
  box->addButton("Stay here", QMessageBox::RejectRole);
  box->setDefaultButton(save);
  connect(box, &QMessageBox::finished, this, [=, this] {
    askingUnsaved_ = false;
    if (box->clickedButton() == save) {
      runner_.run("save");
      keepWork();
    }
    if (box->clickedButton() == leave || !document_.hasUnsavedChanges())
      goOn(id, arguments);
  });
  box->open();
}

void MainWindow::goOn(const std::string& id, const nlohmann::json& arguments) {
  if (id != "quit")
    return runner_.runAnyway(id, arguments);
  closing_ = true;
  close();
}

/// A lesson keeps its attempt by itself.
void MainWindow::closeEvent(QCloseEvent* event) {
  keepWork();
  const bool unsaved = document_.isOpen() && document_.hasUnsavedChanges();
  if (unsaved && !closing_ && !document_.school().running) {
    app::ViewState view = document_.view();
    view.closing = false;
    document_.setView(view);
    event->ignore();
    return askUnsaved("quit", {});
  }
  closing_ = true;
  settings_.notePlace(*this);
  if (unsaved)
    autosave_.leave();
  event->accept();
}

/// Focus moves on by Tab alone, not because something under it vanished.
bool MainWindow::focusNextPrevChild(bool next) {
  return focus_->movesFocusItself() || QMainWindow::focusNextPrevChild(next);
}

void MainWindow::takePlace() {
  settings_.takePlace(*this);
}

}  // namespace trocar::gui
