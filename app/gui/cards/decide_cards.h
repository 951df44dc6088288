#pragma once

#include "app/gui/cards/framework_card.h"
#include "app/gui/pages/page.h"

#include <memory>
#include <vector>

namespace trocar::gui {

/// What the published scores and frameworks say of this patient: those about the lesion's bone and
/// those with an answer, and behind a line the others.
class DecideCards : public QWidget {
 public:
  explicit DecideCards(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;

 private:
  void showSubjects(const app::Document& document, const std::string& subject);
  void arrange(std::vector<QWidget*> order);

  Runner& runner_;
  Combo* subject_;
  std::vector<std::string> subjects_;  ///< That it lists,
  std::string listed_;                 ///< and the case that they are of.
  QLabel* alarm_;
  std::vector<FrameworkCard*> cards_;  ///< In the order of the scores.
  RowButton* others_;
  std::vector<QWidget*> order_;  ///< From the top.
};

/// What the frameworks say of the plan with what was measured so far.
std::vector<decide::Framework> frameworksOf(const Shown& shown);
/// "Surgical evaluation first: ..", empty where no trigger says yes.
QString surgeryFirst(const std::vector<decide::Framework>& frameworks);

}  // namespace trocar::gui
