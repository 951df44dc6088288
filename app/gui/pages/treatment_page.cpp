#include "app/gui/pages/treatment_page.h"

#include "app/gui/cards/fact_rows.h"
#include "app/gui/cards/needle_numbers.h"
#include "app/gui/cards/sureness.h"
#include "app/gui/parts/numbers.h"
#include "app/words.h"
#include "planning/ablation/zones/isotherm_name.h"
#include "planning/facts/ablation_facts.h"
#include "planning/model/body_temperature.h"
#include "planning/words/names.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <set>

namespace trocar::gui {
namespace {

constexpr std::size_t kRiskRows = 6;

/// "published, gel, 37 C" for each way that the zones were come by.
QString basisOf(const ablation::AblationResult& ablation) {
  QStringList bases;
  for (const ablation::AblationZone& zone : ablation.zones) {
    QString basis = text(std::string(toString(zone.basis)));
    if (!zone.medium.empty())
      basis += ", " + text(zone.medium);
    bases << basis;
  }
  bases.removeDuplicates();
  return bases.join(" · ");
}

NumberRow rowOf(const ablation::StructureExposure& exposure,
                const ablation::AblationResult& ablation,
                const Case& patient) {
  const facts::Facts facts = facts::exposureFacts(exposure, ablation.basis);
  NumberRow row = rowOfFact(*facts::factAt(facts, "distanceToZoneMm"));
  row.name = structureName(patient, exposure.structure);
  row.tip = numbersTip(facts);
  if (exposure.minimumC && exposure.maximumC) {
    const bool cold = kBodyC - *exposure.minimumC > *exposure.maximumC - kBodyC;
    row.value += " · " + text(facts::extremeWords(ablation, exposure, cold));
  }
  return row;
}

NumberRow rowOf(const ablation::AblationZone& zone) {
  const facts::Facts facts = facts::zoneFacts(zone);
  return {(zone.needle.empty() ? QString("together") : text(zone.needle)) + ", " +
              text(ablation::isothermName(zone.isothermC)),
          numbersLine(facts),
          numbersTip(facts) + "\n" + text(zone.source)};
}

bool isReached(const ablation::TargetCoverage& target) {
  return std::any_of(target.coverage.begin(), target.coverage.end(), [](const auto& at) {
    return at.fraction > 0.0;
  });
}

}  // namespace

TreatmentPage::TreatmentPage(Runner& runner)
    : Page(app::Step::Treatment, "Treat the lesion", runner) {
  setHint("choose probes and cement, check margins and nerves");
  aim_ = new AimCard(runner);
  body()->addWidget(aim_);
  list_ = new QVBoxLayout();
  list_->setSpacing(8);
  body()->addLayout(list_);
  addResultCards();
  protect_ = new ProtectCard(runner);
  body()->addWidget(protect_);
  body()->addStretch(1);
}

void TreatmentPage::addResultCards() {
  targetCard_ = new Card("The lesion");
  target_ = new NumberTable();
  showMargin_ = new QPushButton("show the thinnest margin");
  showMargin_->setProperty("class", "link");
  connect(showMargin_, &QPushButton::clicked, this, [this] {
    if (marginAt_)
      runner().run("go-to", {{"atMm", {marginAt_->x(), marginAt_->y(), marginAt_->z()}}});
  });
  targetCard_->body()->addWidget(target_);
  targetCard_->body()->addWidget(showMargin_, 0, Qt::AlignRight);
  zonesCard_ = new Card("Zones, volume · length · width");
  zones_ = new NumberTable();
  zonesBasis_ = newLabel({}, "quiet small");
  zonesBasis_->setWordWrap(true);
  zonesCard_->body()->addWidget(zones_);
  zonesCard_->body()->addWidget(zonesBasis_);
  riskCard_ = new Card("Structures at risk, distance to the zone");
  risk_ = new NumberTable();
  riskCard_->body()->addWidget(risk_);
  time_ = new TimeCard(runner());
  injection_ = new InjectionCard(runner());
  const std::array<Card*, 5> cards = {targetCard_, time_, riskCard_, zonesCard_, injection_};
  for (Card* card : cards)
    body()->addWidget(card);
}

void TreatmentPage::show(const Shown& shown) {
  if (!shown.document.isOpen())
    return;
  aim_->show(shown.document.plan());
  showCards(shown);
  showAblation(shown);
  time_->show(shown);
  injection_->show(shown);
  protect_->show(shown);
}

void TreatmentPage::showCards(const Shown& shown) {
  std::vector<const Needle*> needles;
  for (const Needle& needle : shown.document.plan().needles) {
    if (!needle.through)
      needles.push_back(&needle);
  }
  while (cards_.size() > needles.size()) {
    delete cards_.back();
    cards_.pop_back();
  }
  while (cards_.size() < needles.size()) {
    cards_.push_back(new TreatmentCard(runner()));
    list_->addWidget(cards_.back());
  }
  for (std::size_t i = 0; i < needles.size(); ++i)
    cards_[i]->show(*needles[i], shown);
}

void TreatmentPage::showAblation(const Shown& shown) {
  const Evaluation* evaluation = shown.document.evaluation().get();
  const ablation::AblationResult* ablation =
      evaluation && evaluation->ablation ? &*evaluation->ablation : nullptr;
  for (Card* card : {targetCard_, zonesCard_, riskCard_})
    card->setVisible(ablation);
  if (!ablation)
    return;
  const Case& patient = shown.document.patient();
  const bool current = shown.document.evaluationIsCurrent();
  std::vector<NumberRow> zones;
  for (const ablation::AblationZone& zone : ablation->zones)
    zones.push_back(rowOf(zone));
  zones_->show(zones, current);
  zonesBasis_->setText(basisOf(*ablation));
  showTargets(*ablation, patient, current);
  std::vector<NumberRow> risks;
  for (std::size_t i = 0; i < std::min(kRiskRows, ablation->structures.size()); ++i)
    risks.push_back(rowOf(ablation->structures[i], *ablation, patient));
  risk_->show(risks, current);
  riskCard_->setVisible(!risks.empty());
}

/// The one lesion, or each under its name: of those that no zone reaches that alone is said. The
/// link leads to the thinnest margin of those reached.
void TreatmentPage::showTargets(const ablation::AblationResult& ablation,
                                const Case& patient,
                                bool current) {
  const std::vector<ablation::TargetCoverage>& targets = ablation.targets;
  targetCard_->setVisible(!targets.empty());
  if (targets.empty())
    return;
  const bool one = targets.size() == 1;
  targetCard_->setTitle(one ? "The lesion" : "The lesions");
  std::vector<NumberRow> rows;
  const ablation::TargetCoverage* thinnest = &targets.front();
  for (const ablation::TargetCoverage& target : targets) {
    const bool reached = isReached(target);
    if (!one)
      rows.push_back(
          {structureName(patient, target.structure), reached ? "reached" : "not reached"});
    if (!one && !reached)
      continue;
    if (!isReached(*thinnest) || target.minimumMarginMm < thinnest->minimumMarginMm)
      thinnest = &target;
    for (NumberRow& row : rowsOfFacts(facts::coverageFacts(target, ablation.basis, &patient)))
      rows.push_back(std::move(row));
    for (NumberRow& row : surenessOf(target, ablation, patient))
      rows.push_back(std::move(row));
  }
  target_->show(rows, current);
  marginAt_ = thinnest->marginAtMm;
}

}  // namespace trocar::gui
