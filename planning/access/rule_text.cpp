#include "planning/access/rule_text.h"

#include "core/error.h"
#include "core/json/json_reader.h"

#include <cassert>
#include <cmath>
#include <cstdio>
#include <map>

namespace trocar {
namespace {

using Table = std::map<std::string, RuleText, std::less<>>;

RuleText ruleFrom(const JsonEntry& entry) {
  RuleText rule;
  rule.key = entry.text("key");
  rule.limit = entry.maybeNumber("limit");
  rule.unit = entry.at("unit").asText();
  rule.why = entry.text("why");
  rule.source = entry.text("source");
  return rule;
}

Table tableFrom(const JsonEntry& file) {
  file.format(1);
  Table table;
  for (const JsonEntry& entry : file.list("rules")) {
    RuleText rule = ruleFrom(entry);
    table.emplace(rule.key, std::move(rule));
  }
  return table;
}

}  // namespace

const RuleText& ruleText(std::string_view key) {
  static const Table table = readJsonAsset("access/rules.json", tableFrom);
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
