#pragma once

#include "app/actions/action.h"
#include "app/document.h"
#include "app/gui/parts/task.h"

#include <QObject>
#include <QString>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace trocar::gui {

/// Starts the actions of the table for the window: asks for a path where one is missing, runs slow
/// work beside the window, and tells what went wrong in words.
class Runner : public QObject {
  Q_OBJECT

 public:
  /// Gives a path for an action, or nothing where the person changed his mind.
  using AskPath = std::function<std::optional<std::string>(const actions::Action&)>;

  Runner(app::Document& document, AskPath askPath, QObject* parent = nullptr);

  /// Asks first, by `wouldDrop`, where another plan would take the place of one that is not saved.
  void run(const std::string& id, const nlohmann::json& arguments = nlohmann::json::object());
  /// The same without that question.
  void runAnyway(const std::string& id, const nlohmann::json& arguments);
  bool isBusy() const { return !busyWith_.isEmpty(); }
  /// What runs now, for people; empty when nothing does.
  const QString& busyWith() const { return busyWith_; }
  int percent() const { return percent_; }
  /// What is being opened in place of what is on the screen; empty when nothing is.
  const QString& loading() const { return loading_; }
  void cancel();
  /// Cancels what is of no use for the plan as it is now.
  void followPlan();

 signals:
  /// isBusy or percent changed.
  void progressed();
  /// The plan has changes that are not saved, and the action puts another in its place.
  void wouldDrop(const std::string& id, const nlohmann::json& arguments);
  /// Another plan is about to take the place of this one.
  void replacing();
  /// The plan was not saved, since another program has changed its file.
  void changedElsewhere(const QString& sentence);

 private:
  void start(const actions::Action& action,
             const actions::Work& work,
             const nlohmann::json& arguments);
  void stopped();

  app::Document& document_;
  AskPath askPath_;
  Task task_;
  QString busyWith_;
  std::optional<std::uint64_t> ofPlan_;  ///< Serial of the plan that the work is about.
  QString loading_;
  int percent_ = 0;
};

}  // namespace trocar::gui
