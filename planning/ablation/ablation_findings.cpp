#include "core/number_text.h"
#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/zones/isotherm_name.h"
#include "planning/model/body_temperature.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle_path.h"
#include "planning/words/names.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>

namespace trocar::ablation {
namespace {

constexpr double kMarginMm = 5.0;
constexpr double kThinMarginMm = 3.0;
constexpr double kSafeDistanceMm = 10.0;
constexpr double kAntennaToWallMm = 15.0;
constexpr double kColdLimitC = 10.0;
constexpr double kHeatLimitC = 45.0;
constexpr double kHarmfulColdC = -20.0;
/// Makes 240 equivalent minutes at 43 °C in seven seconds (Sapareto & Dewey 1984).
constexpr double kHarmfulHeatC = 54.0;
constexpr double kSpacingMm = 20.0;
constexpr double kBlasticHu = 350.0;  ///< As LesionMatrix has it.
constexpr double kWallBreachMm = 1.0;
constexpr double kWorseK = 1.0;  ///< By which a protection must not worsen a structure.
const char* const kTadros = "Tadros A, MSK Mets and MIIPs, 2018";

/// Flowing blood protects a vessel's wall; its nearness bends the zone.
bool isVessel(Role role) {
  return role == Role::Artery || role == Role::Vein;
}

bool isNeural(Role role) {
  return role == Role::Nerve || role == Role::Cord || role == Role::ThecalSac ||
         role == Role::Canal || role == Role::Foramen;
}

/// The rule's view of a plan: what every rule below needs.
struct View {
  const CaseModel& model;
  const Plan& plan;
  const AblationResult& result;

