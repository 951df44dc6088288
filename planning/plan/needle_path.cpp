#include "planning/plan/needle_path.h"

#include "core/angle.h"
#include "planning/plan/instrument.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

constexpr double kChordMm = 1.0;
constexpr double kLeastShaftMm = 1.0;

/// The plane of a bent needle: its shaft's direction and, across it, the side to which it turns.
struct BendFrame {
  Vec3 along;
  Vec3 across;
  double shaftMm = 0.0;
  double radiusMm = 0.0;
  Angle turn = Angle::fromDegrees(0);
};

/// From the chord between entry and tip, which leans by atan2(out, ahead) to the turned side: the
/// tip lies r (1 - cos t) out and s + r sin t ahead, for a shaft of length s and a turn t.
std::optional<BendFrame> frameOf(const Trajectory& trajectory, const Bend& bend) {
  constexpr double kLeastSine = 1e-3;
  const Angle turn = Angle::fromDegrees(bend.angleDeg);
  if (!(bend.lengthMm > 0.0) || !(turn.radians() > 0.0))
    return std::nullopt;
  const double radiusMm = bend.lengthMm / turn.radians();
  const double outMm = radiusMm * (1.0 - std::cos(turn.radians()));
  const double chordMm = trajectory.lengthMm();
  if (chordMm <= outMm)
    return std::nullopt;
  const double aheadMm = std::sqrt(chordMm * chordMm - outMm * outMm);
  const double shaftMm = aheadMm - radiusMm * std::sin(turn.radians());
  const Vec3 chord = trajectory.direction();
  const Vec3 side = bend.towards - bend.towards.dot(chord) * chord;
  if (shaftMm < kLeastShaftMm || side.norm() < kLeastSine * bend.towards.norm())
    return std::nullopt;
  const double sine = outMm / chordMm;
  const double cosine = aheadMm / chordMm;
  const Vec3 towards = side.normalized();
  return BendFrame{
      cosine * chord - sine * towards, sine * chord + cosine * towards, shaftMm, radiusMm, turn};
}

}  // namespace

NeedlePath::NeedlePath(const Trajectory& straight)
    : shaft_(straight), shaftMm_(straight.lengthMm()), lengthMm_(shaftMm_) {}

NeedlePath::NeedlePath(const Needle& needle) : NeedlePath(needle.trajectory) {
  const auto frame = needle.bend ? frameOf(needle.trajectory, *needle.bend) : std::nullopt;
  if (!frame)
    return;
  shaft_.target = shaft_.entry + frame->shaftMm * frame->along;
  shaftMm_ = lengthMm_ = frame->shaftMm;
  const int chords = std::max(1, static_cast<int>(std::ceil(needle.bend->lengthMm / kChordMm)));
  Vec3 from = shaft_.target;
  for (int chord = 1; chord <= chords; ++chord) {
    const double turned = frame->turn.radians() * chord / chords;
    const Vec3 to = chord == chords
                        ? needle.trajectory.target
                        : Vec3(shaft_.target + frame->radiusMm * std::sin(turned) * frame->along +
                               frame->radiusMm * (1.0 - std::cos(turned)) * frame->across);
    arc_.push_back({from, to});
    lengthMm_ += arc_.back().lengthMm();
    from = to;
  }
}

NeedlePath::Place NeedlePath::placeAt(double depthMm) const {
  if (arc_.empty() || depthMm <= shaftMm_)
    return {shaft_, depthMm};
  const double chordMm = arc_.front().lengthMm();
  const auto chord =
      std::min(arc_.size() - 1, static_cast<std::size_t>((depthMm - shaftMm_) / chordMm));
  return {arc_[chord], depthMm - shaftMm_ - static_cast<double>(chord) * chordMm};
}

Vec3 NeedlePath::pointAtDepth(double depthMm) const {
  const Place place = placeAt(depthMm);
  return place.piece.pointAtDepth(place.alongMm);
}

Vec3 NeedlePath::directionAtDepth(double depthMm) const {
  return placeAt(depthMm).piece.direction();
}

NeedlePath NeedlePath::upTo(double depthMm) const {
  NeedlePath shorter = *this;
  while (!shorter.arc_.empty() && depthMm < shorter.lengthMm_ - shorter.arc_.back().lengthMm()) {
    shorter.lengthMm_ -= shorter.arc_.back().lengthMm();
    shorter.arc_.pop_back();
  }
  (shorter.arc_.empty() ? shorter.shaft_ : shorter.arc_.back()).target = pointAtDepth(depthMm);
  if (shorter.arc_.empty())
    shorter.shaftMm_ = depthMm;
  shorter.lengthMm_ = depthMm;
  return shorter;
}

std::optional<double> NeedlePath::crossingDepthMm(const Vec3& pointMm, const Vec3& normal) const {
  constexpr double kLeastAdvance = 1e-6;
  double beforeMm = 0.0;
  for (std::size_t i = 0; i <= arc_.size(); ++i) {
    const Trajectory& piece = i == 0 ? shaft_ : arc_[i - 1];
    const double pieceMm = i == 0 ? shaftMm_ : piece.lengthMm();
    const double advance = piece.direction().dot(normal);
    if (advance >= kLeastAdvance) {
      const double alongMm = (pointMm - piece.entry).dot(normal) / advance;
      if (alongMm <= pieceMm || i == arc_.size())
        return beforeMm + alongMm;
    }
    beforeMm += pieceMm;
  }
  return std::nullopt;
}

bool bendFits(const Trajectory& trajectory, const Bend& bend) {
  return frameOf(trajectory, bend).has_value();
}

Needle drawnBack(Needle needle, double backMm) {
  constexpr double kNearestMm = 1.0;
  if (!(backMm > 0.0))
    return needle;
  const NeedlePath whole(needle);
  const double depthMm = std::max(kNearestMm, whole.lengthMm() - backMm);
  const NeedlePath rest = whole.upTo(depthMm);
  if (whole.arcLengthMm() > 0.0) {
    const double left = rest.arcLengthMm() / whole.arcLengthMm();
    if (rest.arc().empty())
      needle.bend.reset();
    else
      needle.bend =
          Bend{left * needle.bend->lengthMm, left * needle.bend->angleDeg, needle.bend->towards};
  }
  needle.trajectory.target = rest.tipMm();
  return needle;
}

Trajectory tipAxis(const Needle& needle, double lengthMm) {
  if (!needle.bend)
    return needle.trajectory;
  const NeedlePath path(needle);
  return {path.pointAtDepth(std::max(0.0, path.lengthMm() - lengthMm)), path.tipMm()};
}

Trajectory workingAxis(const Needle& needle) {
  constexpr double kWithoutActivePartMm = 10.0;
  if (!needle.bend)
    return needle.trajectory;
  const Instrument& instrument = findInstrument(needle.instrument);
  return tipAxis(needle,
                 instrument.activeOffsetMm.value_or(0.0) +
                     instrument.activeLengthMm.value_or(kWithoutActivePartMm));
}

}  // namespace trocar
