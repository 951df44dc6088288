#pragma once

#include "app/autosave.h"
#include "app/document.h"
#include "app/gui/cards/case_facts.h"
#include "app/gui/cards/findings_line.h"
#include "app/gui/pages/step_rail.h"
#include "app/gui/parts/runner.h"
#include "app/gui/parts/toast.h"
#include "app/gui/review/conference.h"
#include "app/gui/room/room_view.h"
#include "app/gui/school/school_view.h"
#include "app/gui/views/overlay.h"
#include "app/gui/views/view_area.h"
#include "app/gui/window/evaluation_loop.h"
#include "app/gui/window/focus_rule.h"
#include "app/gui/window/recovery_banner.h"
#include "app/gui/window/top_bar.h"
#include "app/gui/window/window_settings.h"

#include <QMainWindow>
#include <QTimer>

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

class QStackedWidget;

namespace trocar::gui {

/// The planner's window. It arranges; the document holds what is shown, and the parts pull from it
/// once a turn of the event loop.
class MainWindow : public QMainWindow {
 public:
  /// `stateFolder`: for the copies of unsaved work. `settingsFile`: what the window remembers;
  /// nothing where empty.
  explicit MainWindow(const std::filesystem::path& stateFolder,
                      const std::filesystem::path& settingsFile = {});
  ~MainWindow() override;

  app::Document& document() { return document_; }
  Runner& runner() { return runner_; }
  const CaseFacts& facts() const { return facts_; }
  const EvaluationLoop& loop() const { return loop_; }
  ViewPane& pane(int index) { return views_->pane(index); }
  RoomView& room() { return *room_; }
  Conference& conference() { return *conference_; }
  /// Something changed that the screen does not show yet.
  bool isWaitingToShow() const { return turn_.isActive(); }
  /// Nothing is waiting to be shown or worked on.
  bool isSettled() const;
  using QMainWindow::show;
  /// As it was left, else as large as is useful; never larger than the screen.
  void takePlace();

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  bool event(QEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  void build();
  void openShelf();
  void addPages();
  void showDocument();
  void showPlace(const Shown& shown);
  void showOverlay(const Shown& shown);
  void restyle();
  void widenPages();
  void placeSheets();
  void keepWork();
  void askWhoseFile(const QString& sentence);
  void askUnsaved(const std::string& id, const nlohmann::json& arguments);
  void goOn(const std::string& id, const nlohmann::json& arguments);
  void noteOpening();
  std::optional<std::string> askPath(const actions::Action& action);

  QTimer turn_;  ///< Fires once after any number of changes.
  QTimer autosaveSoon_;
  app::Document document_;
  Runner runner_;
  CaseFacts facts_;
  EvaluationLoop loop_;
  std::filesystem::path stateFolder_;
  app::Autosave autosave_;

  TopBar* topBar_ = nullptr;
  RecoveryBanner* banner_ = nullptr;
  StepRail* rail_ = nullptr;
  RoomView* room_ = nullptr;
  SchoolView* school_ = nullptr;
  std::unique_ptr<PresenterNotes> notes_;
  Conference* conference_ = nullptr;
  ViewArea* views_ = nullptr;
  QStackedWidget* pages_ = nullptr;
  std::array<Page*, app::kStepCount> page_{};
  FindingsLine* findings_ = nullptr;
  Toast* toast_ = nullptr;
  std::map<app::Overlay, OverlaySheet*> sheets_;
  app::Overlay overlay_ = app::Overlay::None;
  std::pair<app::Theme, int> styled_{app::Theme::Dark, 0};
  FocusRule* focus_ = nullptr;
  WindowSettings settings_;
  int openings_ = 0;      ///< Of the document, as far as they were seen.
  bool closing_ = false;  ///< The window closes, whatever is unsaved.
  bool askingUnsaved_ = false;
};

}  // namespace trocar::gui
