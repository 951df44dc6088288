#include "app/gui/cards/injection_card.h"

#include "app/cement_edits.h"
#include "app/gui/cards/injection_numbers.h"
#include "app/gui/parts/action_button.h"
#include "app/gui/parts/combo.h"
#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "app/words.h"
#include "core/number_text.h"
#include "planning/cement/cement_product.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace trocar::gui {
namespace {

constexpr double kStepMl = 0.1;
constexpr int kFillFilmMs = 120;  ///< Between steps of the film.
constexpr double kRoomC = 22.0;

int stepsOf(double volumeMl) {
  return static_cast<int>(std::lround(volumeMl / kStepMl));
}

QDoubleSpinBox* newField(const QString& name, const QString& unit, double most) {
  auto* field = new NumberField();
  field->setObjectName(name);
  field->setRange(0.0, most);
  field->setDecimals(1);
  field->setSingleStep(0.5);
  field->setSuffix(unit);
  return field;
}

EventMark markOf(const cement::CementEvent& event) {
  const auto kind = event.severity == Finding::Severity::Danger    ? EventMark::Kind::Danger
                    : event.severity == Finding::Severity::Warning ? EventMark::Kind::Warning
                                                                   : EventMark::Kind::Note;
  return {event.atMl,
          ml(event.atMl) + ", " + text(clockText(event.atS)) + " after mixing: " + text(event.text),
          kind};
}

}  // namespace

InjectionCard::InjectionCard(Runner& runner) : Card("Cement"), runner_(runner) {
  soFar_ = newLabel({}, "quiet");
  soFar_->setObjectName("cementSoFarMl");
  setAside(soFar_);
  addInjection();
  addMix();
  addNumbers();
  film_.setInterval(kFillFilmMs);
  connect(&film_, &QTimer::timeout, this, [this] { step(); });
}

void InjectionCard::addInjection() {
  strip_ = new EventStrip();
  connect(strip_, &EventStrip::chosen, this, [this](double atMl) {
    runner_.run("cement-so-far", {{"volumeMl", atMl}});
  });
  slider_ = new QSlider(Qt::Horizontal);
  slider_->setObjectName("cementSoFar");
  slider_->setToolTip("Shows the fill when so much is injected, in steps of 0.1 ml");
  connect(slider_, &QSlider::valueChanged, this, [this](int steps) {
    runner_.run("cement-so-far", {{"volumeMl", kStepMl * steps}});
  });
  moment_ = newLabel({}, "quiet small");
  moment_->setObjectName("cementMoment");
  moment_->setWordWrap(true);
  play_ = new QPushButton("Play");
  play_->setObjectName("playCement");
  play_->setCheckable(true);
  connect(play_, &QPushButton::toggled, this, [this](bool on) { play(on); });
  stop_ = newActionButton(runner_, "stop-injecting", "Stop injecting here");
  stop_->setProperty("class", "kill");
  auto* row = new QHBoxLayout();
  row->addWidget(play_);
  row->addWidget(stop_, 1);
  eventRows_ = new QVBoxLayout();
  eventRows_->setSpacing(0);
  body()->addWidget(strip_);
  body()->addWidget(slider_);
  body()->addWidget(moment_);
  body()->addLayout(row);
  body()->addLayout(eventRows_);
}

void InjectionCard::addMix() {
  product_ = new Combo("cementProduct", [this](const QString& key) {
    runner_.run("bone-cement", {{"product", key.toStdString()}});
  });
  for (const cement::CementProduct& product : cement::cementCatalogue())
    product_->add(text(product.name), text(product.id));
  product_->setToolTip("The cement: an estimated model of a product, not a maker's data");
  start_ = newField("cementStart", " min", 30.0);
  start_->setToolTip("From the start of mixing to the start of the injection");
  connect(start_, &QDoubleSpinBox::valueChanged, this, [this](double minutes) {
    runner_.run("bone-cement", {{"startS", std::round(60.0 * minutes)}});
  });
  room_ = newField("cementRoom", " °C", 40.0);
  room_->setToolTip("Temperature of the room: cement thickens twice as fast at 7 °C more");
  connect(room_, &QDoubleSpinBox::valueChanged, this, [this](double celsius) {
    runner_.run("bone-cement", {{"roomC", celsius}});
  });
  auto* row = new QHBoxLayout();
  row->addWidget(newLabel("begins at", "quiet"));
  row->addWidget(start_, 1);
  row->addWidget(newLabel("room", "quiet"));
  row->addWidget(room_, 1);
  body()->addWidget(product_);
  body()->addLayout(row);
}

