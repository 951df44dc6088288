#include "planning/report/html.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace trocar {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string number(std::optional<double> value, int decimals) {
  if (!value || !std::isfinite(*value))
    return "—";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, *value);
  std::string out = text.data();
  if (out.find_first_of("123456789") == std::string::npos && out[0] == '-')
    out.erase(0, 1);
  if (out[0] == '-')
    out.replace(0, 1, "−");
  return out;
}

std::string quantity(std::optional<double> value, std::string_view unit, int decimals) {
  const std::string text = number(value, decimals);
  return text == "—" ? text : text + " " + std::string(unit);
}

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8U | (k < left ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= left ? kLetters[group >> (18U - 6U * k) & 63U] : '=';
  }
  return out;
}

HtmlTable::HtmlTable(std::vector<std::string> headings, const std::vector<int>& percents) {
  html_ = "<table><thead><tr>";
  for (std::size_t n = 0; n < headings.size(); ++n) {
    const std::string width =
        n < percents.size() ? " width=\"" + std::to_string(percents[n]) + "%\"" : "";
    html_ += "<th" + width + ">" + escaped(headings[n]) + "</th>";
  }
  html_ += "</tr></thead><tbody>\n";
}

void HtmlTable::addRow(const std::vector<std::string>& cells) {
  html_ += "<tr>";
  for (const std::string& cell : cells)
    html_ += "<td>" + cell + "</td>";
  html_ += "</tr>\n";
  ++rows_;
}

std::string HtmlTable::html() const {
  return html_ + "</tbody></table>\n";
}

}  // namespace trocar
