#include "core/angle.h"
#include "core/error.h"
#include "core/json/json_reader.h"
#include "core/word_table.h"
#include "planning/access/approach_record.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace trocar::access {
namespace {

constexpr WordTable<PedicleWay, 2> kPedicleWays = {
    {{PedicleWay::Through, "through"}, {PedicleWay::Past, "past"}}};
/// Whether a screw crosses the joint.
constexpr WordTable<bool, 1> kJointsAcross = {{{true, "sacroiliac-joint"}}};

double ruleLimitIn(const RuleTable& rules, const std::string& key, const std::string& unit) {
  const auto rule = rules.find(key);
  if (rule == rules.end() || !rule->second.limit || rule->second.unit != unit)
    throw Error("the rule '" + key + "' has no limit" + (unit.empty() ? "" : " in " + unit));
  return *rule->second.limit;
}

/// {"rule": ..}, that and {"plus": .., "source": ..}, or {"limit": .., "unit": .., "source": ..}.
double limitFrom(const JsonEntry& entry, const std::string& unit, const RuleTable& rules) {
  const bool ofRule = entry.has("rule");
  const std::optional<double> plus = entry.maybeNumber("plus");
  if (!ofRule || plus)
    entry.text("source");
  if (ofRule)
    return plus.value_or(0.0) +
           entry.checked([&] { return ruleLimitIn(rules, entry.at("rule").asText(), unit); });
  if (entry.at("unit").asText() != unit)
    entry.refuse("unit", "it must be \"" + unit + "\"");
  return entry.number("limit");
}

SearchLimits limitsFrom(const JsonEntry& set, const RuleTable& rules) {
  const auto limit = [&](const char* key, const char* unit) {
    return limitFrom(set.object(key), unit, rules);
  };
  SearchLimits limits;
  limits.boneAheadMm = limit("boneAhead", "mm");
  limits.clearanceMm = limit("clearance", "mm");
  limits.entryZoneMm = limit("entryZone", "mm");
  limits.followedMm = limit("followed", "mm");
  if (set.has("steepest"))
    limits.steepestDeg = limit("steepest", "deg");
  if (set.has("corticalPasses"))
    limits.corticalPasses = limit("corticalPasses", "");
  if (set.has("margin"))
    limits.marginMm = limit("margin", "mm");
  if (set.has("usualClearance"))
    limits.usualClearanceMm = limit("usualClearance", "mm");
  if (set.has("usualOblique"))
    limits.usualObliqueDeg = limit("usualOblique", "deg");
  if (set.has("leastInBone"))
    limits.leastInBoneMm = limit("leastInBone", "mm");
  return limits;
}

/// A direction of the patient as a unit vector, on the left side.
std::optional<Vec3> axisNamed(std::string_view word) {
  if (word == "lateral" || word == "medial")
    return word == "lateral" ? Vec3(Vec3::UnitX()) : Vec3(-Vec3::UnitX());
  if (word == "posterior" || word == "anterior")
    return word == "posterior" ? Vec3(Vec3::UnitY()) : Vec3(-Vec3::UnitY());
  if (word == "cranial" || word == "caudal")
    return word == "cranial" ? Vec3(Vec3::UnitZ()) : Vec3(-Vec3::UnitZ());
  return std::nullopt;
}

Vec3 axisOf(const JsonEntry& entry, const std::string& word) {
  const std::optional<Vec3> axis = axisNamed(word);
  if (!axis)
    entry.refuse("is no direction: lateral, medial, posterior, anterior, cranial or caudal");
  return *axis;
}

/// Parts along the axes to a thousandth, which is a twentieth of a degree.
Vec3 directionOf(const CourseAngles& angles, const JsonEntry& entry) {
  const auto sine = [](double deg) { return std::sin(Angle::fromDegrees(deg).radians()); };
  Vec3 part(sine(angles.toSagittalDeg), 0.0, sine(angles.toAxialDeg));
  part.y() = std::sqrt(std::max(0.0, 1.0 - part.squaredNorm()));
  Vec3 direction = Vec3::Zero();
  for (const JsonEntry& word : entry.list("towards")) {
    const Vec3 axis = axisOf(word, word.asText());
    direction += std::round(1000.0 * std::abs(axis.dot(part))) / 1000.0 * axis;
  }
  return direction;
}

void readDirection(const JsonEntry& entry, ApproachCourse& course) {
  if (const auto angles = entry.maybeObject("angles")) {
    angles->text("source");
    course.angles = {angles->number("toSagittalDeg"), angles->number("toAxialDeg")};
    course.direction = directionOf(*course.angles, *angles);
    return;
  }
  course.direction = Vec3::Zero();
  for (const auto& [word, part] : entry.object("direction").members())
    course.direction += part.asNumber() * axisOf(part, word);
}

ApproachCourse courseFrom(const JsonEntry& entry) {
  ApproachCourse course;
  course.fromAbove = entry.truthOr("fromAbove", false);
  course.withinDeg = entry.number("withinDeg", {0.0, 180.0});
  course.staysInBone = entry.truth("staysInBone");
  course.ampleInBoneMm = entry.numberOr("ampleInBoneMm", 0.0, kZeroOrMore);
  if (!course.fromAbove)
    readDirection(entry, course);
  if (!(course.direction.norm() > 0.0))
    entry.refuse("has a direction without length");
  return course;
}

BodyAim bodyAimFrom(const JsonEntry& entry, const RuleTable& rules) {
  BodyAim aim{entry.numbers("bodyDepths"), entry.number("fromMidline"), entry.number("spreadMm")};
  if (aim.depths.empty())
    entry.refuse("bodyDepths", "it must name a depth");
  const double least = entry.checked([&] { return ruleLimitIn(rules, "tip-depth", ""); });
  for (double& depth : aim.depths)
    depth = std::max(depth, least);
  return aim;
}

/// The numbers above and below its two ends, each of which may be left out.
OpenRange rangeAt(const JsonEntry& entry, const char* key) {
  const OpenRange open;
  const auto ends = entry.maybeObject(key);
  return ends ? OpenRange{ends->numberOr("above", open.low), ends->numberOr("below", open.high)}
              : open;
}

BoneAim boneAimFrom(const JsonEntry& entry) {
  BoneAim aim;
  aim.fromFemoralHead = entry.has("fromFemoralHeadMm");
  const JsonEntry part = entry.object(aim.fromFemoralHead ? "fromFemoralHeadMm" : "sharesOfBone");
  if (!aim.fromFemoralHead)
    aim.outward = rangeAt(part, "outward");
  aim.back = rangeAt(part, "back");
  aim.up = rangeAt(part, "up");
  return aim;
}

ScrewWay screwFrom(const JsonEntry& entry) {
  return {entry.text("site"),
          entry.has("across") && entry.word("across", kJointsAcross),
          entry.text("published"),
          entry.maybeNumber("publishedLengthMm"),
          entry.text("source")};
}

ApproachScheme schemeFrom(const JsonEntry& entry) {
  ApproachScheme scheme{entry.text("bone"), {}};
  for (const JsonEntry& needle : entry.list("needles")) {
    const std::vector<double> ends = needle.asNumbers();
    if (ends.size() != 4)
      needle.refuse("needs x and y of entry and tip");
    scheme.needles.push_back({ends[0], ends[1], ends[2], ends[3]});
  }
  return scheme;
}

/// Where it goes.
void readWay(const JsonEntry& entry, const RuleTable& rules, ApproachRecord& record) {
  if (entry.has("bone"))
    record.bone = entry.word("bone", roleFromString);
  for (const std::string& word : entry.textsOrNone("crosses")) {
    const std::optional<Role> role = roleFromString(word);
    if (!role)
      entry.refuse("crosses", "holds '" + word + "', which is no role");
    record.crosses.push_back(*role);
  }
  if (entry.has("pedicle"))
    record.pedicle = entry.word("pedicle", kPedicleWays);
  const auto aim = entry.maybeObject("aim");
  if (aim && record.needsLevel())
    record.bodyAim = bodyAimFrom(*aim, rules);
  else if (aim)
    record.boneAim = boneAimFrom(*aim);
  if (const auto course = entry.maybeObject("course"))
    record.course = courseFrom(*course);
  if (const auto aimed = entry.maybeObject("entryAim"))
    record.entryAim = EntryAim{aimed->text("landmark"),
                               aimed->numberOr("cranialMm", 0.0),
                               aimed->number("withinMm", kAboveZero)};
  if (const auto screw = entry.maybeObject("screw"))
    record.screw = screwFrom(*screw);
  for (const JsonEntry& leg : entry.listOrNone("legs"))
    record.legs.push_back({leg.word("approach", approachFromString), leg.text("name")});
}

/// A search needs one thing to go by.
void requireWay(const ApproachRecord& record) {
  const bool led = record.needsLevel() ? record.bodyAim && record.pedicle != PedicleWay::None
                                       : record.course || record.screw || !record.legs.empty();
  if (!led)
    throw Error(record.needsLevel() ? "an approach to a vertebra needs a pedicle and an aim"
                                    : "it needs a course, a screw or legs");
}

using LimitSets = std::map<std::string, SearchLimits>;

ApproachRecord recordFrom(const JsonEntry& entry, const LimitSets& sets, const RuleTable& rules) {
  ApproachRecord record;
  record.approach = entry.word("id", approachFromString);
  record.name = entry.text("name");
  record.entry = entry.text("entry");
  record.target = entry.text("target");
  record.pair = entry.truthOr("pair", false);
  if (entry.has("position"))
    record.position = entry.word("position", patientPositionFromString);
  readWay(entry, rules, record);
  entry.checked([&] { requireWay(record); });
  const auto limits = sets.find(entry.text("limits"));
  if (limits == sets.end())
    entry.refuse("limits", "the file has no such limits");
  record.limits = limits->second;
  record.rules = entry.texts("rules");
  record.picture = schemeFrom(entry.object("picture"));
  return record;
}

/// Free is the last of the enumeration.
void requireEachOnce(const std::vector<ApproachRecord>& records) {
  for (int value = 0; value <= static_cast<int>(Approach::Free); ++value) {
    const auto approach = static_cast<Approach>(value);
    const auto count =
        std::count_if(records.begin(), records.end(), [&](const ApproachRecord& record) {
          return record.approach == approach;
        });
    if (count != 1)
      throw Error("'" + std::string(toString(approach)) + "' has " + std::to_string(count) +
                  " records instead of one");
  }
}

ApproachTable tableFrom(const JsonEntry& file, const RuleTable& rules) {
  file.format(1);
  file.remarks({"about"});
  LimitSets sets;
  for (const auto& [key, set] : file.object("limits").members())
    sets[key] = limitsFrom(set, rules);
  ApproachTable table;
  table.everyNeedle = file.texts("everyNeedle");
  for (const JsonEntry& entry : file.list("approaches"))
    table.approaches.push_back(recordFrom(entry, sets, rules));
  file.checked([&] { requireEachOnce(table.approaches); });
  return table;
}

}  // namespace

ApproachTable approachesFromJson(const std::string& text,
                                 const std::string& where,
                                 const RuleTable& rules) {
  return readJson(text, where, [&](const JsonEntry& file) { return tableFrom(file, rules); });
}

const ApproachTable& approachTable() {
  static const ApproachTable table = readJsonAsset(
      "access/approaches.json", [](const JsonEntry& file) { return tableFrom(file, ruleTable()); });
  return table;
}

}  // namespace trocar::access
