#pragma once

#include "planning/findings/finding.h"
#include "planning/model/needle_evaluation.h"

#include <string>
#include <vector>

namespace trocar::review {

/// What is to be said of a needle, once: its grade, chance of a breach, rules and findings taken
/// together. None of the parts is called good beside a verdict that is not.
struct Verdict {
  enum class Kind { Good, NotJudged, Caution, Danger };
  Kind kind = Kind::Good;
  /// "No objection", "Not judged", "Caution", "Safety"; "No objection yet" without a chance of a
  /// breach, which is reckoned last.
  std::string word;
  std::string reason;              ///< The worst finding's sentence, empty where there is none.
  std::vector<std::string> parts;  ///< "grade A", "39 % chance of a breach", "order rule kept".
};

/// Of the findings those about this needle that nobody accepted; notes do not count.
Verdict verdictOf(const NeedleEvaluation& numbers, const std::vector<Finding>& findings);
/// "Caution · grade A · 39 % chance of a breach".
std::string shown(const Verdict& verdict);

}  // namespace trocar::review
