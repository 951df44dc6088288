#pragma once

#include "planning/plan/needle.h"

#include <string>
#include <string_view>

namespace trocar {

/// A direction in the patient: "left", "right", "anterior", "posterior", "superior" or "inferior",
/// and of a needle that has a side "medial" or "lateral". Throws Error for another word.
Vec3 directionFromWord(std::string_view word, std::optional<Side> side);
/// The first six of those words, whichever is nearest.
std::string_view wordOfDirection(const Vec3& direction);

/// "LENGTH,ANGLE,DIRECTION" in mm and degrees, such as "30,40,medial". Throws Error for anything
/// else.
Bend bendFromText(std::string_view text, std::optional<Side> side);
/// "curved by 40 degrees over 30 mm to the patient's left".
std::string describe(const Bend& bend);

}  // namespace trocar
