#include "planning/model/unjudged.h"

#include "core/word_table.h"

#include <algorithm>

namespace trocar {
namespace {

constexpr WordTable<RiskGroup, 6> kGroups = {{
    {RiskGroup::Canal, "canal"},
    {RiskGroup::Bone, "bone"},
    {RiskGroup::Nerves, "nerves"},
    {RiskGroup::Vessels, "vessels"},
    {RiskGroup::Lungs, "lungs"},
    {RiskGroup::Bowel, "bowel"},
}};

}  // namespace

std::string_view toString(RiskGroup group) {
  return wordOf(kGroups, group);
}

std::string_view nameOf(RiskGroup group) {
  return group == RiskGroup::Canal ? "spinal canal" : toString(group);
}

bool holds(const std::vector<Unjudged>& unjudged, RiskGroup group) {
  return std::any_of(
      unjudged.begin(), unjudged.end(), [&](const Unjudged& one) { return one.group == group; });
}

bool isSafetyJudged(const std::vector<Unjudged>& unjudged) {
  return !holds(unjudged, RiskGroup::Canal) && !holds(unjudged, RiskGroup::Bone);
}

std::string namesOf(const std::vector<Unjudged>& unjudged) {
  std::string text;
  for (const Unjudged& one : unjudged)
    text += (text.empty() ? "" : ", ") + std::string(nameOf(one.group));
  return text;
}

std::string describe(const std::vector<Unjudged>& unjudged) {
  std::string text;
  for (std::size_t i = 0; i < unjudged.size(); ++i) {
    const bool goesOn = i > 0 && unjudged[i].why == unjudged[i - 1].why;
    if (i > 0)
      text += goesOn ? ", " : " (" + unjudged[i - 1].why + "); ";
    text += nameOf(unjudged[i].group);
  }
  return text.empty() ? text : text + " (" + unjudged.back().why + ")";
}

}  // namespace trocar
