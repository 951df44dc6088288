#include "core/number_text.h"
#include "planning/cement/body/ablated_zone.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/cement/flow/injection_run.h"
#include "planning/cement/flow/leak_ensemble.h"
#include "planning/plan/instrument.h"
#include "planning/words/cement_words.h"
#include "planning/words/names.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace trocar::cement {
namespace {

using Severity = Finding::Severity;

constexpr const char* kPosteriorQuarterSource =
    "Stop when cement reaches the posterior quarter of the body on the lateral view: published "
    "vertebroplasty technique, clinical-rules 4.6.";

constexpr const char* kFrozenWhy =
    "Cement does not enter frozen marrow, and sets badly beside ice.";
constexpr const char* kThawSource =
    "Partial melt before cement after freezing: Tadros A, MSK Mets and MIIPs, 2018";

constexpr double kFreezingC = 0.0;
constexpr double kNerveHeatC = 45.0;
constexpr double kLikely = 0.1;  ///< Share of simulations from which a possible leak is told.

std::string publishedWords(const std::string& route) {
  const std::optional<std::array<double, 2>> share = publishedLeakShare(route);
  if (!share)
    return "";
  return " (published of treated vertebrae: " + decimalText(100.0 * (*share)[0], 0) + " to " +
         decimalText(100.0 * (*share)[1], 0) + " %)";
}

/// Known from the ensemble alone.
Finding mayLeak(const CementLeak& leak) {
  Finding finding;
  finding.rule = "cement-may-leak-" + leak.into;
  finding.severity = Severity::Warning;
  finding.text = "In " + decimalText(100.0 * leak.probability.value_or(0.0), 0) +
                 " % of simulations with other bone and veins cement enters " +
                 words::placeWords(leak.into) + " through " + words::routeWords(leak.route) +
                 publishedWords(leak.route) + ".";
  finding.subject = leak.route;
  finding.value = leak.probability;
  finding.limit = kLikely;
  finding.atMm = leak.atMm;
  finding.why = "Permeability, veins, cortex and viscosity are known roughly; each was varied.";
  return finding;
}

class Findings {
 public:
  Findings(const CaseModel& model,
           const Plan& plan,
           const CementResult& result,
           const ablation::AblationResult* ablation)
      : model_(model), plan_(plan), result_(result), ablated_(ablation) {}

