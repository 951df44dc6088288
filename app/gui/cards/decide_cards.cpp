#include "app/gui/cards/decide_cards.h"

#include "app/gui/parts/numbers.h"
#include "planning/decide/measured.h"

#include <QVBoxLayout>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar::gui {
namespace {

constexpr const char* kOthers = "others";

decide::Proposals proposalsOf(const Shown& shown) {
  const app::Document& document = shown.document;
  const auto& vertebrae = shown.facts.vertebrae();
  return decide::proposalsFor(document.patient(),
                              document.plan(),
                              vertebrae ? *vertebrae : std::vector<anatomy::VertebraAnatomy>(),
                              shown.facts.lesions(),
                              document.view().level);
}

std::string boneOf(const Shown& shown) {
  const anatomy::LesionAnatomy* lesion =
      decide::lesionAt(shown.facts.lesions(), shown.document.view().level);
  return lesion == nullptr ? std::string() : lesion->boneId;
}

}  // namespace

std::vector<decide::Framework> frameworksOf(const Shown& shown) {
  return decide::frameworksOf(shown.document.plan(), proposalsOf(shown));
}

QString surgeryFirst(const std::vector<decide::Framework>& frameworks) {
  QStringList triggers;
  for (const auto& [question, answer] : decide::surgicalTriggers(frameworks))
    triggers << text(question->text) + " (" + text(std::string(toString(answer.basis))) + ")";
  return triggers.isEmpty() ? QString() : "Surgical evaluation first: " + triggers.join("; ");
}

DecideCards::DecideCards(Runner& runner) : runner_(runner) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 6, 0, 6);
  column->setSpacing(6);
  column->addWidget(newLabel("Decide", "title"));
  QLabel* hint = newLabel(
      "What published frameworks say. What is measured or read from the history is a proposal: "
      "open one to answer.",
      "quiet");
  hint->setWordWrap(true);
  column->addWidget(hint);
  alarm_ = newLabel({}, "alarm");
  alarm_->setObjectName("surgeryFirst");
  alarm_->setWordWrap(true);
  column->addWidget(alarm_);
  for (const scores::ScoreDefinition& definition : scores::scoreDefinitions())
    cards_.push_back(new FrameworkCard(runner, definition));
  others_ = new RowButton();
  others_->setObjectName("otherFrameworks");
  others_->setCheckable(true);
  others_->setToolTip("Frameworks about other bones than the lesion's");
  connect(others_, &QPushButton::clicked, this, [this](bool open) {
    runner_.run("score-show", {{"score", open ? kOthers : ""}});
  });
}

void DecideCards::show(const Shown& shown) {
  const std::vector<decide::Framework> frameworks = frameworksOf(shown);
  Plan nothingEntered;
  nothingEntered.pedicleFractures = shown.document.plan().pedicleFractures;
  nothingEntered.vascularity = shown.document.plan().vascularity;
  const std::vector<decide::Framework> proposed =
      decide::frameworksOf(nothingEntered, proposalsOf(shown));
  alarm_->setText(surgeryFirst(frameworks));
  alarm_->setVisible(!alarm_->text().isEmpty());
  const std::string bone = boneOf(shown);
  const std::string& open = shown.document.view().framework;
  const bool othersOpen =
      open == kOthers || std::any_of(frameworks.begin(), frameworks.end(), [&](const auto& one) {
        return one.definition->id == open && !decide::concerns(one, bone);
      });
  auto* column = static_cast<QVBoxLayout*>(layout());
  int others = 0;
  for (const bool concerned : {true, false}) {
    if (!concerned)
      column->addWidget(others_);
    for (std::size_t i = 0; i < cards_.size(); ++i) {
      if (decide::concerns(frameworks[i], bone) != concerned)
        continue;
      others += concerned ? 0 : 1;
      column->addWidget(cards_[i]);
      cards_[i]->setVisible(concerned || othersOpen);
      cards_[i]->show(frameworks[i], proposed[i], frameworks[i].definition->id == open);
    }
  }
  others_->setVisible(others > 0);
  others_->setChecked(othersOpen);
  others_->setWholeText(QString("%1 %2 for other bones").arg(othersOpen ? "▾" : "▸").arg(others));
}

}  // namespace trocar::gui
