#include "core/angle.h"
#include "core/error.h"
#include "planning/access/approach_record.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>

namespace trocar::access {
namespace {

using Json = nlohmann::json;

/// A misspelt key would be a limit that nobody keeps.
void refuseOthers(const Json& entry, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : entry.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end())
      throw Error("'" + key + "' is not known here");
  }
}

std::string textAt(const Json& entry, const char* key) {
  std::string text = entry.at(key).get<std::string>();
  if (text.empty())
    throw Error(std::string(key) + " is empty");
  return text;
}

/// What a word stands for; `kind` names it in messages.
template <typename Read>
auto meaningOf(const std::string& word, const Read& read, const std::string& kind) {
  const auto value = read(word);
  if (!value)
    throw Error("'" + word + "' is no " + kind);
  return *value;
}

double ruleLimitIn(const RuleTable& rules, const std::string& key, const std::string& unit) {
  const auto rule = rules.find(key);
  if (rule == rules.end() || !rule->second.limit || rule->second.unit != unit)
    throw Error("the rule '" + key + "' has no limit" + (unit.empty() ? "" : " in " + unit));
  return *rule->second.limit;
}

/// {"rule": ..}, that and {"plus": .., "source": ..}, or {"limit": .., "unit": .., "source": ..}.
double limitFrom(const Json& entry, const std::string& unit, const RuleTable& rules) {
  refuseOthers(entry, {"rule", "plus", "limit", "unit", "source"});
  if (!entry.contains("rule") || entry.contains("plus"))
    textAt(entry, "source");
  if (entry.contains("rule"))
    return ruleLimitIn(rules, textAt(entry, "rule"), unit) + entry.value("plus", 0.0);
  if (entry.at("unit").get<std::string>() != unit)
    throw Error("its unit is not " + unit);
  return entry.at("limit").get<double>();
}

