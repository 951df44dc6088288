#include "app/gui/cards/protect_card.h"

#include "app/gui/cards/needle_numbers.h"
#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "app/treatment_edits.h"
#include "planning/words/names.h"

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace trocar::gui {
namespace {

QDoubleSpinBox* newMillimetres(const QString& objectName, double low, double high, double value) {
  auto* box = new NumberField();
  box->setObjectName(objectName);
  box->setRange(low, high);
  box->setValue(value);
  box->setDecimals(0);
  box->setSuffix(" mm");
  return box;
}

/// "dextrose 5 %, 4 mm · 12.0 ml", or without room for it in the colour of a warning.
QString extentOf(const Protection& protection, const Evaluation* numbers) {
  const QString what = text(words::mediumName(protection.medium));
  const QString where =
      protection.painted.empty() ? ", " + text(words::extentText(protection)) : QString();
  if (!numbers)
    return what + where;
  const auto region = std::find_if(
      numbers->protections.begin(),
      numbers->protections.end(),
      [&](const ablation::ProtectedRegion& one) { return one.structure == protection.structure; });
  if (region == numbers->protections.end())
    return what + where;
  return what + where + " · " + (region->volumeMl > 0.0 ? ml(region->volumeMl) : "no room");
}

/// From the surface of the zone, else from the nearest needle.
std::map<std::string, double> distancesOf(const Evaluation* numbers) {
  std::map<std::string, double> nearMm;
  const auto note = [&](const std::string& structure, double distanceMm) {
    const auto [known, added] = nearMm.emplace(structure, distanceMm);
    known->second = added ? distanceMm : std::min(known->second, distanceMm);
  };
  if (numbers && numbers->ablation) {
    for (const ablation::StructureExposure& exposure : numbers->ablation->structures)
      note(exposure.structure, exposure.distanceToZoneMm);
  } else if (numbers) {
    for (const NeedleEvaluation& needle : numbers->needles) {
      for (const Clearance& clearance : needle.clearances)
        note(clearance.structure, clearance.distanceMm);
    }
  }
  return nearMm;
}

}  // namespace

ProtectCard::ProtectCard(Runner& runner) : Card("Protect"), runner_(runner) {
  list_ = new QVBoxLayout();
  body()->addLayout(list_);
  medium_ = new Combo("protectMedium", [this](const QString&) {
    if (paint_->isChecked())
      brush(true);
  });
  for (const auto& [name, key] : {std::pair{"Dextrose 5 %", "d5w"},
                                  {"CO₂", "co2"},
                                  {"Warm saline", "warm-saline"},
                                  {"Cold pack", "cold-pack"},
                                  {"Saline", "saline"}})
    medium_->add(name, key);
  body()->addWidget(medium_);
  addLayerRow();
  addBrushRow();
}

void ProtectCard::addLayerRow() {
  structure_ = new Combo("protectStructure", [](const QString&) {});
  thickness_ = newMillimetres("protectThickness", 1, 30, 4);
  thickness_->setToolTip("Thickness of the layer around the structure");
  auto* add = new QPushButton("Add");
  add->setObjectName("protect");
  add->setToolTip("A layer of this fluid around the structure");
  connect(add, &QPushButton::clicked, this, [this] {
    runner_.run("protect",
                {{"structure", structure_->currentData().toString().toStdString()},
                 {"medium", medium()},
                 {"thicknessMm", thickness_->value()}});
  });
  auto* row = new QHBoxLayout();
  row->addWidget(structure_, 1);
  row->addWidget(thickness_);
  row->addWidget(add);
  body()->addLayout(row);
}

void ProtectCard::addBrushRow() {
  radius_ = newMillimetres("brushRadius", app::kLeastBrushMm, app::kMostBrushMm, 6);
  radius_->setToolTip("Radius of the brush (Shift + wheel over a slice)");
  connect(radius_, &QDoubleSpinBox::valueChanged, this, [this] {
    if (paint_->isChecked())
      brush(true);
  });
  paint_ = new QPushButton("Paint");
  paint_->setObjectName("paint");
  paint_->setCheckable(true);
  paint_->setToolTip("Paint where this fluid goes into the slices");
  connect(paint_, &QPushButton::clicked, this, [this](bool inHand) { brush(inHand); });
  auto* row = new QHBoxLayout();
  row->addWidget(newLabel("or paint it, radius", "quiet"), 1);
  row->addWidget(radius_);
  row->addWidget(paint_);
  body()->addLayout(row);
  hint_ = newLabel("Left drag in a slice paints, right drag erases, Esc ends.", "quiet small");
  hint_->setWordWrap(true);
  body()->addWidget(hint_);
}

/// The region under work stays the same while its medium or the brush's size changes.
void ProtectCard::brush(bool inHand) {
  if (!inHand)
    return runner_.run("brush");
  nlohmann::json arguments = {{"medium", medium()}, {"radiusMm", radius_->value()}};
  if (!region_.empty())
    arguments["region"] = region_;
  runner_.run("brush", arguments);
}

void ProtectCard::show(const Shown& shown) {
  const std::optional<app::Brush>& brush = shown.document.view().brush;
  region_ = brush ? brush->region : std::string();
  paint_->setChecked(brush.has_value());
  paint_->setText(brush ? "Done" : "Paint");
  hint_->setVisible(brush.has_value());
  if (brush) {
    showValue(*radius_, brush->radiusMm);
    medium_->choose(text(std::string(toString(brush->medium))));
  }
  showStructures(shown);
  showRows(shown);
}

/// What is near the zone, or near a needle before there is one, comes first.
void ProtectCard::showStructures(const Shown& shown) {
  const Case& patient = shown.document.patient();
  const std::map<std::string, double> nearMm = distancesOf(shown.document.evaluation().get());
  std::vector<const Structure*> structures;
  for (const Structure& structure : patient.structures) {
    if (isCritical(structure.role) || structure.role == Role::Skin)
      structures.push_back(&structure);
  }
  const auto awayMm = [&](const Structure* structure) {
    const auto found = nearMm.find(structure->id);
    return found == nearMm.end() ? std::numeric_limits<double>::infinity() : found->second;
  };
  std::stable_sort(structures.begin(),
                   structures.end(),
                   [&](const Structure* a, const Structure* b) { return awayMm(a) < awayMm(b); });
  std::vector<std::string> offered;
  for (const Structure* structure : structures)
    offered.push_back(structure->id + (std::isfinite(awayMm(structure))
                                           ? " " + std::to_string(std::lround(awayMm(structure)))
                                           : std::string()));
  if (offered == offered_ || structure_->view()->isVisible())
    return;
  offered_ = offered;
  const QString chosen = structure_->hasFocus() ? structure_->currentData().toString() : QString();
  structure_->clear();
  for (const Structure* structure : structures) {
    const QString away = std::isfinite(awayMm(structure))
                             ? " · " + plain(std::max(0.0, awayMm(structure)), 0) + " mm away"
                             : QString();
    structure_->add(text(structure->name) + away, text(structure->id));
  }
  structure_->setCurrentIndex(std::max(0, structure_->findData(chosen)));
}

ProtectCard::Row ProtectCard::newRow(const Protection& protection, const Case& patient) {
  Row row{new QWidget(), newLabel({}, "quiet"), protection.structure};
  auto* line = new QHBoxLayout(row.widget);
  line->setContentsMargins(0, 0, 0, 0);
  auto* name = new ElidedLabel();
  name->setText(protection.painted.empty() ? structureName(patient, protection.structure)
                                           : QString("Painted"));
  line->addWidget(name, 1);
  line->addWidget(row.extent);
  auto* remove = new QPushButton("remove");
  remove->setProperty("class", "link");
  connect(remove, &QPushButton::clicked, this, [this, id = protection.structure] {
    runner_.run("unprotect", {{"structure", id}});
  });
  line->addWidget(remove);
  return row;
}

void ProtectCard::showRows(const Shown& shown) {
  const std::vector<Protection>& protections = shown.document.plan().protections;
  const bool same = std::equal(
      rows_.begin(),
      rows_.end(),
      protections.begin(),
      protections.end(),
      [](const Row& row, const Protection& one) { return row.structure == one.structure; });
  if (!same) {
    for (const Row& row : rows_)
      delete row.widget;
    rows_.clear();
    for (const Protection& protection : protections) {
      rows_.push_back(newRow(protection, shown.document.patient()));
      list_->addWidget(rows_.back().widget);
    }
  }
  for (std::size_t i = 0; i < rows_.size(); ++i)
    rows_[i].extent->setText(extentOf(protections[i], shown.document.evaluation().get()));
}

}  // namespace trocar::gui
