#include "app/gui/window/evaluation_loop.h"

namespace trocar::gui {
namespace {

constexpr double kDraftResolutionMm = 2.0;

bool hasPhysics(const Plan& plan) {
  return !plan.protocols.empty() || !plan.injections.empty();
}

EvaluationOptions quickly() {
  EvaluationOptions options;
  options.physics = false;
  options.placementSamples = 0;
  return options;
}

EvaluationOptions roughly() {
  EvaluationOptions options;
  options.resolutionMm = kDraftResolutionMm;
  options.uncertainty = false;
  options.cementHeat = false;
  return options;
}

/// The physics at their best, and how cement stiffens the body.
EvaluationOptions finely() {
  EvaluationOptions options;
  options.cementStiffness = true;
  return options;
}

}  // namespace

EvaluationLoop::EvaluationLoop(app::Document& document, QObject* parent)
    : QObject(parent), document_(document) {
  connect(&task_, &Task::progressed, this, [this](int percent) {
    percent_ = percent;
    emit progressed();
  });
  connect(&task_, &Task::failed, this, [this](const QString& message) {
    giveUp();
    emit failed(message);
  });
}

bool EvaluationLoop::isSettled() const {
  return serial_ == document_.planSerial() && done_ == Stage::Fine;
}

EvaluationLoop::Stage EvaluationLoop::next() const {
  if (serial_ != document_.planSerial())
    return running_ == Stage::Quick ? Stage::None : Stage::Quick;
  if (running_ != Stage::None || done_ == Stage::Fine || document_.previewing())
    return Stage::None;
  if (done_ == Stage::None)
    return Stage::Quick;
  return done_ == Stage::Quick && hasPhysics(document_.plan()) ? Stage::Draft : Stage::Fine;
}

void EvaluationLoop::follow() {
  if (!document_.isOpen())
    return;
  if (const Stage stage = next(); stage != Stage::None)
    start(stage);
}

void EvaluationLoop::start(Stage stage) {
  const std::uint64_t serial = document_.planSerial();
  if (serial != serial_)
    done_ = Stage::None;
  serial_ = serial;
  running_ = stage;
  percent_ = 0;
  const EvaluationOptions options = stage == Stage::Quick   ? quickly()
                                    : stage == Stage::Draft ? roughly()
                                                            : finely();
  task_.start([model = document_.sharedModel(), plan = document_.plan(), options](
                  const Progress& progress) { return evaluate(*model, plan, options, progress); },
              [this, serial, stage](const Evaluation& evaluation) {
                done_ = stage;
                stopped();
                document_.enterEvaluation(serial, evaluation);
                follow();
              });
  emit progressed();
}

void EvaluationLoop::stopped() {
  running_ = Stage::None;
  emit progressed();
}

void EvaluationLoop::giveUp() {
  done_ = Stage::Fine;
  stopped();
}

void EvaluationLoop::cancel() {
  task_.cancel();
  giveUp();
}

}  // namespace trocar::gui
