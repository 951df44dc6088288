#include "planning/findings/rule_text.h"

#include "core/error.h"
#include "core/json/json_reader.h"
#include "core/number_text.h"

#include <cassert>
#include <map>

namespace trocar {
namespace {

RuleText ruleFrom(const JsonEntry& entry) {
  RuleText rule;
  rule.key = entry.text("key");
  rule.limit = entry.maybeNumber("limit");
  rule.unit = entry.at("unit").asText();
  rule.why = entry.text("why");
  rule.source = entry.text("source");
  return rule;
}

/// "0.5" for "bi-half", "50" for "bi-half%".
std::string limitNamed(std::string name, const RuleTable& table) {
  const bool percent = name.ends_with('%');
  if (percent)
    name.pop_back();
  const auto found = table.find(name);
  if (found == table.end() || !found->second.limit)
    throw Error("{" + name + "} names no limit");
  return plainNumber((percent ? 100.0 : 1.0) * *found->second.limit);
}

/// A text with its limits put in.
std::string filled(std::string text, const RuleTable& table) {
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos)
      throw Error("a '{' in \"" + text + "\" is not closed");
    text.replace(
        open, close + 1 - open, limitNamed(text.substr(open + 1, close - open - 1), table));
  }
  return text;
}

RuleTable tableFrom(const JsonEntry& file) {
  file.format(1);
  RuleTable table;
  for (const char* list : {"rules", "measures"}) {
    for (const JsonEntry& entry : file.list(list)) {
      RuleText rule = ruleFrom(entry);
      table.emplace(rule.key, std::move(rule));
    }
  }
  file.checked([&] {
    for (auto& [key, rule] : table) {
      rule.why = filled(rule.why, table);
      rule.source = filled(rule.source, table);
    }
    return true;
  });
  return table;
}

}  // namespace

RuleTable rulesFromJson(const std::string& text, const std::string& where) {
  return readJson(text, where, tableFrom);
}

const RuleTable& ruleTable() {
  static const RuleTable table = readJsonAsset("access/rules.json", tableFrom);
  return table;
}

const RuleText& ruleText(std::string_view key) {
  const RuleTable& table = ruleTable();
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
  return decimalText(value, decimals);
}

}  // namespace trocar
