#pragma once

#include "planning/findings/finding.h"
#include "planning/plan/plan.h"

#include <functional>
#include <string>
#include <vector>

namespace trocar::rules {

/// A rule on either side of its limit: the same plan with one number changed.
struct RuleCase {
  std::string rule;
  Finding::Severity severity = Finding::Severity::Note;
  /// What is said where the number is as given.
  std::function<std::vector<Finding>(double)> findingsAt;
  double kept = 0.0;    ///< The rule says nothing, or less than `severity`.
  double broken = 0.0;  ///< The rule speaks, with `severity`.
};

using RuleCases = std::vector<RuleCase>;

RuleCases needleRuleCases();    ///< Of every needle.
RuleCases vertebraRuleCases();  ///< Of needles of a vertebra.
RuleCases boneRuleCases();      ///< Of needles of sacrum and pelvis, and of screws.
RuleCases planRuleCases();      ///< Of several needles, of devices, and of cement in a place.
RuleCases ablationRuleCases();
RuleCases cementRuleCases();

/// The plan with what a person entered. The one place where tests of rules know how it is kept.
Plan withBalloon(Plan plan, const std::string& needle, double ml);

}  // namespace trocar::rules
