#include "render/body/proposals.h"

#include "planning/plan/needle_path.h"
#include "planning/search/suggest.h"
#include "render/canvas/palette.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace trocar::render {
namespace {

/// From amber for the worst accepted path to green for the best possible; grey where none can be
/// told.
Color colorOf(std::optional<double> score) {
  constexpr double kWorst = 0.5, kBest = 0.9;
  if (!score)
    return palette::kQuietText;
  const double share = std::clamp((*score - kWorst) / (kBest - kWorst), 0.0, 1.0);
  return mix(palette::kWarning, palette::kLandmark, share);
}

void paintReach(Canvas& canvas,
                const search::Suggestions& suggestions,
                const ToDisplay& toDisplay,
                const Strength& strength,
                const Dress& dress) {
  for (const search::EntryScore& entry : suggestions.entries) {
    const double share = strength(entry.pointMm);
    const auto at = toDisplay(entry.pointMm);
    if (at && share > 0.3)
      canvas.disc(*at, 2.4 * dress.scale, {colorOf(entry.score), 0.75 * share});
  }
}

void paintGhost(Canvas& canvas,
                const Needle& needle,
                const ToDisplay& toDisplay,
                const Dress& dress) {
  const auto tip = toDisplay(needle.trajectory.target);
  const auto entry = toDisplay(needle.trajectory.entry);
  if (!tip || !entry)
    return;
  const std::vector<Path> shaft = {{{*entry, *tip}}};
  canvas.strokePaths(shaft, {{0, 0, 0}, 4.0 * dress.scale, 0.45});
  canvas.strokePaths(shaft, {palette::kEntry, 2.0 * dress.scale, 0.95, 7.0 * dress.scale});
  canvas.disc(*tip, 3.2 * dress.scale, {palette::kEntry});
  canvas.text(needle.side ? std::string(toString(*needle.side)) : "proposed",
              {entry->x + 7.0 * dress.scale, entry->y},
              Anchor::Left,
              {palette::kEntry, 11.0 * dress.scale});
}

/// Where the selected needle might come to lie instead, faint.
void paintGhosts(Canvas& canvas,
                 const Needle& needle,
                 const PlacementUncertainty& placement,
                 const ToDisplay& toDisplay,
                 const Dress& dress) {
  std::vector<Path> paths;
  for (const Trajectory& placed : placement.ghosts) {
    Needle moved = needle;
    moved.trajectory = placed;
    const NeedlePath axis(moved);
    Path path;
    const auto add = [&](const Vec3& pointMm) {
      if (const auto at = toDisplay(pointMm))
        path.points.push_back(*at);
    };
    add(axis.entryMm());
    add(axis.shaft().target);
    for (const Trajectory& chord : axis.arc())
      add(chord.target);
    paths.push_back(std::move(path));
  }
  canvas.strokePaths(paths, {palette::kSelectedNeedle, 0.8 * dress.scale, 0.28});
}

/// On the screen a ball of the patient is a ring of its largest shown radius.
void paintPlacement(Canvas& canvas,
                    const SceneState& state,
                    const ToDisplay& toDisplay,
                    const Strength& strength,
                    const Dress& dress) {
  const Needle* needle = state.plan.find(state.selectedNeedle);
  if (!needle || !state.evaluation || !state.labels)
    return;
  const auto& all = state.evaluation->needles;
  const auto numbers = std::find_if(
      all.begin(), all.end(), [&](const NeedleEvaluation& one) { return one.id == needle->id; });
  const Vec3& tip = needle->trajectory.target;
  const auto at = toDisplay(tip);
  if (numbers == all.end() || !numbers->placement || !at || strength(tip) <= 0.0)
    return;
  paintGhosts(canvas, *needle, *numbers->placement, toDisplay, dress);
  const double radiusMm = numbers->placement->targetErrorP95Mm;
  double radiusPx = 0.0;
  for (int axis = 0; axis < 3; ++axis) {
    const auto edge = toDisplay(tip + radiusMm * Vec3::Unit(axis));
    if (edge)
      radiusPx = std::max(radiusPx, std::hypot(edge->x - at->x, edge->y - at->y));
  }
  canvas.strokePaths(
      circlePath(*at, radiusPx),
      {palette::kSelectedNeedle, 1.3 * dress.scale, 0.8 * strength(tip), 5.0 * dress.scale});
}

}  // namespace

void paintProposals(Canvas& canvas,
                    const SceneState& state,
                    const ToDisplay& toDisplay,
                    const Strength& strength,
                    const Dress& dress) {
  paintPlacement(canvas, state, toDisplay, strength, dress);
  if (!state.suggestions)
    return;
  paintReach(canvas, *state.suggestions, toDisplay, strength, dress);
  const auto& cards = state.suggestions->cards;
  if (state.hoveredCard < 0 || state.hoveredCard >= static_cast<int>(cards.size()))
    return;
  for (const Needle& needle : cards[static_cast<std::size_t>(state.hoveredCard)].needles)
    paintGhost(canvas, needle, toDisplay, dress);
}

}  // namespace trocar::render
