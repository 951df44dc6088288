#include "app/gui/cards/time_card.h"

#include "app/gui/cards/needle_numbers.h"
#include "app/gui/parts/numbers.h"
#include "core/number_text.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/model/body_temperature.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace trocar::gui {
namespace {

constexpr std::size_t kTraces = 4;
constexpr int kFilmMs = 120;       ///< Between pictures of the film.
constexpr double kFilmSteps = 80;  ///< Pictures from beginning to end.

/// What the probes do at a moment: "freeze", "thaw and freeze".
QString doingAt(const Plan& plan, double timeS) {
  QStringList words;
  for (const Protocol& protocol : plan.protocols) {
    double from = protocol.startS;
    for (const ProtocolStep& step : protocol.steps) {
      if (timeS >= from && timeS < from + step.durationS)
        words << text(std::string(toString(step.kind)));
      from += step.durationS;
    }
  }
  words.removeDuplicates();
  return words.join(" and ");
}

double departure(const ablation::StructureTrace& trace) {
  return std::max(kBodyC - trace.minimumC, trace.maximumC - kBodyC);
}

Trace traceOf(const ablation::StructureTrace& structure, const Case& patient) {
  const bool cold = kBodyC - structure.minimumC >= structure.maximumC - kBodyC;
  return {structureName(patient, structure.structure),
          cold ? "least " + celsius(structure.minimumC) : "most " + celsius(structure.maximumC),
          cold ? structure.coldestC : structure.hottestC};
}

}  // namespace

TimeCard::TimeCard(Runner& runner) : Card("Over time"), runner_(runner) {
  moment_ = newLabel({}, "quiet");
  moment_->setObjectName("moment");
  setAside(moment_);
  chart_ = new TraceChart();
  slider_ = new QSlider(Qt::Horizontal);
  slider_->setObjectName("momentSlider");
  slider_->setToolTip("Moment of the treatment, seconds from its start");
  play_ = new QPushButton("Play");
  play_->setObjectName("playMoment");
  play_->setCheckable(true);
  whole_ = new QPushButton("All");
  whole_->setObjectName("wholeTreatment");
  whole_->setToolTip("The coldest and hottest of every place over the whole treatment");
  auto* row = new QHBoxLayout();
  row->addWidget(play_);
  row->addWidget(slider_, 1);
  row->addWidget(whole_);
  body()->addWidget(chart_);
  body()->addLayout(row);
  film_.setInterval(kFilmMs);
  connect(slider_, &QSlider::valueChanged, this, [this](int seconds) { choose(seconds); });
  connect(chart_, &TraceChart::momentChosen, this, [this](double timeS) { choose(timeS); });
  connect(play_, &QPushButton::toggled, this, [this](bool on) { play(on); });
  connect(whole_, &QPushButton::clicked, this, [this] {
    play_->setChecked(false);
    runner_.run("moment");
  });
  connect(&film_, &QTimer::timeout, this, [this] { step(); });
}

void TimeCard::choose(double timeS) {
  runner_.run("moment", {{"timeS", timeS}});
}

void TimeCard::play(bool on) {
  play_->setText(on ? "Stop" : "Play");
  if (!on)
    return film_.stop();
  if (slider_->value() == slider_->maximum())
    slider_->setValue(0);
  film_.start();
}

void TimeCard::step() {
  const int next =
      slider_->value() + std::max(1, static_cast<int>(slider_->maximum() / kFilmSteps));
  slider_->setValue(next);
  if (next >= slider_->maximum())
    play_->setChecked(false);
}

void TimeCard::show(const Shown& shown) {
  const app::Document& document = shown.document;
  const Evaluation* evaluation = document.evaluation().get();
  const auto simulation =
      evaluation && evaluation->ablation ? evaluation->ablation->simulation : nullptr;
  const bool worth = simulation && !simulation->history.empty();
  setVisible(worth);
  if (!worth) {
    play_->setChecked(false);
    return;
  }
  if (simulation != simulation_) {
    simulation_ = simulation;
    showTraces(shown);
  }
  const std::optional<double> timeS = document.view().timeS;
  const double endS = simulation_->history.timesS().back();
  chart_->setPalette(shown.palette);
  chart_->setMoment(timeS);
  const QString whole = "whole treatment, " + text(clockText(endS));
  const QString doing = timeS ? doingAt(document.plan(), *timeS) : QString();
  moment_->setText(!timeS ? whole
                          : (doing.isEmpty() ? "" : doing + " · ") + text(clockText(*timeS)) +
                                " of " + text(clockText(endS)));
  const QSignalBlocker quiet(slider_);
  slider_->setValue(static_cast<int>(std::lround(timeS.value_or(0.0))));
}

void TimeCard::showTraces(const Shown& shown) {
  std::vector<const ablation::StructureTrace*> worst;
  for (const ablation::StructureTrace& structure : simulation_->structures)
    worst.push_back(&structure);
  std::stable_sort(worst.begin(), worst.end(), [](const auto* a, const auto* b) {
    return departure(*a) > departure(*b);
  });
  worst.resize(std::min(worst.size(), kTraces));
  std::vector<Trace> traces;
  for (const ablation::StructureTrace* structure : worst)
    traces.push_back(traceOf(*structure, shown.document.patient()));
  chart_->show(simulation_->history.timesS(), traces);
  const QSignalBlocker quiet(slider_);
  slider_->setRange(0, static_cast<int>(std::lround(simulation_->history.timesS().back())));
  slider_->setPageStep(60);
  slider_->setSingleStep(10);
}

}  // namespace trocar::gui
