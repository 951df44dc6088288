#include "planning/plan/scales.h"

#include "core/error.h"
#include "planning/review/reading.h"

#include <gtest/gtest.h>

namespace trocar::review {
namespace {

TEST(Scales, ValuesAreKeptByDateAndTakenBack) {
  Plan plan = withScale({}, "odi", "2026-11-20", 46.0);
  plan = withScale(plan, "nrs", "2026-11-20", 7.0);
  plan = withScale(plan, "nrs", "2026-10-01", 8.5);
  const std::vector<ScaleEntry> entries = scaleEntries(plan);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].date, "2026-10-01");
  EXPECT_EQ(entries[0].value, 8.5);
  EXPECT_EQ(entries[1].scale.key, "nrs") << "in the order of the scales";
  EXPECT_EQ(entries[2].scale.unit, "%");
  plan = withScale(plan, "nrs", "2026-10-01", std::nullopt);
  EXPECT_EQ(scaleEntries(plan).size(), 2U);
}

TEST(Scales, TheRangesAreThoseOfTheScales) {
  for (const auto& [key, most] :
       {std::pair("vas", 10.0), {"nrs", 10.0}, {"rmdq", 24.0}, {"odi", 100.0}}) {
    EXPECT_NO_THROW(withScale({}, key, "2026-11-20", most));
    EXPECT_THROW(withScale({}, key, "2026-11-20", most + 0.1), Error) << key;
    EXPECT_THROW(withScale({}, key, "2026-11-20", -0.1), Error) << key;
  }
}

TEST(Scales, WhatIsNoDateOrScaleIsRefusedAndNeverShown) {
  EXPECT_THROW(withScale({}, "moon", "2026-11-20", 1.0), Error);
  for (const char* date : {"2026-02-30", "20-11-2026", "2026-1-2", "yesterday", ""})
    EXPECT_THROW(withScale({}, "nrs", date, 1.0), Error) << date;
  Plan plan;
  plan.scales = {{"2026-11-20", "moon", 4.0}};
  EXPECT_TRUE(scaleEntries(plan).empty()) << "of a scale that the assets no longer have";
}

TEST(Reading, EveryStatementSaysWhoMadeIt) {
  ASSERT_FALSE(reading().empty());
  for (const ReadingChapter& chapter : reading()) {
    for (const ReadingItem& item : chapter.items) {
      EXPECT_FALSE(item.text.empty());
      EXPECT_FALSE(item.source.empty()) << item.text;
    }
  }
}

}  // namespace
}  // namespace trocar::review
