#include "planning/cement/plan_answers.h"

#include "core/error.h"

#include <charconv>
#include <cmath>

namespace trocar {

double numberOr(const Plan& plan, const std::string& key, double fallback) {
  const auto answer = plan.answers.find(key);
  if (answer == plan.answers.end())
    return fallback;
  const std::string& text = answer->second;
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    throw Error("The plan's answer \"" + key + "\" is \"" + text + "\"; give a number.");
  return value;
}

}  // namespace trocar
