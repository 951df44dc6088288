#include "planning/search/candidates.h"

#include "core/dice.h"
#include "planning/access/pedicle_path.h"
#include "planning/numerics/axes_across.h"

#include <cmath>
#include <numbers>

namespace trocar::search {
namespace {

/// A point of a body: `depth` 0 on the posterior and 1 on the anterior wall, `height` 0 to 1 from
/// the inferior endplate.
Vec3 bodyPoint(const anatomy::VertebraAnatomy& vertebra,
               Side side,
               double depth,
               double fromMidlineMm,
               double height) {
  const anatomy::VertebralBody& body = vertebra.body;
  const anatomy::VertebraFrame& frame = vertebra.frame;
  const double back = (body.posteriorWall.pointMm - vertebra.bodyCentroidMm).dot(frame.posterior);
  const double front = (body.anteriorWall.pointMm - vertebra.bodyCentroidMm).dot(frame.posterior);
  const double top = (body.superiorEndplate.pointMm - vertebra.bodyCentroidMm).dot(frame.superior);
  const double bottom =
      (body.inferiorEndplate.pointMm - vertebra.bodyCentroidMm).dot(frame.superior);
  return vertebra.bodyCentroidMm + (back + depth * (front - back)) * frame.posterior +
         (bottom + height * (top - bottom)) * frame.superior -
         fromMidlineMm * access::medialOf(frame, side);
}

/// `count` values from `low` to `high`.
std::vector<double> spread(double low, double high, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i)
    values.push_back(low + (high - low) * i / (count - 1));
  return values;
}

/// Forward, turned towards the midline and up.
Vec3 leaning(const anatomy::VertebraFrame& frame, const Vec3& medial, Angle oblique, Angle tilt) {
  const Vec3 flat =
      std::sin(oblique.radians()) * medial - std::cos(oblique.radians()) * frame.posterior;
  return std::cos(tilt.radians()) * flat + std::sin(tilt.radians()) * frame.superior;
}

/// Ways from behind and beside to the places of a zone and up to 2 mm beside them, drawn at random
/// in the axes of the vertebra, so that a mirrored one gets the mirrored ways.
std::vector<Candidate> drawnCandidates(const anatomy::VertebraFrame& frame,
                                       const Vec3& medial,
                                       const TargetZone& zone) {
  constexpr std::size_t kDraws = 16000;
  constexpr double kBesideMm = 2.0;
  Dice dice(1);
  const auto between = [&](double low, double high) { return low + (high - low) * dice.uniform(); };
  const double besideMm = zone.pointsMm.size() > 1 ? kBesideMm : 0.0;
  std::vector<Candidate> candidates;
  candidates.reserve(kDraws);
  for (std::size_t i = 0; i < kDraws; ++i) {
    Vec3 target = zone.pointsMm[i % zone.pointsMm.size()];
    for (const Vec3& axis : {medial, frame.posterior, frame.superior})
      target += between(-besideMm, besideMm) * axis;
    const Angle oblique = Angle::fromDegrees(between(12.0, 60.0));
    const Angle tilt = Angle::fromDegrees(between(-38.0, 38.0));
    candidates.push_back({target, leaning(frame, medial, oblique, tilt)});
  }
  return candidates;
}

void join(std::vector<Candidate>& candidates,
          const TargetZone& zone,
          const std::vector<Vec3>& throughMm) {
  for (const Vec3& target : zone.pointsMm) {
    for (const Vec3& point : throughMm) {
      const Vec3 way = target - point;
      if (way.norm() > 5.0)
        candidates.push_back({target, way.normalized()});
    }
  }
}

}  // namespace

TargetZone bodyTargets(const anatomy::VertebraAnatomy& vertebra,
                       Side side,
                       const access::BodyAim& aim) {
  const double fromMidlineMm = aim.fromMidlineShare * vertebra.body.widthMm;
  TargetZone zone;
  zone.idealMm = bodyPoint(vertebra, side, aim.idealDepth(), fromMidlineMm, 0.5);
  for (const double depth : aim.depths) {
    for (const double across :
         spread(fromMidlineMm - aim.spreadMm, fromMidlineMm + aim.spreadMm, 5)) {
      for (const double height : {0.5, 0.38, 0.62, 0.26, 0.74})
        zone.pointsMm.push_back(bodyPoint(vertebra, side, depth, across, height));
    }
  }
  return zone;
}

TargetZone pointTarget(const Vec3& pointMm) {
  return {pointMm, {pointMm}};
}

std::vector<Candidate> transpedicularCandidates(const anatomy::VertebraAnatomy& vertebra,
                                                Side side,
                                                const TargetZone& zone) {
  const anatomy::PedicleSection* isthmus = access::isthmusOf(access::pedicleOf(vertebra, side));
  if (!isthmus)
    return {};
  const bool few = zone.pointsMm.size() < 10;
  const Vec3 halfWidth = 0.5 * (isthmus->lateralMm - isthmus->medialMm);
  const Vec3 halfHeight = 0.5 * (isthmus->superiorMm - isthmus->inferiorMm);
  std::vector<Vec3> throughMm;
  for (const double across : spread(-0.7, 0.7, few ? 15 : 7)) {
    for (const double up : spread(-0.7, 0.7, few ? 15 : 7)) {
      if (std::hypot(across, up) < 0.9)
        throughMm.push_back(isthmus->centreMm + across * halfWidth + up * halfHeight);
    }
  }
  std::vector<Candidate> candidates;
  join(candidates, zone, throughMm);
  return candidates;
}

