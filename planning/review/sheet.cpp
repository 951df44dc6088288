#include "planning/review/sheet.h"

#include "core/number_text.h"
#include "planning/access/approach_record.h"
#include "planning/access/unjudged_groups.h"
#include "planning/facts/ablation_facts.h"
#include "planning/facts/cement_facts.h"
#include "planning/facts/needle_facts.h"
#include "planning/review/finding_groups.h"
#include "planning/review/running_order.h"
#include "planning/review/verdict.h"
#include "planning/words/names.h"

#include <algorithm>

namespace trocar::review {
namespace {

using Lines = std::vector<SheetLine>;

void addHeadlines(const std::string& of, const facts::Facts& facts, Lines& lines) {
  for (const facts::Fact* fact : facts::listed(facts, facts::FactRank::Headline))
    lines.push_back({of, fact->name, facts::shown(*fact)});
}

void addNeedle(const Case& patient,
               const Needle& needle,
               const NeedleEvaluation* numbers,
               const std::vector<Finding>& findings,
               Lines& lines) {
  const std::string of = "Needle " + needle.id;
  const std::string place = words::placeOf(needle);
  lines.push_back({of,
                   "",
                   (place.empty() ? "" : place + ", ") + access::recordOf(needle.approach).name +
                       ", " + words::instrumentName(needle.instrument) +
                       (needle.through ? ", through " + *needle.through : "")});
  if (!numbers)
    return;
  lines.push_back({of, "access", shown(verdictOf(*numbers, findings))});
  if (!needle.through)  // Else its way is the cannula's.
    addHeadlines(of, facts::needleFacts(needle, *numbers, &patient), lines);
}

void addTargets(const Case& patient, const ablation::AblationResult& ablation, Lines& lines) {
  for (const ablation::TargetCoverage& target : ablation.targets)
    addHeadlines(words::nameInCase(patient, target.structure),
                 facts::coverageFacts(target, ablation.basis, &patient),
                 lines);
}

/// The structure farthest from body temperature, beyond what a nerve bears (10 to 45 °C) or not.
void addWorstExposure(const Case& patient, const ablation::AblationResult& ablation, Lines& lines) {
  const ablation::StructureExposure* worst = facts::mostExposed(ablation);
  if (!worst)
    return;
  const facts::Facts facts = facts::exposureFacts(*worst, ablation.basis);
  lines.push_back({"",
                   "Most exposed structure",
                   words::nameInCase(patient, worst->structure) + ", " +
                       facts::shown(*facts::factAt(facts, "minimumC")) + " to " +
                       facts::shown(*facts::factAt(facts, "maximumC"))});
}

/// "2 safety", "0 safety", "safety not judged", "2 safety, not all judged".
std::string safetyText(int dangers, bool judged) {
  if (judged)
    return std::to_string(dangers) + " safety";
  return dangers > 0 ? std::to_string(dangers) + " safety, not all judged" : "safety not judged";
}

void addFindings(const Evaluation& evaluation, Lines& lines) {
  int dangers = 0, warnings = 0, accepted = 0;
  bool judged = true;
  for (const FindingGroup& group : groupedFindings(evaluation.findings)) {
    const bool unjudged = access::saysUnjudged(group.findings.front());
    judged = judged && !unjudged;
    if (group.isAccepted())
      ++accepted;
    else if (unjudged)
      continue;
    else if (group.severity() == Finding::Severity::Danger)
      ++dangers;
    else if (group.severity() == Finding::Severity::Warning)
      ++warnings;
  }
  lines.push_back({"",
                   "Findings",
                   safetyText(dangers, judged) + ", " + std::to_string(warnings) + " caution, " +
                       std::to_string(accepted) + " accepted"});
}

}  // namespace

std::string nameOf(const SheetLine& line) {
  return line.of + (line.of.empty() || line.what.empty() ? "" : ", ") + line.what;
}

std::vector<SheetLine> sheetOf(const Case& patient,
                               const Plan& plan,
                               const Evaluation& evaluation) {
  Lines lines = {{"", "Position", std::string(toString(plan.procedurePosition))}};
  if (plan.intent)
    lines.push_back({"", "Intent", std::string(toString(*plan.intent))});
  for (const Needle& needle : plan.needles)
    addNeedle(
        patient, needle, facts::findNumbers(evaluation, needle.id), evaluation.findings, lines);
  if (evaluation.ablation) {
    addTargets(patient, *evaluation.ablation, lines);
    addWorstExposure(patient, *evaluation.ablation, lines);
  }
  if (evaluation.cement)
    addHeadlines("Cement", facts::cementFacts(*evaluation.cement, &plan), lines);
  addFindings(evaluation, lines);
  const double totalS = endS(runningOrder(patient, plan));
  if (totalS > 0.0)
    lines.push_back({"", "Time, with house estimates", shownQuantity(totalS / 60.0, "min", 0)});
  return lines;
}

std::vector<ComparedNumber> compared(const Case& patient,
                                     const Plan& planA,
                                     const Evaluation& a,
                                     const Plan& planB,
                                     const Evaluation& b) {
  const std::string none = shownNumber(std::nullopt);
  const Lines linesA = sheetOf(patient, planA, a);
  const Lines linesB = sheetOf(patient, planB, b);
  std::vector<ComparedNumber> rows;
  for (const SheetLine& line : linesA)
    rows.push_back({nameOf(line), line.text, none});
  std::size_t after = 0;
  for (const SheetLine& line : linesB) {
    const auto row = std::find_if(
        rows.begin(), rows.end(), [&](const auto& one) { return one.what == nameOf(line); });
    if (row != rows.end()) {
      row->b = line.text;
      after = static_cast<std::size_t>(row - rows.begin()) + 1;
      continue;
    }
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(after++),
                {nameOf(line), none, line.text});
  }
  return rows;
}

}  // namespace trocar::review
