#include "app/gui/cards/through_row.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"
#include "app/treatment_edits.h"
#include "core/error.h"
#include "planning/plan/instrument.h"

#include <QHBoxLayout>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace trocar::gui {
namespace {

/// All but probes, which have a row of their own.
constexpr std::array kKinds = {CannulaStep::Kind::Biopsy,
                               CannulaStep::Kind::Drill,
                               CannulaStep::Kind::Sensor,
                               CannulaStep::Kind::Device};

QHBoxLayout* rowIn(QWidget* widget, const QString& name, QWidget* field) {
  constexpr int kNameWidth = 58;
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  auto* label = newLabel(name, "quiet");
  label->setMinimumWidth(kNameWidth);
  row->addWidget(label);
  row->addWidget(field, 1);
  return row;
}

std::vector<const Instrument*> fitting(CannulaStep::Kind kind,
                                       const Needle& cannula,
                                       const app::Shelf& shelf) {
  std::vector<const Instrument*> found;
  for (const Instrument& device : instrumentCatalogue()) {
    if (workOf(device.kind) == kind && shelf.has(device.id) &&
        app::fits(device, findInstrument(cannula.instrument)))
      found.push_back(&device);
  }
  return found;
}

/// The widest bore that a needle for bone has.
double widestBoreMm() {
  double widest = 0.0;
  for (const Instrument& needle : instrumentCatalogue()) {
    if (workOf(needle.kind) == CannulaStep::Kind::Biopsy)
      widest = std::max(widest, needle.innerDiameterMm.value_or(0.0));
  }
  return widest;
}

QString whyNot(const Instrument& device, const Instrument& cannula) {
  try {
    app::requireFits(device, cannula);
    return {};
  } catch (const Error& error) {
    return text(error.what());
  }
}

/// Tools that would be looked for here, with what they need instead of this needle.
void addUnfit(Combo& combo, const Needle& cannula, const app::Shelf& shelf) {
  bool first = true;
  for (const Instrument& device : instrumentCatalogue()) {
    const std::optional<CannulaStep::Kind> kind = workOf(device.kind);
    const bool isTool = kind == CannulaStep::Kind::Drill || kind == CannulaStep::Kind::Device;
    if (!isTool || !shelf.has(device.id) || app::fits(device, findInstrument(cannula.instrument)))
      continue;
    if (std::exchange(first, false))
      combo.addHeading("Not through this needle");
    const bool alone = device.outerDiameterMm > widestBoreMm();
    combo.addUnavailable(text(device.name) + (alone ? " · as a needle" : ""),
                         alone ? QString("It goes in by itself: choose it as the needle, on the "
                                         "page Needles.")
                               : whyNot(device, findInstrument(cannula.instrument)));
  }
}

}  // namespace

QString throughName(CannulaStep::Kind kind) {
  switch (kind) {
    case CannulaStep::Kind::Biopsy:
      return "Biopsy";
    case CannulaStep::Kind::Drill:
      return "Drill";
    case CannulaStep::Kind::Sensor:
      return "Sensor";
    case CannulaStep::Kind::Device:
      return "Device";
    default:
      return "Probe";
  }
}

ThroughRow::ThroughRow(CannulaStep::Kind kind, Runner& runner) : kind_(kind) {
  const std::string word(toString(kind));
  combo_ = new Combo("through-" + text(word), [this, &runner, word](const QString& key) {
    if (key.isEmpty())
      runner.run("through", {{"needle", id_}, {"kind", word}});
    else
      runner.run("through", {{"needle", id_}, {"instrument", key.toStdString()}});
  });
  rowIn(this, throughName(kind), combo_);
}

void ThroughRow::show(const Needle& cannula, const app::Document& document) {
  id_ = cannula.id;
  const Needle* inner = app::runningThrough(document.plan(), cannula.id, kind_);
  setVisible(inner);
  if (!inner)
    return;
  if (cannula_ != cannula.instrument || lacking_ != document.shelf().lacking) {
    cannula_ = cannula.instrument;
    lacking_ = document.shelf().lacking;
    combo_->clear();
    combo_->add("take it out", "");
    for (const Instrument* device : fitting(kind_, cannula, document.shelf()))
      combo_->add(text(device->name), text(device->id));
  }
  if (combo_->findData(text(inner->instrument)) < 0)
    combo_->add(text(findInstrument(inner->instrument).name), text(inner->instrument));
  combo_->choose(text(inner->instrument));
}

ThroughChoice::ThroughChoice(Runner& runner) {
  combo_ = new Combo("throughChoice", [this, &runner](const QString& key) {
    if (!key.isEmpty())
      runner.run("through", {{"needle", id_}, {"instrument", key.toStdString()}});
    combo_->choose("");
  });
  combo_->setToolTip(
      "Biopsy needle, drill, osteotome, thermocouple, balloon or implant through this needle");
  rowIn(this, "Also", combo_);
}

void ThroughChoice::show(const Needle& cannula, const app::Document& document) {
  id_ = cannula.id;
  std::string listed = cannula.instrument;
  for (const std::string& id : document.shelf().lacking)
    listed += " " + id;
  std::set<CannulaStep::Kind> taken;
  for (const CannulaStep::Kind kind : kKinds) {
    if (app::runningThrough(document.plan(), cannula.id, kind) && taken.insert(kind).second)
      listed += " " + std::string(toString(kind));
  }
  if (listed_ != listed) {
    listed_ = listed;
    combo_->clear();
    combo_->add("nothing else through it", "");
    for (const CannulaStep::Kind kind : kKinds) {
      for (const Instrument* device : fitting(kind, cannula, document.shelf())) {
        if (!taken.contains(kind))
          combo_->add(throughName(kind) + ": " + text(device->name), text(device->id));
      }
    }
    if (findInstrument(cannula.instrument).innerDiameterMm)
      addUnfit(*combo_, cannula, document.shelf());
  }
  setVisible(combo_->count() > 1);
  combo_->choose("");
}

}  // namespace trocar::gui
