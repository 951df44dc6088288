#pragma once

#include <array>

namespace trocar::ablation {

/// An ablation that people ask for and that the solver does not do.
struct NotSimulated {
  const char* name;
  const char* why;
};

inline constexpr std::array<NotSimulated, 2> kNotSimulated = {
    {{"Alcohol", "it spreads as it likes; a test injection of contrast shows where"},
     {"MR-guided ultrasound", "it needs the transducer's field through every layer of the way"}}};

}  // namespace trocar::ablation
