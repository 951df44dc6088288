#pragma once

#include "core/archive.h"
#include "planning/ablation/ablation.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/ablation/zones/uncertainty.h"

/// What ablation results are made of: see core/archive.h.
namespace trocar {

template <class A, Like<EllipsoidRegion> V>
void pass(A& archive, V& v) {
  auto& [centreMm, axes, radiiMm] = v;
  archive(centreMm, axes, radiiMm);
}

}  // namespace trocar

namespace trocar::ablation {

template <class A, Like<AblationZone> V>
void pass(A& archive, V& v) {
  auto& [needle, isothermC, ellipsoid, volumeMl, lengthMm, widthMm, basis, source, medium] = v;
  archive(needle, isothermC, ellipsoid, volumeMl, lengthMm, widthMm, basis, source, medium);
}

template <class A, Like<TargetCoverage::AtIsotherm> V>
void pass(A& archive, V& v) {
  auto& [isothermC, fraction] = v;
  archive(isothermC, fraction);
}

template <class A, Like<TargetCoverage> V>
void pass(A& archive, V& v) {
  auto& [structure, coverage, interface, isothermC, marginMm, atMm, lowerBound] = v;
  archive(structure, coverage, interface, isothermC, marginMm, atMm, lowerBound);
}

template <class A, Like<StructureExposure> V>
void pass(A& archive, V& v) {
  auto& [structure, distanceMm, minimumC, maximumC, coldS, hotS, atMm] = v;
  archive(structure, distanceMm, minimumC, maximumC, coldS, hotS, atMm);
}

template <class A, Like<UncertainRange> V>
void pass(A& archive, V& v) {
  auto& [low, high] = v;
  archive(low, high);
}

template <class A, Like<AblationBand::Volume> V>
void pass(A& archive, V& v) {
  auto& [isothermC, volumeMl] = v;
  archive(isothermC, volumeMl);
}

template <class A, Like<AblationBand::Margin> V>
void pass(A& archive, V& v) {
  auto& [structure, minimumMm] = v;
  archive(structure, minimumMm);
}

template <class A, Like<AblationBand::Exposure> V>
void pass(A& archive, V& v) {
  auto& [structure, minimumC, maximumC] = v;
  archive(structure, minimumC, maximumC);
}

template <class A, Like<AblationBand> V>
void pass(A& archive, V& v) {
  auto& [volumes, margins, exposures, members, placement] = v;
  archive(volumes, margins, exposures, members, placement);
}

template <class A, Like<SensorReading> V>
void pass(A& archive, V& v) {
  auto& [needle, atMm, minimumC, maximumC, timesS, temperatureC] = v;
  archive(needle, atMm, minimumC, maximumC, timesS, temperatureC);
}

template <class A, Like<ProbeContribution::Share> V>
void pass(A& archive, V& v) {
  auto& [structure, fraction] = v;
  archive(structure, fraction);
}

template <class A, Like<ProbeContribution> V>
void pass(A& archive, V& v) {
  auto& [needle, volumeMl, coverage] = v;
  archive(needle, volumeMl, coverage);
}

template <class A, Like<CoverageChance> V>
void pass(A& archive, V& v) {
  auto& [structure, goal, probability, median, fifth, technique, samples] = v;
  archive(structure, goal, probability, median, fifth, technique, samples);
}

template <class A, Like<Doubts> V>
void pass(A& archive, V& v) {
  auto& [band, unprotected, withoutBarrier, contributions] = v;
  archive(band, unprotected, withoutBarrier, contributions);
}

template <class A, Like<SurfacePoint> V>
void pass(A& archive, V& v) {
  auto& [atMm, voxels, weights] = v;
  archive(atMm, voxels, weights);
}

template <class A, Like<StructureTrace> V>
void pass(A& archive, V& v) {
  auto& [structure, voxels, surface, minC, maxC, minAt, maxAt, coldS, hotS, coldestC, hottestC] = v;
  archive(structure, voxels, surface, minC, maxC, minAt, maxAt, coldS, hotS, coldestC, hottestC);
}

template <class A, Like<EnergyLedger> V>
void pass(A& archive, V& v) {
  auto& [stored, contacts, perfusion, sources, throughput] = v;
  archive(stored, contacts, perfusion, sources, throughput);
}

template <class A, Like<SolverEffort> V>
void pass(A& archive, V& v) {
  auto& [superSteps, stages, voxelStages, explicitVoxelSteps] = v;
  archive(superSteps, stages, voxelStages, explicitVoxelSteps);
}

template <class A, Like<TemperatureHistory::Frame> V>
void pass(A& archive, V& v) {
  auto& [low, size, values] = v;
  archive(low, size, values);
}

template <class A, Like<TemperatureHistory> V>
void pass(A& archive, V& v) {
  v.pass(archive);
}

template <class A, Like<AblationSimulation> V>
void pass(A& archive, V& v) {
  auto& [history, coldest, hottest, logDose, structures, ledger, effort, endS] = v;
  archive(history, coldest, hottest, logDose, structures, ledger, effort, endS);
}

/// Without the simulation, which is kept by itself.
template <class A, Like<AblationResult> V>
void pass(A& archive, V& v) {
  auto& [zones,
         targets,
         structures,
         basis,
         criterion,
         band,
         chances,
         sensors,
         unprotected,
         withoutBarrier,
         contributions,
         madeOf,
         simulation] = v;
  static_cast<void>(simulation);
  archive(zones,
          targets,
          structures,
          basis,
          criterion,
          band,
          chances,
          sensors,
          unprotected,
          withoutBarrier,
          contributions,
          madeOf);
}

}  // namespace trocar::ablation
