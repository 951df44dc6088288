#include "app/gui/cards/answer_row.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "core/number_text.h"

#include <QSignalBlocker>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

/// "lytic (2)": the words of an answer, with its points where it has any.
QString optionText(const scores::ScoreQuestion& question, const std::string& value) {
  QString words = text(scores::answerText(question, value));
  for (const scores::ScoreOption& option : question.options) {
    if (option.value == value && option.points)
      words += QString(" (%1)").arg(*option.points);
  }
  return words;
}

/// "lytic (2) · measured", or what stands where nothing is proposed.
QString unenteredText(const scores::ScoreQuestion& question, const decide::Framework& proposed) {
  const auto answer = proposed.answers.find(question.key);
  if (answer != proposed.answers.end())
    return optionText(question, answer->second.value) + " · " +
           text(std::string(toString(answer->second.basis)));
  if (question.assumed)
    return optionText(question, *question.assumed) + " · assumed";
  return "not answered";
}

}  // namespace

AnswerRow::AnswerRow(Runner& runner,
                     const std::string& scoreId,
                     const scores::ScoreQuestion& question)
    : runner_(runner), score_(scoreId), question_(question) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 2, 0, 2);
  column->setSpacing(2);
  QLabel* asked = newLabel(text(question.text));
  asked->setWordWrap(true);
  column->addWidget(asked);
  addEditor();
  why_ = newLabel({}, "quiet small");
  why_->setWordWrap(true);
  column->addWidget(why_);
}

void AnswerRow::addEditor() {
  const QString name = "answer-" + text(score_) + "-" + text(question_.key);
  if (!question_.options.empty()) {
    choice_ = new Combo(name, [this](const QString& key) { send(key.toStdString()); });
    choice_->add("not answered", "");
    for (const scores::ScoreOption& option : question_.options)
      choice_->add(optionText(question_, option.value), text(option.value));
    choice_->setAccessibleName(text(question_.text));
    layout()->addWidget(choice_);
    return;
  }
  number_ = new NumberField();
  number_->setObjectName(name);
  number_->setAccessibleName(text(question_.text));
  number_->setDecimals(question_.whole ? 0 : 1);
  number_->setRange(question_.minimum - 1.0, question_.maximum);
  if (!question_.unit.empty())
    number_->setSuffix(" " + text(question_.unit));
  connect(number_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    send(value < question_.minimum ? std::string() : plainNumber(value));
  });
  layout()->addWidget(number_);
}

void AnswerRow::send(const std::string& answer) {
  nlohmann::json about = nlohmann::json::object();
  if (!subject_.empty())
    about["lesion"] = subject_;
  switch (question_.heldBy) {
    case scores::HeldByPlan::Intent:
      return runner_.run("intent", {{"intent", answer}});
    case scores::HeldByPlan::Embolisation:
      about["planned"] = answer == "planned";
      return runner_.run("embolisation", about);
    default:
      about.update({{"score", score_}, {"question", question_.key}, {"answer", answer}});
      runner_.run("score-answer", about);
  }
}

void AnswerRow::show(const decide::Framework& framework,
                     const decide::Framework& proposed,
                     const std::string& subjectId) {
  subject_ = subjectId;
  const auto answer = framework.answers.find(question_.key);
  const bool answered = answer != framework.answers.end();
  const bool entered = answered && answer->second.why.empty();
  const QString unentered = unenteredText(question_, proposed);
  if (choice_ != nullptr)
    showChoice(entered ? answer->second.value : std::string(), unentered);
  else
    showNumber(entered ? answer->second.value : std::string(), unentered);
  const bool replaced = entered && proposed.answers.contains(question_.key);
  why_->setText(replaced               ? "entered; proposed: " + unentered
                : answered && !entered ? text(answer->second.why)
                                       : QString());
  why_->setVisible(!why_->text().isEmpty());
}

void AnswerRow::showChoice(const std::string& entered, const QString& unentered) {
  if (choice_->itemText(0) != unentered)
    choice_->setItemText(0, unentered);
  choice_->choose(text(entered));
}

void AnswerRow::showNumber(const std::string& entered, const QString& unentered) {
  const QSignalBlocker quiet(number_);
  number_->setSpecialValueText(unentered);
  if (!number_->hasFocus())
    number_->setValue(numberFrom(entered).value_or(number_->minimum()));
}

}  // namespace trocar::gui
