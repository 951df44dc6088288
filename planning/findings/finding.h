#pragma once

#include "core/vec3.h"

#include <optional>
#include <string>
#include <string_view>

namespace trocar {

/// One thing a rule has to say about a plan. A finding is data, never an exception: a plan that
/// crosses the spinal canal is still a plan, and the reader must be able to see it.
struct Finding {
  enum class Severity { Note, Warning, Danger };

  std::string rule;  ///< Stable key, e.g. "needle-crosses-canal". Never translated.
  Severity severity = Severity::Note;
  std::string text;     ///< One sentence for the user, with the value and its unit.
  std::string subject;  ///< Id of the needle, zone or structure it is about; may be empty.
  std::optional<double> value;
  std::optional<double> limit;
  std::string unit;  ///< Of value and limit, such as "mm".
  std::optional<Vec3> atMm;
  std::string why;                      ///< The rule in a sentence.
  std::string source;                   ///< Who published the rule or its number.
  std::optional<std::string> accepted;  ///< The reason a person gave for living with it.

  bool operator==(const Finding&) const = default;
};

/// "note", "warning" or "danger".
std::string_view toString(Finding::Severity severity);

}  // namespace trocar
