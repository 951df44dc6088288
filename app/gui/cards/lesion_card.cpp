#include "app/gui/cards/lesion_card.h"

#include "app/gui/cards/fact_rows.h"
#include "app/gui/parts/numbers.h"
#include "planning/facts/lesion_facts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

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
  vascularity_ = new Combo("vascularity", [this, &runner](const QString& key) {
    runner.run("vascularity", {{"lesion", lesion_}, {"vascularity", key.toStdString()}});
  });
  vascularity_->add("not entered", "");
  for (const Vascularity value : {Vascularity::Low, Vascularity::Moderate, Vascularity::High}) {
    const QString word = text(std::string(toString(value)));
    vascularity_->add(word, word);
  }
  vascularity_->setToolTip(
      "As seen on contrast-enhanced images; renal, thyroid and hepatocellular "
      "metastases are often hypervascular: consider embolisation first.");
  auto* line = new QHBoxLayout();
  line->addWidget(newLabel("vascularity, entered", "quiet"), 1);
  line->addWidget(vascularity_);
  body()->addLayout(line);
}

void LesionCard::show(const Shown& shown) {
  const std::vector<anatomy::LesionAnatomy>& lesions = shown.facts.lesions();
  setVisible(!lesions.empty());
  if (lesions.empty())
    return;
  const anatomy::LesionAnatomy& lesion = lesions.front();
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
}

}  // namespace trocar::gui