void InjectionCard::addNumbers() {
  numbers_ = new NumberTable();
  leaks_ = new NumberTable();
  leaks_->setObjectName("cementLeaks");
  chances_ = newActionButton(runner_, "leak-chances", "Find leak probabilities");
  chances_->setToolTip("Repeats the injection 32 times with other bone, veins and viscosity");
  keep_ = newActionButton(runner_, "keep-as-a", "Keep as plan A");
  keep_->setToolTip("Keep these numbers beside those of what you change next");
  take_ = newActionButton(runner_, "take-a", "Take A back");
  forget_ = newActionButton(runner_, "forget-a", "Forget A");
  pictures_ = newActionButton(runner_, "compare-with-a", "A and B in pictures");
  strain_ = new Combo("strain", [this](const QString& of) {
    runner_.run("strain", {{"of", of.toStdString()}});
  });
  strain_->add("No compression map", "none");
  strain_->add("Compression, with cement", "treated");
  strain_->add("Compression, without cement", "untreated");
  strain_->setToolTip(
      "Where the body is compressed under load, in shares of its own compression, over the slices");
  basis_ = newLabel({}, "quiet small");
  basis_->setWordWrap(true);
  body()->addWidget(numbers_);
  leaksTitle_ = newLabel("Leaks", "heading");
  body()->addWidget(leaksTitle_);
  body()->addWidget(leaks_);
  body()->addWidget(chances_);
  body()->addWidget(keep_);
  auto* row = new QHBoxLayout();
  for (QPushButton* button : {pictures_, take_, forget_})
    row->addWidget(button);
  body()->addLayout(row);
  body()->addWidget(strain_);
  body()->addWidget(basis_);
}

void InjectionCard::goTo(const cement::CementEvent& event) {
  runner_.run("cement-so-far", {{"volumeMl", event.atMl}});
  if (event.atMm)
    runner_.run("go-to", {{"atMm", {event.atMm->x(), event.atMm->y(), event.atMm->z()}}});
}

void InjectionCard::play(bool on) {
  play_->setText(on ? "Pause" : "Play");
  if (!on)
    return film_.stop();
  if (slider_->value() == slider_->maximum())
    slider_->setValue(0);
  film_.start();
}

void InjectionCard::step() {
  slider_->setValue(slider_->value() + 1);
  if (slider_->value() >= slider_->maximum())
    play_->setChecked(false);
}

void InjectionCard::show(const Shown& shown) {
  const std::shared_ptr<const Evaluation>& evaluation = shown.document.evaluation();
  const cement::CementResult* cement =
      evaluation && evaluation->cement ? &*evaluation->cement : nullptr;
  setVisible(cement);
  if (!cement) {
    play_->setChecked(false);
    return;
  }
  showMix(shown.document.plan(), cement::findCement(cement->product));
  if (shown_ != evaluation) {
    shown_ = evaluation;
    events_ = cement::cementEvents(*cement);
  }
  showEvents(shown.palette);
  showInjection(shown, *cement);
  showNumbers(shown, *cement);
}

void InjectionCard::showMix(const Plan& plan, const cement::CementProduct& product) {
  product_->choose(text(cement::productOf(plan.cementMix).id));
  showValue(*start_, plan.cementMix.startS.value_or(product.startS) / 60.0);
  showValue(*room_, plan.cementMix.roomC.value_or(kRoomC));
}

