#include "app/gui/parts/runner.h"

#include "core/exception_text.h"
#include "core/patients.h"
#include "core/replace_file.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <utility>

namespace trocar::gui {
namespace {

/// A bundled patient's title, else the file's or folder's name, else what is done.
QString nameOfOpened(const actions::Action& action, const nlohmann::json& arguments) {
  const std::string id = arguments.value("patient", "");
  const std::filesystem::path path = arguments.value("path", "");
  for (const BundledPatient& patient : bundledPatients()) {
    if (patient.id == id || path == "bundled:" + patient.id)
      return QString::fromStdString(patient.title);
  }
  return QString::fromStdString(path.empty() ? action.text : path.filename().string());
}

}  // namespace

Runner::Runner(app::Document& document, AskPath askPath, QObject* parent)
    : QObject(parent), document_(document), askPath_(std::move(askPath)) {
  connect(&task_, &Task::progressed, this, [this](int percent) {
    percent_ = percent;
    emit progressed();
  });
  connect(&task_, &Task::failed, this, [this](const QString& message) {
    stopped();
    document_.tell(app::Notice::Kind::Problem, message.toStdString());
  });
}

void Runner::run(const std::string& id, const nlohmann::json& arguments) {
  const actions::Action& action = actions::findAction(id);
  if (action.replacesPlan && document_.isOpen() && document_.hasUnsavedChanges() &&
      isPossible(action, document_))
    emit wouldDrop(id, arguments);
  else
    runAnyway(id, arguments);
}

void Runner::runAnyway(const std::string& id, const nlohmann::json& arguments) {
  const actions::Action& action = actions::findAction(id);
  if (!isPossible(action, document_))
    return;
  nlohmann::json complete = arguments;
  if (std::find(action.arguments.begin(), action.arguments.end(), "ask") != action.arguments.end())
    complete["ask"] = true;  // There is somebody to ask.
  const bool known = id == "save" && !document_.file().empty();
  if (action.ask != actions::Ask::Nothing && !complete.contains("path") && !known) {
    const std::optional<std::string> path = askPath_(action);
    if (!path)
      return;
    complete["path"] = *path;
  }
  if (action.replacesPlan)
    emit replacing();
  try {
    const actions::Work work = actions::workOf(action, document_, complete);
    if (action.slow)
      start(action, work, complete);
    else
      work(Progress())(document_);
  } catch (const ChangedElsewhere& error) {
    document_.tell(app::Notice::Kind::Problem, error.what());
    emit changedElsewhere(QString::fromUtf8(error.what()));
  } catch (const std::exception& error) {
    document_.tell(app::Notice::Kind::Problem, sentenceOf(error));
  }
}

void Runner::start(const actions::Action& action,
                   const actions::Work& work,
                   const nlohmann::json& arguments) {
  busyWith_ = QString::fromStdString(action.text);
  loading_ = action.replacesPlan ? nameOfOpened(action, arguments) : QString();
  ofPlan_ = action.ofThisPlan ? std::optional(document_.planSerial()) : std::nullopt;
  percent_ = 0;
  emit progressed();
  task_.start([work](const Progress& progress) { return work(progress); },
              [this](const actions::Change& change) {
                stopped();
                change(document_);
              });
}

void Runner::stopped() {
  busyWith_.clear();
  loading_.clear();
  emit progressed();
}

void Runner::cancel() {
  task_.cancel();
  stopped();
}

void Runner::followPlan() {
  if (isBusy() && ofPlan_ && *ofPlan_ != document_.planSerial())
    cancel();
}

}  // namespace trocar::gui
