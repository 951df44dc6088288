#include "planning/search/approach.h"

#include "core/error.h"
#include "planning/access/rules.h"
#include "planning/findings/rule_text.h"
#include "planning/fixation/screw_findings.h"
#include "planning/model/clearance.h"

#include <algorithm>
#include <map>

namespace trocar::search {
namespace {

using Rules = std::vector<access::NeedleRule>;

access::NeedleRule ruleNamed(const std::string& key) {
  const auto found = std::find_if(access::kNeedleRules.begin(),
                                  access::kNeedleRules.end(),
                                  [&](const access::NamedRule& named) { return named.key == key; });
  if (found == access::kNeedleRules.end())
    throw Error("assets/access/approaches.json names a rule '" + key +
                "', which no needle is judged by; correct the file");
  return found->rule;
}

/// Those of every needle, then those of the approach.
Rules rulesOf(const access::ApproachRecord& record) {
  Rules rules;
  for (const std::vector<std::string>& keys : {access::approachTable().everyNeedle, record.rules}) {
    for (const std::string& key : keys)
      rules.push_back(ruleNamed(key));
  }
  return rules;
}

const Rules& rulesFor(Approach approach) {
  static const std::map<Approach, Rules> table = [] {
    std::map<Approach, Rules> all;
    for (const access::ApproachRecord& record : access::allApproaches())
      all.emplace(record.approach, rulesOf(record));
    return all;
  }();
  return table.at(approach);
}

/// A cannula and what runs through it, or through the same cannula one after the other, do not keep
/// a gap.
bool shareATrack(const Needle& a, const Needle& b) {
  return a.through == b.id || b.through == a.id || (a.through && a.through == b.through);
}

}  // namespace

std::vector<Finding> needleFindings(const access::NeedleView& view) {
  std::vector<Finding> findings = access::clearanceFindings(view);
  for (const access::NeedleRule rule : rulesFor(view.needle.approach)) {
    if (auto finding = rule(view))
      findings.push_back(*std::move(finding));
  }
  if (view.needle.purpose == Purpose::Screw) {
    std::vector<Finding> screw = fixation::screwFindings(view);
    findings.insert(findings.end(), screw.begin(), screw.end());
  }
  return findings;
}

std::vector<Finding> pairFindings(const Plan& plan) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < plan.needles.size(); ++i) {
    for (std::size_t j = i + 1; j < plan.needles.size(); ++j) {
      const Needle& a = plan.needles[i];
      const Needle& b = plan.needles[j];
      const ShaftClearance gap = clearanceBetween(access::shaftOf(a), access::shaftOf(b));
      if (shareATrack(a, b) || gap.distanceMm >= ruleLimit("needles-near"))
        continue;
      const bool meet = gap.distanceMm < 0.0;
      const std::string text =
          meet ? " cross, " + rounded(-gap.distanceMm) + " mm into each other."
               : " come within " + rounded(gap.distanceMm) + " mm of each other.";
      findings.push_back(
          withValue(findingOf("needles-near",
                              meet ? Finding::Severity::Danger : Finding::Severity::Warning,
                              a.id,
                              a.id + " and " + b.id + text),
                    gap.distanceMm,
                    gap.atMm));
    }
  }
  return findings;
}

}  // namespace trocar::search
