#include "app/gui/pages/needles_page.h"

#include "app/gui/cards/needle_card.h"
#include "app/gui/cards/placement_card.h"
#include "app/gui/cards/suggestion_list.h"
#include "app/gui/parts/approach_picture.h"
#include "app/gui/parts/instrument_list.h"
#include "app/gui/parts/numbers.h"
#include "app/needle_edits.h"
#include "app/where.h"
#include "app/words.h"
#include "planning/access/approach_record.h"
#include "planning/plan/instrument.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trocar::gui {
namespace {

constexpr QLatin1String kLevelKey("level:");

/// Of a place in the list.
QString keyOf(const app::Where& where) {
  return where.structure.empty() ? kLevelKey + text(where.level) : text(where.structure);
}

/// What is searched for and placed by itself; the rest goes through such a needle.
bool isPlacedByItself(InstrumentKind kind) {
  return kind == InstrumentKind::BoneNeedle || kind == InstrumentKind::Implant;
}

}  // namespace

NeedlesPage::NeedlesPage(Runner& runner) : Page(app::Step::Needles, "Place the needles", runner) {
  setHint("by template, then by hand in any view");
  addPlaceCard();
  suggestions_ = new SuggestionList(runner);
  body()->addWidget(suggestions_);
  empty_ = newLabel({}, "quiet");
  empty_->setWordWrap(true);
  body()->addWidget(empty_);
  symmetric_ = new QCheckBox("Move a pair symmetrically");
  symmetric_->setObjectName("symmetric");
  symmetric_->setToolTip("A needle that is moved takes its partner on the other side along (Y)");
  connect(symmetric_, &QCheckBox::clicked, this, [this](bool on) {
    this->runner().run("symmetric", {{"on", on}});
  });
  body()->addWidget(symmetric_);
  list_ = new QVBoxLayout();
  list_->setSpacing(8);
  body()->addLayout(list_);
  placement_ = new PlacementCard(runner);
  body()->addWidget(placement_);
  body()->addStretch(1);
}

void NeedlesPage::addPlaceCard() {
  auto* card = new Card("New needles");
  auto* grid = new QGridLayout();
  grid->setVerticalSpacing(6);
  grid->setColumnStretch(1, 1);
  where_ = new Combo("where", [this](const QString& key) {
    const bool level = key.startsWith(kLevelKey);
    runner().run(
        "where",
        {{level ? "level" : "structure", (level ? key.mid(kLevelKey.size()) : key).toStdString()}});
  });
  approach_ = new Combo("approach", [this](const QString& key) {
    runner().run("approach", {{"approach", key.toStdString()}});
  });
  instrument_ = new Combo("instrument", [this](const QString& key) {
    runner().run("next-instrument", {{"instrument", key.toStdString()}});
  });
  int row = 0;
  for (const auto& [name, combo] :
       {std::pair{"Where", where_}, {"Approach", approach_}, {"Needle", instrument_}}) {
    grid->addWidget(newLabel(name, "quiet"), row, 0);
    grid->addWidget(combo, row, 1);
    ++row;
  }
  card->body()->addLayout(grid);
  auto* buttons = new QHBoxLayout();
  buttons->setSpacing(4);
  place_ = newButton("Place by template", "template");
  place_->setProperty("class", "primary");
  buttons->addWidget(place_, 1);
  suggest_ = newButton("Suggest", "suggest");
  suggest_->setToolTip("Searches safe paths to this place by this approach");
  buttons->addWidget(suggest_);
  buttons->addWidget(newButton("Free", "add-needle"));
  card->body()->addLayout(buttons);
  card->setAside(newButton("Shelf…", "shelf"));
  body()->addWidget(card);
}

void NeedlesPage::show(const Shown& shown) {
  if (!shown.document.isOpen())
    return;
  showPlace(shown);
  showNeedles(shown);
}

