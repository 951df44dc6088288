#include "planning/search/in_the_way.h"

#include <algorithm>
#include <map>

namespace trocar::search {
namespace {

constexpr std::size_t kMostWays = 400;

/// The critical structure that the way comes nearest to.
std::string nearestTo(const CaseModel& model, const Corridor& corridor, const Candidate& way) {
  constexpr double kStepMm = 2.0;
  const Judgement judgement = judge(corridor, way);
  if (judgement.stop != Stop::Critical)
    return {};
  std::string nearest;
  double leastMm = corridor.limits.clearanceMm + corridor.radiusMm;
  const double lengthMm = judgement.boneEntryMm + corridor.limits.followedMm;
  for (const Structure& structure : model.patient().structures) {
    if (!isCritical(structure.role))
      continue;
    const DistanceField& field = model.fields().of(structure.id);
    if (field.at(way.targetMm) < 0.0)
      continue;  // The target itself is in nobody's way.
    for (double backMm = 0.0; backMm <= lengthMm; backMm += kStepMm) {
      const double mm = field.at(way.targetMm - backMm * way.direction);
      if (mm < leastMm) {
        leastMm = mm;
        nearest = structure.id;
      }
    }
  }
  return nearest;
}

}  // namespace

std::string mostInTheWay(const CaseModel& model, const std::vector<Setting>& settings) {
  std::map<std::string, int> counts;
  for (const Setting& setting : settings) {
    const std::size_t stride = std::max<std::size_t>(1, setting.candidates.size() / kMostWays);
    for (std::size_t i = 0; i < setting.candidates.size(); i += stride)
      ++counts[nearestTo(model, setting.corridor, setting.candidates[i])];
  }
  counts.erase("");
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
      });
  return most == counts.end() ? std::string() : most->first;
}

}  // namespace trocar::search
