#include "app/gui/treatment_page.h"

#include "app/gui/needle_numbers.h"
#include "app/gui/numbers.h"
#include "app/gui/sureness.h"
#include "app/words.h"
#include "planning/review/names.h"
#include "render/isotherm.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace trocar {
namespace {

constexpr std::size_t kRiskRows = 6;

QString zoneSize(const AblationZone& zone) {
  return plain(zone.lengthMm, 0) + " × " + plain(zone.widthMm, 0) + " mm · " + ml(zone.volumeMl);
}

/// "published, gel, 37 C" for each way that the zones were come by.
QString basisOf(const AblationResult& ablation) {
  QStringList bases;
  for (const AblationZone& zone : ablation.zones) {
    QString basis = text(std::string(nameOf(zone.basis)));
    if (!zone.medium.empty())
      basis += ", " + text(zone.medium);
    bases << basis;
  }
  bases.removeDuplicates();
  return bases.join(" · ");
}

std::vector<NumberRow> rowsOf(const TargetCoverage& target, const Case& patient) {
  std::vector<NumberRow> rows;
  const QString least = target.lowerBound ? "at least " : "";
  for (const auto& at : target.coverage)
    rows.push_back(
        {structureName(patient, target.structure) + " inside " + text(isothermLabel(at.isothermC)),
         least + percent(at.fraction),
         "Share of its volume"});
  const double margin = target.minimumMarginMm;
  rows.push_back({"smallest margin to " + text(isothermLabel(target.marginIsothermC)),
                  mm(margin),
                  "Lesion surface to zone surface, negative where the lesion sticks out",
                  margin < 0.0   ? "danger"
                  : margin < 5.0 ? "caution"
                                 : "good"});
  return rows;
}

NumberRow rowOf(const StructureExposure& exposure, const Case& patient) {
  constexpr double kBodyC = 37.0;
  QString value = mm(exposure.distanceToZoneMm);
  if (exposure.minimumC && exposure.maximumC)
    value += " · " + celsius(kBodyC - *exposure.minimumC > *exposure.maximumC - kBodyC
                                 ? exposure.minimumC
                                 : exposure.maximumC);
  return {
      structureName(patient, exposure.structure),
      value,
      "Distance to the surface of the outermost zone, negative inside; the temperature farthest "
      "from the body's that it reaches, where it was simulated",
      exposure.distanceToZoneMm < 0.0   ? "danger"
      : exposure.distanceToZoneMm < 5.0 ? "caution"
                                        : ""};
}

}  // namespace

TreatmentPage::TreatmentPage(Runner& runner) : Page(Step::Treatment, "Treat the lesion", runner) {
  setHint("choose probes and cement, check margins and nerves");
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
  zonesCard_ = new Card("Zones, length × width · volume");
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
  const AblationResult* ablation =
      evaluation && evaluation->ablation ? &*evaluation->ablation : nullptr;
  for (Card* card : {targetCard_, zonesCard_, riskCard_})
    card->setVisible(ablation);
  if (!ablation)
    return;
  const Case& patient = shown.document.patient();
  const bool current = shown.document.evaluationIsCurrent();
  std::vector<NumberRow> zones;
  for (const AblationZone& zone : ablation->zones)
    zones.push_back({(zone.needle.empty() ? QString("together") : text(zone.needle)) + ", " +
                         text(isothermLabel(zone.isothermC)),
                     zoneSize(zone),
                     text(zone.source)});
  zones_->show(zones, current);
  zonesBasis_->setText(basisOf(*ablation));
  targetCard_->setVisible(!ablation->targets.empty());
  if (!ablation->targets.empty()) {
    std::vector<NumberRow> rows = rowsOf(ablation->targets.front(), patient);
    for (NumberRow& row : surenessOf(ablation->targets.front(), *ablation))
      rows.push_back(std::move(row));
    target_->show(rows, current);
    marginAt_ = ablation->targets.front().marginAtMm;
  }
  std::vector<NumberRow> risks;
  for (std::size_t i = 0; i < std::min(kRiskRows, ablation->structures.size()); ++i)
    risks.push_back(rowOf(ablation->structures[i], patient));
  risk_->show(risks, current);
  riskCard_->setVisible(!risks.empty());
}

}  // namespace trocar
