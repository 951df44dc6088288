#pragma once

#include "core/case.h"
#include "planning/findings/finding.h"

#include <string>
#include <vector>

namespace trocar::review {

/// Findings that say one thing to a person, in one sentence.
struct FindingGroup {
  std::string about;  ///< "N5", "The left L3 root", "N1, N2"; "The plan" of what has no subject.
  std::string text;   ///< One sentence, with the numbers.
  std::vector<Finding> findings;  ///< Never empty, worst first; all accepted or none.

  Finding::Severity severity() const { return findings.front().severity; }
  bool isAccepted() const { return findings.front().accepted.has_value(); }
};

/// Worst first, accepted ones last. Dangers and warnings about one needle or structure at one step
/// (access, ablation, cement) are one group; so are warnings, or notes, that one rule says of
/// several. Names come from `patient`; without it they are ids.
std::vector<FindingGroup> groupedFindings(const std::vector<Finding>& findings,
                                          const Case* patient = nullptr);

/// The reasons and sources of a group's rules, each once.
std::string whyOf(const FindingGroup& group);
std::string sourcesOf(const FindingGroup& group);

}  // namespace trocar::review
