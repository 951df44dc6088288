#pragma once

#include <map>
#include <set>
#include <string>

namespace trocar {

/// Answers to the questions of one score (assets/scores), by the question's key: an option's word,
/// or a number.
using ScoreAnswers = std::map<std::string, std::string>;

/// Answers to several scores, by the score's id.
using Scores = std::map<std::string, ScoreAnswers>;

/// Ticked items of one checklist (assets/review/checklists.json), by the item's key.
using TickedItems = std::set<std::string>;

/// A value of a scale of pain or function, noted on a day.
struct ScaleValue {
  std::string date;   ///< "2026-11-22".
  std::string scale;  ///< Key in assets/review/scales.json.
  double value = 0.0;

  bool operator==(const ScaleValue&) const = default;
};

}  // namespace trocar