  std::vector<Finding> all() {
    for (const CementNeedle& needle : result_.needles) {
      if (plan_.find(needle.needle) == nullptr) {
        missing(needle);
        continue;
      }
      nothing(needle);
      tipPlace(needle);
      behindProbe(needle);
      bore(needle);
      ended(needle);
    }
    behindWall();
    for (const CementStop& stop : result_.stops)
      posteriorQuarter(stop);
    for (const CementLeak& leak : result_.leaks)
      leaked(leak);
    for (Finding& finding : possibleLeakFindings(result_))
      found_.push_back(std::move(finding));
    balloons();
    volume();
    workingTime();
    thaw();
    heat();
    symmetry();
    deadVolume();
    std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
      return static_cast<int>(a.severity) > static_cast<int>(b.severity);
    });
    return std::move(found_);
  }

 private:
  Finding& add(const std::string& rule, Severity severity, const std::string& text) {
    Finding finding;
    finding.rule = rule;
    finding.severity = severity;
    finding.text = text;
    found_.push_back(finding);
    return found_.back();
  }

  void missing(const CementNeedle& needle) {
    Finding& finding = add("cement-needle-missing",
                           Severity::Danger,
                           "The injection through " + needle.needle +
                               " has no needle that can be placed: no cement is injected.");
    finding.subject = needle.needle;
  }

  void nothing(const CementNeedle& needle) {
    if (needle.requestedMl > 0.0)
      return;
    add("cement-nothing-to-inject",
        Severity::Warning,
        "The injection through " + needle.needle +
            " needs a volume above 0 ml and a rate above 0 ml/s: no cement is injected.")
        .subject = needle.needle;
  }

  void tipPlace(const CementNeedle& needle) {
    const Vec3& tipMm = needle.tipMm;
    if (needle.structure.empty() && (needle.requestedMl <= 0.0 || !hasBore(needle)))
      return;
    if (needle.structure.empty()) {
      const bool canal = inCanal(tipMm);
      Finding& finding = add(canal ? "cement-tip-in-canal" : "cement-tip-outside-bone",
                             Severity::Danger,
                             "The tip of " + needle.needle + " lies " +
                                 (canal ? "in the spinal canal" : "outside bone") +
                                 ": no cement is injected through it.");
      finding.subject = needle.needle;
      finding.atMm = tipMm;
      finding.why = "Cement is injected with the tip inside the bone.";
      return;
    }
    nearPosteriorWall(needle, tipMm);
  }

  bool inCanal(const Vec3& tipMm) const {
    for (const Role role : {Role::Canal, Role::ThecalSac, Role::Cord}) {
      for (const Structure* structure : model_.patient().withRole(role)) {
        if (contains(model_.patient(), *structure, tipMm))
          return true;
      }
    }
    return false;
  }

  void nearPosteriorWall(const CementNeedle& needle, const Vec3& tipMm) {
    const anatomy::VertebraAnatomy* anatomy =
        trustedAnatomy(model_, *model_.patient().find(needle.structure));
    if (anatomy == nullptr)
      return;
    const anatomy::Plane& wall = anatomy->body.posteriorWall;
    const double inFrontMm = (wall.pointMm - tipMm).dot(wall.normal);
    const double limitMm = 0.25 * anatomy->body.depthMm;
    if (inFrontMm >= limitMm)
      return;
    const std::string mm = decimalText(std::abs(inFrontMm)) + " mm ";
    Finding& finding =
        add("cement-tip-near-posterior-wall",
            Severity::Danger,
            inFrontMm > 0.0
                ? "Cement through " + needle.needle + " begins " + mm +
                      "in front of the posterior wall, in the posterior quarter of the body."
                : "Cement through " + needle.needle + " begins " + mm +
                      "behind the posterior wall, outside the body.");
    finding.subject = needle.needle;
    finding.value = inFrontMm;
    finding.limit = limitMm;
    finding.unit = "mm";
    finding.atMm = tipMm;
    finding.why = "The front must stay out of the posterior quarter.";
    finding.source = kPosteriorQuarterSource;
  }

  const Instrument& instrumentOf(const CementNeedle& needle) const {
    return findInstrument(plan_.find(needle.needle)->instrument);
  }

  bool hasBore(const CementNeedle& needle) const {
    return instrumentOf(needle).innerDiameterMm.has_value();
  }

  void bore(const CementNeedle& needle) {
    if (hasBore(needle))
      return;
    const Instrument& instrument = instrumentOf(needle);
    Finding& finding =
        add("cement-needle-without-bore",
            Severity::Danger,
            instrument.name + " has no bore: cement cannot pass through " + needle.needle + ".");
    finding.subject = needle.needle;
    finding.why = "Cement passes through a cannula.";
  }

  /// What ended an injection, also one that had leaked before.
  void ended(const CementNeedle& needle) {
    for (const CementStop& stop : result_.stops) {
      if (stop.needle == needle.needle && stop.kind == "pressure")
        tooHard(needle);
      if (stop.needle == needle.needle && stop.kind == "no-room")
        noRoom(needle);
    }
  }

  void tooHard(const CementNeedle& needle) {
    Finding& finding = add("cement-pressure",
                           Severity::Warning,
                           "After " + decimalText(needle.deliveredMl, 2) + " ml " + needle.needle +
                               " would need " + decimalText(needle.peakPressureKPa / 1000.0) +
                               " MPa, more than a hand gives on a 1 ml syringe.");
    finding.subject = needle.needle;
    finding.value = needle.peakPressureKPa / 1000.0;
    finding.unit = "MPa";
    finding.why = "A 1 ml syringe pressed with 100 N (estimated).";
  }

  void noRoom(const CementNeedle& needle) {
    Finding& finding = add("cement-no-room",
                           Severity::Warning,
                           "After " + decimalText(needle.deliveredMl, 2) + " of " +
                               decimalText(needle.requestedMl, 2) +
                               " ml there is no room left at the tip of " + needle.needle + ".");
    finding.subject = needle.needle;
    finding.value = needle.requestedMl;
    finding.limit = needle.deliveredMl;
    finding.unit = "ml";
    finding.why = "Marrow must be able to leave for cement to enter.";
  }

  /// Cement that lies behind the body though it was meant for it. A pedicle that is filled on
  /// purpose is said by its needle's tip.
  void behindWall() {
    constexpr double kLeastMl = 0.1;
    if (!result_.bodyVolumeMl || result_.inArchMl < kLeastMl)
      return;
    Finding& finding =
        add("cement-behind-wall",
            Severity::Warning,
            decimalText(result_.inArchMl) + " of " + decimalText(result_.deliveredMl) +
                " ml of cement lie behind the posterior wall, in pedicles or arch.");
    finding.value = result_.inArchMl;
    finding.limit = kLeastMl;
    finding.unit = "ml";
    finding.why = "There it carries no load and lies beside canal and foramina.";
    finding.source = kPosteriorQuarterSource;
  }

  /// Cement begins behind where something that ran through the same needle had its tip.
  void behindProbe(const CementNeedle& needle) {
    constexpr double kLeastMm = 3.0;
    const Needle* cannula = plan_.find(needle.needle);
    for (const Needle& other : plan_.needles) {
      if (!cannula || needle.structure.empty() || other.through != cannula->id)
        continue;
      const Vec3 ahead = other.trajectory.target - needle.tipMm;
      const double aheadMm = ahead.dot(cannula->trajectory.direction());
      if (aheadMm < kLeastMm)
        continue;
      Finding& finding = add("cement-behind-probe",
                             Severity::Warning,
                             "Cement through " + cannula->id + " begins " + decimalText(aheadMm) +
                                 " mm behind the tip of " + other.id + ": advance " + cannula->id +
                                 " to it before the injection.");
      finding.subject = cannula->id;
      finding.value = aheadMm;
      finding.limit = kLeastMm;
      finding.unit = "mm";
      finding.atMm = needle.tipMm;
      finding.why =
          "The needle was drawn back to free what ran through it; what that treated lies farther "
          "in.";
    }
  }

  void posteriorQuarter(const CementStop& stop) {
    if (stop.kind != "posterior-quarter" || beginsBehind(stop))
      return;
    Finding& finding = add("cement-posterior-quarter",
                           Severity::Warning,
                           "Cement reaches the posterior quarter of the body at " +
                               decimalText(stop.atMl) + " ml: stop " + stop.needle + " there.");
    finding.subject = stop.needle;
    finding.value = result_.requestedMl;
    finding.limit = stop.atMl;
    finding.unit = "ml";
    finding.atMm = stop.atMm;
    finding.why = "Behind it lie the posterior wall and the canal.";
    finding.source = kPosteriorQuarterSource;
  }

  /// Its tip was there from the first drop, which is said of the tip.
  bool beginsBehind(const CementStop& stop) const {
    return std::any_of(result_.needles.begin(), result_.needles.end(), [&](const auto& needle) {
      return needle.needle == stop.needle && stop.atMl <= needle.beginsAtMl + 0.05;
    });
  }

  void leaked(const CementLeak& leak) {
    if (leak.volumeMl <= 0.0)
      return;
    const bool danger = words::isDangerousPlace(leak.into);
    Finding& finding =
        add("cement-leak-" + leak.into,
            danger ? Severity::Danger : Severity::Warning,
            "Through " + words::routeWords(leak.route) + " " + decimalText(leak.volumeMl, 2) +
                " ml of cement enter " + words::placeWords(leak.into) + ", from " +
                decimalText(leak.firstAtMl) + " ml injected on.");
    finding.subject = leak.route;
    finding.value = leak.volumeMl;
    finding.limit = 0.0;
    finding.unit = "ml";
    finding.atMm = leak.atMm;
    finding.why =
        danger ? "Any cement in the canal, a foramen or a joint endangers nerves or cartilage."
               : "Cement outside the bone: pause, or use another needle.";
    finding.source =
        "Leaks in 53 % of metastatic vertebrae, cortical ones linked to destruction (Corcos 2014); "
        "simulated.";
  }

  void balloons() {
    for (const std::string& id : devicesNotOpened(plan_)) {
      Finding& finding = add("balloon-without-volume",
                             Severity::Note,
                             findInstrument(plan_.find(id)->instrument).name + " " + id +
                                 " is not opened: its room is left out of the flow.");
      finding.subject = id;
    }
    for (const Cavity& cavity : plannedCavities(plan_))
      balloon(cavity);
  }

  void balloon(const Cavity& cavity) {
    const Structure* bone = boneAt(model_.patient(), cavity.region.centreMm, "");
    const double outside = bone == nullptr ? 1.0 : shareOutside(model_.patient(), *bone, cavity);
    if (outside < 0.01)
      return;
    Finding& finding =
        add("balloon-beyond-bone",
            Severity::Danger,
            decimalText(100.0 * outside, 0) + " % of the room of " + decimalText(cavity.volumeMl) +
                " ml that " + cavity.needle + " opens lie outside the bone.");
    finding.subject = cavity.needle;
    finding.value = outside;
    finding.limit = 0.01;
    finding.atMm = cavity.region.centreMm;
    finding.why = "A device that opens past an endplate or a wall breaks it.";
  }

  void volume() {
    if (!result_.bodyVolumeMl || *result_.bodyVolumeMl <= 0.0)
      return;
    const double share = result_.requestedMl / *result_.bodyVolumeMl;
    if (share <= 0.3)
      return;
    const bool impossible = share > 1.0;
    Finding& finding =
        add(impossible ? "cement-more-than-body" : "cement-volume-large",
            impossible ? Severity::Danger : Severity::Note,
            decimalText(result_.requestedMl) + " ml are " + decimalText(100.0 * share, 0) +
                " % of the body's " + decimalText(*result_.bodyVolumeMl) + " ml.");
    finding.value = result_.requestedMl;
    finding.limit = *result_.bodyVolumeMl * (impossible ? 1.0 : 0.3);
    finding.unit = "ml";
    finding.why = "Pain relief was not associated with the volume in 158 levels (Kaufmann 2006).";
    finding.source = "Published volumes: tumour 1.5 to 2.5 ml, osteoporosis 2.5 to 4 ml.";
  }

  void workingTime() {
    if (result_.course.empty() && result_.endsAtS >= result_.workingTimeS) {
      Finding& finding =
          add("cement-set",
              Severity::Danger,
              "The cement is too thick to inject from " + decimalText(result_.workingTimeS / 60.0) +
                  " min after mixing on; injection "
                  "would begin at " +
                  decimalText(result_.endsAtS / 60.0) + " min.");
      finding.value = result_.endsAtS / 60.0;
      finding.limit = result_.workingTimeS / 60.0;
      finding.unit = "min";
      return;
    }
    for (const CementStop& stop : result_.stops) {
      if (stop.kind != "working-time")
        continue;
      Finding& finding = add("cement-working-time",
                             Severity::Warning,
                             "The working time of " + decimalText(result_.workingTimeS / 60.0) +
                                 " min ends after " + decimalText(stop.atMl) + " of " +
                                 decimalText(result_.requestedMl) + " ml.");
      finding.subject = stop.needle;
      finding.value = result_.requestedMl;
      finding.limit = stop.atMl;
      finding.unit = "ml";
      finding.why = "The cement is then too thick to inject (estimated product model).";
      return;
    }
  }

  void thaw() {
    for (const Protocol& protocol : plan_.protocols) {
      if (protocol.steps.empty() || protocol.steps.back().kind != ProtocolStep::Kind::Freeze)
        continue;
      Finding& finding =
          add("cement-before-thaw",
              Severity::Warning,
              "The freeze of " + protocol.needle +
                  " is not followed by a thaw: wait until the ice has at least partly "
                  "thawed before cement.");
      finding.subject = protocol.needle;
      finding.why = kFrozenWhy;
      finding.source = kThawSource;
    }
    for (const CementNeedle& needle : result_.needles)
      frozenTip(needle);
  }

  /// Where the protocols end in a thaw that does not last.
  void frozenTip(const CementNeedle& needle) {
    const Needle* cannula = plan_.find(needle.needle);
    if (cannula == nullptr || needle.structure.empty())
      return;
    const Vec3& tipMm = needle.tipMm;
    const std::optional<double> endC = ablated_.endTemperatureC(tipMm);
    if (!endC || *endC >= kFreezingC)
      return;
    Finding& finding =
        add("cement-into-ice",
            Severity::Warning,
            "At the tip of " + needle.needle + " it is still " + decimalText(*endC, 0) +
                " °C when the protocols end: wait until the ice has at least "
                "partly thawed before cement.");
    finding.subject = needle.needle;
    finding.value = endC;
    finding.limit = kFreezingC;
    finding.unit = "C";
    finding.atMm = tipMm;
    finding.why = kFrozenWhy;
    finding.source = kThawSource;
  }

  void symmetry() {
    if (!result_.leftShare || std::abs(*result_.leftShare - 0.5) <= 0.35)
      return;
    const bool left = *result_.leftShare > 0.5;
    Finding& finding =
        add("cement-one-sided",
            Severity::Note,
            decimalText(100.0 * (left ? *result_.leftShare : 1.0 - *result_.leftShare), 0) +
                " % of the cement lies on the patient's " + (left ? "left" : "right") + ".");
    finding.value = *result_.leftShare;
    finding.why = "A needle from the other side, or a tip nearer the midline, fills both halves.";
  }

  void heat() {
    if (!result_.heat)
      return;
    for (const CuringHeat::At& at : result_.heat->structures) {
      if (at.maximumC <= kNerveHeatC)
        continue;
      Finding& finding =
          add("cement-heat",
              Severity::Warning,
              words::sentence(words::theName(model_.patient(), at.structure)) + " may reach " +
                  decimalText(at.maximumC, 0) + " °C as the cement sets, " +
                  decimalText(at.cooledC, 0) + " °C if its fluid moves.");
      finding.subject = at.structure;
      finding.value = at.maximumC;
      finding.limit = kNerveHeatC;
      finding.unit = "C";
      finding.atMm = at.atMm;
      finding.why =
          "In cadavers the canal reached 39 to 57 °C, in patients 43 °C for seconds; with cement "
          "in "
          "the canal of pigs 59 °C.";
      finding.source = "Belkoff & Molloy, Spine 2003; Anselmetti 2009";
    }
  }

  void deadVolume() {
    double dead = 0.0;
    for (const CementNeedle& needle : result_.needles)
      dead += needle.deadVolumeMl;
    if (dead <= 0.0)
      return;
    Finding& finding =
        add("cement-dead-volume",
            Severity::Note,
            decimalText(dead) + " ml of cement stay in the cannulas: prepare at least " +
                decimalText(dead + result_.requestedMl) + " ml.");
    finding.value = dead;
    finding.unit = "ml";
  }

  const CaseModel& model_;
  const Plan& plan_;
  const CementResult& result_;
  AblatedZone ablated_;
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> possibleLeakFindings(const CementResult& result) {
  std::vector<Finding> found;
  for (const CementLeak& leak : result.leaks) {
    if (leak.volumeMl <= 0.0 && leak.probability.value_or(0.0) >= kLikely)
      found.push_back(mayLeak(leak));
  }
  return found;
}

std::vector<Finding> cementFindings(const CaseModel& model,
                                    const Plan& plan,
                                    const CementResult& result,
                                    const ablation::AblationResult* ablation) {
  return Findings(model, plan, result, ablation).all();
}

}  // namespace trocar::cement
