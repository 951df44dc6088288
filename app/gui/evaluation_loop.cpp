#include "app/gui/evaluation_loop.h"

namespace trocar {

EvaluationLoop::EvaluationLoop(Document& document, QObject* parent)
    : QObject(parent), document_(document) {
  connect(&fine_, &Task::progressed, this, [this](int percent) {
    percent_ = percent;
    emit progressed();
  });
  connect(&quick_, &Task::failed, this, [this](const QString& message) {
    quickRuns_ = false;
    fineDone_ = quickDone_;
    emit failed(message);
  });
  connect(&fine_, &Task::failed, this, [this](const QString& message) {
    fineDone_ = quickDone_;
    stopRefining();
    emit failed(message);
  });
}

bool EvaluationLoop::isSettled() const {
  return fineDone_ == document_.planSerial();
}

void EvaluationLoop::follow() {
  if (!document_.isOpen())
    return;
  const std::uint64_t serial = document_.planSerial();
  if (quickDone_ != serial && !quickRuns_) {
    fine_.cancel();
    stopRefining();
    startQuick();
  } else if (quickDone_ == serial && fineDone_ != serial && !refining_ && !document_.previewing()) {
    startFine();
  }
}

void EvaluationLoop::startQuick() {
  quickRuns_ = true;
  const std::uint64_t serial = document_.planSerial();
  quickDone_ = serial;
  quick_.start(
      [model = document_.sharedModel(), plan = document_.plan()](const Progress& progress) {
        EvaluationOptions options;
        options.physics = false;
        options.placementSamples = 0;
        return evaluate(*model, plan, options, progress);
      },
      [this, serial](const Evaluation& evaluation) {
        quickRuns_ = false;
        document_.enterEvaluation(serial, evaluation);
        follow();
      });
}

void EvaluationLoop::startFine() {
  refining_ = true;
  percent_ = 0;
  emit progressed();
  const std::uint64_t serial = document_.planSerial();
  fine_.start([model = document_.sharedModel(), plan = document_.plan()](
                  const Progress& progress) { return evaluate(*model, plan, {}, progress); },
              [this, serial](const Evaluation& evaluation) {
                fineDone_ = serial;
                stopRefining();
                document_.enterEvaluation(serial, evaluation);
                follow();
              });
}

void EvaluationLoop::stopRefining() {
  if (!refining_)
    return;
  refining_ = false;
  emit progressed();
}

void EvaluationLoop::cancel() {
  fine_.cancel();
  fineDone_ = document_.planSerial();
  stopRefining();
}

}  // namespace trocar
