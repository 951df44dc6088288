#include "render/canvas/callout.h"

#include "core/number_text.h"
#include "planning/facts/ablation_facts.h"
#include "planning/facts/needle_facts.h"
#include "planning/review/verdict.h"
#include "render/canvas/palette.h"

#include <algorithm>

namespace trocar::render {
namespace {

std::string nameOf(const SceneState& state, const std::string& structureId) {
  const Structure* structure = state.patient ? state.patient->find(structureId) : nullptr;
  return structure ? structure->name : structureId;
}

/// Coldest or hottest temperature of a structure, where it was simulated and leaves the harmless
/// range.
std::string extremeOf(const Evaluation& evaluation, const std::string& structureId) {
  constexpr double kCoolC = 34.0, kWarmC = 40.0;
  if (!evaluation.ablation)
    return {};
  for (const ablation::StructureExposure& exposure : evaluation.ablation->structures) {
    if (exposure.structure != structureId)
      continue;
    if (exposure.minimumC && *exposure.minimumC < kCoolC)
      return " · min " + facts::extremeWords(*evaluation.ablation, exposure, true);
    if (exposure.maximumC && *exposure.maximumC > kWarmC)
      return " · max " + facts::extremeWords(*evaluation.ablation, exposure, false);
  }
  return {};
}

/// Of a structure that is overlapped, near, or made cold or hot.
Color colorOf(double distanceMm, bool isColdOrHot) {
  constexpr double kCloseMm = 2.0;
  if (distanceMm < 0.0)
    return palette::kDanger;
  return distanceMm < kCloseMm || isColdOrHot ? palette::kWarning : palette::kText;
}

/// The verdict on the needle's way, and how far it leaves its pedicle where it does. What an
/// ablation does is told by the lines below.
CalloutLine headOf(const NeedleEvaluation& needle, const Evaluation& evaluation) {
  const review::Verdict verdict = review::verdictOf(needle, evaluation.findings);
  std::string words = needle.id + (evaluation.ablation ? " · Access: " : " · ") + verdict.word;
  if (needle.breach && needle.breach->grade != 'A')
    words +=
        " · " + shownQuantity(needle.breach->maxExcursionMm, "mm") + " " + needle.breach->direction;
  switch (verdict.kind) {
    case review::Verdict::Kind::Danger:
      return {words, palette::kDanger};
    case review::Verdict::Kind::Caution:
      return {words, palette::kWarning};
    default:
      return {words, palette::kText};
  }
}

}  // namespace

std::vector<CalloutLine> calloutOf(const SceneState& state, const std::string& needleId) {
  constexpr std::size_t kNearest = 3;
  std::vector<CalloutLine> lines;
  if (!state.evaluation)
    return lines;
  const NeedleEvaluation* found = facts::findNumbers(*state.evaluation, needleId);
  if (!found)
    return lines;
  lines.push_back(headOf(*found, *state.evaluation));
  for (std::size_t i = 0; i < std::min(kNearest, found->clearances.size()); ++i) {
    const Clearance& clearance = found->clearances[i];
    const std::string extreme = extremeOf(*state.evaluation, clearance.structure);
    lines.push_back({nameOf(state, clearance.structure) + " " +
                         shownQuantity(clearance.distanceMm, "mm") + extreme,
                     colorOf(clearance.distanceMm, !extreme.empty())});
  }
  if (!found->unjudged.empty())
    lines.push_back({"not judged: " + namesOf(found->unjudged), palette::kQuietText});
  return lines;
}

}  // namespace trocar::render
