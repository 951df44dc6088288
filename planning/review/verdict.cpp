#include "planning/review/verdict.h"

#include "core/number_text.h"
#include "planning/access/unjudged_groups.h"

#include <algorithm>

namespace trocar::review {
namespace {

Verdict::Kind kindOf(const NeedleEvaluation& numbers, const Finding* worst) {
  if (worst && worst->severity == Finding::Severity::Danger)
    return Verdict::Kind::Danger;
  if (!isSafetyJudged(numbers.unjudged))
    return Verdict::Kind::NotJudged;
  return worst && worst->severity == Finding::Severity::Warning ? Verdict::Kind::Caution
                                                                : Verdict::Kind::Good;
}

const char* wordOf(Verdict::Kind kind) {
  switch (kind) {
    case Verdict::Kind::Danger:
      return "Safety";
    case Verdict::Kind::Caution:
      return "Caution";
    case Verdict::Kind::NotJudged:
      return "Not judged";
    default:
      return "No objection";
  }
}

std::vector<std::string> partsOf(const NeedleEvaluation& numbers) {
  std::vector<std::string> parts;
  if (numbers.screw)
    parts.push_back(std::string("thread grade ") + numbers.screw->grade);
  else if (numbers.breach)
    parts.push_back(std::string("grade ") + numbers.breach->grade);
  if (numbers.placement && numbers.placement->breachProbability)
    parts.push_back(shownShare(numbers.placement->breachProbability, 0) + " chance of a breach");
  if (numbers.orderRule)
    parts.emplace_back(numbers.orderRule->passes ? "order rule kept" : "order rule broken");
  return parts;
}

/// The worst that stands about the needle and says more than that nothing was judged.
const Finding* worstOf(const std::string& needle, const std::vector<Finding>& findings) {
  const Finding* worst = nullptr;
  for (const Finding& finding : findings) {
    if (finding.subject == needle && !finding.accepted && !access::saysUnjudged(finding) &&
        finding.severity != Finding::Severity::Note &&
        (!worst || finding.severity > worst->severity))
      worst = &finding;
  }
  return worst;
}

}  // namespace

Verdict verdictOf(const NeedleEvaluation& numbers, const std::vector<Finding>& findings) {
  const Finding* worst = worstOf(numbers.id, findings);
  Verdict verdict;
  verdict.kind = kindOf(numbers, worst);
  verdict.word = wordOf(verdict.kind);
  if (verdict.kind == Verdict::Kind::Good && numbers.breach && !numbers.placement) {
    verdict.kind = Verdict::Kind::NotJudged;
    verdict.word = "No objection yet";
    verdict.reason = numbers.id + ": the chance of a breach is not reckoned yet.";
  }
  verdict.parts = partsOf(numbers);
  if (worst)
    verdict.reason = worst->text;
  else if (!isSafetyJudged(numbers.unjudged))
    verdict.reason = numbers.id + ": " + namesOf(numbers.unjudged) + " may lie on its way and " +
                     "are not labelled here.";
  return verdict;
}

std::string shown(const Verdict& verdict) {
  std::string text = verdict.word;
  for (const std::string& part : verdict.parts)
    text += " · " + part;
  return text;
}

}  // namespace trocar::review
