#include "planning/fixation/corridor_search.h"

#include "planning/fixation/end_face.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::fixation {
namespace {

constexpr double kStepMm = 1.0;
constexpr double kLatticeMm = 5.0;
constexpr double kFarMm = 220.0;  ///< Longer than any way through a pelvis.
constexpr double kFinestMm = 0.1;
constexpr std::size_t kImproved = 12;
constexpr double kLengthWorth = 0.01;  ///< Millimetres of radius that one of length is worth.

/// How far ahead of `fromMm` a tip may come to rest: short of the far cortex, and where the whole
/// end of the thread has bone around it.
double restMm(const CorridorProblem& problem, const Vec3& fromMm, const Vec3& direction) {
  constexpr double kFlatExitMm = 30.0;
  const double farMm = wayOutMm(problem.bone, fromMm, direction) - problem.limits.boneAheadMm;
  for (double mm = farMm; mm > std::max(0.0, farMm - kFlatExitMm); mm -= kStepMm) {
    if (-problem.bone(fromMm + mm * direction) >= problem.radiusMm + problem.limits.marginMm)
      return mm;
  }
  return farMm;
}

void narrow(FoundCorridor& found, double radiusMm, const Vec3& atMm) {
  if (radiusMm < found.clearRadiusMm) {
    found.clearRadiusMm = radiusMm;
    found.narrowestMm = atMm;
  }
}

/// Whether a screw can come to its head: through soft tissue alone, keeping from what must be
/// spared.
bool narrowOutside(const CorridorProblem& problem, FoundCorridor& found) {
  constexpr double kOffTheBoneMm = 2.0;
  const Vec3 back = -found.axis.direction();
  for (double mm = kOffTheBoneMm; mm < problem.limits.followedMm; mm += 2.0 * kStepMm) {
    const Vec3 p = found.axis.entry + mm * back;
    if (problem.bone(p) <= 0.0)
      return false;
    if (problem.critical)
      narrow(found, problem.critical(p) - problem.limits.clearanceMm, p);
  }
  return found.clearRadiusMm > 0.0;
}

/// The deepest point of a way: no cylinder about it is wider.
void startAtDeepest(const CorridorProblem& problem, FoundCorridor& found) {
  found.clearRadiusMm = 0.0;
  for (double mm = 0.0; mm <= found.axis.lengthMm(); mm += kStepMm) {
    const Vec3 p = found.axis.pointAtDepth(mm);
    const double distance = -problem.bone(p);
    if (distance > found.clearRadiusMm) {
      found.clearRadiusMm = distance;
      found.narrowestMm = p;
    }
  }
}

void narrowInside(const CorridorProblem& problem, FoundCorridor& found) {
  const Vec3 direction = found.axis.direction();
  const double lengthMm = found.axis.lengthMm();
  const double farMm = lengthMm + wayOutMm(problem.bone, found.axis.target, direction);
  const EndFace near = endFaceAt(problem.bone, found.axis.entry, direction);
  const EndFace far = endFaceAt(problem.bone, found.axis.pointAtDepth(farMm), direction);
  // From here on a cylinder of the thread is wholly below the first cortex.
  const double belowMm = problem.limits.entryZoneMm + problem.radiusMm / near.cosine;
  for (double mm = 0.0; mm <= lengthMm && found.clearRadiusMm > 0.0; mm += kStepMm) {
    const Vec3 p = found.axis.entry + mm * direction;
    const double distance = mm >= belowMm ? -problem.bone(p) : kFarMm;
    const bool roomy = distance >= problem.radiusMm + problem.limits.marginMm;
    const bool atEnd = near.isNearest(mm, distance) || far.isNearest(farMm - mm, distance);
    if (!roomy || !atEnd)
      narrow(found, distance, p);
    if (problem.critical)
      narrow(found, problem.critical(p) - problem.limits.clearanceMm, p);
  }
}

bool endsInItsBones(const CorridorProblem& problem, const FoundCorridor& found) {
  constexpr double kAtTheHeadMm = 2.0;
  return (!problem.headBone || problem.headBone(found.axis.entry) < kAtTheHeadMm) &&
         (!problem.tipBone || problem.tipBone(found.axis.target) < 0.0);
}

double worthOf(const CorridorProblem& problem, const FoundCorridor& found) {
  return std::min(found.clearRadiusMm, problem.usefulRadiusMm) +
         kLengthWorth * found.axis.lengthMm();
}

/// Two points, each moved within its disc.
using Offsets = std::array<double, 4>;

struct Discs {
  explicit Discs(const CorridorProblem& wanted) : problem(wanted) {
    const Vec3 along = (wanted.tip.centreMm - wanted.head.centreMm).normalized();
    u = along.unitOrthogonal();
    v = along.cross(u);
  }
  Vec3 headMm(const Offsets& o) const { return problem.head.centreMm + o[0] * u + o[1] * v; }
  Vec3 tipMm(const Offsets& o) const { return problem.tip.centreMm + o[2] * u + o[3] * v; }
  bool holds(const Offsets& o) const {
    return std::hypot(o[0], o[1]) <= problem.head.spreadMm + 1e-9 &&
           std::hypot(o[2], o[3]) <= problem.tip.spreadMm + 1e-9;
  }

