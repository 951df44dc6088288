#include "planning/anatomy/renumber.h"

#include "core/error.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

namespace trocar::anatomy {
namespace {

/// The usual levels and the odd ones the case has, from cranial to caudal.
std::vector<std::string> ladderOf(const std::vector<std::string>& present) {
  const auto has = [&](const char* level) {
    return std::find(present.begin(), present.end(), level) != present.end();
  };
  std::vector<std::string> ladder;
  const auto add = [&](char region, int count) {
    for (int n = 1; n <= count; ++n)
      ladder.push_back(region + std::to_string(n));
  };
  add('C', 7);
  add('T', has("T13") ? 13 : 12);
  add('L', has("L6") ? 6 : 5);
  return ladder;
}

}  // namespace

std::map<std::string, std::string> renumbering(const Case& patient, int steps) {
  const std::vector<std::string> present = levelsOf(patient);
  const std::vector<std::string> ladder = ladderOf(present);
  std::map<std::string, std::string> names;
  for (const std::string& level : present) {
    const auto found = std::find(ladder.begin(), ladder.end(), level);
    if (found == ladder.end())
      throw Error("\"" + level +
                  "\" is not a level that can be renumbered: name it C1 to L6 first.");
    const std::ptrdiff_t to = found - ladder.begin() + steps;
    if (to < 0 || to >= static_cast<std::ptrdiff_t>(ladder.size()))
      throw Error(level + " cannot be renumbered by " + std::to_string(steps) +
                  ": no level is left beyond " + (to < 0 ? ladder.front() : ladder.back()) + ".");
    names[level] = ladder[static_cast<std::size_t>(to)];
  }
  return names;
}

std::string withLevelNames(const std::string& text,
                           const std::map<std::string, std::string>& names) {
  std::string result;
  std::string word;
  const auto flush = [&] {
    const auto found = names.find(word);
    result += found == names.end() ? word : found->second;
    word.clear();
  };
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += c;
      continue;
    }
    flush();
    result += c;
  }
  flush();
  return result;
}

Case withLevels(const Case& patient, const std::map<std::string, std::string>& names) {
  for (const auto& [from, to] : names) {
    if (!levelOrder(to))
      throw Error("\"" + to +
                  "\" is not the name of a vertebral level: use C1 to C7, T1 to T13 or L1 to L6.");
  }
  Case result = patient;
  std::set<std::string> ids;
  for (Structure& structure : result.structures) {
    structure.id = withLevelNames(structure.id, names);
    structure.name = withLevelNames(structure.name, names);
    if (!ids.insert(structure.id).second)
      throw Error("Two structures would be called " + structure.id +
                  ": rename both levels at once.");
  }
  return result;
}

Corrections withLevelNames(const Corrections& corrections,
                           const Case& original,
                           const std::map<std::string, std::string>& names) {
  Corrections result;
  for (const std::string& level : levelsOf(original)) {
    const auto before = corrections.levels.find(level);
    const std::string present = before == corrections.levels.end() ? level : before->second;
    const auto next = names.find(present);
    const std::string called = next == names.end() ? present : next->second;
    if (called != level)
      result.levels[level] = called;
  }
  for (const auto& [id, pointMm] : corrections.landmarksMm)
    result.landmarksMm[withLevelNames(id, names)] = pointMm;
  for (const auto& [id, drawn] : corrections.drawn)
    result.drawn[withLevelNames(id, names)] = {
        withLevelNames(drawn.name, names), drawn.role, drawn.region};
  return result;
}

std::vector<Remark> transitionalRemarks(const Case& patient) {
  const std::vector<std::string> levels = levelsOf(patient);
  const auto has = [&](const char* level) {
    return std::find(levels.begin(), levels.end(), level) != levels.end();
  };
  std::vector<Remark> remarks;
  if (has("L6"))
    remarks.push_back(
        {"transitional-l6",
         "There is an L6: a lumbosacral transitional vertebra or a shifted numbering; "
         "count from a known level before planning."});
  if (has("T13"))
    remarks.push_back({"transitional-t13",
                       "There is a T13: lumbar ribs or a shifted numbering; count from a known "
                       "level before planning."});
  if (has("L4") && has("T12") && !has("L5") && !patient.withRole(Role::Sacrum).empty())
    remarks.push_back({"transitional-no-l5",
                       "No L5 lies between L4 and the sacrum: it may be sacralised or the "
                       "numbering shifted; count from a known level before planning."});
  const std::vector<std::string> ladder = ladderOf(levels);
  for (std::size_t n = 1; n < levels.size(); ++n) {
    const auto upper = std::find(ladder.begin(), ladder.end(), levels[n - 1]);
    const auto lower = std::find(ladder.begin(), ladder.end(), levels[n]);
    if (upper != ladder.end() && lower != ladder.end() && lower - upper > 1)
      remarks.push_back(
          {"missing-level",
           "Between " + levels[n - 1] + " and " + levels[n] + " a level is missing."});
  }
  return remarks;
}

}  // namespace trocar::anatomy
