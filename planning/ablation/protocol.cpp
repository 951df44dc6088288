#include "planning/ablation/protocol.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>

namespace trocar {
namespace {

const char* const kGrammar =
    "write steps such as \"freeze 600, thaw 300, freeze 600 80%, active-thaw 120\" or \"power 30 W "
    "240\", in seconds";

[[noreturn]] void refuse(const std::string& what) {
  throw Error("The protocol " + what + "; " + kGrammar + ".");
}

std::vector<std::string> wordsOf(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

/// The whole word as a number, such as "600" or "80%" with `unit` "%".
double numberOf(const std::string& word, const std::string& unit, const std::string& step) {
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  if (end == word.c_str() || end != word.c_str() + word.size() - unit.size() ||
      !word.ends_with(unit) || !std::isfinite(value))
    refuse("has \"" + word + "\" in \"" + step + "\" where a number" +
           (unit.empty() ? "" : " with " + unit) + " belongs");
  return value;
}

double secondsOf(const std::string& word, const std::string& step) {
  const double seconds = numberOf(word, "", step);
  if (seconds <= 0.0)
    refuse("has a time of " + word + " s in \"" + step + "\", and a time must be positive");
  return seconds;
}

ProtocolStep powerStep(const std::vector<std::string>& words, const std::string& text) {
  if (words.size() != 4 || words[2] != "W")
    refuse("has \"" + text + "\", and a power step reads \"power 30 W 240\"");
  ProtocolStep step{
      ProtocolStep::Kind::Power, secondsOf(words[3], text), numberOf(words[1], "", text), 1.0};
  if (step.powerW <= 0.0 || step.powerW > 300.0)
    refuse("has a power of " + words[1] + " W, outside 0 to 300 W");
  return step;
}

ProtocolStep stepOf(const std::string& text) {
  const std::vector<std::string> words = wordsOf(text);
  const auto kind = words.empty() ? std::nullopt : protocolStepKindFromString(words.front());
  if (!kind)
    refuse(words.empty() ? std::string("has an empty step")
                         : "has \"" + words.front() + "\", which is no step");
  if (*kind == ProtocolStep::Kind::Power)
    return powerStep(words, text);
  const bool duty = words.size() == 3 && *kind == ProtocolStep::Kind::Freeze;
  if (words.size() != 2 && !duty)
    refuse("has \"" + text + "\", and a step is its name and seconds");
  ProtocolStep step{*kind, secondsOf(words[1], text), 0.0, 1.0};
  if (duty)
    step.dutyFraction = numberOf(words[2], "%", text) / 100.0;
  if (step.dutyFraction <= 0.0 || step.dutyFraction > 1.0)
    refuse("has a duty of " + words[2] + ", outside 1 to 100 %");
  return step;
}

std::string shortest(double value) {
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

}  // namespace

Protocol parseProtocol(const std::string& text) {
  Protocol protocol;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    const std::vector<std::string> words = wordsOf(part);
    if (protocol.steps.empty() && words.size() == 2 && words[0] == "wait")
      protocol.startS += secondsOf(words[1], part);
    else
      protocol.steps.push_back(stepOf(part));
  }
  if (protocol.steps.empty())
    refuse("has no step");
  if (const double length = protocol.startS + durationS(protocol); length > kLongestProtocolS)
    refuse("lasts " + shortest(length) + " s, longer than the " + shortest(kLongestProtocolS) +
           " s that are simulated");
  return protocol;
}

std::string protocolText(const Protocol& protocol) {
  std::string text = protocol.startS > 0.0 ? "wait " + shortest(protocol.startS) : "";
  for (const ProtocolStep& step : protocol.steps) {
    text += text.empty() ? "" : ", ";
    text += std::string(toString(step.kind)) + " ";
    if (step.kind == ProtocolStep::Kind::Power)
      text += shortest(step.powerW) + " W ";
    text += shortest(step.durationS);
    if (step.dutyFraction < 1.0)
      text += " " + shortest(100.0 * step.dutyFraction) + "%";
  }
  return text;
}

double durationS(const Protocol& protocol) {
  double sum = 0.0;
  for (const ProtocolStep& step : protocol.steps)
    sum += step.durationS;
  return sum;
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

}  // namespace trocar
