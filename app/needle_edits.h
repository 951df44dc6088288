#pragma once

#include "app/document.h"

#include <functional>
#include <string>

namespace trocar::app {

/// A step on the screen in mm: to its right and up.
struct ScreenStep {
  double rightMm = 0.0;
  double upMm = 0.0;
};

/// The same step in the patient, in the active pane; along the axial screen where that is 3-D.
Vec3 onScreen(const ScreenStep& step, const Document& document);

/// Throws Error where a needle would have no length.
void requireApart(const Vec3& entryMm, const Vec3& targetMm);
/// Moves the tip, the entry or the whole of a needle, and likewise what runs through its cannula.
Plan withMoved(Plan plan, const std::string& needleId, render::NeedlePart part, const Vec3& byMm);
/// The unlocked needle of the same level and approach on the other side; nullptr without one.
const Needle* partnerOf(const Plan& plan, const Needle& needle);
/// What moving a needle by hand does to a plan: withMoved, and while needles are moved as pairs
/// (ViewState::symmetric) the same for its partner, mirrored at the vertebra's sagittal plane.
std::function<Plan(const Plan&)> movingBy(const Document& document,
                                          const std::string& needleId,
                                          render::NeedlePart part,
                                          const Vec3& byMm);
/// A new needle without a template, straight from the back to `targetMm`: its entry on the skin, or
/// on the border of the CT where the skin lies outside.
Needle freeNeedle(const Plan& plan,
                  const ViewState& view,
                  const Case& patient,
                  const Vec3& targetMm);
/// The needle mirrored at the sagittal plane of its vertebra, or of the middle of the CT without
/// one.
Needle onOtherSide(const CaseModel& model, Needle needle);
/// The needle bent anew, or straight: its shaft keeps its line and the needle its length, and the
/// tip swings. Throws Error where the curve is longer than the needle is deep.
Needle withBend(Needle needle, const std::optional<Bend>& bend);
/// Selects a needle, if the plan has it.
void select(Document& document, const std::string& needleId);

}  // namespace trocar::app
