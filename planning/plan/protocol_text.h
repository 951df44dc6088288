#pragma once

#include "planning/plan/plan.h"

#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// "freeze 600, thaw 300, freeze 600, active-thaw 120" or "power 30 W 240": durations in seconds.
/// A freeze may name its duty: "freeze 600 80 %". "withdraw 15 mm," draws the probe back before the
/// step that follows. Throws Error, naming the step, for anything else.
std::vector<ProtocolStep> protocolFromText(std::string_view text);
/// The text that gives the same steps.
std::string toText(const std::vector<ProtocolStep>& steps);
/// Of all steps together.
double durationS(const std::vector<ProtocolStep>& steps);

}  // namespace trocar
