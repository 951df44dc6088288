#include "app/cli/evaluation_text.h"

#include "planning/facts/ablation_facts.h"
#include "planning/facts/cement_facts.h"
#include "planning/facts/needle_facts.h"
#include "planning/review/finding_groups.h"
#include "planning/review/verdict.h"
#include "planning/words/names.h"

#include <algorithm>
#include <cctype>

namespace trocar::cli {
namespace {

using enum facts::FactTopic;

constexpr std::size_t kNameWidth = 36;

/// "  skin to target                      87.6 mm"
std::string lineOf(const facts::Fact& fact) {
  const std::string gap(kNameWidth - std::min(kNameWidth - 1, fact.name.size()), ' ');
  return "  " + fact.name + gap + facts::shown(fact) + '\n';
}

std::string linesOf(const facts::Facts& facts, const std::vector<facts::FactTopic>& topics = {}) {
  std::string text;
  for (const facts::Fact* fact : facts::listed(facts, facts::FactRank::Usual, topics))
    text += lineOf(*fact);
  return text;
}

/// "  verdict                             Caution · grade A · 39 % chance of a breach"
std::string verdictLine(const review::Verdict& verdict) {
  const std::string name = "verdict";
  return "  " + name + std::string(kNameWidth - name.size(), ' ') + review::shown(verdict) + '\n';
}

std::string needleText(const Needle& needle,
                       const NeedleEvaluation& numbers,
                       const std::vector<Finding>& findings,
                       const Case& patient) {
  return needle.id + "  " + words::instrumentName(needle.instrument) + ", " +
         std::string(toString(needle.purpose)) + ", " + std::string(toString(needle.approach)) +
         ' ' + needle.level + (needle.side ? " " + std::string(toString(*needle.side)) : "") +
         '\n' + verdictLine(review::verdictOf(numbers, findings)) +
         linesOf(facts::needleFacts(needle, numbers, &patient), {Dialled, Access, Near});
}

std::string treatmentText(const Evaluation& evaluation, const Plan& plan, const Case& patient) {
  std::string text;
  if (const auto& ablation = evaluation.ablation) {
    for (const ablation::AblationZone& zone : ablation->zones)
      text += "Zone\n" + linesOf(facts::zoneFacts(zone));
    for (const ablation::TargetCoverage& target : ablation->targets)
      text += words::nameInCase(patient, target.structure) + '\n' +
              linesOf(facts::coverageFacts(target, ablation->basis, &patient));
    for (const ablation::CoverageChance& chance : ablation->chances)
      text += linesOf(facts::chanceFacts(chance));
  }
  if (evaluation.cement)
    text += "Cement\n" + linesOf(facts::cementFacts(*evaluation.cement, &plan));
  return text;
}

}  // namespace

std::string findingsText(const std::vector<Finding>& findings, const Case& patient) {
  std::string text;
  for (const review::FindingGroup& group : review::groupedFindings(findings, &patient)) {
    std::string label(toString(group.severity()));
    for (char& letter : label)
      letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    text += label + "  " + group.text +
            (group.isAccepted() ? " (accepted: " + *group.findings.front().accepted + ")" : "") +
            '\n';
  }
  return text;
}

std::string evaluationText(const Evaluation& evaluation, const Plan& plan, const Case& patient) {
  std::string text;
  for (const NeedleEvaluation& numbers : evaluation.needles) {
    if (const Needle* needle = plan.find(numbers.id))
      text += needleText(*needle, numbers, evaluation.findings, patient);
  }
  return text + treatmentText(evaluation, plan, patient) +
         findingsText(evaluation.findings, patient);
}

}  // namespace trocar::cli
