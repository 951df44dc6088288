#include "app/gui/cards/lesion_card.h"

#include "app/gui/cards/fact_rows.h"
#include "app/gui/parts/numbers.h"
#include "app/where.h"
#include "planning/decide/measured.h"
#include "planning/facts/lesion_facts.h"

#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

QString defectsOf(const anatomy::LesionAnatomy& lesion) {
  QStringList places;
  for (const facts::Facts& defect : facts::blocksAt(facts::lesionFacts(lesion), "corticalDefects"))
    places << text(facts::shown(*facts::factAt(defect, "place")) + " " +
                   facts::shown(*facts::factAt(defect, "areaMm2")));
  return places.isEmpty() ? QString() : "Cortex missing: " + places.join(", ");
}

}  // namespace

LesionCard::LesionCard(Runner& runner) : Card("Lesion") {
  numbers_ = new NumberTable();
  body()->addWidget(numbers_);
  defects_ = newLabel({}, "quiet small");
  defects_->setWordWrap(true);
  body()->addWidget(defects_);
  fields_ = new QWidget();
  auto* inputs = new QVBoxLayout(fields_);
  inputs->setContentsMargins(0, 4, 0, 0);
  inputs->setSpacing(4);
  body()->addWidget(fields_);
  vascularity_ = new Combo("vascularity", [this, &runner](const QString& key) {
    runner.run("vascularity", {{"lesion", lesion_}, {"vascularity", key.toStdString()}});
  });
  vascularity_->add("not entered", "");
  for (const Vascularity value : {Vascularity::Low, Vascularity::Moderate, Vascularity::High}) {
    const QString word = text(std::string(toString(value)));
    vascularity_->add(word, word);
  }
  vascularity_->setToolTip(
      "As seen on contrast-enhanced images; the simulation takes its blood flow from it. Renal, "
      "thyroid and hepatocellular "
      "metastases are often hypervascular: consider embolisation first.");
  inputs->addLayout(lineOf("vascularity, entered", vascularity_));
  embolisation_ = new EmbolisationRows(runner);
  inputs->addWidget(embolisation_);
}

void LesionCard::show(const Shown& shown) {
  const std::vector<anatomy::LesionAnatomy>& lesions = shown.facts.lesions();
  setVisible(!lesions.empty());
  if (lesions.empty())
    return;
  const app::ViewState& view = shown.document.view();
  const anatomy::LesionAnatomy* chosen = decide::lesionAt(lesions, view.structure, view.bone);
  fields_->setVisible(chosen != nullptr);
  numbers_->setVisible(chosen != nullptr);
  if (chosen == nullptr) {
    lesion_.clear();
    setTitle("Lesion");
    defects_->setText("No lesion is labelled in " +
                      text(app::nameOf(app::whereOf(view), shown.document.patient())) + ".");
    defects_->setVisible(true);
    return;
  }
  const anatomy::LesionAnatomy& lesion = *chosen;
  const Structure* structure = shown.document.patient().find(lesion.lesionId);
  setTitle(text(structure ? structure->name : lesion.lesionId) + ", measured");
  numbers_->show(rowsOfFacts(facts::lesionFacts(lesion)));
  QString below = defectsOf(lesion);
  if (!lesion.trust.trusted)
    below += (below.isEmpty() ? "" : "\n") + text(lesion.trust.why);
  defects_->setText(below);
  defects_->setVisible(!below.isEmpty());
  lesion_ = lesion.lesionId;
  const auto entered = vascularityOf(shown.document.plan(), shown.document.patient(), lesion_);
  vascularity_->choose(entered ? text(std::string(toString(*entered))) : QString());
  embolisation_->show(shown.document.plan(), shown.document.patient(), lesion_);
}

}  // namespace trocar::gui
