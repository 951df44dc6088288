#include "planning/model/clearance.h"

#include "core/box.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar {
namespace {

constexpr double kStepMm = 0.5;
/// Steepest rise of a trilinear field between samples of a distance, per axis at most 1.
const double kSteepest = std::sqrt(3.0);

}  // namespace

Box boxAround(const Shaft& shaft) {
  std::vector<Vec3> bendsMm{shaft.axis.entryMm(), shaft.axis.shaft().target};
  for (const Trajectory& chord : shaft.axis.arc())
    bendsMm.push_back(chord.target);
  return boxAround(bendsMm, shaft.radiusMm);
}

ShaftSamples::ShaftSamples(const Trajectory& axis)
    : count(1 + std::max(1, static_cast<int>(std::ceil(axis.lengthMm() / kStepMm)))),
      stepMm(axis.lengthMm() / (count - 1)),
      entryMm(axis.entry),
      direction(axis.direction()) {}

ShaftClearance clearanceOf(const DistanceField& field, const Shaft& shaft) {
  double best = std::numeric_limits<double>::infinity();
  Vec3 nearest = shaft.axis.entryMm();
  const auto visit = [&](const Trajectory& piece) {
    const ShaftSamples samples(piece);
    for (int sample = 0; sample < samples.count;) {
      const double distance = field.at(samples.pointMm(sample));
      if (distance < best) {
        best = distance;
        nearest = samples.pointMm(sample);
      }
      const double idleMm = (distance - best) / kSteepest;
      sample += std::max(1, static_cast<int>(idleMm / samples.stepMm));
    }
  };
  visit(shaft.axis.shaft());
  for (const Trajectory& chord : shaft.axis.arc())
    visit(chord);
  return {best - shaft.radiusMm, nearest};
}

bool comesWithin(const DistanceField& field, const Shaft& shaft, double distanceMm) {
  const double limitMm = distanceMm + shaft.radiusMm;
  const auto meets = [&](const Trajectory& piece) {
    const ShaftSamples samples(piece);
    for (int sample = 0; sample < samples.count;) {
      const double spareMm = field.at(samples.pointMm(sample)) - limitMm;
      if (spareMm < 0.0)
        return true;
      sample += std::max(1, static_cast<int>(spareMm / kSteepest / samples.stepMm));
    }
    return false;
  };
  const std::vector<Trajectory>& arc = shaft.axis.arc();
  return meets(shaft.axis.shaft()) || std::any_of(arc.begin(), arc.end(), meets);
}

ShaftClearance clearanceBetween(const Shaft& shaft, const Shaft& other) {
  ShaftClearance least{std::numeric_limits<double>::infinity(), shaft.axis.entryMm()};
  const auto compare = [&](const Trajectory& a, const Trajectory& b) {
    const ClosestPoints closest = closestPoints(a, b);
    const double distanceMm = (closest.onA - closest.onB).norm() - shaft.radiusMm - other.radiusMm;
    if (distanceMm < least.distanceMm)
      least = {distanceMm, closest.onA};
  };
  const auto withAll = [&](const Trajectory& a) {
    compare(a, other.axis.shaft());
    for (const Trajectory& b : other.axis.arc())
      compare(a, b);
  };
  withAll(shaft.axis.shaft());
  for (const Trajectory& a : shaft.axis.arc())
    withAll(a);
  return least;
}

}  // namespace trocar
