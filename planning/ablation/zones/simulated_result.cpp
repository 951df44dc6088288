#include "planning/ablation/zones/simulated_result.h"

#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/heat/sampling.h"
#include "planning/ablation/zones/ablation_archive.h"
#include "planning/ablation/zones/ablation_part.h"
#include "planning/ablation/zones/exposures.h"
#include "planning/ablation/zones/isotherm.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/model/body_temperature.h"
#include "planning/model/recalled.h"

#include <algorithm>

namespace trocar::ablation {
namespace {

const char* const kSource =
    "Bioheat solver with phase change in this patient's tissue (docs/ablation.md)";

bool hasKind(const std::vector<TreatmentProbe>& probes, bool cold) {
  return std::any_of(probes.begin(), probes.end(), [&](const TreatmentProbe& probe) {
    return probe.device.cryo.has_value() == cold;
  });
}

/// Axis of the first probe, along which lengths are told.
Vec3 axisOf(const std::vector<TreatmentProbe>& probes) {
  return probes.front().backwards;
}

AblationZone zoneOf(const IsothermSize& size, std::optional<double> isothermC) {
  AblationZone zone;
  zone.isothermC = isothermC;
  zone.volumeMl = size.volumeMl;
  zone.lengthMm = size.lengthMm;
  zone.widthMm = size.widthMm;
  zone.basis = Basis::Simulated;
  zone.source = kSource;
  zone.medium = "this patient";
  return zone;
}

void addIce(const AblationSimulation& simulation,
            const Vec3& axis,
            AblationResult& result,
            Isotherms& shapes) {
  for (const double isotherm : {-40.0, -20.0, 0.0}) {
    result.zones.push_back(
        zoneOf(measureIsotherm(simulation.coldest, isotherm, kBodyC, axis), isotherm));
    shapes.emplace(isotherm, regionOf(simulation.coldest, isotherm, true));
  }
}

void addHeat(const AblationSimulation& simulation,
             const Vec3& axis,
             AblationResult& result,
             Isotherms& shapes) {
  for (const double isotherm : {45.0, 50.0, 54.0, 60.0}) {
    result.zones.push_back(
        zoneOf(measureIsotherm(simulation.hottest, isotherm, kBodyC, axis), isotherm));
    shapes.emplace(isotherm, regionOf(simulation.hottest, isotherm, false));
  }
  // The coagulation zone is a region above a value like any other.
  result.zones.push_back(zoneOf(
      measureIsotherm(simulation.logDose, kKilledLogDose, kLeastLogDose, axis), std::nullopt));
  shapes.emplace(std::nullopt, regionOf(simulation.logDose, kKilledLogDose, false));
}

void addTemperatures(const AblationSimulation& simulation, bool cold, AblationResult& result) {
  for (StructureExposure& exposure : result.structures) {
    const auto trace = std::find_if(
        simulation.structures.begin(), simulation.structures.end(), [&](const StructureTrace& t) {
          return t.structure == exposure.structure;
        });
    const bool seen = trace != simulation.structures.end();
    exposure.minimumC = seen ? trace->minimumC : kBodyC;
    exposure.maximumC = seen ? trace->maximumC : kBodyC;
    exposure.secondsBelow10C = seen ? trace->secondsBelow10C : 0.0;
    exposure.secondsAbove45C = seen ? trace->secondsAbove45C : 0.0;
    if (seen && std::abs((cold ? trace->minimumC : trace->maximumC) - kBodyC) > 0.5)
      exposure.atMm = cold ? trace->coldestAtMm : trace->hottestAtMm;
  }
}

/// What the plan's thermocouples read at their tips.
void addSensors(const AblationSimulation& simulation, const Plan& plan, AblationResult& result) {
  for (const Needle& needle : plan.needles) {
    const Vec3& tip = needle.trajectory.target;
    if (needle.purpose != Purpose::Sensor || simulation.history.empty() ||
        !simulation.history.grid().contains(tip))
      continue;
    SensorReading reading;
    reading.needle = needle.id;
    reading.atMm = tip;
    reading.timesS = simulation.history.timesS();
    reading.temperatureC = simulation.history.traceC(tip);
    reading.minimumC = std::min(kBodyC, sampleAt(simulation.coldest, tip));
    reading.maximumC = std::max(kBodyC, sampleAt(simulation.hottest, tip));
    result.sensors.push_back(std::move(reading));
  }
}

std::string criterionText(const Plan& plan, std::optional<double> isothermC) {
  if (!isothermC || *isothermC > kBodyC)
    return describe(plan.lethalCriterion);
  return std::to_string(static_cast<int>(*isothermC)) + " °C reached once";
}

RecallKey simulationKey(const CaseModel& model, const Plan& heat, double resolutionMm) {
  return recallKey("simulation", model, heat, exactText(resolutionMm));
}

}  // namespace

AblationResult measuredResult(const CaseModel& model,
                              const Plan& plan,
                              std::shared_ptr<const AblationSimulation> simulation) {
  const std::vector<TreatmentProbe> probes = simulatedProbes(plan);
  AblationResult result;
  result.basis = Basis::Simulated;
  Isotherms shapes;
  if (hasKind(probes, true))
    addIce(*simulation, axisOf(probes), result, shapes);
  if (hasKind(probes, false))
    addHeat(*simulation, axisOf(probes), result, shapes);
  const std::optional<double> planning = planningIsothermC(plan, result);
  result.criterion = criterionText(plan, planning);
  addExposures(model, shapes, planning, result);
  addTemperatures(*simulation, hasKind(probes, true), result);
  addSensors(*simulation, plan, result);
  result.simulation = std::move(simulation);
  return result;
}

bool isSimulationKnown(const CaseModel& model, const Plan& plan, double resolutionMm) {
  const RecallKey key = simulationKey(model, heatPart(plan), resolutionMm);
  return model.memory().results && model.memory().results->knows(key.kind, key.key);
}

AblationResult simulatedResult(const CaseModel& model,
                               const Plan& plan,
                               double resolutionMm,
                               const Progress& progress) {
  const Plan heat = heatPart(plan);
  const RecallKey key = simulationKey(model, heat, resolutionMm);
  auto simulation = recalled<AblationSimulation>(model, key, [&] {
    SimulationOptions options;
    options.resolutionMm = resolutionMm;
    return simulateAblation(model, heat, options, progress);
  });
  const Plan part = zonesPart(plan);
  AblationResult result =
      *recalled<AblationResult>(model, recallKey("zones", model, part, key.key), [&] {
        AblationResult measured = measuredResult(model, part, simulation);
        measured.madeOf = key.key;
        return measured;
      });
  result.simulation = std::move(simulation);
  progress.at(1.0);
  return result;
}

}  // namespace trocar::ablation
