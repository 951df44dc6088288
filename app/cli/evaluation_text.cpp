#include "app/cli/evaluation_text.h"

#include "planning/access/rule_text.h"
#include "planning/angles.h"

#include <cmath>
#include <sstream>

namespace trocar {
namespace {

constexpr std::size_t kNearestShown = 5;

std::string millimetres(const std::optional<double>& value) {
  return value ? rounded(*value) + " mm" : "unknown";
}

void pedicleText(std::ostream& out, const NeedleEvaluation& numbers) {
  if (numbers.breach)
    out << "  breach            grade " << numbers.breach->grade << ", "
        << rounded(numbers.breach->maxExcursionMm) << " mm " << numbers.breach->direction << '\n';
  if (numbers.orderRule)
    out << "  order rule        " << (numbers.orderRule->passes ? "passes" : "fails") << ", lead "
        << millimetres(numbers.orderRule->leadMm) << '\n';
}

void clearanceText(std::ostream& out, const NeedleEvaluation& numbers) {
  std::size_t shown = 0;
  for (const Clearance& one : numbers.clearances) {
    if (one.onPurpose && one.distanceMm < 0.0)
      out << "  crosses           " << one.structure << ", on purpose\n";
    else if (!one.onPurpose && shown++ < kNearestShown)
      out << "  clearance         " << one.structure << ' ' << rounded(one.distanceMm) << " mm\n";
  }
}

void needleText(std::ostream& out, const Needle& needle, const NeedleEvaluation& numbers) {
  out << needle.id << "  " << needle.instrument << ", " << toString(needle.purpose) << ", "
      << toString(needle.approach) << ' ' << needle.level
      << (needle.side ? " " + std::string(toString(*needle.side)) : "") << '\n'
      << "  skin to target    " << millimetres(numbers.skinToTargetMm) << '\n'
      << "  skin to bone      " << millimetres(numbers.skinToBoneMm) << '\n'
      << "  axial angle       " << rounded(numbers.axialAngleDeg)
      << " degrees towards the midline\n"
      << "  craniocaudal      " << rounded(numbers.craniocaudalAngleDeg) << " degrees cranial\n"
      << "  C-arm             " << consoleText(numbers.carm, 1) << " (supine), "
      << consoleText(numbers.carmProne, 1) << " (prone on a supine console)\n";
  pedicleText(out, numbers);
  clearanceText(out, numbers);
}

void treatmentText(std::ostream& out, const Evaluation& evaluation) {
  if (const auto& ablation = evaluation.ablation) {
    for (const AblationZone& zone : ablation->zones)
      out << "zone  " << (zone.needle.empty() ? "all probes" : zone.needle) << ' '
          << (zone.isothermC ? rounded(*zone.isothermC, 0) + " °C " : "") << rounded(zone.lengthMm)
          << " x " << rounded(zone.widthMm) << " mm, " << rounded(zone.volumeMl) << " ml\n";
    for (const TargetCoverage& target : ablation->targets)
      out << "margin  " << target.structure << ' ' << rounded(target.minimumMarginMm) << " mm\n";
    for (const CoverageChance& chance : ablation->chances)
      out << "chance  " << chance.structure << ' ' << rounded(100.0 * chance.probability, 0)
          << " % to cover " << rounded(100.0 * chance.goalFraction, 0) << " % (" << chance.technique
          << ")\n";
  }
  if (const auto& cement = evaluation.cement)
    out << "cement  " << rounded(cement->deliveredMl) << " ml, " << rounded(cement->inBodyMl)
        << " ml in the body\n";
}

}  // namespace

std::string findingsText(const std::vector<Finding>& findings) {
  std::ostringstream out;
  for (const Finding& finding : findings) {
    std::string label(toString(finding.severity));
    for (char& letter : label)
      letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    out << label << "  " << finding.text
        << (finding.accepted ? " (accepted: " + *finding.accepted + ")" : "") << '\n';
  }
  return out.str();
}

std::string evaluationText(const Evaluation& evaluation, const Plan& plan) {
  std::ostringstream out;
  for (const NeedleEvaluation& numbers : evaluation.needles) {
    if (const Needle* needle = plan.find(numbers.id))
      needleText(out, *needle, numbers);
  }
  treatmentText(out, evaluation);
  out << findingsText(evaluation.findings);
  return out.str();
}

}  // namespace trocar
