#pragma once

namespace trocar::app {

/// Of the window's text, in points.
inline constexpr int kSmallestTextPt = 8;
inline constexpr int kLargestTextPt = 18;

}  // namespace trocar::app
