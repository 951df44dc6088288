#include "planning/plan/embolisation.h"

#include "core/error.h"
#include "planning/plan/calendar.h"
#include "planning/plan/embolisation_grades.h"
#include "planning/words/embolisation_words.h"

#include <gtest/gtest.h>

#include <cmath>

namespace trocar {
namespace {

TEST(Calendar, CountsDaysOverMonthsAndLeapYears) {
  EXPECT_EQ(daysBetween("2026-02-27", "2026-03-01"), 2);
  EXPECT_EQ(daysBetween("2028-02-27", "2028-03-01"), 3);
  EXPECT_EQ(daysBetween("2026-12-31", "2027-01-01"), 1);
  EXPECT_EQ(daysBetween("2027-01-01", "2026-12-31"), -1);
  EXPECT_FALSE(daysBetween("", "2026-12-31"));
  EXPECT_FALSE(daysBetween("2026-02-30", "2026-12-31"));
}

// An e-fold in 24 h for gelatin sponge, in 14 days for particles; glue lasts.
TEST(Embolisation, WhatWasCutComesBackWithItsMaterial) {
  const auto cut = [](const char* material, const char* procedure) {
    return 1.0 - flowLeft({"2026-03-01", material, 0.9}, procedure);
  };
  EXPECT_NEAR(cut("gelatin", "2026-03-01"), 0.9, 1e-12);
  EXPECT_NEAR(cut("gelatin", "2026-03-02") / 0.9, 0.3679, 1e-4);
  EXPECT_NEAR(cut("gelatin", "2026-03-04") / 0.9, std::exp(-3.0), 1e-12);
  EXPECT_EQ(cut("gelatin", "2026-03-05"), 0.0) << "older than 72 h";
  EXPECT_NEAR(cut("particles", "2026-03-15") / 0.9, std::exp(-1.0), 1e-12);
  EXPECT_NEAR(cut("mixed", "2026-03-02") / 0.9, std::exp(-1.0 / 14.0), 1e-12);
  EXPECT_NEAR(cut("glue", "2026-06-01"), 0.9, 1e-12);
  EXPECT_NEAR(cut("gelatin", ""), 0.9, 1e-12) << "without a date the needles follow at once";
}

TEST(Embolisation, WhatIsNotEnteredOrComesAfterwardsCutsNothing) {
  EXPECT_EQ(flowLeft({"2026-03-01", "", 0.9}, "2026-03-02"), 1.0);
  EXPECT_EQ(flowLeft({"2026-03-01", "glue", {}}, "2026-03-02"), 1.0);
  EXPECT_EQ(flowLeft({"2026-03-03", "glue", 0.9}, "2026-03-02"), 1.0);
}

TEST(Embolisation, WhatCannotBeIsRefused) {
  EXPECT_THROW(requirePossible({"yesterday", "glue", 0.9}), Error);
  EXPECT_THROW(requirePossible({"", "sand", 0.9}), Error);
  for (const double share : {-0.1, 1.1, std::nan("")})
    EXPECT_THROW(requirePossible({"", "glue", share}), Error) << share;
  EXPECT_NO_THROW(requirePossible(Embolisation()));
}

TEST(Embolisation, GradesAndMaterialsOfTheAssetsAreSharesAndDays) {
  EXPECT_EQ(embolisationGrades().size(), 4U);
  for (const EmbolisationGrade& grade : embolisationGrades())
    EXPECT_TRUE(grade.flowCut > 0.0 && grade.flowCut <= 1.0 && !grade.source.empty()) << grade.name;
  for (const Embolic& embolic : embolics())
    EXPECT_TRUE(embolic.bestWithinDays > 0.0 && !embolic.source.empty()) << embolic.id;
}

TEST(Embolisation, IsToldInWords) {
  EXPECT_EQ(words::embolisationWords({"2026-03-01", "particles", 0.9}, "2026-03-02"),
            "particles, 90 % of the flow cut, 2026-03-01, 1 day before the needles");
  EXPECT_EQ(words::embolisationWords({}, "2026-03-02"),
            "material not entered, share of the flow not entered");
  EXPECT_EQ(words::daysWords({"2026-03-04", "", {}}, "2026-03-02"), "2 days after");
  EXPECT_EQ(words::daysWords({"2026-03-02", "", {}}, "2026-03-02"), "on the day of");
}

}  // namespace
}  // namespace trocar
