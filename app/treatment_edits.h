#pragma once

#include "planning/plan/cannula_course.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan.h"

#include <string>
#include <string_view>

namespace trocar::app {

/// It makes a zone of cold or heat.
bool isAblationProbe(const Instrument& instrument);
/// Throws Error where the device cannot pass the needle's bore or is not longer than it.
void requireFits(const Instrument& device, const Instrument& cannula);
bool fits(const Instrument& device, const Instrument& cannula);

/// What of a kind runs through the cannula, or nullptr.
const Needle* runningThrough(const Plan& plan, std::string_view cannulaId, CannulaStep::Kind kind);
/// Puts an instrument through the cannula, to its tip, in place of another that does the same.
/// While it works the cannula is drawn back until the active part is free; the plan's cannula stays
/// as deep as it goes. A probe gets its usual protocol. Throws Error for a screw, which runs
/// through none.
Plan withThrough(Plan plan, const std::string& cannulaId, const Instrument& device);
/// Takes what of a kind runs through the cannula out. A cannula that the plan keeps drawn back for
/// it goes in again to where its tip was.
Plan withoutThrough(Plan plan, const std::string& cannulaId, CannulaStep::Kind kind);
/// How far a cannula lies behind the deepest tip that runs through it, mm; 0 where it does not.
double behindWhatRunsThroughMm(const Plan& plan, const Needle& cannula);
/// The cannula's way goes on to there; each instrument has it as far drawn back as it was.
Plan withAdvanced(Plan plan, const std::string& cannulaId);
/// What the device is usually told to do: a double freeze, or the power and time of its first
/// published zone.
std::string usualProtocol(const Instrument& device);

/// The plan with the usual protocol of a probe whose own its instrument cannot follow; without one
/// where there is none.
Plan withFollowableProtocol(Plan plan, const std::string& needleId);

inline constexpr double kLeastBrushMm = 1.0;  ///< Radius of the brush that paints fluid.
inline constexpr double kMostBrushMm = 40.0;
inline constexpr const char* kEraseLabel = "Erase fluid";
/// "Paint dextrose 5 %", for the list of steps.
std::string paintLabel(Protection::Medium medium);

/// "fluid_1": the first of these names that no protection of the plan has.
std::string nextFluidName(const Plan& plan);
/// Adds a ball to a painted region, which begins with it where there is none of that name; nothing
/// changes where one of its size lies there already. The region takes the medium.
Plan withPainted(Plan plan,
                 const std::string& region,
                 Protection::Medium medium,
                 const PaintedBall& ball);
/// Takes the balls of a painted region away whose centres lie in the eraser, and the region with
/// its last.
Plan withErased(Plan plan, const std::string& region, const PaintedBall& eraser);

}  // namespace trocar::app
