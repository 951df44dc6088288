#include "app/gui/cards/bend_row.h"

#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "planning/plan/bend_text.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

constexpr double kFirstShare =
    0.5;  ///< Of what the instrument can do, when a curve is first asked.

QDoubleSpinBox* newBox(const QString& name, const QString& unit, const QString& tip) {
  auto* box = new NumberField();
  box->setObjectName(name);
  box->setDecimals(0);
  box->setSuffix(unit);
  box->setToolTip(tip);
  box->setAccessibleName(tip);
  return box;
}

void put(QDoubleSpinBox* box, double highest, double value) {
  const QSignalBlocker quiet(box);
  box->setRange(1.0, highest);
  showValue(*box, value);
}

}  // namespace

BendRow::BendRow(Runner& runner) : runner_(runner) {
  towards_ = new Combo("bendTowards", [this](const QString&) { send(); });
  towards_->setToolTip("The side to which the tip curves");
  towards_->add("Straight", "");
  for (const char* word : {"left", "right", "anterior", "posterior", "superior", "inferior"})
    towards_->add(QString("Curves ") + word, word);
  angle_ = newBox("bendAngle", "°", "Angle between shaft and tip");
  length_ = newBox("bendLength", " mm", "Length of the curved segment");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(6);
  row->addWidget(towards_, 1);
  row->addWidget(angle_);
  row->addWidget(length_);
  for (QDoubleSpinBox* box : {angle_, length_})
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] { send(); });
}

void BendRow::send() {
  runner_.run("bend",
              {{"needle", needle_},
               {"towards", towards_->currentData().toString().toStdString()},
               {"angleDeg", angle_->value()},
               {"lengthMm", length_->value()}});
}

void BendRow::show(const Needle& needle) {
  needle_ = needle.id;
  const auto& range = findInstrument(needle.instrument).bend;
  setVisible(range || needle.bend);
  setEnabled(!needle.locked);
  const BendRange most = range.value_or(BendRange{60.0, 90.0});
  const Bend bend = needle.bend.value_or(
      Bend{kFirstShare * most.longestMm, kFirstShare * most.steepestDeg, Vec3::UnitX()});
  towards_->choose(needle.bend ? text(std::string(wordOfDirection(bend.towards))) : QString());
  put(angle_, std::max(most.steepestDeg, bend.angleDeg), bend.angleDeg);
  put(length_, std::max(most.longestMm, bend.lengthMm), bend.lengthMm);
  angle_->setVisible(needle.bend.has_value());
  length_->setVisible(needle.bend.has_value());
}

}  // namespace trocar::gui
