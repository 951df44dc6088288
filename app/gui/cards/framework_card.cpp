#include "app/gui/cards/framework_card.h"

#include "app/gui/parts/numbers.h"

#include <QMouseEvent>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

QString belowText(const decide::Framework& framework) {
  QStringList lines;
  if (const std::string proposed = decide::proposedText(framework); !proposed.empty())
    lines << text(proposed);
  if (!framework.missing.empty())
    lines << text(decide::missingText(framework));
  if (framework.result && !framework.result->note.empty())
    lines << text(framework.result->note);
  lines << "Source: " + text(framework.definition->source);
  return lines.join("\n");
}

/// "I" of a class says nothing without its words: "I · Walls intact."
QString stateOf(const decide::Framework& framework) {
  constexpr std::size_t kNoWord = 3;
  const QString state = text(decide::stateText(framework));
  const bool bare = framework.result && framework.result->category.size() <= kNoWord;
  return bare && !framework.result->note.empty() ? state + " · " + text(framework.result->note)
                                                 : state;
}

}  // namespace

FrameworkCard::FrameworkCard(Runner& runner, const scores::ScoreDefinition& definition)
    : runner_(runner), definition_(definition) {
  setObjectName("framework-" + text(definition.id));
  name_ = new RowButton();
  name_->setCheckable(true);
  name_->setObjectName("open-" + text(definition.id));
  name_->setToolTip(text(definition.name) + "\n" + text(definition.source));
  connect(name_, &QPushButton::clicked, this, &FrameworkCard::toggle);
  state_ = newLabel({}, "quiet");
  state_->setObjectName("state-" + text(definition.id));
  state_->setWordWrap(true);
  state_->setContentsMargins(9, 0, 0, 0);
  body()->setSpacing(2);
  body()->setContentsMargins(4, 4, 8, 6);
  body()->addWidget(name_);
  body()->addWidget(state_);
}

void FrameworkCard::toggle(bool open) {
  runner_.run("score-show", {{"score", open ? definition_.id : std::string()}});
}

void FrameworkCard::mousePressEvent(QMouseEvent* event) {
  Card::mousePressEvent(event);
  const bool open = name_->isChecked();
  if (event->button() == Qt::LeftButton &&
      (!open || event->pos().y() < state_->geometry().bottom()))
    toggle(!open);
}

void FrameworkCard::addQuestions() {
  details_ = new QWidget();
  auto* column = new QVBoxLayout(details_);
  column->setContentsMargins(9, 6, 0, 0);
  column->setSpacing(4);
  for (const scores::ScoreQuestion& question : definition_.questions) {
    rows_.push_back(new AnswerRow(runner_, definition_.id, question));
    column->addWidget(rows_.back());
  }
  below_ = newLabel({}, "quiet small");
  below_->setWordWrap(true);
  column->addWidget(below_);
  body()->addWidget(details_);
}

void FrameworkCard::show(const decide::Framework& framework,
                         const decide::Framework& proposed,
                         const std::string& subjectId,
                         bool open) {
  name_->setChecked(open);
  name_->setWholeText((open ? "▾ " : "▸ ") + text(definition_.name));
  state_->setText(stateOf(framework));
  setClass(state_, framework.result ? "heading" : "quiet");
  setClass(this, open ? "card selected" : "card");
  if (open && details_ == nullptr)
    addQuestions();
  if (details_ != nullptr)
    details_->setVisible(open);
  if (!open)
    return;
  for (AnswerRow* row : rows_)
    row->show(framework, proposed, subjectId);
  below_->setText(belowText(framework));
}

}  // namespace trocar::gui
