#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// Structures that a needle must spare, and the bone that it works in, in the groups in which a CT
/// is labelled.
enum class RiskGroup { Canal, Bone, Nerves, Vessels, Lungs, Bowel };
/// "canal", as files say it.
std::string_view toString(RiskGroup group);
/// "spinal canal", for people.
std::string_view nameOf(RiskGroup group);

/// A group that may lie on a needle's way without the case showing it: no distance, grade, score or
/// probability says anything of it.
struct Unjudged {
  RiskGroup group = RiskGroup::Canal;
  std::string why;  ///< "not labelled on this CT".

  bool operator==(const Unjudged&) const = default;
};

bool holds(const std::vector<Unjudged>& unjudged, RiskGroup group);
/// Neither canal nor bone lacks: a needle without a danger may be called safe of both.
bool isSafetyJudged(const std::vector<Unjudged>& unjudged);
/// "spinal canal, nerves".
std::string namesOf(const std::vector<Unjudged>& unjudged);
/// Names and reasons: "spinal canal, nerves (not labelled on this CT)".
std::string describe(const std::vector<Unjudged>& unjudged);

}  // namespace trocar
