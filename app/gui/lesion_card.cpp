#include "app/gui/lesion_card.h"

#include "app/gui/numbers.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace trocar {
namespace {

QString yesOrNo(const std::optional<bool>& value) {
  return !value ? QString("–") : *value ? QString("yes") : QString("no");
}

QString classWhere(bool worrying) {
  return worrying ? "caution" : "";
}

std::vector<NumberRow> rowsOf(const LesionAnatomy& lesion) {
  const double pedicle =
      std::max(lesion.leftPedicleFraction.value_or(0.0), lesion.rightPedicleFraction.value_or(0.0));
  return {
      {"volume | in soft tissue", ml(lesion.volumeMl) + " | " + ml(lesion.softTissueMl)},
      {"matrix, mean HU",
       text(std::string(toString(lesion.matrix))) + ", " + plain(lesion.meanHu, 0),
       "Lytic: most voxels below 100 HU; blastic: most above 350 HU"},
      {"share of the body", percent(lesion.bodyFraction)},
      {"collapse",
       percent(lesion.collapseFraction),
       "Largest share of a height missing against the neighbours"},
      {"left | right pedicle",
       percent(lesion.leftPedicleFraction) + " | " + percent(lesion.rightPedicleFraction),
       "Share of each pedicle that the lesion fills",
       classWhere(pedicle > 0.0)},
      {"posterior wall open",
       lesion.posteriorWallDefectMm2 ? plain(*lesion.posteriorWallDefectMm2, 0) + " mm²"
                                     : QString("–"),
       "Posterior wall inside the lesion without cortex",
       classWhere(lesion.posteriorWallDefectMm2.value_or(0.0) > 0.0)},
      {"retropulsion | canal narrowed",
       mm(lesion.retropulsionMm) + " | " + percent(lesion.canalNarrowing)},
      {"to the thecal sac | contact",
       mm(lesion.epiduralDistanceMm) + " | " + yesOrNo(lesion.duralContact),
       "From surface to surface; to the canal where no sac is labelled",
       classWhere(lesion.duralContact.value_or(false))},
      {"bone around it",
       lesion.boneQualityHu ? plain(*lesion.boneQualityHu, 0) + " HU" : QString("–"),
       "Mean of the body's spongiosa outside the lesion"},
  };
}

QString defectsOf(const LesionAnatomy& lesion) {
  QStringList places;
  for (const CorticalDefect& defect : lesion.corticalDefects)
    places << text(defect.place) + " " + plain(defect.areaMm2, 0) + " mm²";
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
  const std::vector<LesionAnatomy>& lesions = shown.facts.lesions();
  setVisible(!lesions.empty());
  if (lesions.empty())
    return;
  const LesionAnatomy& lesion = lesions.front();
  const Structure* structure = shown.document.patient().find(lesion.lesionId);
  setTitle(text(structure ? structure->name : lesion.lesionId) + ", measured");
  numbers_->show(rowsOf(lesion));
  QString below = defectsOf(lesion);
  if (!lesion.trust.trusted)
    below += (below.isEmpty() ? "" : "\n") + text(lesion.trust.why);
  defects_->setText(below);
  defects_->setVisible(!below.isEmpty());
  lesion_ = lesion.lesionId;
  const auto entered = vascularityOf(shown.document.plan(), shown.document.patient(), lesion_);
  vascularity_->choose(entered ? text(std::string(toString(*entered))) : QString());
}

}  // namespace trocar
