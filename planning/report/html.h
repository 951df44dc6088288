#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// Text with <, >, &, " replaced, safe between tags and inside attributes.
std::string escaped(std::string_view text);
/// "12.3", with a true minus sign; "—" where there is no value.
std::string number(std::optional<double> value, int decimals = 1);
/// "12.3 mm", or "—".
std::string quantity(std::optional<double> value, std::string_view unit, int decimals = 1);
/// Base64 for data: addresses.
std::string base64(std::string_view bytes);

/// A table with a header row. Cells are HTML already; `percents` are the widths of the columns.
class HtmlTable {
 public:
  explicit HtmlTable(std::vector<std::string> headings, const std::vector<int>& percents = {});
  void addRow(const std::vector<std::string>& cells);
  bool empty() const { return rows_ == 0; }
  std::string html() const;

 private:
  std::string html_;
  int rows_ = 0;
};

}  // namespace trocar
