#pragma once

#include "planning/findings/finding.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace trocar {

/// What assets/access/rules.json says about one rule, or about a measure that rules and search
/// share.
struct RuleText {
  std::string key;
  std::optional<double> limit;
  std::string unit;
  std::string why;
  std::string source;
};

using RuleTable = std::map<std::string, RuleText, std::less<>>;
/// The rules and measures of such a file; "{key}" in a reason or source stands for that key's
/// limit, "{key%}" for it in per cent. `where` names the file in messages. Throws Error for bad
/// text.
RuleTable rulesFromJson(const std::string& text, const std::string& where);
/// Those of assets/access/rules.json. Throws Error where the file is bad.
const RuleTable& ruleTable();
/// Throws Error where the file is bad or has no such rule.
const RuleText& ruleText(std::string_view key);
/// Its limit; a rule without one is an assertion.
double ruleLimit(std::string_view key);
/// A finding with the rule's limit, unit, why and source.
Finding findingOf(std::string_view ruleKey,
                  Finding::Severity severity,
                  std::string subject,
                  std::string text);
/// The finding with a value at a place.
Finding withValue(Finding finding, double value, const Vec3& atMm);
/// "2.4" for 2.44, "-0.1", "0".
std::string rounded(double value, int decimals = 1);

}  // namespace trocar
