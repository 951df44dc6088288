#pragma once

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

/// The probe that runs through the cannula, or nullptr.
const Needle* probeThrough(const Plan& plan, std::string_view cannulaId);
/// Puts the device through the cannula, with its tip where the cannula's was; the cannula is drawn
/// back until the device's active part is free. Replaces another one there.
Plan withProbe(Plan plan, const std::string& cannulaId, const Instrument& device);
/// The other way round: the cannula's tip goes back to where the probe's was.
Plan withoutProbe(Plan plan, const std::string& cannulaId);
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
