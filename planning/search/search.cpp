#include "planning/search/search.h"

#include "core/dice.h"
#include "core/parallel.h"
#include "planning/numerics/axes_across.h"
#include "planning/search/candidates.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::search {
namespace {

Found foundFrom(const Corridor& corridor, const Candidate& candidate, const Wishes& wishes) {
  Found found{candidate, judge(corridor, candidate), {}, -1.0};
  if (found.judgement.stop != Stop::None)
    return found;
  found.terms = scoreTerms(corridor, candidate, found.judgement, wishes);
  found.score = scoreOf(found.terms);
  return found;
}

void sortBest(std::vector<Found>& list) {
  std::stable_sort(list.begin(), list.end(), isBetter);
}

/// The best neighbour again and again, with smaller steps once none is better. A given tip stays.
Found climbed(const Corridor& corridor, Found best, const Wishes& wishes) {
  double stepMm = 2.0;
  double turnDeg = 2.0;
  for (int round = 0; round < 12; ++round) {
    const Found before = best;
    for (const Candidate& near : neighbours(best.candidate, stepMm, Angle::fromDegrees(turnDeg))) {
      if (wishes.targetGiven && near.targetMm != before.candidate.targetMm)
        continue;
      Found next = foundFrom(corridor, near, wishes);
      next.score -= 1e-9;  // What is no better does not count as a step.
      if (next.judgement.stop == Stop::None && isBetter(next, best)) {
        next.score += 1e-9;
        best = std::move(next);
      }
    }
    if (isBetter(best, before))
      continue;
    stepMm *= 0.5;
    turnDeg *= 0.5;
    if (stepMm < 0.25)
      break;
  }
  return best;
}

/// A way at most so far beside another, drawn at random, on the right as the mirror image of the
/// left. A given tip stays.
Candidate beside(
    const Candidate& way, double stepMm, Angle most, Side side, const Wishes& wishes, Dice& dice) {
  Candidate near = way;
  Vec3 aside = stepMm * dice.uniform() * dice.direction();
  aside.x() *= signOf(side);
  if (!wishes.targetGiven)
    near.targetMm += aside;
  const Vec3 lean =
      numerics::AxesAcross(way.direction, side).at(2.0 * std::numbers::pi * dice.uniform());
  near.direction = (way.direction + std::tan(most.radians() * dice.uniform()) * lean).normalized();
  return near;
}

/// Ways drawn about the best that were accepted: where few are, they lie close together.
std::vector<Found> aboutTheBest(const Corridor& corridor,
                                const std::vector<Found>& accepted,
                                const Wishes& wishes) {
  constexpr std::size_t kParents = 200;
  constexpr std::size_t kChildren = 24;
  const std::size_t parents = std::min(kParents, accepted.size());
  std::vector<Found> children(parents * kChildren);
  parallelFor(parents, [&](std::size_t i) {
    Dice dice(i);
    for (std::size_t child = 0; child < kChildren; ++child)
      children[i * kChildren + child] = foundFrom(
          corridor,
          beside(accepted[i].candidate, 6.0, Angle::fromDegrees(9.0), corridor.side, wishes, dice),
          wishes);
  });
  std::erase_if(children, [](const Found& one) { return one.judgement.stop != Stop::None; });
  return children;
}

std::vector<Found> distinct(const std::vector<Found>& sorted, std::size_t count) {
  std::vector<Found> chosen;
  for (const Found& found : sorted) {
    const bool known = std::any_of(chosen.begin(), chosen.end(), [&](const Found& other) {
      return alike(found.candidate, other.candidate);
    });
    if (!known)
      chosen.push_back(found);
    if (chosen.size() == count)
      break;
  }
  return chosen;
}

}  // namespace

bool isBetter(const Found& a, const Found& b) {
  return a.judgement.departures != b.judgement.departures
             ? a.judgement.departures < b.judgement.departures
             : a.score > b.score;
}

bool alike(const Candidate& a, const Candidate& b) {
  const double cosine = std::cos(Angle::fromDegrees(4.0).radians());
  return (a.targetMm - b.targetMm).norm() < 3.0 && a.direction.dot(b.direction) > cosine;
}

SearchResult search(const Corridor& corridor,
                    const std::vector<Candidate>& candidates,
                    const Wishes& wishes,
                    int count,
                    const Progress& progress) {
  std::vector<Found> all(candidates.size());
  parallelFor(candidates.size(), progress.span(0.0, 0.8), [&](std::size_t i) {
    all[i] = foundFrom(corridor, candidates[i], wishes);
  });
  SearchResult result;
  result.candidates = static_cast<int>(candidates.size());
  for (Found& found : all) {
    ++result.stops[static_cast<std::size_t>(found.judgement.stop)];
    if (found.judgement.stop == Stop::None)
      result.accepted.push_back(std::move(found));
  }
  sortBest(result.accepted);
  for (Found& child : aboutTheBest(corridor, result.accepted, wishes))
    result.accepted.push_back(std::move(child));
  sortBest(result.accepted);
  std::vector<Found> starts = distinct(result.accepted, static_cast<std::size_t>(3 * count));
  parallelFor(starts.size(), progress.span(0.8, 1.0), [&](std::size_t i) {
    starts[i] = climbed(corridor, std::move(starts[i]), wishes);
  });
  sortBest(starts);
  result.best = distinct(starts, static_cast<std::size_t>(count));
  return result;
}

}  // namespace trocar::search
