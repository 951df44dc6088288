#pragma once

#include "planning/plan.h"

#include <string>
#include <vector>

namespace trocar {

inline constexpr double kLongestProtocolS = 7200.0;

/// Steps separated by commas: "freeze 600", "freeze 600 80%", "thaw 300", "active-thaw 120",
/// "power 30 W 240"; seconds everywhere. "wait 120" may come first. Throws Error for anything else.
Protocol parseProtocol(const std::string& text);
/// The words that `parseProtocol` reads back.
std::string protocolText(const Protocol& protocol);

double durationS(const Protocol& protocol);
/// Start of every step and the end of the last, after the plan's start.
std::vector<double> switchTimesS(const Protocol& protocol);
/// "freeze 1", "thaw 1", "freeze 2" ..: kind and how often it came.
std::vector<std::string> stepNames(const Protocol& protocol);
/// The step at `timeS`; nullptr before the first and after the last.
const ProtocolStep* stepAt(const Protocol& protocol, double timeS);

}  // namespace trocar
