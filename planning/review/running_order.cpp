#include "planning/review/running_order.h"

#include "core/error.h"
#include "core/json/json_reader.h"
#include "planning/cement/cement_product.h"
#include "planning/fixation/fixation_order.h"
#include "planning/plan/protocol_text.h"
#include "planning/words/names.h"

#include <algorithm>
#include <map>
#include <set>

namespace trocar::review {
namespace {

/// What a step is called and how long it usually takes.
struct Usual {
  std::string text;
  double durationS = 0.0;
};

std::map<std::string, Usual> timesFrom(const JsonEntry& file) {
  file.remarks({"about", "basis", "source"});
  std::map<std::string, Usual> times;
  for (const JsonEntry& step : file.list("steps"))
    times[step.text("key")] = {step.text("text"), step.number("durationS", kZeroOrMore)};
  return times;
}

/// Steps one after the other.
class Order {
 public:
  void addUsual(const std::string& key, const std::string& with) {
    const Usual& usual = times_.at(key);
    add(usual.text, with, usual.durationS, Basis::Estimated);
  }
  void add(const std::string& what, const std::string& with, double durationS, Basis basis) {
    steps_.push_back({what, with, endS(steps_), durationS, basis});
  }
  const std::vector<ProcedureStep>& steps() const { return steps_; }

 private:
  std::map<std::string, Usual> times_ = readJsonAsset("review/times.json", timesFrom);
  std::vector<ProcedureStep> steps_;
};

std::string nameOf(const Needle& needle) {
  const std::string place = words::placeOf(needle);
  return needle.id + (place.empty() ? "" : " (" + place + ")") +
         (needle.through ? " through " + *needle.through : "");
}

/// A needle that goes through the skin itself needs its access, whatever it is for.
void addNeedles(const Plan& plan, Order& order) {
  for (const Needle& needle : plan.needles) {
    if (!needle.through && needle.purpose != Purpose::Sensor && needle.purpose != Purpose::Screw)
      order.addUsual("access", nameOf(needle));
  }
  const std::vector<std::pair<Purpose, const char*>> kinds = {
      {Purpose::Biopsy, "biopsy"}, {Purpose::Probe, "probe"}, {Purpose::Sensor, "sensor"}};
  for (const auto& [purpose, key] : kinds) {
    for (const Needle& needle : plan.needles) {
      // The access of a probe that goes in by itself has placed it.
      const bool placed = purpose == Purpose::Probe && !needle.through;
      if (needle.purpose == purpose && !placed)
        order.addUsual(key, nameOf(needle));
    }
  }
}

void addScrews(const Plan& plan, Order& order) {
  for (const Needle& needle : plan.needles) {
    if (needle.purpose == Purpose::Screw)
      order.addUsual("screw", nameOf(needle));
  }
}

const char* phaseName(ProtocolStep::Kind kind) {
  switch (kind) {
    case ProtocolStep::Kind::Freeze:
      return "Freeze";
    case ProtocolStep::Kind::Thaw:
      return "Thaw";
    case ProtocolStep::Kind::ActiveThaw:
      return "Active thaw";
    default:
      return "Heat";
  }
}

/// What a probe does at a time of the treatment; empty before, after and between.
const ProtocolStep* stepAt(const Protocol& protocol, double timeS) {
  double from = protocol.startS;
  for (const ProtocolStep& step : protocol.steps) {
    if (timeS >= from && timeS < from + step.durationS)
      return &step;
    from += step.durationS;
  }
  return nullptr;
}

std::set<double> changesOf(const std::vector<Protocol>& protocols) {
  std::set<double> times = {0.0};
  for (const Protocol& protocol : protocols) {
    double at = protocol.startS;
    times.insert(at);
    for (const ProtocolStep& step : protocol.steps)
      times.insert(at += step.durationS);
  }
  return times;
}

/// Probes that do the same at one time are one phase: "Freeze, N2, N3".
void addPhases(const Plan& plan, Order& order) {
  const std::set<double> times = changesOf(plan.protocols);
  for (auto from = times.begin(); std::next(from) != times.end(); ++from) {
    std::map<std::string, std::string> phases;
    for (const Protocol& protocol : plan.protocols) {
      const ProtocolStep* step = stepAt(protocol, *from);
      std::string& needles = phases[step ? phaseName(step->kind) : "Wait"];
      needles += (needles.empty() ? "" : ", ") + protocol.needle;
    }
    if (phases.size() > 1)
      phases.erase("Wait");
    std::string what, with;
    for (const auto& [phase, needles] : phases) {
      what += (what.empty() ? "" : " and ") + phase;
      with += (with.empty() ? "" : "; ") + needles;
    }
    order.add(what, with, *std::next(from) - *from, Basis::Entered);
  }
}

void addCement(const Plan& plan, Order& order) {
  const cement::CementProduct& product = cement::productOf(plan.cementMix);
  const double startS = plan.cementMix.startS.value_or(product.startS);
  order.add("Mix cement and wait",
            product.name,
            startS,
            plan.cementMix.startS ? Basis::Entered : Basis::Estimated);
  double sinceMixingS = startS;
  for (const Injection& injection : plan.injections) {
    const double lastsS =
        injection.rateMlPerS > 0.0 ? injection.volumeMl / injection.rateMlPerS : 0.0;
    order.add("Inject cement", nameOf(*plan.find(injection.needle)), lastsS, Basis::Entered);
    sinceMixingS += lastsS;
  }
  if (product.setsToS > sinceMixingS)
    order.add("Cement sets", "", product.setsToS - sinceMixingS, Basis::Estimated);
}

}  // namespace

std::vector<ProcedureStep> runningOrder(const Plan& plan) {
  if (plan.needles.empty())
    return {};
  try {
    Order order;
    const bool fixesFirst = plan.fixationFirst;
    addNeedles(plan, order);
    if (fixesFirst)
      addScrews(plan, order);
    for (const Protection& protection : plan.protections)
      order.addUsual("protection",
                     protection.structure + ", " + words::mediumName(protection.medium));
    if (!plan.protocols.empty()) {
      addPhases(plan, order);
      order.addUsual("removal", "");
    }
    if (!fixesFirst)
      addScrews(plan, order);
    if (!plan.injections.empty())
      addCement(plan, order);
    order.addUsual("closing", "");
    return order.steps();
  } catch (const std::exception& error) {
    throw Error(std::string("The running order cannot be made: ") + error.what());
  }
}

double endS(const std::vector<ProcedureStep>& steps) {
  return steps.empty() ? 0.0 : steps.back().startS + steps.back().durationS;
}

}  // namespace trocar::review
