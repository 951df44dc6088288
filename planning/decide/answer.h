#pragma once

#include "core/structure.h"

#include <map>
#include <string>

namespace trocar::decide {

/// An answer to a question of a score, with where it comes from.
struct Answer {
  std::string value;
  Basis basis = Basis::Entered;
  std::string why;  ///< "80 % of the right pedicle"; empty for what a person entered.

  bool operator==(const Answer&) const = default;
};

/// By the question's key.
using Answers = std::map<std::string, Answer>;
/// By the score's id.
using Proposals = std::map<std::string, Answers>;

}  // namespace trocar::decide
