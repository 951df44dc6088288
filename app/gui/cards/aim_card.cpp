#include "app/gui/cards/aim_card.h"

#include "app/gui/parts/numbers.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

QHBoxLayout* lineOf(const QString& name, QWidget* field) {
  constexpr int kLabelPx = 84;
  auto* line = new QHBoxLayout();
  QLabel* label = newLabel(name, "quiet");
  label->setMinimumWidth(kLabelPx);
  line->addWidget(label);
  line->addWidget(field, 1);
  return line;
}

QString meaningOf(std::optional<Intent> intent) {
  if (!intent)
    return "Ice is judged at −20 °C until an intent is entered.";
  switch (*intent) {
    case Intent::Curative:
      return "The whole lesion with a margin; ice is judged at −40 °C.";
    case Intent::Cytoreduction:
      return "As much of the tumour as is safe; ice is judged at −20 °C.";
    default:
      return "The interface of bone and tumour; ice is judged at −20 °C.";
  }
}

}  // namespace

AimCard::AimCard(Runner& runner) : Card("Aim of the ablation") {
  intent_ = new Combo("intent", [&runner](const QString& key) {
    runner.run("intent", {{"intent", key.toStdString()}});
  });
  intent_->add("not entered", "");
  intent_->add("complete local cure", "curative");
  intent_->add("cytoreduction", "cytoreduction");
  intent_->add("pain relief", "pain");
  intent_->setToolTip("What the ablation is for");
  intentMeaning_ = newLabel({}, "quiet small");
  intentMeaning_->setWordWrap(true);
  criterion_ = new Combo("lethalCriterion", [&runner](const QString& key) {
    runner.run("lethal-criterion", {{"criterion", key.toStdString()}});
  });
  criterion_->add("Arrhenius integral of 1", "arrhenius");
  criterion_->add("60 °C reached once", "isotherm");
  criterion_->add("240 min at 43 °C (CEM43)", "cem43");
  criterion_->add("under 80 % of cells left", "cell-state");
  criterion_->setToolTip("What counts as killed by heat. Ice kills by its isotherm.");
  body()->addLayout(lineOf("For", intent_));
  body()->addWidget(intentMeaning_);
  body()->addLayout(lineOf("Heat kills at", criterion_));
}

void AimCard::show(const Plan& plan) {
  intent_->choose(plan.intent ? text(std::string(toString(*plan.intent))) : QString());
  intentMeaning_->setText(meaningOf(plan.intent));
  criterion_->choose(text(std::string(toString(plan.lethalCriterion))));
}

}  // namespace trocar::gui
