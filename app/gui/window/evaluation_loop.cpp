#include "app/gui/window/evaluation_loop.h"

#include "planning/model/recalled.h"

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
  options.uncertainty = false;
  options.cementStiffness = true;
  return options;
}

/// With the band of the ablation.
EvaluationOptions fully() {
  EvaluationOptions options = finely();
  options.uncertainty = true;
  return options;
}

/// What an evaluation holds in memory, with the fields of a simulation.
std::size_t weightOf(const Evaluation& evaluation) {
  constexpr std::size_t kNumbers = std::size_t{1} << 16U, kFields = std::size_t{1} << 26U;
  return evaluation.ablation && evaluation.ablation->simulation ? kFields : kNumbers;
}

RecallKey keyOf(const app::Document& document) {
  return recallKey("evaluation", document.model(), evaluatedPart(document.plan()));
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
  return serial_ == document_.planSerial() && done_ == Stage::Full;
}

EvaluationLoop::Stage EvaluationLoop::next() const {
  if (serial_ != document_.planSerial())
    return running_ == Stage::Quick ? Stage::None : Stage::Quick;
  if (running_ != Stage::None || done_ == Stage::Full || document_.previewing())
    return Stage::None;
  if (done_ == Stage::None)
    return Stage::Quick;
  if (done_ == Stage::Fine)
    return Stage::Full;
  const bool drafted = done_ == Stage::Quick && hasPhysics(document_.plan()) &&
                       !arePhysicsKnown(document_.model(), document_.plan(), finely());
  if (drafted)
    return Stage::Draft;
  // Without a memory, to come back for the band would be to begin again.
  return document_.model().memory().results ? Stage::Fine : Stage::Full;
}

bool EvaluationLoop::showKnown() {
  const std::uint64_t serial = document_.planSerial();
  const std::shared_ptr<Results>& results = document_.model().memory().results;
  if (serial == serial_ || !results)
    return false;
  const RecallKey key = keyOf(document_);
  const auto known = results->find<Evaluation>(key.kind, key.key);
  if (!known)
    return false;
  task_.cancel();
  serial_ = serial;
  done_ = Stage::Full;
  stopped();
  document_.enterEvaluation(serial, *known);
  return true;
}

void EvaluationLoop::follow() {
  if (!document_.isOpen() || showKnown())
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
                                    : stage == Stage::Fine  ? finely()
                                                            : fully();
  task_.start([model = document_.sharedModel(), plan = document_.plan(), options](
                  const Progress& progress) { return evaluate(*model, plan, options, progress); },
              [this, serial, stage](const Evaluation& evaluation) {
                const bool banded = !document_.plan().protocols.empty();
                done_ = stage == Stage::Fine && !banded ? Stage::Full : stage;
                if (done_ == Stage::Full && serial == document_.planSerial())
                  remember(evaluation);
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

void EvaluationLoop::remember(const Evaluation& evaluation) {
  const std::shared_ptr<Results>& results = document_.model().memory().results;
  const RecallKey key = keyOf(document_);
  if (results)
    results->keep(
        key.kind, key.key, weightOf(evaluation), std::make_shared<const Evaluation>(evaluation));
}

void EvaluationLoop::giveUp() {
  done_ = Stage::Full;
  stopped();
}

void EvaluationLoop::cancel() {
  task_.cancel();
  giveUp();
}

}  // namespace trocar::gui
