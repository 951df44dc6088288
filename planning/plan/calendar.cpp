#include "planning/plan/calendar.h"

#include <charconv>
#include <chrono>
#include <string_view>

namespace trocar {
namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::optional<std::chrono::sys_days> dayOf(const std::string& text) {
  constexpr std::size_t kDateLength = 10;
  if (text.size() != kDateLength || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  const std::string_view all = text;
  const auto year = digits(all.substr(0, 4));
  const auto month = digits(all.substr(5, 2));
  const auto day = digits(all.substr(8, 2));
  if (!year || !month || !day)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

}  // namespace

bool isDate(const std::string& text) {
  return dayOf(text).has_value();
}

std::optional<int> daysBetween(const std::string& from, const std::string& to) {
  const auto first = dayOf(from);
  const auto second = dayOf(to);
  if (!first || !second)
    return std::nullopt;
  return static_cast<int>((*second - *first).count());
}

}  // namespace trocar
