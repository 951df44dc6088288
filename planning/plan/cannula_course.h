#pragma once

#include "planning/plan/instrument.h"
#include "planning/plan/plan.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// One thing that happens through a needle that stays in place, or the needle's own move before it.
/// Depths run along its path from the entry.
struct CannulaStep {
  enum class Kind { Advance, DrawBack, Biopsy, Drill, Probe, Sensor, Device, Inject };
  Kind kind = Kind::Advance;
  std::string needle;       ///< What moves or works: the needle itself, or one that runs in it.
  double tipDepthMm = 0.0;  ///< Of its tip.
  double leavesAtMm = 0.0;  ///< Depth of the tip at the end: less where it is drawn back meanwhile.

  bool operator==(const CannulaStep&) const = default;
};

/// "advance", "draw-back", "biopsy", "drill", "probe", "sensor", "device" or "inject".
std::string_view toString(CannulaStep::Kind kind);
std::optional<CannulaStep::Kind> cannulaStepKindFromString(std::string_view word);
/// What an instrument does through a cannula; nullopt for a screw. A bone needle samples.
std::optional<CannulaStep::Kind> workOf(InstrumentKind kind);
/// As the needle's purpose says, else its instrument; nullopt for a filler, whose work is its
/// injection.
std::optional<CannulaStep::Kind> workOf(const Needle& needle);

/// What happens through a needle, in order: biopsies before anything that kills what they sample,
/// drills, probes and thermocouples, then what opens room, then cement; within a kind in the plan's
/// order. The needle's own moves stand between them. A needle that nothing runs through and that
/// injects nothing has the one step to its target.
std::vector<CannulaStep> cannulaCourse(const Plan& plan, const Needle& cannula);

/// As far in as it is while the instruments work that run through it: what pictures show.
Needle asItStands(const Plan& plan, const Needle& cannula);
/// All needles of the plan so.
std::vector<Needle> asTheyStand(const Plan& plan);

/// What is injected through a needle; nullptr where nothing is.
const Injection* injectionThrough(const Plan& plan, std::string_view needleId);
/// The needle as it is when a share of its injection is in, 0 to 1.
Needle whileInjecting(const Needle& needle, const Injection& injection, double share);
/// Where the tip is when the injection begins.
Vec3 beginsAtMm(const Needle& needle, const Injection& injection);

}  // namespace trocar