  const Structure& structure(const std::string& id) const { return *model.patient().find(id); }
  std::vector<const Needle*> probes(InstrumentKind kind) const {
    std::vector<const Needle*> found;
    for (const Needle& needle : plan.needles)
      if (needle.purpose == Purpose::Probe && findInstrument(needle.instrument).kind == kind)
        found.push_back(&needle);
    return found;
  }
};

Finding finding(std::string rule,
                Finding::Severity severity,
                std::string subject,
                std::string text) {
  Finding f;
  f.rule = std::move(rule);
  f.severity = severity;
  f.subject = std::move(subject);
  f.text = std::move(text);
  return f;
}

void measured(Finding& f, double value, double limit, const char* unit, const Vec3& atMm) {
  f.value = value;
  f.limit = limit;
  f.unit = unit;
  f.atMm = atMm;
}

/// "the left L3 root"
std::string theName(const View& view, const std::string& id) {
  return words::theName(view.model.patient(), id);
}

bool isTooCold(const StructureExposure& exposure) {
  return exposure.minimumC.value_or(kBodyC) < kColdLimitC;
}

bool isTooHot(const StructureExposure& exposure) {
  return exposure.maximumC.value_or(kBodyC) > kHeatLimitC;
}

/// " (−52.1 to −31.0 °C with what is uncertain)", where a band was reckoned.
std::string bandWords(const View& view, const std::string& structure, bool cold) {
  if (!view.result.band)
    return "";
  for (const AblationBand::Exposure& one : view.result.band->exposures) {
    const UncertainRange& range = cold ? one.minimumC : one.maximumC;
    if (one.structure == structure)
      return " (" + shownNumber(range.low) + " to " + shownNumber(range.high) +
             " °C with what is uncertain)";
  }
  return "";
}

/// "25 min", "48 s".
std::string lastingWords(double seconds) {
  constexpr double kMinutesFromS = 120.0;
  return seconds < kMinutesFromS ? shownQuantity(seconds, "s", 0)
                                 : shownQuantity(seconds / 60.0, "min", 0);
}

void margins(const View& view, std::vector<Finding>& findings) {
  for (const TargetCoverage& target : view.result.targets) {
    if (target.minimumMarginMm >= kMarginMm)
      continue;
    const std::string name = theName(view, target.structure);
    const std::string zone = target.marginIsothermC
                                 ? isothermKey(target.marginIsothermC) + " °C isotherm"
                                 : "coagulation zone";
    const bool outside = target.minimumMarginMm < 0.0;
    const std::string text = outside ? words::sentence(name) + " sticks " +
                                           decimalText(-target.minimumMarginMm) +
                                           " mm out of the " + zone + "."
                                     : "The " + zone + " passes " + name + " by only " +
                                           decimalText(target.minimumMarginMm) + " mm.";
    const bool thin = target.minimumMarginMm < kThinMarginMm;
    Finding f = finding("ablation-margin",
                        thin ? Finding::Severity::Warning : Finding::Severity::Note,
                        target.structure,
                        text);
    measured(f, target.minimumMarginMm, kMarginMm, "mm", target.marginAtMm);
    f.why = "The lethal zone should pass the tumour by 3 to 5 mm on every side.";
    f.source = "Tomasian A et al., RFYI course notes; Insights Imaging 2015";
    findings.push_back(std::move(f));
  }
}

Finding::Severity severityOf(Role role, bool inside, bool simulated) {
  if (isVessel(role))
    return Finding::Severity::Note;
  // Where temperatures are simulated, they decide.
  return inside && !(simulated && isNeural(role)) ? Finding::Severity::Danger
                                                  : Finding::Severity::Warning;
}

void distances(const View& view, std::vector<Finding>& findings) {
  for (const StructureExposure& exposure : view.result.structures) {
    if (exposure.distanceToZoneMm >= kSafeDistanceMm)
      continue;
    const Structure& structure = view.structure(exposure.structure);
    // Its temperature says it already.
    if (isNeural(structure.role) && (isTooCold(exposure) || isTooHot(exposure)))
      continue;
    const std::string name = theName(view, exposure.structure);
    const bool inside = exposure.distanceToZoneMm < 0.0;
    const bool simulated = exposure.minimumC.has_value();
    const std::string text =
        inside
            ? words::sentence(name) + " lies " + decimalText(-exposure.distanceToZoneMm) +
                  " mm deep in the zone."
            : "The zone ends " + decimalText(exposure.distanceToZoneMm) + " mm from " + name + ".";
    Finding f =
        finding(structure.role == Role::Skin ? "ablation-near-skin" : "ablation-near-structure",
                severityOf(structure.role, inside, simulated),
                exposure.structure,
                text);
    measured(f, exposure.distanceToZoneMm, kSafeDistanceMm, "mm", exposure.atMm);
    f.why =
        "Ice or heat should stay 10 mm from nerves, vessels, bowel, joints and skin, or be "
        "measured there.";
    f.source = kTadros;
    findings.push_back(std::move(f));
  }
}

void temperature(const View& view,
                 const StructureExposure& exposure,
                 bool cold,
                 std::vector<Finding>& findings) {
  const std::optional<double> value = cold ? exposure.minimumC : exposure.maximumC;
  const double limit = cold ? kColdLimitC : kHeatLimitC;
  if (!value || !(cold ? isTooCold(exposure) : isTooHot(exposure)))
    return;
  const std::optional<double> seconds = cold ? exposure.secondsBelow10C : exposure.secondsAbove45C;
  Finding f = finding(
      cold ? "nerve-cold" : "nerve-heat",
      Finding::Severity::Danger,
      exposure.structure,
      words::sentence(theName(view, exposure.structure)) + " reaches " + temperatureWords(*value) +
          bandWords(view, exposure.structure, cold) + " and stays " + (cold ? "below " : "above ") +
          shownQuantity(limit, "°C", 0) + " for " + lastingWords(seconds.value_or(0.0)) +
          (exposure.distanceToZoneMm < 0.0
               ? "; it lies " + shownQuantity(-exposure.distanceToZoneMm, "mm") +
                     " deep in the zone."
               : ", " + shownQuantity(exposure.distanceToZoneMm, "mm") + " outside the zone."));
  measured(f, *value, limit, "C", exposure.atMm);
  f.why = "Nerves and cord are kept between 10 and 45 °C, measured beside them.";
  f.source = "Sag AA, Husain Z, 2022 (PMC9246484)";
  findings.push_back(std::move(f));
}

void temperatures(const View& view, std::vector<Finding>& findings) {
  for (const StructureExposure& exposure : view.result.structures) {
    if (!isNeural(view.structure(exposure.structure).role))
      continue;
    temperature(view, exposure, true, findings);
    temperature(view, exposure, false, findings);
  }
}

void joints(const View& view, std::vector<Finding>& findings) {
  for (const StructureExposure& exposure : view.result.structures) {
    const Structure& structure = view.structure(exposure.structure);
    const bool cold = exposure.minimumC.value_or(kBodyC) < kHarmfulColdC;
    const bool hot = exposure.maximumC.value_or(kBodyC) > kHarmfulHeatC;
    if (structure.role != Role::Cartilage || (!cold && !hot))
      continue;
    const double value = cold ? *exposure.minimumC : *exposure.maximumC;
    Finding f = finding("ablation-reaches-joint",
                        Finding::Severity::Danger,
                        exposure.structure,
                        words::sentence(theName(view, exposure.structure)) + " reaches " +
                            temperatureWords(value) + ": the lethal zone enters the joint.");
    measured(f, value, cold ? kHarmfulColdC : kHarmfulHeatC, "C", exposure.atMm);
    f.why =
        "Cartilage does not heal; a subchondral lesion is frozen or heated away from the joint.";
    f.source = kTadros;
    findings.push_back(std::move(f));
  }
}

void sensors(const View& view, std::vector<Finding>& findings) {
  for (const SensorReading& sensor : view.result.sensors) {
    const bool cold = sensor.minimumC < kColdLimitC;
    if (!cold && sensor.maximumC <= kHeatLimitC)
      continue;
    const double value = cold ? sensor.minimumC : sensor.maximumC;
    const double limit = cold ? kColdLimitC : kHeatLimitC;
    Finding f =
        finding("thermocouple-alarm",
                Finding::Severity::Warning,
                sensor.needle,
                "The thermocouple " + sensor.needle + " would read " + temperatureWords(value) +
                    ", beyond its alarm at " + decimalText(limit, 0) + " °C.");
    measured(f, value, limit, "C", sensor.atMm);
    f.why = "Below 10 °C and above 45 °C at a nerve the treatment is stopped.";
    f.source = "Sag AA, Husain Z, 2022 (PMC9246484)";
    findings.push_back(std::move(f));
  }
}

/// Least distance from the working part of a probe to a structure.
double activeDistanceMm(const Needle& needle, const DistanceField& field, Vec3& atMm) {
  const Instrument& instrument = findInstrument(needle.instrument);
  const double from = instrument.activeOffsetMm.value_or(0.0);
  const double to = from + instrument.activeLengthMm.value_or(10.0);
  const NeedlePath path(needle);
  double least = std::numeric_limits<double>::infinity();
  for (double back = from; back <= to; back += 0.5) {
    const Vec3 point = path.pointAtDepth(path.lengthMm() - back);
    const double distance = field.at(point) - 0.5 * instrument.outerDiameterMm;
    if (distance < least) {
      least = distance;
      atMm = point;
    }
  }
  return least;
}

/// Whether a lesion has opened the wall between the body and the canal.
bool wallBreached(const View& view, const DistanceField& canal) {
  for (const Structure* lesion : view.model.patient().withRole(Role::Lesion)) {
    const Image<float>& image = view.model.fields().of(lesion->id).image();
    for (std::size_t voxel = 0; voxel < image.voxels().size(); ++voxel)
      if (image.voxels()[voxel] <= 0.0F &&
          canal.at(image.grid().voxelToPatient(image.grid().voxelAt(voxel))) < kWallBreachMm)
        return true;
  }
  return false;
}

void antennas(const View& view, std::vector<Finding>& findings) {
  for (const Needle* needle : view.probes(InstrumentKind::MicrowaveAntenna))
    for (const Structure* canal : view.model.patient().withRole(Role::Canal)) {
      Vec3 atMm = Vec3::Zero();
      const DistanceField& field = view.model.fields().of(canal->id);
      const double distance = activeDistanceMm(*needle, field, atMm);
      if (distance >= kAntennaToWallMm)
        continue;
      const bool breached = wallBreached(view, field);
      Finding f =
          finding("microwave-near-posterior-wall",
                  breached ? Finding::Severity::Danger : Finding::Severity::Warning,
                  needle->id,
                  "The microwave antenna of " + needle->id + " works " + decimalText(distance) +
                      " mm from the spinal canal" + (breached ? ", and the wall is open." : "."));
      measured(f, distance, kAntennaToWallMm, "mm", atMm);
      f.why = "With an intact posterior wall 10 of 12 sheep were paralysed at 20 to 30 W.";
      f.source = "Nijland H et al., 2024 (10.1080/02656736.2024.2434607)";
      findings.push_back(std::move(f));
    }
}

/// Distance of the working parts of two probes: of their middles, across the first.
double spacingMm(const Needle& a, const Needle& b) {
  const auto middle = [](const Needle& needle) {
    const Instrument& instrument = findInstrument(needle.instrument);
    const double back =
        instrument.activeOffsetMm.value_or(0.0) + 0.5 * instrument.activeLengthMm.value_or(0.0);
    const NeedlePath path(needle);
    return path.pointAtDepth(path.lengthMm() - back);
  };
  return (middle(a) - middle(b)).norm();
}

void spacing(const View& view, std::vector<Finding>& findings) {
  const std::vector<const Needle*> probes = view.probes(InstrumentKind::Cryoprobe);
  std::set<std::string> told;
  for (const Needle* needle : probes) {
    const Needle* other = nullptr;
    double nearest = std::numeric_limits<double>::infinity();
    for (const Needle* one : probes)
      if (one != needle && spacingMm(*needle, *one) < nearest) {
        nearest = spacingMm(*needle, *one);
        other = one;
      }
    if (!other || nearest <= kSpacingMm || told.count(needle->id) > 0)
      continue;
    told.insert({needle->id, other->id});
    Finding f = finding("cryo-spacing",
                        Finding::Severity::Warning,
                        needle->id,
                        "The nearest cryoprobe to " + needle->id + ", " + other->id + ", is " +
                            decimalText(nearest) + " mm away.");
    measured(f, nearest, kSpacingMm, "mm", needle->trajectory.target);
    f.why =
        "Beyond 2 cm the ice of two probes has an hour-glass waist; 1 to 1.5 cm is conservative.";
    f.source = "Shah TT et al., Urology 2016 (PMC4850244)";
    findings.push_back(std::move(f));
  }
}

void media(const View& view, std::vector<Finding>& findings) {
  const bool published =
      std::any_of(view.result.zones.begin(), view.result.zones.end(), [](const AblationZone& z) {
        return z.basis == Basis::Published;
      });
  if (!published)
    return;
  const AblationZone& zone = view.result.zones.front();
  Finding f = finding("zone-not-from-bone",
                      Finding::Severity::Note,
                      zone.needle,
                      "The zone drawn is that of " + zone.medium + ", not of this patient's bone.");
  f.why = "The same cryoprobe makes 32 mm of ice in gel and 20 to 22 mm in intact cancellous bone.";
  f.source = zone.source;
  findings.push_back(std::move(f));
  const bool several = std::any_of(view.result.targets.begin(),
                                   view.result.targets.end(),
                                   [](const TargetCoverage& target) { return target.lowerBound; });
  if (!several)
    return;
  Finding bound =
      finding("zones-lower-bound",
              Finding::Severity::Note,
              "",
              "Only single zones are published: several probes together cover at least this much.");
  bound.why = "Two probes at 20 mm freeze half as much again below -40 °C as two single zones.";
  bound.source = "Littrup PJ et al., JVIR 2009 (PMC2762356)";
  findings.push_back(std::move(bound));
}

void saline(const View& view, std::vector<Finding>& findings) {
  if (view.probes(InstrumentKind::RadiofrequencyProbe).empty())
    return;
  for (const Protection& protection : view.plan.protections) {
    if (protection.medium != Protection::Medium::Saline &&
        protection.medium != Protection::Medium::WarmSaline)
      continue;
    Finding f = finding("saline-with-rf",
                        Finding::Severity::Warning,
                        protection.structure,
                        "Saline at " + theName(view, protection.structure) +
                            " conducts radiofrequency current; use 5 % dextrose.");
    f.why =
        "Behind 1, 3 and 5 mm of fluid, tissue rose to 34.7, 29.2 and 28.7 °C with dextrose, to "
        "44.6, 39.6 and "
        "38.9 °C with saline.";
    f.source = "Ma Y et al., 2024 (30 W, 3 min, ex vivo)";
    findings.push_back(std::move(f));
  }
}

/// What the probes of a plan do to tissue.
struct ProbeWork {
  bool heats = false;
  bool freezes = false;
};

ProbeWork workOf(const View& view) {
  ProbeWork work;
  work.freezes = !view.probes(InstrumentKind::Cryoprobe).empty();
  for (const InstrumentKind kind : {InstrumentKind::RadiofrequencyProbe,
                                    InstrumentKind::MicrowaveAntenna,
                                    InstrumentKind::LaserFibre})
    work.heats |= !view.probes(kind).empty();
  return work;
}

/// By how much a layer makes a structure colder where that is harm: not where it cools against heat
/// alone, which it is there for, unless it becomes too cold.
double harmfulCoolingK(const StructureExposure& with,
                       const StructureExposure& without,
                       const ProbeWork& work) {
  if (work.heats && !work.freezes && !isTooCold(with))
    return 0.0;
  return without.minimumC.value_or(kBodyC) - with.minimumC.value_or(kBodyC);
}

/// The same of warmth against ice.
double harmfulWarmingK(const StructureExposure& with,
                       const StructureExposure& without,
                       const ProbeWork& work) {
  if (work.freezes && !work.heats && !isTooHot(with))
    return 0.0;
  return with.maximumC.value_or(kBodyC) - without.maximumC.value_or(kBodyC);
}

/// A layer that insulates also keeps the body's warmth, or its cooling, from a structure.
void protections(const View& view, std::vector<Finding>& findings) {
  const auto of = [](const std::vector<StructureExposure>& list, const std::string& id) {
    return std::find_if(
        list.begin(), list.end(), [&](const StructureExposure& e) { return e.structure == id; });
  };
  const ProbeWork work = workOf(view);
  for (const Protection& protection : view.plan.protections) {
    const auto with = of(view.result.structures, protection.structure);
    const auto without = of(view.result.unprotected, protection.structure);
    if (with == view.result.structures.end() || without == view.result.unprotected.end())
      continue;
    const double colder = harmfulCoolingK(*with, *without, work);
    const double hotter = harmfulWarmingK(*with, *without, work);
    if (std::max(colder, hotter) < kWorseK)
      continue;
    const bool cold = colder >= hotter;
    Finding f =
        finding("protection-worsens",
                Finding::Severity::Warning,
                protection.structure,
                words::sentence(words::mediumName(protection.medium)) + " makes " +
                    theName(view, protection.structure) + (cold ? " colder: " : " hotter: ") +
                    temperatureWords(cold ? *with->minimumC : *with->maximumC) + " with it, " +
                    temperatureWords(cold ? *without->minimumC : *without->maximumC) + " without.");
    measured(f, std::max(colder, hotter), kWorseK, "K", with->atMm);
    f.why =
        "A layer around a structure that the zone already reaches keeps the warmth of the tissue "
        "behind it away.";
    f.source = "Computed with and without the layer in this patient (docs/ablation.md)";
    findings.push_back(std::move(f));
  }
}

/// Mean HU of the bone in which the working part of a probe lies.
double workingHu(const View& view, const Needle& needle) {
  constexpr double kStepMm = 0.5;
  const Instrument& instrument = findInstrument(needle.instrument);
  const double from = instrument.activeOffsetMm.value_or(0.0);
  const double to = from + instrument.activeLengthMm.value_or(10.0);
  const NeedlePath path(needle);
  double sum = 0.0;
  int count = 0;
  for (double back = from; back <= to; back += kStepMm, ++count)
    sum += huAt(view.model.patient().ct, path.pointAtDepth(path.lengthMm() - back));
  return sum / count;
}

void denseBone(const View& view, std::vector<Finding>& findings) {
  for (const InstrumentKind kind :
       {InstrumentKind::RadiofrequencyProbe, InstrumentKind::MicrowaveAntenna}) {
    const bool current = kind == InstrumentKind::RadiofrequencyProbe;
    for (const Needle* needle : view.probes(kind)) {
      const double hu = workingHu(view, *needle);
      if (hu <= kBlasticHu)
        continue;
      const std::string bone = needle->id + " works in bone of " + shownNumber(hu, 0) +
                               " HU, as dense as a blastic lesion: ";
      Finding f = finding(current ? "rf-in-blastic-bone" : "antenna-in-blastic-bone",
                          Finding::Severity::Warning,
                          needle->id,
                          bone + (current ? "its impedance keeps the current out; prefer "
                                            "cryoablation or microwave."
                                          : "drill the way first, the ceramic tip of an antenna "
                                            "breaks when it is forced."));
      measured(f, hu, kBlasticHu, "HU", needle->trajectory.target);
      f.why = current
                  ? "Radiofrequency is ineffective in blastic bone."
                  : "Microwave heats dense bone; the antenna's tip does not go through it alone.";
      f.source = current ? "Tomasian A et al., RFYI course notes; more than 350 HU: estimate, as "
                           "for a blastic lesion"
                         : "Tadros A, MSK Mets and MIIPs, 2018; more than 350 HU: estimate, as for "
                           "a blastic lesion";
      findings.push_back(std::move(f));
    }
  }
}

void cementAfterIce(const View& view, std::vector<Finding>& findings) {
  if (view.plan.injections.empty() || view.probes(InstrumentKind::Cryoprobe).empty())
    return;
  Finding f = finding(
      "cement-after-ice",
      Finding::Severity::Note,
      view.plan.injections.front().needle,
      "Let the ice melt before cement goes in: frozen marrow neither lets it flow nor set.");
  f.why = "After cryoablation the cavity is partly thawed before cement.";
  f.source = kTadros;
  findings.push_back(std::move(f));
}

}  // namespace

std::vector<Finding> ablationFindings(const CaseModel& model,
                                      const Plan& plan,
                                      const AblationResult& result) {
  const View view{model, plan, result};
  std::vector<Finding> findings;
  temperatures(view, findings);
  joints(view, findings);
  sensors(view, findings);
  distances(view, findings);
  antennas(view, findings);
  margins(view, findings);
  spacing(view, findings);
  denseBone(view, findings);
  saline(view, findings);
  protections(view, findings);
  cementAfterIce(view, findings);
  media(view, findings);
  return findings;
}

}  // namespace trocar::ablation
