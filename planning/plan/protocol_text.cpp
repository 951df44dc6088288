#include "planning/plan/protocol_text.h"

#include "core/error.h"
#include "core/number_text.h"

#include <cmath>
#include <exception>
#include <optional>
#include <sstream>
#include <utility>

namespace trocar {
namespace {

constexpr const char* kForms =
    "'freeze 600', 'freeze 600 80 %', 'thaw 300', 'active-thaw 120', 'power 30 W 240' or, before "
    "one of these, 'withdraw 15 mm'";

[[noreturn]] void refuse(const std::string& step) {
  throw Error("protocol step '" + step + "' is not understood; use " + kForms);
}

/// A number above 0, or nothing.
std::optional<double> positive(const std::string& word) {
  const std::optional<double> value = numberFrom(word);
  return value && *value > 0.0 ? value : std::nullopt;
}

double positiveOf(const std::vector<std::string>& words, std::size_t at, const std::string& text) {
  const std::optional<double> value = at < words.size() ? positive(words[at]) : std::nullopt;
  if (!value)
    refuse(text);
  return *value;
}

std::vector<std::string> wordsOf(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;)
    words.push_back(word);
  return words;
}

ProtocolStep stepFromText(const std::string& text) {
  const std::vector<std::string> words = wordsOf(text);
  const auto kind = words.empty() ? std::nullopt : protocolStepKindFromString(words[0]);
  if (!kind)
    refuse(text);
  ProtocolStep step;
  step.kind = *kind;
  std::size_t used = 2;
  if (*kind == ProtocolStep::Kind::Power) {
    step.powerW = positiveOf(words, 1, text);
    if (words.size() < 3 || words[2] != "W")
      refuse(text);
    step.durationS = positiveOf(words, 3, text);
    used = 4;
  } else {
    step.durationS = positiveOf(words, 1, text);
  }
  if (*kind == ProtocolStep::Kind::Freeze && words.size() == 4 && words[3] == "%") {
    step.dutyFraction = positiveOf(words, 2, text) / 100.0;
    used = 4;
  }
  if (words.size() != used || step.dutyFraction > 1.0)
    refuse(text);
  return step;
}

/// The millimetres of "withdraw 15 mm", if the step is one.
std::optional<double> withdrawalFromText(const std::string& text) {
  const std::vector<std::string> words = wordsOf(text);
  if (words.empty() || words[0] != "withdraw")
    return std::nullopt;
  const double millimetres = positiveOf(words, 1, text);
  if (words.size() != 3 || words[2] != "mm")
    refuse(text);
  return millimetres;
}

std::string toText(const ProtocolStep& step) {
  const std::string duration = plainNumber(step.durationS);
  const std::string kind =
      (step.withdrawMm > 0.0 ? "withdraw " + plainNumber(step.withdrawMm) + " mm, " : "") +
      std::string(toString(step.kind));
  if (step.kind == ProtocolStep::Kind::Power)
    return kind + " " + plainNumber(step.powerW) + " W " + duration;
  const std::string duty = plainNumber(100.0 * step.dutyFraction);
  return kind + " " + duration + (step.dutyFraction < 1.0 ? " " + duty + " %" : "");
}

}  // namespace

std::vector<ProtocolStep> protocolFromText(std::string_view text) {
  std::vector<ProtocolStep> steps;
  std::istringstream parts{std::string(text)};
  double withdrawMm = 0.0;
  for (std::string part; std::getline(parts, part, ',');) {
    if (const std::optional<double> more = withdrawalFromText(part)) {
      withdrawMm += *more;
      continue;
    }
    steps.push_back(stepFromText(part));
    steps.back().withdrawMm = std::exchange(withdrawMm, 0.0);
  }
  if (steps.empty() || withdrawMm > 0.0 || text.back() == ',')
    refuse(std::string(text));
  return steps;
}

std::string toText(const std::vector<ProtocolStep>& steps) {
  std::string text;
  for (const ProtocolStep& step : steps)
    text += (text.empty() ? "" : ", ") + toText(step);
  return text;
}

double durationS(const std::vector<ProtocolStep>& steps) {
  double sum = 0.0;
  for (const ProtocolStep& step : steps)
    sum += step.durationS;
  return sum;
}

}  // namespace trocar
