#include "core/assets.h"
#include "core/io.h"
#include "tests/planning/rules/measured_needle.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <gmock/gmock.h>
#include <regex>
#include <set>

namespace trocar::rules {
namespace {

RuleCases allRuleCases() {
  RuleCases cases;
  for (const RuleCases& some : {needleRuleCases(),
                                vertebraRuleCases(),
                                boneRuleCases(),
                                planRuleCases(),
                                ablationRuleCases(),
                                cementRuleCases()})
    cases.insert(cases.end(), some.begin(), some.end());
  return cases;
}

/// The severest finding of a rule; nullopt where it says nothing.
std::optional<Finding::Severity> severityOf(const std::vector<Finding>& findings,
                                            const std::string& rule) {
  std::optional<Finding::Severity> severity;
  for (const Finding& finding : findings) {
    if (finding.rule == rule)
      severity = std::max(severity.value_or(finding.severity), finding.severity);
  }
  return severity;
}

std::string said(const std::vector<Finding>& findings) {
  std::string text = "said:";
  for (const Finding& finding : findings)
    text +=
        "\n  " + std::string(toString(finding.severity)) + " " + finding.rule + ": " + finding.text;
  return text;
}

class Rules : public testing::TestWithParam<RuleCase> {};

TEST_P(Rules, SpeakJustBeyondTheirLimitAndNotJustBefore) {
  const RuleCase& one = GetParam();
  const std::vector<Finding> before = one.findingsAt(one.kept);
  const auto kept = severityOf(before, one.rule);
  EXPECT_TRUE(!kept || *kept < one.severity) << "at " << one.kept << " " << said(before);
  const std::vector<Finding> beyond = one.findingsAt(one.broken);
  EXPECT_EQ(severityOf(beyond, one.rule), one.severity)
      << "at " << one.broken << " " << said(beyond);
}

/// What is said of other bones on the way of a needle whose tip rests outside any bone.
bool namesOtherBone(Approach approach, const std::string& crossed) {
  MeasuredNeedle scene;
  scene.model = vertebraModel({named("hip_left", Role::Hip), named("hip_right", Role::Hip)});
  scene.approach(approach);
  scene.needle().side = Side::Left;
  scene.numbers.bone.clear();
  scene.numbers.crossedBones = {crossed};
  return severityOf(scene.findings(), "needle-crosses-bone").has_value();
}

TEST(OtherBones, AreNotThoseThatAWayLeadsThrough) {
  EXPECT_FALSE(namesOtherBone(Approach::Transiliac, "hip_left"));
  EXPECT_FALSE(namesOtherBone(Approach::AnteriorColumnScrew, "hip_left"));
  EXPECT_TRUE(namesOtherBone(Approach::AnteriorColumnScrew, "hip_right"));
  EXPECT_TRUE(namesOtherBone(Approach::SacralLongAxis, "hip_left"));
}

/// "needle_near_canal_3": the rule and its place in the table.
std::string caseName(const testing::TestParamInfo<RuleCase>& info) {
  std::string name = info.param.rule + "_" + std::to_string(info.index);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Table, Rules, testing::ValuesIn(allRuleCases()), caseName);

TEST(RuleTable, TheNeedleItStartsFromKeepsEveryRule) {
  const std::vector<Finding> findings = MeasuredNeedle().findings();
  EXPECT_TRUE(findings.empty()) << said(findings);
}

/// Keys of assets/access/rules.json, but for those of limits that only the search for screws keeps.
std::set<std::string> listedRules() {
  const std::set<std::string> searchOnly = {"screws-apart"};
  std::set<std::string> keys;
  const auto document = nlohmann::json::parse(readFile(assetPath("access/rules.json")));
  for (const auto& entry : document.at("rules")) {
    const std::string key = entry.at("key").get<std::string>();
    if (searchOnly.count(key) == 0)
      keys.insert(key);
  }
  return keys;
}

/// Keys that the sources of planning/ give to a finding in so many words: the literals before the
/// severity of findingOf(..), about(..), finding(..) and add(..), and those set as `rule`. A key
/// that is put together ends in a hyphen.
std::set<std::string> writtenRules() {
  static const std::regex kCall(
      R"re(\b(?:findingOf|about|finding|add)\(([^;]{0,200}?)[sS]everity)re");
  static const std::regex kSet(R"re(\.rule = ("[a-z-]+"))re");
  static const std::regex kKey(R"re("([a-z]+(?:-[a-z]+)+-?)")re");
  std::set<std::string> keys;
  const auto add = [&](const std::string& text) {
    for (std::sregex_iterator key(text.begin(), text.end(), kKey), end; key != end; ++key)
      keys.insert((*key)[1]);
  };
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(std::string(SOURCE_DIR) + "/planning")) {
    if (file.path().extension() != ".cpp")
      continue;
    const std::string text = readFile(file.path());
    for (const std::regex& pattern : {kCall, kSet}) {
      for (std::sregex_iterator hit(text.begin(), text.end(), pattern), end; hit != end; ++hit)
        add((*hit)[1]);
    }
  }
  return keys;
}

TEST(RuleTable, HasACaseForEveryRuleThatTheProgramCanState) {
  std::set<std::string> tested;
  for (const RuleCase& one : allRuleCases())
    tested.insert(one.rule);
  std::set<std::string> rules = listedRules();
  rules.merge(writtenRules());
  EXPECT_GT(rules.size(), 90u) << "the lists were not read";
  // Rules that name what they are about: one case of the family is enough.
  const std::set<std::string> families = {
      "needle-near", "needle-crosses", "cement-leak-", "cement-may-leak-"};
  for (const std::string& rule : rules) {
    const auto covers = [&](const std::string& key) {
      return key == rule ||
             (families.count(rule) > 0 && key.starts_with(rule) && rules.count(key) == 0);
    };
    EXPECT_TRUE(std::any_of(tested.begin(), tested.end(), covers))
        << rule << " has no case in tests/planning/rules";
  }
}

TEST(RuleTable, HasNoCaseOfARuleThatIsNotThere) {
  std::set<std::string> rules = listedRules();
  rules.merge(writtenRules());
  for (const RuleCase& one : allRuleCases()) {
    const bool family = std::any_of(rules.begin(), rules.end(), [&](const std::string& rule) {
      return one.rule.starts_with(rule);
    });
    EXPECT_TRUE(family) << one.rule;
  }
}

}  // namespace
}  // namespace trocar::rules
