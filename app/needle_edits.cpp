#include "app/needle_edits.h"

#include "app/scene.h"
#include "app/words.h"
#include "core/angle.h"
#include "core/error.h"
#include "planning/model/skin.h"
#include "planning/plan/bend_text.h"
#include "planning/plan/needle_path.h"
#include "planning/plan/usual_purpose.h"
#include "render/slice/slice_frame.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace trocar::app {
namespace {

/// The last point inside the box of the CT on the way from `from` along `direction`.
Vec3 borderFrom(const Grid& grid, const Vec3& from, const Vec3& direction) {
  constexpr double kStepMm = 1.0;
  Vec3 at = from;
  while (grid.contains(Vec3(at + kStepMm * direction)))
    at += kStepMm * direction;
  return at;
}

}  // namespace

Vec3 onScreen(const ScreenStep& step, const Document& document) {
  const ViewState& view = document.view();
  const render::ViewKind kind = view.panes[static_cast<std::size_t>(view.active)];
  const render::SliceFrame frame =
      render::sliceFrame(render::isSlice(kind) ? kind : render::ViewKind::Axial, sceneOf(document))
          .value();
  return step.rightMm * frame.right - step.upMm * frame.down;
}

void requireApart(const Vec3& entryMm, const Vec3& targetMm) {
  constexpr double kShortestMm = 1.0;
  if ((entryMm - targetMm).norm() < kShortestMm)
    throw Error("The entry would lie on the tip: move one of them away first.");
}

Plan withMoved(Plan plan, const std::string& needleId, render::NeedlePart part, const Vec3& byMm) {
  for (const Needle& needle : std::vector<Needle>(plan.needles)) {
    if (needle.id != needleId && needle.through != needleId)
      continue;
    const Trajectory& from = needle.trajectory;
    if (part == render::NeedlePart::Tip)
      plan = withTarget(std::move(plan), needle.id, from.target + byMm);
    else if (part == render::NeedlePart::Entry)
      plan = withEntry(std::move(plan), needle.id, from.entry + byMm);
    else
      plan = withShift(std::move(plan), needle.id, byMm);
  }
  return plan;
}

const Needle* partnerOf(const Plan& plan, const Needle& needle) {
  const auto found =
      std::find_if(plan.needles.begin(), plan.needles.end(), [&](const Needle& other) {
        return !other.locked && !other.through && other.level == needle.level &&
               other.approach == needle.approach && needle.side && other.side &&
               *other.side != *needle.side;
      });
  return found == plan.needles.end() ? nullptr : &*found;
}

std::function<Plan(const Plan&)> movingBy(const Document& document,
                                          const std::string& needleId,
                                          render::NeedlePart part,
                                          const Vec3& byMm) {
  const Needle* needle = document.plan().find(needleId);
  const Needle* partner =
      needle && document.view().symmetric ? partnerOf(document.plan(), *needle) : nullptr;
  if (!partner)
    return [=](const Plan& plan) { return withMoved(plan, needleId, part, byMm); };
  const anatomy::VertebraAnatomy* vertebra = document.model().vertebra(needle->level);
  const Vec3 left = vertebra ? vertebra->frame.left : Vec3(Vec3::UnitX());
  const Vec3 mirroredMm = byMm - 2.0 * byMm.dot(left) * left;
  return [=, other = partner->id](const Plan& plan) {
    return withMoved(withMoved(plan, needleId, part, byMm), other, part, mirroredMm);
  };
}

Needle freeNeedle(const Plan& plan,
                  const ViewState& view,
                  const Case& patient,
                  const Vec3& targetMm) {
  Needle needle;
  needle.id = nextNeedleId(plan);
  needle.instrument = view.instrument;
  needle.purpose = usualPurpose(findInstrument(needle.instrument).kind);
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
  if (const anatomy::VertebraAnatomy* vertebra = model.vertebra(needle.level)) {
    at = vertebra->canalCentreMm.value_or(vertebra->bodyCentroidMm);
    left = vertebra->frame.left;
  }
  const auto mirror = [&](const Vec3& point) -> Vec3 {
    return point - 2.0 * (point - at).dot(left) * left;
  };
  needle.trajectory = {mirror(needle.trajectory.entry), mirror(needle.trajectory.target)};
  if (needle.bend)
    needle.bend->towards -= 2.0 * needle.bend->towards.dot(left) * left;
  if (needle.side)
    needle.side = *needle.side == Side::Left ? Side::Right : Side::Left;
  needle.through.reset();
  needle.cannulaBackMm = 0.0;
  needle.locked = false;
  return needle;
}

Needle withBend(Needle needle, const std::optional<Bend>& bend) {
  const NeedlePath path(needle);
  const Trajectory shaft = path.shaft();
  const Vec3 along = shaft.direction();
  if (!bend) {
    needle.bend.reset();
    needle.trajectory.target = shaft.pointAtDepth(path.lengthMm());
    return needle;
  }
  const double turn = Angle::fromDegrees(bend->angleDeg).radians();
  const double radiusMm = bend->lengthMm / turn;
  const Vec3 aside = bend->towards - bend->towards.dot(along) * along;
  const Vec3 across = aside.norm() > 1e-6 ? Vec3(aside.normalized()) : Vec3::Zero();
  needle.bend = bend;
  needle.trajectory.target = shaft.pointAtDepth(path.lengthMm() - bend->lengthMm) +
                             radiusMm * std::sin(turn) * along +
                             radiusMm * (1.0 - std::cos(turn)) * across;
  if (path.lengthMm() <= bend->lengthMm || !bendFits(needle.trajectory, *bend))
    throw Error(nameOf(needle) + " " + describe(*bend) +
                " does not fit: shorten the curve or turn it elsewhere.");
  return needle;
}

void select(Document& document, const std::string& needleId) {
  ViewState view = document.view();
  if (document.plan().find(needleId))
    view.needle = needleId;
  document.setView(view);
}

}  // namespace trocar::app
