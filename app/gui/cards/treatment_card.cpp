#include "app/gui/cards/needle_card.h"
#include "app/gui/cards/needle_numbers.h"
#include "app/gui/pages/treatment_page.h"
#include "app/gui/parts/instrument_list.h"
#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "app/treatment_edits.h"
#include "planning/ablation/zones/not_simulated.h"
#include "planning/facts/needle_facts.h"
#include "planning/plan/protocol_text.h"
#include "planning/words/course_words.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace trocar::gui {
namespace {

constexpr double kSliderMl = 0.1;  ///< One step of the slider.
constexpr int kMostSteps = 80;
constexpr double kSPerMinute = 60.0;

QWidget* rowOf(const QString& name, QWidget* field, QWidget* aside = nullptr) {
  auto* widget = new QWidget();
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  auto* label = newLabel(name, "quiet");
  label->setMinimumWidth(58);
  row->addWidget(label);
  row->addWidget(field, 1);
  if (aside)
    row->addWidget(aside);
  return widget;
}

const Protocol* protocolOf(const Plan& plan, const std::string& needle) {
  const auto found =
      std::find_if(plan.protocols.begin(), plan.protocols.end(), [&](const Protocol& protocol) {
        return protocol.needle == needle;
      });
  return found == plan.protocols.end() ? nullptr : &*found;
}

}  // namespace

TreatmentCard::TreatmentCard(Runner& runner) : Card("–"), runner_(runner) {
  verdict_ = newLabel("–", "grade");
  setAside(verdict_);
  instrument_ = newLabel({}, "quiet");
  body()->addWidget(instrument_);
  probe_ = new Combo("probe", [this](const QString& key) {
    runner_.run("probe", {{"needle", id_}, {"instrument", key.toStdString()}});
  });
  protocol_ = new QLineEdit();
  protocol_->setObjectName("protocol");
  protocol_->setToolTip(
      "Steps with their seconds: freeze 600, thaw 300, active-thaw 120, power 30 W 240");
  connect(protocol_, &QLineEdit::editingFinished, this, [this] {
    if (!probeId_.empty() && protocol_->isModified())
      runner_.run("protocol", {{"needle", probeId_}, {"steps", protocol_->text().toStdString()}});
    protocol_->setModified(false);
  });
  duration_ = newLabel({}, "quiet");
  cement_ = new QSlider(Qt::Horizontal);
  cement_->setObjectName("cementSlider");
  cement_->setRange(0, kMostSteps);
  cement_->setToolTip("Cement through this needle, up to 8 ml");
  cementMl_ = newLabel("–");
  cementMl_->setMinimumWidth(46);
  cementMl_->setAlignment(Qt::AlignRight);
  connect(cement_, &QSlider::valueChanged, this, [this](int value) {
    cementMl_->setText(ml(kSliderMl * value));
    if (!cement_->isSliderDown())
      runner_.run("inject", {{"needle", id_}, {"volumeMl", kSliderMl * value}});
  });
  connect(cement_, &QSlider::sliderReleased, this, [this] {
    runner_.run("inject", {{"needle", id_}, {"volumeMl", kSliderMl * cement_->value()}});
  });
  probeRow_ = rowOf("Probe", probe_);
  protocolRow_ = rowOf("Protocol", protocol_, duration_);
  addThrough();
  body()->addWidget(rowOf("Cement", cement_, cementMl_));
  addInjection();
  addCourse();
}

/// In the order in which they are done.
void TreatmentCard::addThrough() {
  const auto add = [this](CannulaStep::Kind kind) {
    through_.push_back(new ThroughRow(kind, runner_));
    body()->addWidget(through_.back());
  };
  add(CannulaStep::Kind::Biopsy);
  add(CannulaStep::Kind::Drill);
  body()->addWidget(probeRow_);
  body()->addWidget(protocolRow_);
  add(CannulaStep::Kind::Sensor);
  add(CannulaStep::Kind::Device);
  also_ = new ThroughChoice(runner_);
  body()->addWidget(also_);
}

QDoubleSpinBox* TreatmentCard::newDepthField(const QString& name, const char* argument) {
  constexpr double kMostMm = 60.0;
  auto* field = new NumberField();
  field->setObjectName(name);
  field->setRange(0.0, kMostMm);
  field->setDecimals(0);
  field->setSuffix(" mm");
  connect(field, &QDoubleSpinBox::valueChanged, this, [this, argument](double valueMm) {
    runner_.run("inject",
                {{"needle", id_}, {"volumeMl", kSliderMl * cement_->value()}, {argument, valueMm}});
  });
  return field;
}

void TreatmentCard::addCourse() {
  course_ = newLabel({}, "quiet small");
  course_->setObjectName("course");
  course_->setWordWrap(true);
  course_->setToolTip("What is done through this needle, in order; depths from its entry");
  body()->addWidget(course_);
  advance_ = new QPushButton();
  advance_->setObjectName("advanceCannula");
  connect(advance_, &QPushButton::clicked, this, [this] {
    runner_.run("advance-cannula", {{"needle", id_}});
  });
  body()->addWidget(advance_);
}

