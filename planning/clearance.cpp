#include "planning/clearance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar {
namespace {

constexpr double kStepMm = 0.5;
/// Steepest rise of a trilinear field between samples of a distance, per axis at most 1.
const double kSteepest = std::sqrt(3.0);

}  // namespace

ShaftSamples::ShaftSamples(const Trajectory& axis)
    : count(1 + std::max(1, static_cast<int>(std::ceil(axis.lengthMm() / kStepMm)))),
      stepMm(axis.lengthMm() / (count - 1)),
      entryMm(axis.entry),
      direction(axis.direction()) {}

ShaftClearance clearanceOf(const DistanceField& field, const Shaft& shaft) {
  const ShaftSamples samples(shaft.axis);
  double best = std::numeric_limits<double>::infinity();
  int nearest = 0;
  for (int sample = 0; sample < samples.count;) {
    const double distance = field.at(samples.pointMm(sample));
    if (distance < best) {
      best = distance;
      nearest = sample;
    }
    const double idleMm = (distance - best) / kSteepest;
    sample += std::max(1, static_cast<int>(idleMm / samples.stepMm));
  }
  return {best - shaft.radiusMm, samples.pointMm(nearest)};
}

bool comesWithin(const DistanceField& field, const Shaft& shaft, double distanceMm) {
  const ShaftSamples samples(shaft.axis);
  const double limitMm = distanceMm + shaft.radiusMm;
  for (int sample = 0; sample < samples.count;) {
    const double spareMm = field.at(samples.pointMm(sample)) - limitMm;
    if (spareMm < 0.0)
      return true;
    sample += std::max(1, static_cast<int>(spareMm / kSteepest / samples.stepMm));
  }
  return false;
}

ShaftClearance clearanceBetween(const Shaft& shaft, const Shaft& other) {
  const ClosestPoints closest = closestPoints(shaft.axis, other.axis);
  return {(closest.onA - closest.onB).norm() - shaft.radiusMm - other.radiusMm, closest.onA};
}

}  // namespace trocar
