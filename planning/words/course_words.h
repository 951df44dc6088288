#pragma once

#include "planning/plan/cannula_course.h"

#include <string>
#include <vector>

namespace trocar::words {

/// "N1 to 74 mm", "N2: Cryoprobe 17 G, 25 mm active, to 103 mm", "4.0 ml of cement at 0.05 ml/s
/// from 103 mm, drawn back to 93 mm": a step for people. Depths are counted from the needle's
/// entry.
std::string stepWords(const Plan& plan, const CannulaStep& step);
/// The same of an injection through one of the plan's needles, without naming it.
std::string injectionWords(const Plan& plan, const Injection& injection);
/// The steps of a needle, in order.
std::vector<std::string> courseWords(const Plan& plan, const Needle& cannula);

}  // namespace trocar::words
