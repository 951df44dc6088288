#include "app/cli/evaluation_text.h"

#include "planning/facts/ablation_facts.h"
#include "planning/facts/cement_facts.h"
#include "planning/facts/needle_facts.h"

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

std::string needleText(const Needle& needle, const NeedleEvaluation& numbers) {
  return needle.id + "  " + needle.instrument + ", " + std::string(toString(needle.purpose)) +
         ", " + std::string(toString(needle.approach)) + ' ' + needle.level +
         (needle.side ? " " + std::string(toString(*needle.side)) : "") + '\n' +
         linesOf(facts::needleFacts(needle, numbers), {Dialled, Access, Near});
}

std::string treatmentText(const Evaluation& evaluation, const Plan& plan) {
  std::string text;
  if (const auto& ablation = evaluation.ablation) {
    for (const ablation::AblationZone& zone : ablation->zones)
      text += "Zone\n" + linesOf(facts::zoneFacts(zone));
    for (const ablation::TargetCoverage& target : ablation->targets)
      text += target.structure + '\n' + linesOf(facts::coverageFacts(target, ablation->basis));
    for (const ablation::CoverageChance& chance : ablation->chances)
      text += linesOf(facts::chanceFacts(chance));
  }
  if (evaluation.cement)
    text += "Cement\n" + linesOf(facts::cementFacts(*evaluation.cement, &plan));
  return text;
}

}  // namespace

std::string findingsText(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    std::string label(toString(finding.severity));
    for (char& letter : label)
      letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    text += label + "  " + finding.text +
            (finding.accepted ? " (accepted: " + *finding.accepted + ")" : "") + '\n';
  }
  return text;
}

std::string evaluationText(const Evaluation& evaluation, const Plan& plan) {
  std::string text;
  for (const NeedleEvaluation& numbers : evaluation.needles) {
    if (const Needle* needle = plan.find(numbers.id))
      text += needleText(*needle, numbers);
  }
  return text + treatmentText(evaluation, plan) + findingsText(evaluation.findings);
}

}  // namespace trocar::cli