void TreatmentCard::addInjection() {
  rate_ = new NumberField();
  rate_->setObjectName("cementRate");
  rate_->setRange(0.3, 30.0);
  rate_->setSingleStep(0.5);
  rate_->setDecimals(1);
  rate_->setSuffix(" ml/min");
  rate_->setToolTip("How fast cement is injected through this needle");
  connect(rate_, &QDoubleSpinBox::valueChanged, this, [this](double mlPerMinute) {
    runner_.run("inject",
                {{"needle", id_},
                 {"volumeMl", kSliderMl * cement_->value()},
                 {"rateMlPerS", mlPerMinute / kSPerMinute}});
  });
  rateRow_ = rowOf("Rate", rate_);
  body()->addWidget(rateRow_);
  tipBack_ = newDepthField("cementTipBack", "tipBackMm");
  tipBack_->setToolTip("How far behind the needle's planned tip the injection begins");
  withdraw_ = newDepthField("cementWithdraw", "withdrawMm");
  withdraw_->setToolTip("How far the needle is drawn back while it injects");
  auto* depths = new QWidget();
  auto* row = new QHBoxLayout(depths);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(tipBack_, 1);
  row->addWidget(newLabel("draw back by", "quiet"));
  row->addWidget(withdraw_, 1);
  depthRow_ = rowOf("Tip back", depths);
  body()->addWidget(depthRow_);
}

void TreatmentCard::show(const Needle& needle, const Shown& shown) {
  id_ = needle.id;
  setObjectName("treat-" + text(id_));
  const Plan& plan = shown.document.plan();
  setTitle(text(app::nameOf(needle)));
  instrument_->setText(text(findInstrument(needle.instrument).name));
  showVerdict(verdict_, shown.document.evaluation().get(), id_);
  // What the treatment does is said below, not here.
  verdict_->setText("Access · " + verdict_->text());
  showProbes(needle, plan, shown.document.shelf());
  for (ThroughRow* row : through_)
    row->show(needle, shown.document);
  also_->show(needle, shown.document);
  showCement(needle, plan);
  showCourse(needle, plan);
}

void TreatmentCard::showCourse(const Needle& needle, const Plan& plan) {
  const std::vector<std::string> steps = words::courseWords(plan, needle);
  QStringList lines;
  for (const std::string& step : steps)
    lines << QString("%1  %2").arg(lines.size() + 1).arg(text(step));
  course_->setText(lines.join("\n"));
  course_->setVisible(steps.size() > 1);
  const double behindMm = app::behindWhatRunsThroughMm(plan, needle);
  const bool offers = behindMm > 0.0 && injectionThrough(plan, needle.id);
  advance_->setVisible(offers);
  advance_->setText("Advance " + text(needle.id) + " by " + mm(behindMm) + " before the cement");
}

void TreatmentCard::showProbes(const Needle& needle, const Plan& plan, const app::Shelf& shelf) {
  const Instrument& cannula = findInstrument(needle.instrument);
  const bool alone = app::isAblationProbe(cannula);
  probeRow_->setVisible(!alone);
  if (cannula_ != cannula.id || lacking_ != shelf.lacking) {
    cannula_ = cannula.id;
    lacking_ = shelf.lacking;
    probe_->clear();
    probe_->add("none", "");
    addInstruments(*probe_, [&](const Instrument& device) {
      return app::isAblationProbe(device) && app::fits(device, cannula) && shelf.has(device.id);
    });
    for (const ablation::NotSimulated& one : ablation::kNotSimulated)
      probe_->addUnavailable(QString("%1, not simulated").arg(one.name), one.why);
  }
  const Needle* probe =
      alone ? &needle : app::runningThrough(plan, needle.id, CannulaStep::Kind::Probe);
  probeId_ = probe ? probe->id : std::string();
  if (probe && probe_->findData(text(probe->instrument)) < 0)
    probe_->add(text(findInstrument(probe->instrument).name), text(probe->instrument));
  probe_->choose(probe ? text(probe->instrument) : QString());
  protocolRow_->setVisible(probe);
  const Protocol* protocol = probe ? protocolOf(plan, probe->id) : nullptr;
  if (protocol_->hasFocus() && protocol_->isModified())
    return;
  protocol_->setText(protocol ? text(toText(protocol->steps)) : QString());
  protocol_->setCursorPosition(0);
  duration_->setText(protocol ? plain(durationS(protocol->steps) / 60.0, 0) + " min" : QString());
}

void TreatmentCard::showCement(const Needle& needle, const Plan& plan) {
  if (cement_->isSliderDown())
    return;
  const QSignalBlocker quiet(cement_);
  const QSignalBlocker quietRate(rate_);
  const Injection* injection = injectionThrough(plan, needle.id);
  const double volume = injection ? injection->volumeMl : 0.0;
  const QSignalBlocker quietTip(tipBack_);
  const QSignalBlocker quietWithdraw(withdraw_);
  rateRow_->setVisible(injection);
  depthRow_->setVisible(injection);
  if (injection) {
    showValue(*rate_, kSPerMinute * injection->rateMlPerS);
    showValue(*tipBack_, injection->tipBackMm);
    showValue(*withdraw_, injection->withdrawMm);
  }
  cement_->setValue(static_cast<int>(volume / kSliderMl + 0.5));
  cementMl_->setText(volume > 0.0 ? ml(volume) : QString("none"));
}

}  // namespace trocar::gui
