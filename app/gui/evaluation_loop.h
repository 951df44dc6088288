#pragma once

#include "app/document.h"
#include "app/gui/task.h"

#include <QObject>

#include <cstdint>

namespace trocar {

/// Keeps the document's numbers up with its plan, beside the window: a quick answer first (every
/// geometric number, published zones), then the fine one (placement error, physics) once the hand
/// rests. The newest plan wins; a result of an older one is not let in.
class EvaluationLoop : public QObject {
  Q_OBJECT

 public:
  explicit EvaluationLoop(Document& document, QObject* parent = nullptr);

  /// Looks at the document and starts what is missing. Cheap where nothing is.
  void follow();
  /// The fine answer is on its way.
  bool isRefining() const { return refining_; }
  int percent() const { return percent_; }
  bool isSettled() const;
  /// Leaves it at the quick answer for this plan.
  void cancel();

 signals:
  /// isRefining or percent changed.
  void progressed();
  void failed(const QString& message);

 private:
  void startQuick();
  void startFine();
  void stopRefining();

  Document& document_;
  Task quick_;
  Task fine_;
  bool quickRuns_ = false;
  bool refining_ = false;
  int percent_ = 0;
  std::uint64_t quickDone_ = 0;  ///< Serial of the plan with a quick answer.
  std::uint64_t fineDone_ =
      0;  ///< Serial of the plan with a fine answer, or without one on request.
};

}  // namespace trocar
