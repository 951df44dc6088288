#pragma once

#include "app/gui/cards/answer_row.h"
#include "app/gui/cards/card.h"

#include <vector>

namespace trocar::gui {

/// One score or framework: a line with what it says, and where it is open its questions.
class FrameworkCard : public Card {
 public:
  FrameworkCard(Runner& runner, const scores::ScoreDefinition& definition);
  /// `proposed` is the same without what a person entered.
  void show(const decide::Framework& framework,
            const decide::Framework& proposed,
            const std::string& subjectId,
            bool open);
  using Card::show;

 protected:
  /// The whole card opens it, or its head closes it.
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void toggle(bool open);
  void addQuestions();

  Runner& runner_;
  const scores::ScoreDefinition& definition_;
  RowButton* name_;
  QLabel* state_;
  QWidget* details_ = nullptr;  ///< Made when it is first opened.
  std::vector<AnswerRow*> rows_;
  QLabel* below_ = nullptr;
};

}  // namespace trocar::gui
