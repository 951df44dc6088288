#pragma once

#include "core/case.h"

#include <optional>
#include <string>

namespace trocar::segmentation {

/// The lowest labelled vertebra that the CT calls otherwise, because the sacrum lies right below
/// it or below its neighbour.
struct QuestionedLevel {
  std::string named;       ///< As the labels have it.
  std::string likely;      ///< L4, L5 or L6.
  double certainty = 0.0;  ///< Of all names together, 0.95 to 1.
};

/// Looks at the longest run of labelled vertebrae that follow each other, along the canal or the
/// cord. Nullopt where the names fit, where no sacrum is seen below them, and of less than three
/// vertebrae: from ribs and distances alone nothing is questioned.
std::optional<QuestionedLevel> questionedLevel(const Case& patient);

}  // namespace trocar::segmentation
