#include "planning/review/sheet.h"

#include "planning/report/html.h"
#include "planning/review/names.h"
#include "planning/review/running_order.h"

#include <algorithm>

namespace trocar {
namespace {

using Lines = std::vector<SheetLine>;
constexpr double kBodyC = 37.0;

const NeedleEvaluation* evaluationOf(const Evaluation& evaluation, const std::string& id) {
  const auto found = std::find_if(evaluation.needles.begin(),
                                  evaluation.needles.end(),
                                  [&](const auto& n) { return n.id == id; });
  return found == evaluation.needles.end() ? nullptr : &*found;
}

std::string isothermName(const std::optional<double>& isothermC) {
  return isothermC ? number(isothermC, 0) + " °C" : "coagulation";
}

void addNeedle(const Case& patient,
               const Needle& needle,
               const NeedleEvaluation* numbers,
               Lines& lines) {
  const std::string place = placeOf(needle);
  lines.push_back({"Needle " + needle.id,
                   (place.empty() ? "" : place + ", ") + std::string(toString(needle.approach)) +
                       ", " + instrumentName(needle.instrument)});
  if (!numbers)
    return;
  const std::string of = needle.id + ", ";
  lines.push_back({of + "skin to target", quantity(numbers->skinToTargetMm, "mm")});
  lines.push_back({of + "angles",
                   number(numbers->axialAngleDeg) + "° axial, " +
                       number(numbers->craniocaudalAngleDeg) + "° cranio-caudal"});
  if (numbers->breach)
    lines.push_back({of + "breach",
                     std::string(1, numbers->breach->grade) + ", " +
                         quantity(numbers->breach->maxExcursionMm, "mm")});
  if (!numbers->clearances.empty())
    lines.push_back({of + "nearest structure",
                     nameInCase(patient, numbers->clearances[0].structure) + ", " +
                         quantity(numbers->clearances[0].distanceMm, "mm")});
}

void addTargets(const Case& patient, const AblationResult& ablation, Lines& lines) {
  for (const TargetCoverage& target : ablation.targets) {
    const std::string name = nameInCase(patient, target.structure);
    for (const TargetCoverage::AtIsotherm& at : target.coverage)
      lines.push_back(
          {name + " inside " + isothermName(at.isothermC),
           (target.lowerBound ? "at least " : "") + number(100.0 * at.fraction) + " %"});
    lines.push_back({name + ", smallest margin at " + isothermName(target.marginIsothermC),
                     quantity(target.minimumMarginMm, "mm")});
  }
}

/// The structure farthest from body temperature, beyond what a nerve bears (10 to 45 °C) or not.
void addWorstExposure(const Case& patient, const AblationResult& ablation, Lines& lines) {
  const StructureExposure* worst = nullptr;
  const auto departs = [](const StructureExposure& s) {
    return std::max(kBodyC - s.minimumC.value_or(kBodyC), s.maximumC.value_or(kBodyC) - kBodyC);
  };
  for (const StructureExposure& s : ablation.structures) {
    if (!worst || departs(s) > departs(*worst))
      worst = &s;
  }
  if (worst && departs(*worst) > 0.0)
    lines.push_back({"Most exposed structure",
                     nameInCase(patient, worst->structure) + ", " + number(worst->minimumC) +
                         " to " + number(worst->maximumC) + " °C"});
}

void addCement(const CementResult& cement, Lines& lines) {
  lines.push_back({"Cement",
                   quantity(cement.deliveredMl, "ml") + " of " +
                       quantity(cement.requestedMl, "ml") + " delivered, " +
                       quantity(cement.inBodyMl, "ml") + " in the bone"});
  lines.push_back({"Cement leaks",
                   cement.leaksModelled ? std::to_string(cement.leaks.size()) : "not modelled"});
}

void addFindings(const Evaluation& evaluation, Lines& lines) {
  int dangers = 0, warnings = 0, accepted = 0;
  for (const Finding& finding : evaluation.findings) {
    if (finding.accepted)
      ++accepted;
    else if (finding.severity == Finding::Severity::Danger)
      ++dangers;
    else if (finding.severity == Finding::Severity::Warning)
      ++warnings;
  }
  lines.push_back({"Findings",
                   std::to_string(dangers) + " safety, " + std::to_string(warnings) + " caution, " +
                       std::to_string(accepted) + " accepted"});
}

}  // namespace

std::vector<SheetLine> sheetOf(const Case& patient,
                               const Plan& plan,
                               const Evaluation& evaluation) {
  Lines lines = {{"Position", std::string(toString(plan.procedurePosition))}};
  if (plan.intent)
    lines.push_back({"Intent", std::string(toString(*plan.intent))});
  for (const Needle& needle : plan.needles)
    addNeedle(patient, needle, evaluationOf(evaluation, needle.id), lines);
  if (evaluation.ablation) {
    addTargets(patient, *evaluation.ablation, lines);
    addWorstExposure(patient, *evaluation.ablation, lines);
  }
  if (evaluation.cement)
    addCement(*evaluation.cement, lines);
  addFindings(evaluation, lines);
  const double totalS = endS(runningOrder(plan));
  if (totalS > 0.0)
    lines.push_back({"Time, with house estimates", number(totalS / 60.0, 0) + " min"});
  return lines;
}

std::vector<ComparedNumber> compared(const Case& patient,
                                     const Plan& planA,
                                     const Evaluation& a,
                                     const Plan& planB,
                                     const Evaluation& b) {
  const Lines linesA = sheetOf(patient, planA, a);
  const Lines linesB = sheetOf(patient, planB, b);
  std::vector<ComparedNumber> rows;
  for (const SheetLine& line : linesA)
    rows.push_back({line.what, line.text, "—"});
  std::size_t after = 0;
  for (const SheetLine& line : linesB) {
    const auto row = std::find_if(
        rows.begin(), rows.end(), [&](const auto& one) { return one.what == line.what; });
    if (row != rows.end()) {
      row->b = line.text;
      after = static_cast<std::size_t>(row - rows.begin()) + 1;
      continue;
    }
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(after++), {line.what, "—", line.text});
  }
  return rows;
}

}  // namespace trocar