  const CorridorProblem& problem;
  Vec3 u;
  Vec3 v;
};

struct Trial {
  Offsets offsets{};
  FoundCorridor found;
  double worth = -1.0;
};

std::optional<Trial> trialAt(const Discs& discs, const Offsets& offsets) {
  if (!discs.holds(offsets))
    return std::nullopt;
  const auto found = corridorAlong(discs.problem, discs.headMm(offsets), discs.tipMm(offsets));
  if (!found)
    return std::nullopt;
  return Trial{offsets, *found, worthOf(discs.problem, *found)};
}

std::vector<std::array<double, 2>> lattice(double spreadMm) {
  std::vector<std::array<double, 2>> points;
  const int reach = static_cast<int>(spreadMm / kLatticeMm);
  for (int i = -reach; i <= reach; ++i) {
    for (int j = -reach; j <= reach; ++j) {
      if (std::hypot(i, j) * kLatticeMm <= spreadMm + 1e-9)
        points.push_back({i * kLatticeMm, j * kLatticeMm});
    }
  }
  return points;
}

std::vector<Trial> coarseTrials(const Discs& discs) {
  std::vector<Trial> trials;
  for (const auto& head : lattice(discs.problem.head.spreadMm)) {
    for (const auto& tip : lattice(discs.problem.tip.spreadMm)) {
      if (auto trial = trialAt(discs, {head[0], head[1], tip[0], tip[1]}))
        trials.push_back(*std::move(trial));
    }
  }
  std::stable_sort(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
    return a.worth > b.worth;
  });
  return trials;
}

/// Steps along each offset, along pairs of them together and against each other: a way can be
/// shifted, or tilted about either end.
const std::vector<Offsets>& moves() {
  static const std::vector<Offsets> table = [] {
    std::vector<Offsets> all;
    for (int code = 0; code < 81; ++code) {
      Offsets move{};
      int rest = code;
      for (double& part : move) {
        part = rest % 3 - 1;
        rest /= 3;
      }
      if (code != 40)
        all.push_back(move);
    }
    return all;
  }();
  return table;
}

Trial improved(const Discs& discs, Trial best) {
  for (double stepMm = 0.5 * kLatticeMm; stepMm >= kFinestMm;) {
    Trial next = best;
    for (const Offsets& move : moves()) {
      Offsets offsets = best.offsets;
      for (std::size_t i = 0; i < offsets.size(); ++i)
        offsets[i] += stepMm * move[i];
      const auto trial = trialAt(discs, offsets);
      if (trial && trial->worth > next.worth + 1e-9)
        next = *trial;
    }
    if (next.worth > best.worth)
      best = next;
    else
      stepMm *= 0.5;
  }
  return best;
}

bool alike(const FoundCorridor& a, const FoundCorridor& b) {
  constexpr double kApartMm = 5.0;
  const double apartCosine = std::cos(Angle::fromDegrees(5.0).radians());
  const Vec3 middleA = 0.5 * (a.axis.entry + a.axis.target);
  const Vec3 along = b.axis.direction();
  const Vec3 offset = middleA - b.axis.entry;
  return (offset - offset.dot(along) * along).norm() < kApartMm &&
         a.axis.direction().dot(along) > apartCosine;
}

template <typename Range>
bool isNew(const Range& known, const FoundCorridor& one) {
  return std::none_of(
      known.begin(), known.end(), [&](const FoundCorridor& other) { return alike(other, one); });
}

}  // namespace

std::optional<FoundCorridor> corridorAlong(const CorridorProblem& problem,
                                           const Vec3& headMm,
                                           const Vec3& tipMm) {
  const Vec3 direction = (tipMm - headMm).normalized();
  const Vec3 middle = 0.5 * (headMm + tipMm);
  if (problem.bone(middle) >= 0.0)
    return std::nullopt;
  FoundCorridor found;
  const double aheadMm = restMm(problem, middle, direction);
  const double wantedMm = (tipMm - middle).norm();
  if (problem.endsAtTip && aheadMm < wantedMm)
    return std::nullopt;
  found.axis.entry = middle - wayOutMm(problem.bone, middle, -direction) * direction;
  found.axis.target = middle + (problem.endsAtTip ? wantedMm : aheadMm) * direction;
  if ((found.axis.target - found.axis.entry).dot(direction) < problem.neededMm)
    return std::nullopt;
  if (!endsInItsBones(problem, found))
    return std::nullopt;
  startAtDeepest(problem, found);
  narrowInside(problem, found);
  if (found.clearRadiusMm <= 0.0 || !narrowOutside(problem, found))
    return std::nullopt;
  return found;
}

std::vector<FoundCorridor> widestCorridors(const CorridorProblem& problem, std::size_t count) {
  const Discs discs(problem);
  std::vector<FoundCorridor> starts;
  std::vector<Trial> improvedTrials;
  for (const Trial& trial : coarseTrials(discs)) {
    if (starts.size() == kImproved)
      break;
    if (!isNew(starts, trial.found))
      continue;
    starts.push_back(trial.found);
    improvedTrials.push_back(improved(discs, trial));
  }
  std::stable_sort(improvedTrials.begin(),
                   improvedTrials.end(),
                   [](const Trial& a, const Trial& b) { return a.worth > b.worth; });
  std::vector<FoundCorridor> ways;
  for (const Trial& trial : improvedTrials) {
    if (ways.size() < count && isNew(ways, trial.found))
      ways.push_back(trial.found);
  }
  return ways;
}

}  // namespace trocar::fixation
