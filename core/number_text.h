#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trocar {

/// "2.4" for 2.44, "-0.1": so many decimals in every locale, halves away from zero as they are
/// written, and never "-0.0". "nan" or "inf" where the number is none.
std::string decimalText(double value, int decimals = 1);
/// The shortest of so many significant digits: "0.05", "600", "1e-07". For what is read back.
std::string plainNumber(double value, int significant = 6);
/// decimalText with a true minus sign, for people; "–" where there is no number.
std::string shownNumber(std::optional<double> value, int decimals = 1);
/// "12.3 mm", "5.0°"; "–" where there is no number.
std::string shownQuantity(std::optional<double> value, std::string_view unit, int decimals = 1);
/// A share of 0 to 1 as "93.4 %"; "–" where there is no number.
std::string shownShare(std::optional<double> fraction, int decimals = 1);
/// "12:30": minutes and seconds.
std::string clockText(double seconds);

/// The number that the whole text is, spaces around it left aside, with a decimal point in every
/// locale: "1.5", "-2e3". nullopt for anything else: "1,5", "3 mm", "", "nan".
std::optional<double> numberFrom(std::string_view text);
/// The same for a whole number that an int holds.
std::optional<int> wholeFrom(std::string_view text);

}  // namespace trocar
