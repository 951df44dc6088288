#include "planning/access/rules.h"
#include "planning/access/unjudged_groups.h"

namespace trocar::access {

std::optional<Finding> ruleUnjudged(const NeedleView& view) {
  using enum Finding::Severity;
  const std::vector<Unjudged>& unjudged = view.numbers.unjudged;
  if (unjudged.empty())
    return std::nullopt;
  const std::string sentence = "not judged: " + describe(unjudged) + ".";
  const bool grave = holds(unjudged, RiskGroup::Vessels) || holds(unjudged, RiskGroup::Lungs);
  Finding finding = holds(unjudged, RiskGroup::Canal)
                        ? about(view, "canal-unjudged", Danger, sentence)
                    : holds(unjudged, RiskGroup::Bone)
                        ? about(view, "bone-unjudged", Danger, sentence)
                        : about(view, "structures-unjudged", grave ? Warning : Note, sentence);
  finding.atMm = view.needle.trajectory.target;
  return finding;
}

}  // namespace trocar::access