std::vector<Candidate> alongPedicleCandidates(const anatomy::VertebraAnatomy& vertebra,
                                              Side side,
                                              const access::BodyAim& aim) {
  const anatomy::PedicleAnatomy& pedicle = access::pedicleOf(vertebra, side);
  const anatomy::PedicleSection* isthmus = access::isthmusOf(pedicle);
  if (!isthmus)
    return {};
  const Vec3 middle = pedicle.sections.back().centreMm - pedicle.sections.front().centreMm;
  const Vec3 along = middle.norm() > 4.0 ? Vec3(middle.normalized()) : pedicle.axis.normalized();
  const Vec3 halfWidth = 0.5 * (isthmus->lateralMm - isthmus->medialMm);
  const Vec3 halfHeight = 0.5 * (isthmus->superiorMm - isthmus->inferiorMm);
  const double lean = std::tan(Angle::fromDegrees(6.0).radians());
  std::vector<Candidate> candidates;
  const auto add = [&](const Vec3& through, const Vec3& direction) {
    for (const double depth : aim.depths) {
      const Vec3 plane = bodyPoint(vertebra, side, depth, 0.0, 0.5);
      const double wayMm =
          (plane - through).dot(vertebra.frame.posterior) / direction.dot(vertebra.frame.posterior);
      candidates.push_back({through + wayMm * direction, direction});
    }
  };
  for (const double across : {-0.2, 0.0, 0.2}) {
    for (const double up : {-0.4, 0.0, 0.4}) {
      const Vec3 through = isthmus->centreMm + across * halfWidth + up * halfHeight;
      for (const double aside : spread(-lean, lean, 7)) {
        for (const double tilt : spread(-lean, lean, 7))
          add(through,
              (along + aside * halfWidth.normalized() + tilt * halfHeight.normalized())
                  .normalized());
      }
    }
  }
  return candidates;
}

std::vector<Candidate> parapedicularCandidates(const anatomy::VertebraAnatomy& vertebra,
                                               Side side,
                                               const TargetZone& zone) {
  const anatomy::PedicleAnatomy& pedicle = access::pedicleOf(vertebra, side);
  const anatomy::PedicleSection* isthmus = access::isthmusOf(pedicle);
  if (!isthmus)
    return {};
  const Vec3 medial = access::medialOf(vertebra.frame, side);
  std::vector<Vec3> throughMm;
  for (const anatomy::PedicleSection* section : {isthmus, &pedicle.sections.back()}) {
    const Vec3 halfHeight = 0.5 * (section->superiorMm - section->inferiorMm);
    for (const double outMm : {-1.2, -0.4, 0.4, 1.2, 2.5, 4.0, 6.0, 9.0}) {
      for (const double height : spread(-1.2, 1.2, 9))
        throughMm.push_back(section->lateralMm - outMm * medial + height * halfHeight);
    }
  }
  std::vector<Candidate> candidates;
  join(candidates, zone, throughMm);
  const auto drawn = drawnCandidates(vertebra.frame, medial, zone);
  candidates.insert(candidates.end(), drawn.begin(), drawn.end());
  return candidates;
}

std::vector<Candidate> coneCandidates(
    const TargetZone& zone, const Vec3& direction, Angle cone, int count, Side side) {
  const Vec3 w = direction.normalized();
  const auto [u, v] = numerics::AxesAcross(w, side);
  const double goldenAngle = std::numbers::pi * (3.0 - std::sqrt(5.0));
  std::vector<Candidate> candidates;
  for (const Vec3& target : zone.pointsMm) {
    for (int i = 0; i < count; ++i) {
      const double rise = 1.0 - (1.0 - std::cos(cone.radians())) * i / count;
      const double out = std::sqrt(std::max(0.0, 1.0 - rise * rise));
      candidates.push_back(
          {target,
           rise * w + out * (std::cos(goldenAngle * i) * u + std::sin(goldenAngle * i) * v)});
    }
  }
  return candidates;
}

std::vector<Candidate> neighbours(const Candidate& candidate, double stepMm, Angle turn) {
  constexpr double kPivotMm = 35.0;  // About where a needle in a vertebra enters bone.
  const Vec3& w = candidate.direction;
  const auto [u, v] = numerics::AxesAcross(w);
  std::vector<Candidate> near;
  for (const Vec3& move : {u, v, w}) {
    near.push_back({candidate.targetMm + stepMm * move, w});
    near.push_back({candidate.targetMm - stepMm * move, w});
  }
  for (const Vec3& lean : {u, v}) {
    near.push_back({candidate.targetMm, (w + std::tan(turn.radians()) * lean).normalized()});
    near.push_back({candidate.targetMm, (w - std::tan(turn.radians()) * lean).normalized()});
  }
  const Vec3 pivotMm = candidate.targetMm - kPivotMm * w;
  for (const Vec3& lean : {u, v, Vec3(-u), Vec3(-v)}) {
    const Vec3 turned = (w + std::tan(turn.radians()) * lean).normalized();
    near.push_back({pivotMm + kPivotMm * turned, turned});
  }
  return near;
}

}  // namespace trocar::search
