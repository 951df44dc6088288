#include "core/number_text.h"

#include "core/csv.h"

#include <gtest/gtest.h>

#include <clocale>
#include <limits>

namespace trocar {
namespace {

TEST(NumberText, RoundsHalvesAsTheyAreWrittenAndKnowsNoNegativeZero) {
  EXPECT_EQ(decimalText(2.44), "2.4");
  EXPECT_EQ(decimalText(1.45), "1.5") << "though the nearest double lies below";
  EXPECT_EQ(decimalText(-0.15), "-0.2");
  EXPECT_EQ(decimalText(-0.04), "0.0");
  EXPECT_EQ(decimalText(12.5, 0), "13");
  EXPECT_EQ(decimalText(1e300, 0).size(), 301U);
}

TEST(NumberText, IsTheSameInEveryLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"de_DE.UTF-8", "th_TH.UTF-8", "C.UTF-8"}) {
    std::setlocale(LC_ALL, locale);
    EXPECT_EQ(decimalText(1234.5), "1234.5");
    EXPECT_EQ(plainNumber(0.05), "0.05");
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST(NumberText, IsReadWhollyOrNotAtAll) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"de_DE.UTF-8", "C.UTF-8"}) {
    std::setlocale(LC_ALL, locale);
    EXPECT_EQ(numberFrom("1.25"), 1.25);
    EXPECT_EQ(numberFrom(" -2e3 "), -2000.0);
    EXPECT_EQ(numberFrom("+.5"), 0.5);
    EXPECT_EQ(wholeFrom("+12 "), 12);
    EXPECT_EQ(numbersFrom("1.5, -2,3", ',', 3), (std::vector<double>{1.5, -2.0, 3.0}));
    for (const char* none :
         {"1,25", "", " ", "3 mm", "+-1", "0x10", "nan", "inf", "1e999", "--2", "1.5.2"})
      EXPECT_FALSE(numberFrom(none).has_value()) << none;
    for (const char* none : {"2.0", "99999999999", "1e3", "a"})
      EXPECT_FALSE(wholeFrom(none).has_value()) << none;
    for (const char* none : {"1,2", "1,2,3,", "1,2,3,4", ",,", "1;2;3"})
      EXPECT_TRUE(numbersFrom(none, ',', 3).empty()) << none;
  }
  std::setlocale(LC_ALL, before.c_str());
}

TEST(NumberText, ShowsPeopleATrueMinusAndADashForTheUnknown) {
  EXPECT_EQ(shownNumber(12.345), "12.3");
  EXPECT_EQ(shownNumber(-20.0, 0), "−20");
  EXPECT_EQ(shownNumber(std::nullopt), "–");
  EXPECT_EQ(shownNumber(std::numeric_limits<double>::quiet_NaN()), "–");
  EXPECT_EQ(shownQuantity(3.0, "mm"), "3.0 mm");
  EXPECT_EQ(shownQuantity(12.04, "°"), "12.0°");
  EXPECT_EQ(shownQuantity(std::nullopt, "mm"), "–");
  EXPECT_EQ(shownShare(0.934), "93.4 %");
}

TEST(NumberText, PlainNumbersAreAsShortAsTheyCanBe) {
  EXPECT_EQ(plainNumber(600.0), "600");
  EXPECT_EQ(plainNumber(1.0 / 3.0), "0.333333");
  EXPECT_EQ(plainNumber(1234567.0, 10), "1234567");
}

TEST(NumberText, AClockCountsMinutesAndSeconds) {
  EXPECT_EQ(clockText(0.0), "0:00");
  EXPECT_EQ(clockText(59.6), "1:00");
  EXPECT_EQ(clockText(750.0), "12:30");
}

TEST(Csv, QuotesOnlyWhatMustBe) {
  EXPECT_EQ(csvLine({"a", "b c", "", "1,5", "say \"so\"", "two\nlines"}),
            "a,b c,,\"1,5\",\"say \"\"so\"\"\",\"two\nlines\"\r\n");
}

}  // namespace
}  // namespace trocar
