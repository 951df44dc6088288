#include "planning/review/running_order.h"

#include "core/error.h"
#include "core/json/json_reader.h"
#include "core/number_text.h"
#include "planning/cement/cement_product.h"
#include "planning/fixation/fixation_order.h"
#include "planning/plan/cannula_course.h"
#include "planning/plan/protocol_text.h"
#include "planning/words/course_words.h"
#include "planning/words/embolisation_words.h"
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
  void addBeforehand(const std::string& what, const std::string& with) {
    steps_.push_back({what, with, 0.0, 0.0, Basis::Entered, true});
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

bool needsAccess(const Needle& needle) {
  return !needle.through && needle.purpose != Purpose::Sensor && needle.purpose != Purpose::Screw;
}

std::string depthText(double depthMm) {
  return shownQuantity(depthMm, "mm", 0);
}

/// A needle that goes through the skin itself needs its access, whatever it is for.
void addAccess(const Plan& plan, Order& order) {
  for (const Needle& needle : plan.needles) {
    if (needsAccess(needle))
      order.addUsual(
          "access",
          nameOf(needle) + ", to " + depthText(cannulaCourse(plan, needle).front().tipDepthMm));
  }
}

bool moves(const CannulaStep& step) {
  return step.kind == CannulaStep::Kind::Advance || step.kind == CannulaStep::Kind::DrawBack;
}

/// What is done at one kind of step, of all needles in turn, with their cannulas' moves before it.
void addWork(const Plan& plan, CannulaStep::Kind kind, const std::string& key, Order& order) {
  for (const Needle& needle : plan.needles) {
    // One that goes in by itself: a thermocouple has no access of its own, a probe's has placed it.
    if (!needle.through && kind == CannulaStep::Kind::Sensor && needle.purpose == Purpose::Sensor)
      order.addUsual(key, nameOf(needle));
    std::string moved;
    const std::vector<CannulaStep> course = cannulaCourse(plan, needle);
    for (auto step = course.begin(); step != course.end(); ++step) {
      if (step->kind == kind)
        order.addUsual(key, nameOf(*plan.find(step->needle)) + moved);
      moved = step != course.begin() && moves(*step) ? ", " + words::stepWords(plan, *step) : "";
    }
  }
}

/// On an earlier day or before the needles of the same one: no time of this procedure.
void addEmbolisations(const Case& patient, const Plan& plan, Order& order) {
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    if (const Embolisation* embolisation = embolisationOf(plan, patient, lesion->id))
      order.addBeforehand(
          "Embolise",
          lesion->name + ", " + words::embolisationWords(*embolisation, plan.procedureDate));
  }
}

/// What is placed before the treatment.
void addNeedles(const Plan& plan, Order& order) {
  addAccess(plan, order);
  addWork(plan, CannulaStep::Kind::Biopsy, "biopsy", order);
  addWork(plan, CannulaStep::Kind::Drill, "drill", order);
  addWork(plan, CannulaStep::Kind::Probe, "probe", order);
  addWork(plan, CannulaStep::Kind::Sensor, "sensor", order);
}

/// The cannula's move to where it injects: the last before the injection's step.
void addAdvance(const Plan& plan, const Injection& injection, Order& order) {
  const Needle& needle = *plan.find(injection.needle);
  const Needle* cannula = needle.through ? plan.find(*needle.through) : &needle;
  const std::vector<CannulaStep> course = cannulaCourse(plan, *cannula);
  for (std::size_t n = 1; n + 1 < course.size(); ++n) {
    if (moves(course[n]) && course[n + 1].kind == CannulaStep::Kind::Inject &&
        course[n + 1].needle == injection.needle)
      order.addUsual("move", words::stepWords(plan, course[n]));
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

/// What opens room, then the cannulas where they inject.
void addBeforeCement(const Plan& plan, Order& order) {
  addWork(plan, CannulaStep::Kind::Device, "device", order);
  for (const Injection& injection : plan.injections)
    addAdvance(plan, injection, order);
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
    order.add("Inject cement",
              nameOf(*plan.find(injection.needle)) + ", " + words::injectionWords(plan, injection),
              lastsS,
              Basis::Entered);
    sinceMixingS += lastsS;
  }
  if (product.setsToS > sinceMixingS)
    order.add("Cement sets", "", product.setsToS - sinceMixingS, Basis::Estimated);
}

}  // namespace

std::vector<ProcedureStep> runningOrder(const Case& patient, const Plan& plan) {
  if (plan.needles.empty())
    return {};
  try {
    Order order;
    const bool fixesFirst = plan.fixationFirst;
    addEmbolisations(patient, plan, order);
    addNeedles(plan, order);
    if (fixesFirst)
      addScrews(plan, order);
    for (const Protection& protection : plan.protections)
      order.addUsual("protection",
                     words::nameInCase(patient, protection.structure) + ", " +
                         words::mediumName(protection.medium));
    if (!plan.protocols.empty()) {
      addPhases(plan, order);
      order.addUsual("removal", "");
    }
    if (!fixesFirst)
      addScrews(plan, order);
    addBeforeCement(plan, order);
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
