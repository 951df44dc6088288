#include "planning/access/rule_text.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"

#include <nlohmann/json.hpp>

#include <cassert>
#include <cmath>
#include <cstdio>
#include <map>

namespace trocar {
namespace {

using Json = nlohmann::json;
using Table = std::map<std::string, RuleText, std::less<>>;

RuleText ruleFrom(const Json& entry) {
  RuleText rule;
  rule.key = entry.at("key").get<std::string>();
  if (entry.contains("limit"))
    rule.limit = entry.at("limit").get<double>();
  rule.unit = entry.at("unit").get<std::string>();
  rule.why = entry.at("why").get<std::string>();
  rule.source = entry.at("source").get<std::string>();
  return rule;
}

Table readTable() {
  const auto file = assetPath("access/rules.json");
  try {
    Table table;
    const Json document = Json::parse(readFile(file));
    for (const Json& entry : document.at("rules")) {
      RuleText rule = ruleFrom(entry);
      table.emplace(rule.key, std::move(rule));
    }
    return table;
  } catch (const Json::exception& error) {
    throw Error(file.string() + " cannot be read: " + error.what() + "; correct the file");
  }
}

}  // namespace

const RuleText& ruleText(std::string_view key) {
  static const Table table = readTable();
  const auto found = table.find(key);
  if (found == table.end())
    throw Error("assets/access/rules.json has no rule '" + std::string(key) + "'; add it");
  return found->second;
}

double ruleLimit(std::string_view key) {
  const RuleText& rule = ruleText(key);
  assert(rule.limit);
  return *rule.limit;
}

Finding findingOf(std::string_view ruleKey,
                  Finding::Severity severity,
                  std::string subject,
                  std::string text) {
  const RuleText& rule = ruleText(ruleKey);
  Finding finding;
  finding.rule = rule.key;
  finding.severity = severity;
  finding.text = std::move(text);
  finding.subject = std::move(subject);
  finding.limit = rule.limit;
  finding.unit = rule.unit;
  finding.why = rule.why;
  finding.source = rule.source;
  return finding;
}

Finding withValue(Finding finding, double value, const Vec3& atMm) {
  finding.value = value;
  finding.atMm = atMm;
  return finding;
}

std::string rounded(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  const double shown = std::round(value * scale) / scale + 0.0;
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", decimals, shown);
  return text;
}

}  // namespace trocar
