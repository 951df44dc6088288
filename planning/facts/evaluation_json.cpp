#include "planning/facts/evaluation_json.h"

#include "core/json/json_values.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/facts/ablation_facts.h"
#include "planning/facts/cement_facts.h"
#include "planning/facts/facts_json.h"
#include "planning/facts/needle_facts.h"
#include "planning/model/needle_evaluation.h"

#include <nlohmann/json.hpp>

namespace trocar::facts {
namespace {

using Json = nlohmann::ordered_json;

using json_values::number;
using json_values::point;
using json_values::word;

Json toJson(const Finding& finding) {
  return {{"rule", finding.rule},
          {"severity", toString(finding.severity)},
          {"text", finding.text},
          {"subject", word(finding.subject)},
          {"value", number(finding.value)},
          {"limit", number(finding.limit)},
          {"unit", word(finding.unit)},
          {"atMm", point(finding.atMm)},
          {"why", finding.why},
          {"source", finding.source},
          {"accepted", finding.accepted ? Json(*finding.accepted) : Json(nullptr)}};
}

Json findingsJson(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings)
    list.push_back(toJson(finding));
  return list;
}

std::vector<Facts> needleBlocks(const Evaluation& evaluation, const Plan& plan) {
  std::vector<Facts> blocks;
  for (const NeedleEvaluation& numbers : evaluation.needles) {
    if (const Needle* needle = plan.find(numbers.id))
      blocks.push_back(needleFacts(*needle, numbers));
  }
  return blocks;
}

std::vector<Facts> protectionBlocks(const Evaluation& evaluation) {
  std::vector<Facts> blocks;
  for (const ablation::ProtectedRegion& region : evaluation.protections)
    blocks.push_back(protectedRegionFacts(region));
  return blocks;
}

}  // namespace

std::string findingsToJson(const std::vector<Finding>& findings) {
  const Json document = {{"schema", "trocar-check/1"}, {"findings", findingsJson(findings)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string evaluationToJson(const Evaluation& evaluation, const Plan& plan) {
  const Json document = {
      {"schema", "trocar-evaluation/1"},
      {"needles", factsToJson(needleBlocks(evaluation, plan))},
      {"protections", factsToJson(protectionBlocks(evaluation))},
      {"ablation",
       evaluation.ablation ? factsToJson(ablationFacts(*evaluation.ablation)) : Json(nullptr)},
      {"cement", evaluation.cement ? factsToJson(cementFacts(*evaluation.cement)) : Json(nullptr)},
      {"findings", findingsJson(evaluation.findings)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace trocar::facts