void NeedlesPage::showPlace(const Shown& shown) {
  const app::Document& document = shown.document;
  const app::ViewState& view = document.view();
  const app::Where where = app::whereOf(view);
  if (built_ != &document.patient()) {
    built_ = &document.patient();
    showPlaces(app::placesOf(*built_));
  }
  where_->choose(keyOf(where));
  showApproaches(app::approachesAt(where, *built_));
  showPictures(shown.palette);
  approach_->choose(text(std::string(toString(view.approach))));
  if (shelved_ != document.shelf().lacking) {
    shelved_ = document.shelf().lacking;
    instrument_->clear();
    addInstruments(*instrument_, [&](const Instrument& instrument) {
      return isPlacedByItself(instrument.kind) &&
             (document.shelf().has(instrument.id) || instrument.id == view.instrument);
    });
  }
  instrument_->choose(text(view.instrument));
  const access::ApproachRecord& record = access::recordOf(view.approach);
  const bool screw = record.screw || !record.legs.empty();
  instrument_->setEnabled(!screw);
  instrument_->setInstead(screw ? "the largest screw that its corridor holds" : "");
  instrument_->setToolTip(screw ? "The longest and thickest screw that its corridor holds is chosen"
                                : "");
  place_->setText(record.needsLevel() ? "Place by template" : "Place the best path");
  place_->setToolTip(screw ? "A screw has no template: Suggest measures the bone's corridors"
                           : "Puts needles by this approach into this place");
  place_->setEnabled(!where.empty() && !screw && !runner().isBusy());
  suggest_->setEnabled(!where.empty() && !runner().isBusy());
  suggestions_->show(document, shown.palette);
}

/// Lesions, levels and other bones, under a heading each.
void NeedlesPage::showPlaces(const app::Places& places) {
  where_->clear();
  for (const auto& [heading, group] : {std::pair{"Lesions", &places.lesions},
                                       {"Levels", &places.levels},
                                       {"Other bones", &places.bones}}) {
    if (!group->empty())
      where_->addHeading(heading);
    for (const app::Where& where : *group)
      where_->add(text(app::nameOf(where, *built_)), keyOf(where));
  }
}

/// Those that fit the place: no others are offered.
void NeedlesPage::showApproaches(const std::vector<Approach>& approaches) {
  if (offered_ == approaches)
    return;
  offered_ = approaches;
  pictured_ = nullptr;
  approach_->clear();
  for (const Approach approach : approaches) {
    const access::ApproachRecord& record = access::recordOf(approach);
    approach_->add(text(record.name), text(std::string(toString(approach))));
    approach_->setItemData(
        approach_->count() - 1, text(record.entry + " → " + record.target), Qt::ToolTipRole);
  }
}

/// In the colours of the theme.
void NeedlesPage::showPictures(const Palette& palette) {
  if (pictured_ == &palette)
    return;
  pictured_ = &palette;
  approach_->setIconSize({kApproachPictureWidthPx, kApproachPictureHeightPx});
  for (int i = 0; i < approach_->count(); ++i) {
    const auto approach = approachFromString(approach_->itemData(i).toString().toStdString());
    if (approach)
      approach_->setItemIcon(i, approachPicture(*approach, palette));
  }
}

void NeedlesPage::showNeedles(const Shown& shown) {
  const std::vector<Needle>& needles = shown.document.plan().needles;
  while (cards_.size() > needles.size()) {
    delete cards_.back();
    cards_.pop_back();
  }
  while (cards_.size() < needles.size()) {
    cards_.push_back(new NeedleCard(runner()));
    list_->addWidget(cards_.back());
  }
  for (std::size_t i = 0; i < needles.size(); ++i)
    cards_[i]->show(needles[i], shown);
  symmetric_->setVisible(std::any_of(needles.begin(), needles.end(), [&](const Needle& needle) {
    return app::partnerOf(shown.document.plan(), needle) != nullptr;
  }));
  symmetric_->setChecked(shown.document.view().symmetric);
  placement_->setVisible(!needles.empty());
  placement_->show(shown.document.plan());
  empty_->setVisible(needles.empty());
  empty_->setText(
      "No needle yet. The button above places them where the list says; or set the crosshair and "
      "press T for the tip, then E for the entry.");
}

}  // namespace trocar::gui
