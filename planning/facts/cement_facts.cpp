#include "planning/facts/cement_facts.h"

#include "core/number_text.h"
#include "planning/cement/body/curing_heat.h"
#include "planning/cement/cement_history.h"
#include "planning/cement/flow/leak_ensemble.h"
#include "planning/model/body_temperature.h"
#include "planning/words/cement_words.h"
#include "planning/words/names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace trocar::facts {
namespace {

using enum FactTopic;

std::string stopWords(const std::string& kind) {
  return kind == "posterior-quarter" ? "posterior quarter"
         : kind == "leak"            ? "leak"
         : kind == "pressure"        ? "pressure"
         : kind == "working-time"    ? "working time"
                                     : "no room";
}

std::string needleWords(const Plan* plan, const std::string& id) {
  const Needle* needle = plan ? plan->find(id) : nullptr;
  const std::string place = needle ? words::placeOf(*needle) : "";
  return id + (place.empty() ? "" : " (" + place + ")");
}

/// "1.0 of 2.0 ml", or "2.0 ml" where all of it came.
std::string deliveredText(const cement::CementNeedle& needle) {
  const bool all = needle.deliveredMl > needle.requestedMl - 0.005;
  return (all ? "" : shownNumber(needle.deliveredMl) + " of ") +
         shownQuantity(needle.requestedMl, "ml");
}

constexpr const char* kNotJudged = "not judged";

/// Where no leak can be seen, nothing to stop for is no good news.
FactTone toneOfStop(bool stops, bool judged) {
  if (stops)
    return FactTone::Caution;
  return judged ? FactTone::Good : FactTone::Plain;
}

/// A tip in no labelled bone injects nothing.
bool isJudged(const cement::CementNeedle& needle) {
  return !needle.structure.empty() || needle.deliveredMl > 0.0;
}

std::string firstStopText(const cement::CementNeedle& needle) {
  return needle.stop.empty()
             ? (isJudged(needle) ? "none" : kNotJudged)
             : shownQuantity(needle.deliverableMl, "ml") + ", " + stopWords(needle.stop);
}

Facts throughFacts(const cement::CementNeedle& needle, const Plan* plan) {
  const std::string name = needleWords(plan, needle.needle);
  return {
      textFact("id", "needle", needle.needle, "That injects"),
      wordFact("structure", "bone", needle.structure, "That its tip lies in"),
      numberFact("requestedMl", "requested", needle.requestedMl, kMl, "Of this needle").entered(),
      numberFact("deliveredMl",
                 "through " + name,
                 needle.deliveredMl,
                 kMl,
                 "Delivered, and what was asked for where that is more")
          .said(deliveredText(needle))
          .usual(Through),
      numberFact("deliverableMl",
                 name + ", up to its first stop",
                 needle.deliverableMl,
                 kMl,
                 "What was requested where nothing stops it"),
      wordFact("stop",
               name + ", first stop",
               needle.stop,
               "What this needle gives until something says to stop")
          .said(firstStopText(needle))
          .usual(Through)
          .toned(toneOfStop(!needle.stop.empty(), isJudged(needle))),
      numberFact("beginsAtMl",
                 name + ", begins at",
                 needle.beginsAtMl,
                 kMl,
                 "Injected by the needles before it"),
      numberFact(
          "deadVolumeMl", "stays in the cannula", needle.deadVolumeMl, kMl, "Prepare so much more"),
      numberFact("peakPressureKPa",
                 name + ", highest pressure",
                 needle.deliveredMl > 0.0 ? std::optional(needle.peakPressureKPa) : std::nullopt,
                 kKPa,
                 "At the syringe: cannula and bone"),
  };
}

Facts stopFacts(const cement::CementStop& stop) {
  return {
      textFact("kind", "reason to stop", stop.kind, "Or to wait").said(stopWords(stop.kind)),
      textFact("needle", "needle", stop.needle, "That was injecting"),
      numberFact("atMl", "stop at", stop.atMl, kMl, "Injected by all needles so far"),
      numberFact("atS", "stop at", stop.atS, kSeconds, "Since mixing").said(clockText(stop.atS)),
      pointFact("atMm", "place of the stop", stop.atMm, "Where there is one")};
}

Facts stepFacts(const cement::CementStep& step) {
  return {numberFact("injectedMl", "injected", step.injectedMl, kMl, "By all needles so far"),
          numberFact("timeS", "time", step.timeS, kSeconds, "Since mixing"),
          textFact("needle", "needle", step.needle, "That injects"),
          numberFact("syringePressureKPa",
                     "syringe pressure",
                     step.syringePressureKPa,
                     kKPa,
                     "Cannula and bone"),
          numberFact("bonePressureKPa", "bone pressure", step.bonePressureKPa, kKPa, "At the tip"),
          numberFact("posteriorDistanceMm",
                     "to the posterior wall",
                     step.posteriorDistanceMm,
                     kMm,
                     "Of the front, to the wall's plane; negative behind it")};
}

Fact bandFact(const char* key, const char* name, double celsius) {
  const std::array<double, 2> band = cement::settingBandC(celsius);
  return rangeFact(
      key, name, band[0], band[1], kCelsius, "With a fifth less or more heat of setting");
}

Facts warmedFacts(const cement::CuringHeat::At& at) {
  return {textFact("structure", "structure", at.structure, "That warms by 0.5 K or more"),
          numberFact("maximumC",
                     "hottest",
                     at.maximumC,
                     kCelsius,
                     "Without credit for moving fluid: the figure for safety"),
          numberFact("cooledC",
                     "hottest, cooled",
                     at.cooledC,
                     kCelsius,
                     "With cerebrospinal fluid that keeps 37 °C"),
          bandFact("maximumBandC", "hottest, band", at.maximumC),
          pointFact("atMm", "hottest point", at.atMm, "Of the structure")};
}

template <typename T, typename Make>
Fact listOfBlocks(const char* key,
                  const char* name,
                  const std::vector<T>& values,
                  const char* meaning,
                  Make make) {
  std::vector<Facts> list;
  for (const T& value : values)
    list.push_back(make(value));
  return blockFact(key, name, std::move(list), meaning);
}

Fact heatFact(const std::optional<cement::CuringHeat>& heat) {
  Fact fact = blockFact("heat", "heat of setting", {}, "Empty without cement in bone");
  if (heat)
    fact.value =
        Facts{numberFact("cementC",
                         "hottest cement",
                         heat->cementC,
                         kCelsius,
                         "While it sets; 49 to 112 °C in cadaver bodies (Belkoff & Molloy 2003)"),
              bandFact("cementBandC", "hottest cement, band", heat->cementC),
              listOfBlocks("structures", "warmed", heat->structures, "Hottest first", warmedFacts)};
  return fact;
}

Fact hottestNerveFact(const cement::CementResult& cement) {
  std::optional<double> hottestC;
  if (cement.heat && !cement.canalUnjudged) {
    hottestC = kBodyC;
    for (const cement::CuringHeat::At& at : cement.heat->structures)
      hottestC = std::max(*hottestC, at.maximumC);
  }
  return numberFact("",
                    "hottest nerve while it sets",
                    hottestC,
                    kCelsius,
                    "Without credit for moving fluid; not known where no canal is labelled")
      .usual(Cement);
}

Fact stiffnessFact(const std::optional<cement::BodyStiffness>& stiffness) {
  Fact fact = blockFact("stiffness",
                        "stiffness, × untreated",
                        {},
                        "Of the body pressed between its endplates, linear; with its band. No "
                        "strength");
  if (!stiffness)
    return std::move(fact).usual(Cement);
  constexpr const char* kRatio = "Of the body with cement over without, pressed between endplates";
  fact.value = withBasis(
      {numberFact("ratio", "stiffness", stiffness->ratio, kTimes, kRatio),
       numberFact("lowRatio", "stiffness, at least", stiffness->lowRatio, kTimes, kRatio),
       numberFact("highRatio", "stiffness, at most", stiffness->highRatio, kTimes, kRatio),
       numberFact("cementLoadShare",
                  "load on the cement",
                  stiffness->cementLoadShare,
                  kShare,
                  "Of the force through the body's middle")},
      Basis::Simulated);
  return std::move(fact)
      .said(shownNumber(stiffness->ratio, 2) + " (" + shownNumber(stiffness->lowRatio, 2) + " to " +
            shownNumber(stiffness->highRatio, 2) + ")")
      .usual(Cement);
}

Fact endplatesFact(const std::optional<cement::EndplateContact>& contact) {
  Fact fact = blockFact("endplateContact", "endplates", {}, "Shares that cement reaches");
  if (contact) {
    constexpr const char* kReach = "Share of its area that cement comes within 2 mm of";
    fact.value =
        Facts{numberFact("superior", "upper endplate reached", contact->superior, kChance, kReach)
                  .usual(Cement),
              numberFact("inferior", "lower endplate reached", contact->inferior, kChance, kReach)
                  .usual(Cement)};
  }
  return fact;
}

Fact lesionFact(std::optional<double> fraction) {
  Fact fact = numberFact("lesionFraction",
                         "fill of the lesion",
                         fraction,
                         kShare,
                         "Share of the lesion's volume in this bone");
  return fraction ? std::move(fact).usual(Cement) : fact;
}

/// Whether cement could be followed to the canal.
bool isCanalJudged(const cement::CementResult& cement) {
  return cement.leaksModelled && !cement.canalUnjudged;
}

Fact posteriorFact(const cement::CementResult& cement) {
  const bool reached = cement.reachesPosteriorQuarter;
  Fact fact = yesNoFact("reachesPosteriorQuarter",
                        "posterior quarter",
                        reached,
                        "Cement in the posterior quarter of the body is close to the canal");
  if (!reached && !isCanalJudged(cement)) {
    fact.value = {};
    return std::move(fact).said(kNotJudged).usual();
  }
  return std::move(fact).said(reached ? "reached" : "not reached").usual();
}

/// Where it matters: of a measured vertebra.
Fact inArchFact(const cement::CementResult& cement) {
  Fact fact = numberFact("inArchMl",
                         "in pedicles and arch",
                         cement.inArchMl,
                         kMl,
                         "In the bone behind the posterior wall");
  return cement.bodyVolumeMl ? std::move(fact).usual(Cement) : fact;
}

std::string leakCountText(const cement::CementResult& cement) {
  if (!cement.leaksModelled)
    return "not modelled";
  return std::to_string(cement.leaks.size()) +
         (cement.canalUnjudged ? "; into the canal: not judged" : "");
}

Facts volumeFacts(const cement::CementResult& cement) {
  return {
      numberFact("requestedMl", "requested", cement.requestedMl, kMl, "By all needles")
          .entered()
          .usual(),
      numberFact("deliveredMl", "delivered", cement.deliveredMl, kMl, "By all needles").headline(),
      numberFact("inBodyMl",
                 cement.bodyVolumeMl ? "in the body" : "in the bone",
                 cement.inBodyMl,
                 kMl,
                 "In the vertebral body, in front of its posterior wall; elsewhere in the bone")
          .headline(),
      inArchFact(cement),
      numberFact("outsideMl", "outside bone", cement.outsideMl, kMl, "By every way out")
          .usual(Cement),
      numberFact("bodyVolumeMl",
                 "volume of the body",
                 cement.bodyVolumeMl,
                 kMl,
                 "Of the vertebral body it goes into"),
      numberFact("fillFraction",
                 "fill of the body",
                 cement.fillFraction,
                 kShare,
                 "Share of the vertebral body's volume; context, not a target")
          .usual(Cement),
      lesionFact(cement.lesionFraction),
      numberFact("leftShare",
                 "cement on the left",
                 cement.leftShare,
                 kChance,
                 "Of the cement in the body, on the patient's left")
          .usual(Cement),
      endplatesFact(cement.endplates),
      posteriorFact(cement),
  };
}

Facts leaksFacts(const cement::CementResult& cement) {
  return {
      yesNoFact("leaksModelled", "leaks modelled", cement.leaksModelled, "Routes out of the bone"),
      yesNoFact("afterAblation",
                "after the ablation",
                cement.afterAblation,
                "Tumour and veins were taken as the plan's probes leave them"),
      countFact("", "leaks", static_cast<int>(cement.leaks.size()), "Routes by which cement leaves")
          .said(leakCountText(cement))
          .headline(),
      listOfBlocks("leaks", "leaks", cement.leaks, "Largest first", leakFacts),
  };
}

Facts courseFacts(const cement::CementResult& cement, const Plan* plan) {
  double peakKPa = 0.0;
  double deadMl = 0.0;
  for (const cement::CementNeedle& needle : cement.needles) {
    peakKPa = std::max(peakKPa, needle.peakPressureKPa);
    deadMl += needle.deadVolumeMl;
  }
  return {
      listOfBlocks("needles",
                   "needles",
                   cement.needles,
                   "In the order of injection",
                   [&](const cement::CementNeedle& needle) { return throughFacts(needle, plan); }),
      listOfBlocks("stops", "reasons to stop", cement.stops, "In time order", stopFacts),
      numberFact("",
                 "stop line",
                 cement::stopLineMl(cement),
                 kMl,
                 "Injected by all needles when something first says to stop")
          .said(stopLineText(cement))
          .usual(Cement)
          .toned(cement.stops.empty() ? FactTone::Good : FactTone::Caution),
      listOfBlocks("course", "course", cement.course, "After each step", stepFacts),
      numberFact("",
                 "highest pressure",
                 peakKPa / 1000.0,
                 {"MPa", 1},
                 "At a 1 ml syringe: cannula and bone")
          .usual(Cement),
      hottestNerveFact(cement),
      heatFact(cement.heat),
      stiffnessFact(cement.stiffness),
      wordFact("product", "cement", cement.product, "Of the catalogue").entered(),
      numberFact("endsAtS",
                 "ends after mixing",
                 cement.endsAtS,
                 kSeconds,
                 "Minutes since mixing, of the cement's working time")
          .said(clockText(cement.endsAtS) + " of " + clockText(cement.workingTimeS))
          .usual(Cement),
      numberFact("workingTimeS",
                 "working time",
                 cement.workingTimeS,
                 kSeconds,
                 "Since mixing; too thick to inject after it")
          .said(clockText(cement.workingTimeS)),
      numberFact("", "stays in the cannulas", deadMl, kMl, "Prepare so much more").usual(Cement),
  };
}

}  // namespace

