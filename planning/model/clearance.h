#pragma once

#include "core/distance_field.h"
#include "planning/plan/needle_path.h"

namespace trocar {

/// A needle's body: its axis with a radius around it.
struct Shaft {
  NeedlePath axis;
  double radiusMm = 0.0;
};

/// The smallest box along the patient's axes that a shaft lies in.
Box boxAround(const Shaft& shaft);

/// Surface of a shaft to surface of something else; negative where they overlap.
struct ShaftClearance {
  double distanceMm = 0.0;
  Vec3 atMm = Vec3::Zero();  ///< Nearest point on the shaft's axis.
};

/// Smallest distance over the whole shaft, sampled every 0.5 mm: the field's value on the axis
/// minus the radius. Samples that cannot be the smallest are skipped; the answer is that of taking
/// all of them.
ShaftClearance clearanceOf(const DistanceField& field, const Shaft& shaft);
/// Whether some sample of the shaft's surface is nearer than `distanceMm`: clearanceOf(..) <
/// distanceMm, in less time.
bool comesWithin(const DistanceField& field, const Shaft& shaft, double distanceMm);
/// Between two shafts, closed form.
ShaftClearance clearanceBetween(const Shaft& shaft, const Shaft& other);

/// Depths at which a shaft is sampled: 0, 0.5 .. up to and including its length.
struct ShaftSamples {
  explicit ShaftSamples(const Trajectory& axis);
  int count = 0;
  double stepMm = 0.0;
  Vec3 entryMm;
  Vec3 direction;
  double depthMm(int sample) const { return stepMm * sample; }
  Vec3 pointMm(int sample) const { return entryMm + depthMm(sample) * direction; }
};

}  // namespace trocar
