#pragma once

#include "planning/plan/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// A scale of pain or function, with the range of its values.
struct Scale {
  std::string key;  ///< "nrs".
  std::string name;
  double low = 0.0;
  double high = 10.0;
  std::string unit;  ///< May be empty.
};

/// Those of assets/review/scales.json. Throws Error for a bad file.
const std::vector<Scale>& scales();

/// One value that was noted, with its scale.
struct ScaleEntry {
  std::string date;  ///< "2026-11-22".
  Scale scale;
  double value = 0.0;
};

/// What the plan holds, oldest first, then in the order of the scales. A value of a scale that the
/// assets no longer have is left out.
std::vector<ScaleEntry> scaleEntries(const Plan& plan);
/// Notes a value, or takes it back where empty. Throws Error for an unknown scale, a date that is
/// none and a value outside the scale.
Plan withScale(Plan plan,
               const std::string& key,
               const std::string& date,
               std::optional<double> value);

}  // namespace trocar
