#pragma once

namespace trocar::handover {

/// What stands before the needle in the description of a control point.
inline constexpr const char* kMark = "Trocar.Needle:";

}  // namespace trocar::handover
