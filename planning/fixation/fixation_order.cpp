#include "planning/fixation/fixation_order.h"

#include "planning/findings/rule_text.h"
#include "planning/plan/needle_path.h"

#include <algorithm>
#include <set>

namespace trocar::fixation {
namespace {

/// Bones on the last part of a needle: the thread of a screw, the working end of a probe.
std::set<const Structure*> bonesOf(const CaseModel& model, const Needle& needle, double lengthMm) {
  constexpr double kStepMm = 1.0;
  const Trajectory axis = workingAxis(needle);
  const double reachMm = std::min(lengthMm, axis.lengthMm());
  std::set<const Structure*> bones;
  for (double backMm = 0.0; backMm <= reachMm; backMm += kStepMm) {
    if (const Structure* bone = model.boneAt(axis.pointAtDepth(axis.lengthMm() - backMm)))
      bones.insert(bone);
  }
  return bones;
}

bool isAblated(const Plan& plan, const Needle& probe) {
  return std::any_of(plan.protocols.begin(), plan.protocols.end(), [&](const Protocol& protocol) {
    return protocol.needle == probe.id && !protocol.steps.empty();
  });
}

/// "N1, N2": needles of a plan that `wanted` chooses and that end in a bone.
template <typename Wanted>
std::string namesIn(const CaseModel& model,
                    const Plan& plan,
                    const Structure& bone,
                    double lengthMm,
                    const Wanted& wanted) {
  std::string names;
  for (const Needle& needle : plan.needles) {
    if (wanted(needle) && bonesOf(model, needle, lengthMm).count(&bone) > 0)
      names += (names.empty() ? "" : ", ") + needle.id;
  }
  return names;
}

}  // namespace

std::vector<Finding> fixationOrderFindings(const CaseModel& model, const Plan& plan) {
  constexpr double kThreadMm = 200.0;
  constexpr double kWorkingEndMm = 15.0;
  std::vector<Finding> found;
  for (const Structure& bone : model.patient().structures) {
    if (!isBone(bone.role))
      continue;
    const auto isScrew = [](const Needle& needle) { return needle.purpose == Purpose::Screw; };
    const std::string screws = namesIn(model, plan, bone, kThreadMm, isScrew);
    if (screws.empty())
      continue;
    const auto isProbe = [&](const Needle& needle) { return isAblated(plan, needle); };
    const std::string probes = namesIn(model, plan, bone, kWorkingEndMm, isProbe);
    if (probes.empty())
      continue;
    const bool first = plan.fixationFirst;
    found.push_back(
        findingOf("ablation-before-fixation",
                  first ? Finding::Severity::Warning : Finding::Severity::Note,
                  bone.id,
                  first ? screws + " would fix " + bone.name + " before " + probes +
                              " has treated it: ablate and thaw first, then fix."
                        : bone.name + " is treated by " + probes + " and fixed by " + screws +
                              ": ablate and thaw first, then fix; the running order has it so."));
  }
  return found;
}

}  // namespace trocar::fixation
