#include "app/gui/cards/placement_card.h"

#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "core/error.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

QString meanAndSpread(double mean, double spread, const char* unit) {
  return QString("%1 ± %2%3").arg(plain(mean, 1), plain(spread, 1), unit);
}

}  // namespace

PlacementCard::PlacementCard(Runner& runner) : Card("Placement error"), runner_(runner) {
  technique_ =
      new Combo("placementTechnique", [this](const QString& key) { send(key.toStdString()); });
  for (const access::PlacementTechnique& technique : access::placementTechniques()) {
    technique_->add(text(technique.name), text(technique.id));
    technique_->setItemData(technique_->count() - 1, text(technique.source), Qt::ToolTipRole);
  }
  technique_->add("Own numbers", access::kOwnPlacement);
  numbers_ = newLabel({}, "quiet small");
  numbers_->setWordWrap(true);
  own_ = new QWidget();
  auto* row = new QHBoxLayout(own_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  const std::array<const char*, 4> names = {
      "Tip error, mean", "Tip error, spread", "Angle error, mean", "Angle error, spread"};
  for (std::size_t i = 0; i < values_.size(); ++i) {
    values_[i] = new NumberField();
    values_[i]->setObjectName("placementOwn" + QString::number(i));
    values_[i]->setDecimals(1);
    values_[i]->setSingleStep(0.5);
    values_[i]->setRange(0.0, i < 2 ? 50.0 : 45.0);
    values_[i]->setSuffix(i < 2 ? " mm" : "°");
    values_[i]->setToolTip(names[i]);
    values_[i]->setAccessibleName(names[i]);
    connect(
        values_[i], &QDoubleSpinBox::valueChanged, this, [this] { send(access::kOwnPlacement); });
    row->addWidget(values_[i], 1);
  }
  body()->addWidget(technique_);
  body()->addWidget(own_);
  body()->addWidget(numbers_);
}

void PlacementCard::send(const std::string& technique) {
  const PlacementError own{
      values_[0]->value(), values_[1]->value(), values_[2]->value(), values_[3]->value()};
  runner_.run("placement", {{"technique", technique}, {"own", toText(own)}});
}

void PlacementCard::show(const Plan& plan) {
  try {
    showTechnique(access::placementRequest(plan, {}).technique);
  } catch (const Error& error) {
    numbers_->setText(text(error.what()));
  }
}

void PlacementCard::showTechnique(const access::PlacementTechnique& technique) {
  technique_->choose(text(technique.id));
  const bool own = technique.id == access::kOwnPlacement;
  own_->setVisible(own);
  const std::array numbers = {technique.targetErrorMeanMm,
                              technique.targetErrorSdMm,
                              technique.angleErrorMeanDeg,
                              technique.angleErrorSdDeg};
  for (std::size_t i = 0; i < values_.size(); ++i) {
    showValue(*values_[i], numbers[i]);
  }
  numbers_->setText("tip " + meanAndSpread(numbers[0], numbers[1], " mm") + ", angle " +
                    meanAndSpread(numbers[2], numbers[3], "°") + " · " + text(technique.source));
}

}  // namespace trocar::gui
