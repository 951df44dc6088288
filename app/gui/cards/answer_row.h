#pragma once

#include "app/gui/parts/combo.h"
#include "app/gui/parts/runner.h"
#include "planning/decide/frameworks.h"

#include <QWidget>

#include <functional>
#include <string>

class QDoubleSpinBox;
class QLabel;

namespace trocar::gui {

/// One question of a framework: what is entered, or what is proposed and why. The first line of the
/// list, or the field's lowest value, leaves the answer to the proposal.
class AnswerRow : public QWidget {
 public:
  AnswerRow(Runner& runner, const std::string& scoreId, const scores::ScoreQuestion& question);
  /// `subjectId` is the lesion or bone that is answered for; empty for none of them.
  void show(const decide::Framework& framework,
            const decide::Framework& proposed,
            const std::string& subjectId);
  using QWidget::show;

 private:
  void addEditor();
  void send(const std::string& answer);
  void showChoice(const std::string& entered, const QString& unentered);
  void showNumber(const std::string& entered, const QString& unentered);

  Runner& runner_;
  std::string score_;
  std::string subject_;
  const scores::ScoreQuestion& question_;
  Combo* choice_ = nullptr;
  QDoubleSpinBox* number_ = nullptr;
  QLabel* why_;
};

}  // namespace trocar::gui
