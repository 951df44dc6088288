#pragma once

#include "core/progress.h"
#include "planning/search/score.h"

#include <array>
#include <vector>

namespace trocar::search {

/// A candidate that keeps every hard constraint.
struct Found {
  Candidate candidate;
  Judgement judgement;
  std::vector<ScoreTerm> terms;
  double score = 0.0;
};

/// By what it departs from, then by score.
bool isBetter(const Found& a, const Found& b);

struct SearchResult {
  std::vector<Found> best;      ///< Distinct, refined, best first.
  std::vector<Found> accepted;  ///< As given or drawn about the best of those, best first.
  std::array<int, kStops>
      stops{};  ///< How many each constraint turned away; index 0 counts the accepted.
  int candidates = 0;
};

/// Judges all candidates, draws more about the best, improves the best distinct ones step by step,
/// and ranks them. At most
/// `count` in `best`.
SearchResult search(const Corridor& corridor,
                    const std::vector<Candidate>& candidates,
                    const Wishes& wishes,
                    int count,
                    const Progress& = {});

/// Whether a person would call two ways the same: tips within 3 mm and directions within 4 degrees.
bool alike(const Candidate& a, const Candidate& b);

}  // namespace trocar::search
