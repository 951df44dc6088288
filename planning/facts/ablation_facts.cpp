#include "planning/facts/ablation_facts.h"

#include "core/number_text.h"
#include "planning/ablation/heat/thermal_material.h"
#include "planning/ablation/zones/isotherm_name.h"
#include "planning/access/placement.h"
#include "planning/facts/needle_facts.h"
#include "planning/model/body_temperature.h"

#include <algorithm>
#include <utility>

namespace trocar::facts {
namespace {

constexpr const char* kVaried =
    "Extremes of simulations that vary the grid, bone conductivity by 30 %, cryoprobes by 15 °C, "
    "blood from half to twice, and placement";

Fact isothermFact(const char* name, std::optional<double> isothermC) {
  return numberFact("isothermC", name, isothermC, kCelsius, "Tissue beyond it lies inside the zone")
      .said(ablation::isothermName(isothermC));
}

Fact structureFact(const std::string& id, const Case* patient) {
  return textFact("structure", "structure", id, "Of the case").said(structureWords(patient, id));
}

FactTone toneOfMargin(double marginMm) {
  constexpr double kWantedMm = 5.0;
  if (marginMm < 0.0)
    return FactTone::Danger;
  return marginMm < kWantedMm ? FactTone::Caution : FactTone::Good;
}

FactTone toneOfZoneDistance(double distanceMm) {
  const FactTone tone = toneOfMargin(distanceMm);
  return tone == FactTone::Good ? FactTone::Plain : tone;
}

Fact insideFact(const ablation::TargetCoverage::AtIsotherm& at, bool lowerBound) {
  Fact fact = numberFact(ablation::isothermKey(at.isothermC),
                         "inside " + ablation::isothermName(at.isothermC),
                         at.fraction,
                         kShare,
                         lowerBound ? "Share of its volume; only single zones are published, and "
                                      "together they cover at least this"
                                    : "Share of its volume")
                  .headline();
  if (lowerBound)
    fact.words = "at least " + shown(fact);
  return fact;
}

Facts insideFacts(const ablation::TargetCoverage& target, Basis basis) {
  Facts facts;
  for (const auto& at : target.coverage)
    facts.push_back(insideFact(at, target.lowerBound));
  return trusted(std::move(facts), basis);
}

Facts interfaceFacts(const ablation::TargetCoverage& target, Basis basis) {
  Facts facts;
  for (const auto& at : target.interface)
    facts.push_back(numberFact(ablation::isothermKey(at.isothermC),
                               "border to bone inside " + ablation::isothermName(at.isothermC),
                               at.fraction,
                               kShare,
                               "Share of its surface that borders bone, where pain arises"));
  return trusted(std::move(facts), basis);
}

Facts marginFacts(const ablation::TargetCoverage& target, Basis basis) {
  return trusted({isothermFact("isotherm of the margin", target.marginIsothermC),
                  numberFact("minimumMm",
                             "smallest margin at " + ablation::isothermName(target.marginIsothermC),
                             target.minimumMarginMm,
                             kMm,
                             "Lesion surface to zone surface, negative where the lesion sticks out")
                      .headline()
                      .toned(toneOfMargin(target.minimumMarginMm)),
                  pointFact("atMm", "thinnest margin", target.marginAtMm, "Where it is")},
                 basis);
}

Fact temperatureFact(const char* key, const char* name, std::optional<double> valueC) {
  Fact fact =
      numberFact(key,
                 name,
                 valueC,
                 kCelsius,
                 "Of its voxels, over the treatment; not known unless simulated. 100 °C: it "
                 "boils or has boiled dry, beyond which nothing is predicted");
  return valueC && *valueC >= ablation::kBoilingC
             ? std::move(fact).said(ablation::temperatureWords(valueC))
             : fact;
}

Facts bandVolumes(const ablation::AblationBand& band) {
  Facts facts;
  for (const auto& one : band.volumes)
    facts.push_back(rangeFact(ablation::isothermKey(one.isothermC),
                              "volume inside " + ablation::isothermName(one.isothermC),
                              one.volumeMl.low,
                              one.volumeMl.high,
                              kMl,
                              kVaried)
                        .usual());
  return trusted(std::move(facts), Basis::Simulated);
}

Facts bandMargins(const ablation::AblationBand& band, const Case* patient) {
  Facts facts;
  for (const auto& one : band.margins)
    facts.push_back(
        rangeFact(one.structure,
                  "margin under all that is uncertain, " + structureWords(patient, one.structure),
                  one.minimumMm.low,
                  one.minimumMm.high,
                  kMm,
                  kVaried)
            .usual()
            .toned(one.minimumMm.low < 0.0 ? FactTone::Caution : FactTone::Plain));
  return trusted(std::move(facts), Basis::Simulated);
}

Facts bandExposures(const ablation::AblationBand& band, const Case* patient) {
  Facts facts;
  for (const auto& one : band.exposures) {
    const std::string name = structureWords(patient, one.structure);
    const auto range =
        [&](const char* key, const char* what, const ablation::UncertainRange& values) {
          return rangeFact(key, name + what, values.low, values.high, kCelsius, kVaried);
        };
    facts.push_back(blockFact(one.structure,
                              name,
                              trusted({range("minimumC", ", coldest", one.minimumC),
                                       range("maximumC", ", hottest", one.maximumC)},
                                      Basis::Simulated),
                              "Under all that is uncertain"));
  }
  return facts;
}

Facts sensorFacts(const ablation::SensorReading& sensor) {
  return trusted(
      {textFact("needle", "thermocouple", sensor.needle, "The needle that measures"),
       pointFact("atMm", "tip of the thermocouple", sensor.atMm, "Where it measures"),
       temperatureFact("minimumC", "coldest reading", sensor.minimumC),
       temperatureFact("maximumC", "hottest reading", sensor.maximumC),
       blockFact("timesS", "times", sensor.timesS, "Of the readings, s from the start"),
       blockFact("temperatureC", "readings", sensor.temperatureC, "In °C, at those times")},
      Basis::Simulated);
}

Facts contributionFacts(const ablation::ProbeContribution& probe, const Case* patient) {
  Facts coverage;
  for (const auto& share : probe.coverage)
    coverage.push_back(numberFact(share.structure,
                                  "adds of " + structureWords(patient, share.structure),
                                  share.fraction,
                                  kShare,
                                  "Share of the lesion that is not covered without this probe"));
  return trusted({textFact("needle", "probe", probe.needle, "One of several"),
                  numberFact("addsVolumeMl",
                             "adds",
                             probe.volumeMl,
                             kMl,
                             "Of the planning zone, lost without this probe"),
                  blockFact("addsCoverage",
                            "adds of lesions",
                            trusted(std::move(coverage), Basis::Simulated),
                            "Lost without this probe")},
                 Basis::Simulated);
}

template <typename T, typename Make>
Fact listFact(const char* key, const char* name, const std::vector<T>& values, Make make) {
  std::vector<Facts> list;
  for (const T& value : values)
    list.push_back(make(value));
  return blockFact(key, name, std::move(list), "One block each");
}

}  // namespace

Facts zoneFacts(const ablation::AblationZone& zone) {
  Facts facts = withBasis(
      {wordFact("needle", "needle", zone.needle, "Not known for the zone of all probes together")
           .said(zone.needle.empty() ? "all" : zone.needle)
           .usual(),
       isothermFact("zone", zone.isothermC).usual(),
       numberFact("volumeMl", "volume", zone.volumeMl, kMl, "Inside the zone").usual(),
       numberFact("lengthMm", "length", zone.lengthMm, kMm, "Of the zone, along the needle")
           .usual(),
       numberFact("widthMm", "width", zone.widthMm, kMm, "The largest across the needle").usual(),
       wordFact("medium", "medium", zone.medium, "In which a published zone was measured").usual(),
       wordFact("source", "source", zone.source, "Who published it")},
      zone.basis);
  facts.back().rank = FactRank::Usual;
  return facts;
}

Facts coverageFacts(const ablation::TargetCoverage& target, Basis basis, const Case* patient) {
  return trusted(
      {structureFact(target.structure, patient),
       blockFact("coverage", "inside", insideFacts(target, basis), "Shares of its volume"),
       blockFact("boneInterfaceCoverage",
                 "border to bone inside",
                 interfaceFacts(target, basis),
                 "Shares of its surface that borders bone"),
       yesNoFact("lowerBound",
                 "at least",
                 target.lowerBound,
                 "Only single published zones are known; together they cover at least this"),
       blockFact("margin", "smallest margin", marginFacts(target, basis), "Where it is thinnest")},
      basis);
}

Facts exposureFacts(const ablation::StructureExposure& exposure, Basis basis, const Case* patient) {
  return trusted({structureFact(exposure.structure, patient).usual(),
                  numberFact("distanceToZoneMm",
                             "to the zone",
                             exposure.distanceToZoneMm,
                             kMm,
                             "To the surface of the outermost zone, negative inside")
                      .usual()
                      .toned(toneOfZoneDistance(exposure.distanceToZoneMm)),
                  temperatureFact("minimumC", "coldest", exposure.minimumC).usual(),
                  temperatureFact("maximumC", "hottest", exposure.maximumC).usual(),
                  numberFact("secondsBelow10C",
                             "below 10 °C",
                             exposure.secondsBelow10C,
                             kSeconds,
                             "Time that it is so cold somewhere")
                      .usual(),
                  numberFact("secondsAbove45C",
                             "above 45 °C",
                             exposure.secondsAbove45C,
                             kSeconds,
                             "Time that it is so hot somewhere")
                      .usual(),
                  pointFact("atMm", "most exposed point", exposure.atMm, "Of the structure")},
                 basis);
}

Facts chanceFacts(const ablation::CoverageChance& chance, const Case* patient) {
  const std::string name = structureWords(patient, chance.structure);
  const std::string of = std::to_string(chance.samples) + " placements with the error of " +
                         access::techniqueName(chance.technique) +
                         ". The zone moves with its probes and is not solved anew";
  const auto tone = chance.probability < 0.5   ? FactTone::Danger
                    : chance.probability < 0.9 ? FactTone::Caution
                                               : FactTone::Good;
  return withBasis(
      {structureFact(chance.structure, patient),
       numberFact(
           "goalFraction", "goal", chance.goalFraction, kChance, "Of the lesion inside the zone"),
       numberFact("probability",
                  "chance to cover " + shownShare(chance.goalFraction, 0) + " of " + name,
                  chance.probability,
                  kChance,
                  "Of " + of)
           .usual()
           .toned(tone),
       numberFact("medianFraction",
                  "half of the placements cover",
                  chance.medianFraction,
                  kShare,
                  "Of " + of),
       numberFact("fifthPercentile",
                  "19 of 20 placements cover",
                  chance.fifthPercentile,
                  kShare,
                  "Of " + of)
           .usual(),
       textFact("technique", "technique", chance.technique, "Whose error is simulated")
           .said(access::techniqueName(chance.technique)),
       countFact("samples", "placements", chance.samples, "How many were simulated")},
      Basis::Estimated);
}

Facts bandFacts(const ablation::AblationBand& band, const Case* patient) {
  return withBasis(
      {blockFact("volumeMl", "volumes", bandVolumes(band), "Of the zones"),
       blockFact("marginMm", "margins", bandMargins(band, patient), "Of the lesions"),
       blockFact(
           "structures", "temperatures", bandExposures(band, patient), "Of structures at risk"),
       countFact("members", "simulations", band.members, "Behind the band")},
      Basis::Simulated);
}

Facts protectedRegionFacts(const ablation::ProtectedRegion& region) {
  return {
      textFact("structure", "protected structure", region.structure, "Of the protection"),
      numberFact(
          "volumeMl", "fluid", region.volumeMl, kMl, "0 where no soft tissue makes room for it")};
}

Facts ablationFacts(const ablation::AblationResult& ablation, const Case* patient) {
  const Basis basis = ablation.basis;
  const auto exposure = [&](const ablation::StructureExposure& one) {
    return exposureFacts(one, basis, patient);
  };
  const auto& band = ablation.band;
  return withBasis(
      {listFact("zones", "zones", ablation.zones, zoneFacts),
       listFact(
           "targets",
           "lesions",
           ablation.targets,
           [&](const ablation::TargetCoverage& one) { return coverageFacts(one, basis, patient); }),
       listFact("structures", "structures at risk", ablation.structures, exposure),
       listFact("sensors", "thermocouples", ablation.sensors, sensorFacts),
       listFact("unprotected", "without protection", ablation.unprotected, exposure),
       listFact(
           "withoutBarrier", "without the cortex's barrier", ablation.withoutBarrier, exposure),
       listFact(
           "probes",
           "what each probe adds",
           ablation.contributions,
           [&](const ablation::ProbeContribution& one) { return contributionFacts(one, patient); }),
       blockFact("band",
                 "band",
                 band ? FactValue(bandFacts(*band, patient)) : FactValue(),
                 "Under all that is uncertain"),
       listFact("chances",
                "chances",
                ablation.chances,
                [&](const ablation::CoverageChance& one) { return chanceFacts(one, patient); }),
       wordFact("criterion", "criterion", ablation.criterion, "What counts as killed")},
      basis);
}

std::string extremeWords(const ablation::AblationResult& ablation,
                         const ablation::StructureExposure& exposure,
                         bool cold) {
  std::string words = ablation::temperatureWords(cold ? exposure.minimumC : exposure.maximumC);
  if (!ablation.band)
    return words;
  for (const auto& one : ablation.band->exposures) {
    const ablation::UncertainRange& range = cold ? one.minimumC : one.maximumC;
    if (one.structure == exposure.structure)
      words += " (" + shownNumber(range.low) + " to " + shownNumber(range.high) + ")";
  }
  return words;
}

double departureK(const ablation::StructureExposure& exposure) {
  return std::max(kBodyC - exposure.minimumC.value_or(kBodyC),
                  exposure.maximumC.value_or(kBodyC) - kBodyC);
}

const ablation::StructureExposure* mostExposed(const ablation::AblationResult& ablation) {
  const auto worst = std::max_element(
      ablation.structures.begin(), ablation.structures.end(), [](const auto& a, const auto& b) {
        return departureK(a) < departureK(b);
      });
  return worst != ablation.structures.end() && departureK(*worst) > 0.0 ? &*worst : nullptr;
}

}  // namespace trocar::facts
