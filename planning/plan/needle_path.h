#pragma once

#include "planning/plan/needle.h"

#include <vector>

namespace trocar {

/// The axis of a needle from its entry to its tip: the straight shaft and, of a bent needle, the
/// arc in front of it as chords of at most 1 mm (within 0.01 mm of an arc of 12.5 mm radius or
/// more). Depths are counted along it from the entry; before the entry and beyond the tip it goes
/// on straight.
class NeedlePath {
 public:
  NeedlePath(const Trajectory& straight);
  /// Straight where a bend does not fit: see `bendFits`.
  explicit NeedlePath(const Needle& needle);

  const Trajectory& shaft() const { return shaft_; }
  const std::vector<Trajectory>& arc() const { return arc_; }
  double lengthMm() const { return lengthMm_; }
  double arcLengthMm() const { return lengthMm_ - shaftMm_; }
  Vec3 pointAtDepth(double depthMm) const;
  /// Unit vector.
  Vec3 directionAtDepth(double depthMm) const;
  const Vec3& entryMm() const { return shaft_.entry; }
  const Vec3& tipMm() const { return arc_.empty() ? shaft_.target : arc_.back().target; }
  Vec3 tipDirection() const { return directionAtDepth(lengthMm_); }
  /// As far as a depth between 0 and its length.
  NeedlePath upTo(double depthMm) const;
  /// Depth at which it first crosses the plane through `pointMm`, running along `normal`; nullopt
  /// where it never runs along it.
  std::optional<double> crossingDepthMm(const Vec3& pointMm, const Vec3& normal) const;

 private:
  struct Place {
    const Trajectory& piece;
    double alongMm;
  };
  Place placeAt(double depthMm) const;

  Trajectory shaft_;
  std::vector<Trajectory> arc_;
  double shaftMm_ = 0.0;
  double lengthMm_ = 0.0;
};

/// Whether there is room for the bend between entry and target, and a side to turn to.
bool bendFits(const Trajectory& trajectory, const Bend& bend);

/// The needle with its tip `backMm` behind where it was, drawn back along its own path: of a bent
/// one the rest of its curve goes on being out. Never nearer to the entry than 1 mm.
Needle drawnBack(Needle needle, double backMm);

/// The straight line that the last `lengthMm` of a needle come nearest to: the chord from there to
/// the tip. The trajectory itself for a straight needle.
Trajectory tipAxis(const Needle& needle, double lengthMm);
/// The line of a needle's working part: tipAxis as far back as its active part reaches, 10 mm
/// without one. Throws Error where the catalogue lacks the instrument of a bent needle.
Trajectory workingAxis(const Needle& needle);

}  // namespace trocar
