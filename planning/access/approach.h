#pragma once

#include "planning/access/rules.h"

#include <string_view>
#include <vector>

namespace trocar {

/// What an approach is: its words, what it asks of the case and the rules that judge a needle of
/// it. Entry regions and default targets are those of suggest.h.
struct ApproachTraits {
  Approach approach;
  std::string_view name;    ///< Such as "Transpedicular".
  std::string_view entry;   ///< Where the needle meets skin and bone.
  std::string_view target;  ///< Where the tip goes by default.
  bool needsLevel;          ///< A vertebra; otherwise any bone or point.
  bool pair;                ///< Two needles planned together.
  std::vector<NeedleRule> rules;
};

/// In the order of the enumeration.
const std::vector<ApproachTraits>& allApproaches();
const ApproachTraits& traitsOf(Approach approach);

/// What every rule that applies to a measured needle says.
std::vector<Finding> needleFindings(const NeedleView& view);
/// What stands between needles: gaps, each pair once.
std::vector<Finding> pairFindings(const Plan& plan);

}  // namespace trocar
