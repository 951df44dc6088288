#pragma once

#include <optional>
#include <string_view>

namespace trocar {

/// A side of the patient.
enum class Side { Left, Right };
std::string_view toString(Side side);
std::optional<Side> sideFromString(std::string_view word);

/// 1 for the left, -1 for the right: the sign of x in LPS.
inline double signOf(Side side) {
  return side == Side::Left ? 1.0 : -1.0;
}

}  // namespace trocar