void InjectionCard::showEvents(const Palette& palette) {
  std::vector<EventMark> marks;
  std::transform(events_.begin(), events_.end(), std::back_inserter(marks), markOf);
  strip_->show(marks, std::max(kStepMl, shown_->cement->deliveredMl), palette);
  const std::optional<double> stop = cement::stopLineMl(*shown_->cement);
  strip_->setStop(stop, stop ? "stop " + ml(*stop) : QString());
  while (eventButtons_.size() < events_.size()) {
    const std::size_t n = eventButtons_.size();
    eventButtons_.push_back(new RowButton());
    connect(eventButtons_.back(), &QPushButton::clicked, this, [this, n] {
      if (n < events_.size())
        goTo(events_[n]);
    });
    eventRows_->addWidget(eventButtons_.back());
  }
  for (std::size_t n = 0; n < eventButtons_.size(); ++n) {
    eventButtons_[n]->setVisible(n < events_.size());
    if (n >= events_.size())
      continue;
    const QString sign = marks[n].kind == EventMark::Kind::Danger    ? "◆ "
                         : marks[n].kind == EventMark::Kind::Warning ? "▼ "
                                                                     : "| ";
    eventButtons_[n]->setWholeText(sign + ml(events_[n].atMl) + "  " + text(events_[n].text));
    eventButtons_[n]->setToolTip(marks[n].text);
  }
}

void InjectionCard::showInjection(const Shown& shown, const cement::CementResult& cement) {
  const double soFarMl =
      std::min(shown.document.view().cementMl.value_or(cement.deliveredMl), cement.deliveredMl);
  const QSignalBlocker quiet(slider_);
  slider_->setRange(0, std::max(1, stepsOf(cement.deliveredMl)));
  slider_->setValue(stepsOf(soFarMl));
  soFar_->setText(plain(soFarMl, 1) + " of " + ml(cement.deliveredMl));
  stop_->setEnabled(soFarMl < cement.requestedMl - 0.5 * kStepMl);
  stop_->setText("Stop injecting at " + ml(soFarMl));
  stop_->setToolTip(
      "The injection ends here: what would follow is taken out of the plan (undo "
      "brings it back)");
  showMoment(cement, soFarMl);
}

void InjectionCard::showMoment(const cement::CementResult& cement, double soFarMl) {
  const cement::CementMoment moment = cement::cementAt(cement, soFarMl);
  QStringList parts;
  if (!moment.needle.empty())
    parts << text(moment.needle) << text(clockText(moment.timeS)) + " after mixing"
          << plain(moment.syringePressureKPa / 1000.0, 1) + " MPa";
  if (moment.posteriorDistanceMm)
    parts << "front " + mm(std::abs(*moment.posteriorDistanceMm)) +
                 (*moment.posteriorDistanceMm < 0.0 ? " behind" : " before") +
                 " the posterior wall";
  moment_->setText(parts.isEmpty() ? QString("nothing injected yet") : parts.join(" · "));
}

void InjectionCard::showNumbers(const Shown& shown, const cement::CementResult& cement) {
  const app::Document& document = shown.document;
  const bool current = document.evaluationIsCurrent();
  const cement::CementResult* kept = document.kept() && document.kept()->evaluation->cement
                                         ? &*document.kept()->evaluation->cement
                                         : nullptr;
  numbers_->show(rowsOf(document.plan(), cement, kept), current);
  leaks_->show(leakRowsOf(cement, kept), current);
  chances_->setEnabled(current && !runner_.isBusy());
  chances_->setVisible(cement.members == 0);
  leaksTitle_->setText(cement.members > 0
                           ? QString("Leaks, share of %1 simulations").arg(cement.members)
                           : QString("Leaks"));
  keep_->setEnabled(current);
  keep_->setText(kept ? "Keep this as plan A instead" : "Keep as plan A");
  for (QPushButton* button : {take_, forget_, pictures_})
    button->setVisible(kept);
  pictures_->setEnabled(!runner_.isBusy());
  const app::StrainShown strain = document.view().strain;
  strain_->choose(strain == app::StrainShown::Treated     ? "treated"
                  : strain == app::StrainShown::Untreated ? "untreated"
                                                          : "none");
  strain_->setVisible(cement.stiffness.has_value());
  basis_->setText(text(std::string(toString(cement.basis))) + " · " +
                  text(cement::findCement(cement.product).name) +
                  (cement.leaksModelled ? "" : " · leaks not modelled"));
}

}  // namespace trocar::gui