SearchLimits limitsFrom(const Json& set, const RuleTable& rules) {
  refuseOthers(
      set,
      {"boneAhead", "clearance", "entryZone", "followed", "steepest", "corticalPasses", "margin"});
  SearchLimits limits;
  limits.boneAheadMm = limitFrom(set.at("boneAhead"), "mm", rules);
  limits.clearanceMm = limitFrom(set.at("clearance"), "mm", rules);
  limits.entryZoneMm = limitFrom(set.at("entryZone"), "mm", rules);
  limits.followedMm = limitFrom(set.at("followed"), "mm", rules);
  if (set.contains("steepest"))
    limits.steepestDeg = limitFrom(set.at("steepest"), "deg", rules);
  if (set.contains("corticalPasses"))
    limits.corticalPasses = limitFrom(set.at("corticalPasses"), "", rules);
  if (set.contains("margin"))
    limits.marginMm = limitFrom(set.at("margin"), "mm", rules);
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

/// Parts along the axes to a thousandth, which is a twentieth of a degree.
Vec3 directionOf(const CourseAngles& angles, const Json& towards) {
  const auto sine = [](double deg) { return std::sin(Angle::fromDegrees(deg).radians()); };
  Vec3 part(sine(angles.toSagittalDeg), 0.0, sine(angles.toAxialDeg));
  part.y() = std::sqrt(std::max(0.0, 1.0 - part.squaredNorm()));
  Vec3 direction = Vec3::Zero();
  for (const Json& word : towards) {
    const Vec3 axis = meaningOf(word.get<std::string>(), axisNamed, "direction");
    direction += std::round(1000.0 * std::abs(axis.dot(part))) / 1000.0 * axis;
  }
  return direction;
}

void readDirection(const Json& entry, ApproachCourse& course) {
  if (entry.contains("angles")) {
    const Json& angles = entry.at("angles");
    refuseOthers(angles, {"toSagittalDeg", "toAxialDeg", "towards", "source"});
    textAt(angles, "source");
    course.angles = {angles.at("toSagittalDeg").get<double>(),
                     angles.at("toAxialDeg").get<double>()};
    course.direction = directionOf(*course.angles, angles.at("towards"));
    return;
  }
  course.direction = Vec3::Zero();
  for (const auto& [word, part] : entry.at("direction").items())
    course.direction += part.get<double>() * meaningOf(word, axisNamed, "direction");
}

ApproachCourse courseFrom(const Json& entry) {
  refuseOthers(entry, {"direction", "angles", "fromAbove", "withinDeg", "staysInBone"});
  ApproachCourse course;
  course.fromAbove = entry.value("fromAbove", false);
  course.withinDeg = entry.at("withinDeg").get<double>();
  course.staysInBone = entry.at("staysInBone").get<bool>();
  if (!course.fromAbove)
    readDirection(entry, course);
  if (!(course.direction.norm() > 0.0))
    throw Error("its direction has no length");
  return course;
}

/// [low, high], either of them null for no end.
OpenRange rangeAt(const Json& entry, const char* key) {
  OpenRange range;
  if (!entry.contains(key))
    return range;
  const Json& ends = entry.at(key);
  if (ends.size() != 2)
    throw Error(std::string(key) + " needs two ends");
  if (!ends[0].is_null())
    range.low = ends[0].get<double>();
  if (!ends[1].is_null())
    range.high = ends[1].get<double>();
  return range;
}

BodyAim bodyAimFrom(const Json& entry, const RuleTable& rules) {
  refuseOthers(entry, {"bodyDepths", "fromMidline", "spreadMm"});
  BodyAim aim{entry.at("bodyDepths").get<std::vector<double>>(),
              entry.at("fromMidline").get<double>(),
              entry.at("spreadMm").get<double>()};
  if (aim.depths.empty())
    throw Error("bodyDepths is empty");
  const double least = ruleLimitIn(rules, "tip-depth", "");
  for (double& depth : aim.depths)
    depth = std::max(depth, least);
  return aim;
}

BoneAim boneAimFrom(const Json& entry) {
  refuseOthers(entry, {"sharesOfBone", "fromFemoralHeadMm"});
  BoneAim aim;
  aim.fromFemoralHead = entry.contains("fromFemoralHeadMm");
  const Json& part = entry.at(aim.fromFemoralHead ? "fromFemoralHeadMm" : "sharesOfBone");
  if (aim.fromFemoralHead)
    refuseOthers(part, {"back", "up"});
  else
    refuseOthers(part, {"outward", "back", "up"});
  aim.outward = rangeAt(part, "outward");
  aim.back = rangeAt(part, "back");
  aim.up = rangeAt(part, "up");
  return aim;
}

ScrewWay screwFrom(const Json& entry) {
  refuseOthers(entry, {"site", "across", "published", "publishedLengthMm", "source"});
  ScrewWay screw;
  screw.site = textAt(entry, "site");
  screw.acrossSacroiliacJoint = entry.contains("across");
  if (screw.acrossSacroiliacJoint && entry.at("across") != "sacroiliac-joint")
    throw Error("the only joint to go across is the sacroiliac-joint");
  screw.published = textAt(entry, "published");
  if (entry.contains("publishedLengthMm"))
    screw.publishedLengthMm = entry.at("publishedLengthMm").get<double>();
  screw.source = textAt(entry, "source");
  return screw;
}

ScrewLeg legFrom(const Json& entry) {
  refuseOthers(entry, {"approach", "name"});
  return {meaningOf(textAt(entry, "approach"), approachFromString, "approach"),
          textAt(entry, "name")};
}

ApproachScheme schemeFrom(const Json& entry) {
  refuseOthers(entry, {"bone", "needles"});
  return {textAt(entry, "bone"), entry.at("needles").get<std::vector<std::array<double, 4>>>()};
}

std::optional<PedicleWay> pedicleWayNamed(std::string_view word) {
  if (word == "through" || word == "past")
    return word == "through" ? PedicleWay::Through : PedicleWay::Past;
  return std::nullopt;
}

/// Where it goes.
void readWay(const Json& entry, const RuleTable& rules, ApproachRecord& record) {
  if (entry.contains("bone"))
    record.bone = meaningOf(textAt(entry, "bone"), roleFromString, "role");
  if (entry.contains("pedicle"))
    record.pedicle = meaningOf(textAt(entry, "pedicle"), pedicleWayNamed, "way of a pedicle");
  if (entry.contains("aim") && record.needsLevel())
    record.bodyAim = bodyAimFrom(entry.at("aim"), rules);
  else if (entry.contains("aim"))
    record.boneAim = boneAimFrom(entry.at("aim"));
  if (entry.contains("course"))
    record.course = courseFrom(entry.at("course"));
  if (entry.contains("screw"))
    record.screw = screwFrom(entry.at("screw"));
  if (entry.contains("legs")) {
    for (const Json& leg : entry.at("legs"))
      record.legs.push_back(legFrom(leg));
  }
}

/// A search needs one thing to go by.
void requireWay(const ApproachRecord& record) {
  const bool led = record.needsLevel() ? record.bodyAim && record.pedicle != PedicleWay::None
                                       : record.course || record.screw || !record.legs.empty();
  if (!led)
    throw Error(record.needsLevel() ? "an approach to a vertebra needs a pedicle and an aim"
                                    : "it needs a course, a screw or legs");
}

ApproachRecord recordFrom(const Json& entry, const Json& limitSets, const RuleTable& rules) {
  refuseOthers(entry,
               {"approach",
                "name",
                "entry",
                "target",
                "bone",
                "pair",
                "pedicle",
                "aim",
                "course",
                "screw",
                "legs",
                "limits",
                "rules",
                "picture"});
  ApproachRecord record;
  record.approach = meaningOf(textAt(entry, "approach"), approachFromString, "approach");
  record.name = textAt(entry, "name");
  record.entry = textAt(entry, "entry");
  record.target = textAt(entry, "target");
  record.pair = entry.value("pair", false);
  readWay(entry, rules, record);
  requireWay(record);
  record.limits = limitsFrom(limitSets.at(textAt(entry, "limits")), rules);
  record.rules = entry.at("rules").get<std::vector<std::string>>();
  record.picture = schemeFrom(entry.at("picture"));
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

}  // namespace

ApproachTable approachesFromJson(const std::string& text,
                                 const std::string& where,
                                 const RuleTable& rules) {
  std::string what = "the table";
  try {
    const Json document = Json::parse(text);
    refuseOthers(document, {"format", "about", "everyNeedle", "limits", "approaches"});
    if (document.at("format").get<int>() != 1)
      throw Error("its format is not 1");
    ApproachTable table;
    table.everyNeedle = document.at("everyNeedle").get<std::vector<std::string>>();
    for (const Json& entry : document.at("approaches")) {
      what = "the approach '" + entry.at("approach").get<std::string>() + "'";
      table.approaches.push_back(recordFrom(entry, document.at("limits"), rules));
    }
    what = "the table";
    requireEachOnce(table.approaches);
    return table;
  } catch (const std::exception& error) {
    throw Error(where + ": " + what + " cannot be read: " + error.what() + "; correct the file");
  }
}

}  // namespace trocar::access
