#include "app/gui/cards/landmark_card.h"

#include "app/gui/parts/numbers.h"
#include "core/json/json_values.h"
#include "planning/anatomy/route_scatter.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <string>

namespace trocar::gui {

LandmarkCard::LandmarkCard(Runner& runner) : Card("Landmarks"), runner_(runner) {
  owner_ = new Combo("landmark-owner", [this](const QString& key) {
    runner_.run("show-landmarks", {{"of", key.toStdString()}});
  });
  setAside(owner_);
  hint_ = newLabel("Rings in the views. Drag one to correct it; what depends on it follows.",
                   "quiet small");
  hint_->setWordWrap(true);
  body()->addWidget(hint_);
  grid_ = new QGridLayout();
  grid_->setHorizontalSpacing(6);
  grid_->setVerticalSpacing(0);
  grid_->setColumnStretch(0, 1);
  body()->addLayout(grid_);
}

void LandmarkCard::show(const Shown& shown) {
  const app::ViewState& view = shown.document.view();
  const std::string owner = view.landmarksOf.empty() ? view.level : view.landmarksOf;
  showOwners(shown, owner);
  shown_.clear();
  for (const anatomy::Landmark& landmark : shown.facts.landmarks()) {
    if (anatomy::ownerOf(landmark.id) == owner)
      shown_.push_back(landmark);
  }
  setVisible(!owners_.empty());
  const auto& moved = shown.document.plan().corrections.landmarksMm;
  for (std::size_t i = 0; i < std::max(rows_.size(), shown_.size()); ++i) {
    Row& row = rowAt(i);
    const bool used = i < shown_.size();
    const bool byHand = used && moved.contains(shown_[i].id);
    row.name->setVisible(used);
    row.basis->setVisible(used);
    row.reset->setVisible(byHand);
    if (!used)
      continue;
    row.name->setText(text(shown_[i].name));
    row.basis->setText(byHand ? "entered" : "measured");
    setClass(row.basis, byHand ? "caution small" : "quiet small");
  }
}

void LandmarkCard::showOwners(const Shown& shown, const std::string& owner) {
  std::vector<std::string> owners;
  for (const anatomy::Landmark& landmark : shown.facts.landmarks()) {
    if (owners.empty() || owners.back() != anatomy::ownerOf(landmark.id))
      owners.push_back(anatomy::ownerOf(landmark.id));
  }
  if (owners != owners_) {
    owners_ = owners;
    owner_->clear();
    for (const std::string& id : owners_) {
      const Structure* structure = shown.document.patient().find(id);
      const std::string doubt = structure ? anatomy::estimatedWords(*structure) : std::string();
      owner_->add(text((structure ? structure->name : id) + (doubt.empty() ? "" : ", " + doubt)),
                  text(id));
    }
  }
  owner_->choose(text(owner));
}

LandmarkCard::Row& LandmarkCard::rowAt(std::size_t index) {
  if (index < rows_.size())
    return rows_[index];
  Row row{new QPushButton(), newLabel({}, "quiet small"), new QPushButton("reset")};
  row.name->setProperty("class", "row");
  row.name->setToolTip("Show it");
  row.name->setObjectName(QString("landmark-%1").arg(index));
  row.reset->setProperty("class", "link");
  row.reset->setObjectName(QString("reset-landmark-%1").arg(index));
  connect(row.name, &QPushButton::clicked, this, [this, index] {
    runner_.run("go-to", {{"atMm", json_values::point(shown_.at(index).pointMm)}});
  });
  connect(row.reset, &QPushButton::clicked, this, [this, index] {
    runner_.run("reset-landmark", {{"landmark", shown_.at(index).id}});
  });
  const int line = static_cast<int>(index);
  grid_->addWidget(row.name, line, 0);
  grid_->addWidget(row.basis, line, 1, Qt::AlignRight);
  grid_->addWidget(row.reset, line, 2, Qt::AlignRight);
  rows_.push_back(row);
  return rows_.back();
}

}  // namespace trocar::gui
