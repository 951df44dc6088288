#include "core/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace trocar {
namespace {

bool isNumber(std::string_view field) {
  if (field.starts_with('+') && !field.starts_with("+-"))
    field.remove_prefix(1);
  double value = 0.0;
  const auto [end, code] = std::from_chars(field.data(), field.data() + field.size(), value);
  return code == std::errc() && end == field.data() + field.size();
}

/// What programs for tables take as a formula, also where their full-width forms count.
bool beginsFormula(std::string_view field) {
  static constexpr std::array<std::string_view, 11> kBeginnings = {
      "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view beginning) {
    return field.starts_with(beginning);
  });
}

std::string quotedField(const std::string& field) {
  if (field.find_first_of(",\"\n\r") == std::string::npos)
    return field;
  std::string out = "\"";
  for (const char c : field)
    out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string csvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const bool inert = !beginsFormula(fields[i]) || isNumber(fields[i]);
    line += (i == 0 ? "" : ",") + quotedField(inert ? fields[i] : "'" + fields[i]);
  }
  return line + "\r\n";
}

}  // namespace trocar
