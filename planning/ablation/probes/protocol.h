#pragma once

#include "planning/plan/instrument.h"
#include "planning/plan/plan.h"

#include <string>
#include <vector>

namespace trocar::ablation {

/// The steps of `protocolFromText`, after "wait 120," if the probe starts later than the first.
/// Throws Error for other text and for a protocol that is too long or too strong.
Protocol parseProtocol(const std::string& text);
/// The text that gives the same protocol.
std::string protocolText(const Protocol& protocol);

/// Start of every step and the end of the last, after the plan's start.
std::vector<double> switchTimesS(const Protocol& protocol);
/// "freeze 1", "thaw 1", "freeze 2" ..: kind and how often it came.
std::vector<std::string> stepNames(const Protocol& protocol);
/// The step at `timeS`; nullptr before the first and after the last.
const ProtocolStep* stepAt(const Protocol& protocol, double timeS);
/// How far the probe has been drawn back when the protocol ends, mm.
double withdrawnMm(const Protocol& protocol);
/// Throws Error where a probe of this kind cannot do a step: a cryoprobe has no power, others no
/// ice, and none is drawn back before it has thawed.
void requireFollowable(InstrumentKind kind, const Protocol& protocol, const std::string& probe);

}  // namespace trocar::ablation
