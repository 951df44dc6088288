#include "core/series.h"

#include "core/import.h"
#include "tests/core/dicom_maker.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar {
namespace {

TEST(Series, OffersEachVolumeAndSaysWhatCannotBeUsed) {
  const TemporaryFolder folder;
  writeMadeSeries(folder / "a", 12, [](DicomMaker& maker, int k) {
    maker.put(0x0008103E, "LO", "Spine").put(0x00181210, "SH", k < 6 ? "B30f" : "B70f");
    maker.put(0x00200032, "DS", "0\\0\\" + std::to_string(3 * (k % 6)));
  });
  writeMadeSeries(folder / "b", 2, [](DicomMaker& maker, int) {
    maker.put(0x00080060, "CS", "MR").put(0x0020000E, "UI", "1.2.3.7");
  });
  const std::vector<SeriesOffer> offers = offeredSeries(folder.path());
  ASSERT_EQ(offers.size(), 3U);
  EXPECT_EQ(offers[0].key, "1.2.3.2");
  EXPECT_EQ(offers[1].key, "1.2.3.2#2");
  EXPECT_EQ(offers[1].kernel, "B70f");
  EXPECT_THAT(offers[1].description, testing::HasSubstr("Spine"));
  EXPECT_EQ(offers[0].slices, 6);
  EXPECT_EQ(offers[0].thicknessMm, 2.0);
  EXPECT_EQ(offers[0].patient, "Test^Made, made-1");
  EXPECT_EQ(offers[0].whyNot, "");
  EXPECT_EQ(offers[2].slices, 2);
  EXPECT_THAT(offers[2].whyNot, testing::HasSubstr("MR"));
  const Volume middle = middleSlice(offers[1]);
  EXPECT_EQ(middle.grid().size(), (std::array<int, 3>{16, 12, 1}));
  EXPECT_EQ(middle.at({8, 6, 0}), 900);
  EXPECT_TRUE(offeredSeries(folder / "a" / madeName(0)).size() == 1);
}

}  // namespace
}  // namespace trocar
