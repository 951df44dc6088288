#include "core/case.h"

#include "core/word_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace trocar {
namespace {

constexpr WordTable<PatientPosition, 5> kPositions = {{
    {PatientPosition::Unknown, "unknown"},
    {PatientPosition::Supine, "supine"},
    {PatientPosition::Prone, "prone"},
    {PatientPosition::LateralLeft, "lateral_left"},
    {PatientPosition::LateralRight, "lateral_right"},
}};

constexpr std::string_view kVertebraPrefix = "vertebra_";
/// Levels above each letter's first, and how many that letter may have.
struct LevelGroup {
  char letter;
  int above;
  int count;
};
constexpr std::array<LevelGroup, 3> kLevelGroups = {{{'C', 0, 7}, {'T', 7, 13}, {'L', 20, 6}}};

}  // namespace

std::string_view toString(PatientPosition position) {
  return wordOf(kPositions, position);
}

std::optional<PatientPosition> patientPositionFromString(std::string_view word) {
  return valueOf(kPositions, word);
}

const Structure* Case::find(std::string_view structureId) const {
  const auto found = std::find_if(structures.begin(), structures.end(), [&](const Structure& s) {
    return s.id == structureId;
  });
  return found == structures.end() ? nullptr : &*found;
}

std::vector<const Structure*> Case::withRole(Role role) const {
  std::vector<const Structure*> found;
  for (const Structure& structure : structures) {
    if (structure.role == role)
      found.push_back(&structure);
  }
  return found;
}

std::optional<int> levelOrder(std::string_view level) {
  if (level.size() < 2 || level.size() > 3 || level[1] == '0')
    return std::nullopt;
  int number = 0;
  for (const char digit : level.substr(1)) {
    if (digit < '0' || digit > '9')
      return std::nullopt;
    number = 10 * number + (digit - '0');
  }
  for (const LevelGroup& group : kLevelGroups) {
    if (level[0] == group.letter && number <= group.count)
      return group.above + number - 1;
  }
  return std::nullopt;
}

std::string levelOf(const Structure& structure) {
  const std::string_view id = structure.id;
  if (structure.role != Role::Vertebra || !id.starts_with(kVertebraPrefix))
    return {};
  const std::string_view level = id.substr(kVertebraPrefix.size());
  return levelOrder(level) ? std::string(level) : std::string();
}

std::vector<std::string> levelsOf(const Case& patient) {
  std::set<std::pair<int, std::string>> found;
  for (const Structure& structure : patient.structures) {
    const std::string level = levelOf(structure);
    if (!level.empty())
      found.emplace(levelOrder(level).value(), level);
  }
  std::vector<std::string> levels;
  levels.reserve(found.size());
  for (const auto& [order, level] : found)
    levels.push_back(level);
  return levels;
}

}  // namespace trocar
