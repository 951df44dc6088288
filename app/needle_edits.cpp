#include "app/needle_edits.h"

#include "core/error.h"
#include "planning/skin.h"

#include <cmath>
#include <utility>
#include <vector>

namespace trocar {
namespace {

struct Screen {
  Vec3 right;
  Vec3 up;
};

/// Any unit vector across the needle.
Vec3 across(const Vec3& direction) {
  const Vec3 other = std::abs(direction.z()) < 0.9 ? Vec3::UnitZ() : Vec3::UnitY();
  return direction.cross(other).normalized();
}

/// Axes of the picture: patients are seen from the feet, from their left, and from the front.
Screen screenOf(ViewKind kind, const Needle& needle) {
  if (kind == ViewKind::Sagittal)
    return {Vec3::UnitY(), Vec3::UnitZ()};
  if (kind == ViewKind::Coronal)
    return {Vec3::UnitX(), Vec3::UnitZ()};
  if (!followsNeedle(kind))
    return {Vec3::UnitX(), -Vec3::UnitY()};
  const Vec3 direction = needle.trajectory.direction();
  const Vec3 side = across(direction);
  return {side, side.cross(direction)};
}

/// The last point inside the box of the CT on the way from `from` along `direction`.
Vec3 borderFrom(const Grid& grid, const Vec3& from, const Vec3& direction) {
  constexpr double kStepMm = 1.0;
  Vec3 at = from;
  while (grid.contains(Vec3(at + kStepMm * direction)))
    at += kStepMm * direction;
  return at;
}

}  // namespace

Vec3 onScreen(const ScreenStep& step, const ViewState& view, const Needle& needle) {
  const Screen screen = screenOf(view.panes[static_cast<std::size_t>(view.active)], needle);
  return step.rightMm * screen.right + step.upMm * screen.up;
}

void requireApart(const Vec3& entryMm, const Vec3& targetMm) {
  constexpr double kShortestMm = 1.0;
  if ((entryMm - targetMm).norm() < kShortestMm)
    throw Error("The entry would lie on the tip: move one of them away first.");
}

Plan withMoved(Plan plan, const std::string& needleId, NeedlePart part, const Vec3& byMm) {
  for (const Needle& needle : std::vector<Needle>(plan.needles)) {
    if (needle.id != needleId && needle.through != needleId)
      continue;
    const Trajectory& from = needle.trajectory;
    if (part == NeedlePart::Tip)
      plan = withTarget(std::move(plan), needle.id, from.target + byMm);
    else if (part == NeedlePart::Entry)
      plan = withEntry(std::move(plan), needle.id, from.entry + byMm);
    else
      plan = withShift(std::move(plan), needle.id, byMm);
  }
  return plan;
}

Needle freeNeedle(const Plan& plan,
                  const ViewState& view,
                  const Case& patient,
                  const Vec3& targetMm) {
  Needle needle;
  needle.id = nextNeedleId(plan);
  needle.instrument = view.instrument;
  needle.approach = Approach::Free;
  needle.level = view.level;
  needle.trajectory.target = targetMm;
  needle.trajectory.entry = skinCrossing(patient, targetMm, Vec3::UnitY())
                                .value_or(borderFrom(patient.ct.grid(), targetMm, Vec3::UnitY()));
  requireApart(needle.trajectory.entry, needle.trajectory.target);
  return needle;
}

Needle onOtherSide(const CaseModel& model, Needle needle) {
  Vec3 at = model.patient().ct.grid().centreMm();
  Vec3 left = Vec3::UnitX();
  if (const VertebraAnatomy* vertebra = model.vertebra(needle.level)) {
    at = vertebra->canalCentreMm.value_or(vertebra->bodyCentroidMm);
    left = vertebra->frame.left;
  }
  const auto mirror = [&](const Vec3& point) -> Vec3 {
    return point - 2.0 * (point - at).dot(left) * left;
  };
  needle.trajectory = {mirror(needle.trajectory.entry), mirror(needle.trajectory.target)};
  if (needle.side)
    needle.side = *needle.side == Side::Left ? Side::Right : Side::Left;
  needle.through.reset();
  needle.locked = false;
  return needle;
}

void select(Document& document, const std::string& needleId) {
  ViewState view = document.view();
  if (document.plan().find(needleId))
    view.needle = needleId;
  document.setView(view);
}

}  // namespace trocar
