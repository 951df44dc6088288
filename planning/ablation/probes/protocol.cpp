#include "planning/ablation/probes/protocol.h"

#include "core/error.h"
#include "core/number_text.h"
#include "planning/plan/plan_faults.h"
#include "planning/plan/protocol_text.h"

#include <cstdlib>
#include <map>
#include <sstream>

namespace trocar::ablation {
namespace {

/// Takes a leading "wait 120," off the text.
double takeWait(std::string& text) {
  std::istringstream stream(text);
  std::string word;
  if (!(stream >> word) || word != "wait")
    return 0.0;
  double seconds = 0.0;
  char comma = 0;
  if (!(stream >> seconds >> comma) || comma != ',' || !(seconds > 0.0))
    throw Error("protocol step '" + text + "' is not understood; write 'wait 120, freeze 600'");
  text = text.substr(text.find(',') + 1);
  return seconds;
}

void requireShort(const Protocol& protocol) {
  const double length = protocol.startS + durationS(protocol.steps);
  if (!(length <= kLongestTreatmentS))
    throw Error("the protocol lasts " + plainNumber(length) + " s, longer than the " +
                plainNumber(kLongestTreatmentS) + " s that are simulated; shorten it");
  if (withdrawnMm(protocol) > kMostWithdrawnMm)
    throw Error("the protocol draws the probe back by " + plainNumber(withdrawnMm(protocol)) +
                " mm, more than the " + plainNumber(kMostWithdrawnMm) +
                " mm that any path is long; shorten it");
  for (const ProtocolStep& step : protocol.steps)
    if (step.powerW > kMostPowerW)
      throw Error("the protocol asks for " + plainNumber(step.powerW) + " W, more than the " +
                  plainNumber(kMostPowerW) + " W of any generator; lower it");
}

}  // namespace

Protocol parseProtocol(const std::string& text) {
  Protocol protocol;
  std::string steps = text;
  protocol.startS = takeWait(steps);
  protocol.steps = protocolFromText(steps);
  requireShort(protocol);
  return protocol;
}

std::string protocolText(const Protocol& protocol) {
  return (protocol.startS > 0.0 ? "wait " + plainNumber(protocol.startS) + ", " : "") +
         toText(protocol.steps);
}

std::vector<double> switchTimesS(const Protocol& protocol) {
  std::vector<double> times{protocol.startS};
  for (const ProtocolStep& step : protocol.steps)
    times.push_back(times.back() + step.durationS);
  return times;
}

std::vector<std::string> stepNames(const Protocol& protocol) {
  std::map<ProtocolStep::Kind, int> count;
  std::vector<std::string> names;
  for (const ProtocolStep& step : protocol.steps)
    names.push_back(std::string(toString(step.kind)) + " " + std::to_string(++count[step.kind]));
  return names;
}

const ProtocolStep* stepAt(const Protocol& protocol, double timeS) {
  constexpr double kTinyS = 1.0e-9;
  double end = protocol.startS;
  if (timeS < end - kTinyS)
    return nullptr;
  for (const ProtocolStep& step : protocol.steps) {
    end += step.durationS;
    if (timeS < end - kTinyS)
      return &step;
  }
  return nullptr;
}

double withdrawnMm(const Protocol& protocol) {
  double sum = 0.0;
  for (const ProtocolStep& step : protocol.steps)
    sum += step.withdrawMm;
  return sum;
}

namespace {

/// Ice holds a probe: after a freeze it must thaw before it can be moved.
void requireLoose(const Protocol& protocol, const std::string& probe) {
  for (std::size_t n = 0; n < protocol.steps.size(); ++n)
    if (protocol.steps[n].withdrawMm > 0.0 && n > 0 &&
        protocol.steps[n - 1].kind == ProtocolStep::Kind::Freeze)
      throw Error(probe + " is frozen in when it is to be drawn back by " +
                  plainNumber(protocol.steps[n].withdrawMm) +
                  " mm; thaw it before, as with 'active-thaw 60'");
}

}  // namespace

void requireFollowable(InstrumentKind kind, const Protocol& protocol, const std::string& probe) {
  requireLoose(protocol, probe);
  const bool cold = kind == InstrumentKind::Cryoprobe;
  for (const ProtocolStep& step : protocol.steps) {
    const bool powered = step.kind == ProtocolStep::Kind::Power;
    if (step.kind == ProtocolStep::Kind::Thaw || powered != cold)
      continue;
    throw Error(probe + " is a " + std::string(toString(kind)) + ", which cannot follow '" +
                std::string(toString(step.kind)) + "'; give it " +
                (cold ? "freeze, thaw and active-thaw" : "power and thaw") + " steps");
  }
}

}  // namespace trocar::ablation