std::string stopLineText(const cement::CementResult& cement) {
  const std::optional<double> atMl = cement::stopLineMl(cement);
  if (!atMl)
    return isCanalJudged(cement) ? "none" : kNotJudged;
  return shownQuantity(atMl, "ml") + ", " + stopWords(cement.stops.front().kind);
}

Facts leakFacts(const cement::CementLeak& leak) {
  const bool happens = leak.volumeMl > 0.0;
  const std::optional<std::array<double, 2>> published = cement::publishedLeakShare(leak.route);
  return {
      textFact("route", "route", leak.route, "By which cement leaves the bone")
          .said(words::routeWords(leak.route))
          .usual(Leak),
      textFact("into", "into", leak.into, "Where it ends")
          .said(words::placeWords(leak.into))
          .usual(Leak),
      numberFact("volumeMl", "volume", leak.volumeMl, kFineMl, "In this simulation")
          .usual(Leak)
          .toned(happens && words::isDangerousPlace(leak.into) ? FactTone::Danger
                 : happens                                     ? FactTone::Caution
                                                               : FactTone::Plain),
      numberFact("probability",
                 "probability",
                 leak.probability,
                 kChance,
                 "Share of the ensemble's simulations in which it leaks there")
          .usual(Leak),
      numberFact("publishedLow",
                 "published, least",
                 published ? std::optional((*published)[0]) : std::nullopt,
                 kChance,
                 "Least share of treated vertebrae that leak by this route on CT, of all that were "
                 "published; not of this one"),
      numberFact("publishedHigh",
                 "published, most",
                 published ? std::optional((*published)[1]) : std::nullopt,
                 kChance,
                 "Most of them"),
      numberFact("firstAtMl",
                 "seen first at",
                 happens ? std::optional(leak.firstAtMl) : std::nullopt,
                 kMl,
                 "Injected by all needles when so much has left the bone that CT shows it")
          .usual(Leak),
      pointFact("atMm", "opening", leak.atMm, "Where it leaves the bone first"),
      blockFact("pathMm", "path", leak.pathMm, "From the tip through the opening to its end"),
  };
}

Facts cementFacts(const cement::CementResult& cement, const Plan* plan) {
  Facts facts = volumeFacts(cement);
  for (Facts more : {leaksFacts(cement), courseFacts(cement, plan)})
    std::move(more.begin(), more.end(), std::back_inserter(facts));
  return withBasis(std::move(facts), cement.basis);
}

}  // namespace trocar::facts
