#pragma once

namespace trocar {

/// Of a body at rest, and of its blood.
inline constexpr double kBodyC = 37.0;

}  // namespace trocar
