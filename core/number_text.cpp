#include "core/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace trocar {
namespace {

constexpr const char* kUnknown = "–";
constexpr double kExactIntegers = 9.0e15;  ///< Beyond it every double is whole.

/// To the nearest of so many decimals, as a person rounds the number that is written.
double roundedTo(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  if (!(std::abs(value) * scale < kExactIntegers))
    return value;
  return std::round(value * scale) / scale + 0.0;
}

template <typename... Format>
std::string written(double value, Format... format) {
  std::array<char, 400> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, format...).ptr;
  return {text.data(), end};
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

/// The whole text as a number; a leading plus sign is one more than from_chars knows.
template <typename Number>
std::optional<Number> wholly(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && !text.starts_with("+-"))
    text.remove_prefix(1);
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return number;
}

}  // namespace

std::string decimalText(double value, int decimals) {
  return written(roundedTo(value, decimals), std::chars_format::fixed, decimals);
}

std::string plainNumber(double value, int significant) {
  return written(value, std::chars_format::general, significant);
}

std::string shownNumber(std::optional<double> value, int decimals) {
  if (!value || !std::isfinite(*value))
    return kUnknown;
  std::string text = decimalText(*value, decimals);
  return text[0] == '-' ? "−" + text.substr(1) : text;
}

std::string shownQuantity(std::optional<double> value, std::string_view unit, int decimals) {
  const std::string text = shownNumber(value, decimals);
  if (text == kUnknown || unit.empty())
    return text;
  return text + (unit == "°" ? "" : " ") + std::string(unit);
}

std::string shownShare(std::optional<double> fraction, int decimals) {
  return shownQuantity(fraction ? std::optional(100.0 * *fraction) : std::nullopt, "%", decimals);
}

std::optional<double> numberFrom(std::string_view text) {
  const std::optional<double> number = wholly<double>(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<int> wholeFrom(std::string_view text) {
  return wholly<int>(text);
}

std::string clockText(double seconds) {
  const long whole = std::lround(seconds);
  const std::string rest = std::to_string(std::labs(whole) % 60);
  return std::to_string(whole / 60) + (rest.size() < 2 ? ":0" : ":") + rest;
}

}  // namespace trocar
