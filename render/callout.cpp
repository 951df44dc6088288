#include "render/callout.h"

#include "render/palette.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace trocar {
namespace {

std::string format(const char* pattern, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), pattern, value);
  return text.data();
}

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
  for (const StructureExposure& exposure : evaluation.ablation->structures) {
    if (exposure.structure != structureId)
      continue;
    if (exposure.minimumC && *exposure.minimumC < kCoolC)
      return format(" · min %.0f °C", *exposure.minimumC);
    if (exposure.maximumC && *exposure.maximumC > kWarmC)
      return format(" · max %.0f °C", *exposure.maximumC);
  }
  return {};
}

Color colorOf(double distanceMm) {
  constexpr double kCloseMm = 2.0;
  if (distanceMm < 0.0)
    return palette::kDanger;
  return distanceMm < kCloseMm ? palette::kWarning : palette::kText;
}

}  // namespace

std::vector<CalloutLine> calloutOf(const SceneState& state, const std::string& needleId) {
  constexpr std::size_t kNearest = 3;
  std::vector<CalloutLine> lines;
  if (!state.evaluation)
    return lines;
  const auto& needles = state.evaluation->needles;
  const auto found = std::find_if(
      needles.begin(), needles.end(), [&](const auto& needle) { return needle.id == needleId; });
  if (found == needles.end())
    return lines;
  if (found->breach) {
    const bool clean = found->breach->grade == 'A';
    const std::string excursion =
        clean
            ? ""
            : " · " + format("%.1f mm ", found->breach->maxExcursionMm) + found->breach->direction;
    lines.push_back({needleId + " · grade " + std::string(1, found->breach->grade) + excursion,
                     clean ? palette::kText : palette::kWarning});
  } else {
    lines.push_back({needleId, palette::kText});
  }
  for (std::size_t i = 0; i < std::min(kNearest, found->clearances.size()); ++i) {
    const Clearance& clearance = found->clearances[i];
    lines.push_back({nameOf(state, clearance.structure) + " " +
                         format("%.1f mm", clearance.distanceMm) +
                         extremeOf(*state.evaluation, clearance.structure),
                     colorOf(clearance.distanceMm)});
  }
  return lines;
}

}  // namespace trocar
