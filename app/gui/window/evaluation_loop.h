#pragma once

#include "app/document.h"
#include "app/gui/parts/task.h"

#include <QObject>

#include <cstdint>

namespace trocar::gui {

/// Keeps the document's numbers up with its plan, beside the window: a quick answer first (every
/// geometric number, published zones), then, once the hand rests, a draft of the physics on a
/// coarse grid, the fine answer, and last its uncertainty. What is known is shown at once. The
/// newest plan wins; a result of an older one is not let in.
class EvaluationLoop : public QObject {
  Q_OBJECT

 public:
  explicit EvaluationLoop(app::Document& document, QObject* parent = nullptr);

  /// Looks at the document and starts what is missing. Cheap where nothing is.
  void follow();
  /// The physics are on their way.
  bool isRefining() const { return running_ > Stage::Quick; }
  int percent() const { return percent_; }
  bool isSettled() const;
  /// Leaves it at the quick answer for this plan.
  void cancel();

 signals:
  /// isRefining or percent changed.
  void progressed();
  void failed(const QString& message);

 private:
  enum class Stage { None, Quick, Draft, Fine, Full };

  Stage next() const;
  /// The numbers of a plan that was shown before, such as after an undo.
  bool showKnown();
  void start(Stage stage);
  void remember(const Evaluation& evaluation);
  void stopped();
  /// Not to be tried again for this plan.
  void giveUp();

  app::Document& document_;
  Task task_;
  Stage running_ = Stage::None;
  Stage done_ = Stage::None;  ///< The last stage that is done for the plan of serial_.
  std::uint64_t serial_ = 0;
  int percent_ = 0;
};

}  // namespace trocar::gui
