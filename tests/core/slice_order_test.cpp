#include "core/io/slice_order.h"

#include "tests/core/dicom_maker.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <gmock/gmock.h>
#include <random>

namespace trocar {
namespace {

using testing::HasSubstr;
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

constexpr int kDiscSide = 64;
constexpr std::size_t kDiscPlane = kDiscSide * kDiscSide;

/// A leaning cone of bone in fat in air, with noise of 30 HU, on voxels of 1 mm.
std::vector<std::int16_t> discs(int count) {
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0.0, 30.0);
  std::vector<std::int16_t> hu;
  for (int k = 0; k < count; ++k) {
    for (int j = 0; j < kDiscSide; ++j) {
      for (int i = 0; i < kDiscSide; ++i) {
        const double radius = std::hypot(i - 20.0 - 0.6 * k, j - 32.0);
        const double value = radius < 4.0 + 0.2 * k ? 400.0 : radius < 25.0 ? -80.0 : -1000.0;
        hu.push_back(static_cast<std::int16_t>(value + noise(random)));
      }
    }
  }
  return hu;
}

void exchange(std::vector<std::int16_t>& hu, std::size_t plane, std::size_t a, std::size_t b) {
  const auto at = [&](std::size_t k) {
    return hu.begin() + static_cast<std::ptrdiff_t>(k * plane);
  };
  std::swap_ranges(at(a), at(a + 1), at(b));
}

Pairs pairsIn(const std::vector<std::int16_t>& hu, int columns, int rows, double mm) {
  Pairs pairs;
  for (const ExchangedSlices& found : looksOf(hu, {columns, rows}, {mm, mm}).exchanged)
    pairs.emplace_back(found.first, found.second);
  return pairs;
}

TEST(SliceOrder, FindsTheTwoThatWereExchanged) {
  const std::vector<std::int16_t> inOrder = discs(30);
  EXPECT_EQ(pairsIn(inOrder, kDiscSide, kDiscSide, 1.0), Pairs());
  for (const auto& [a, b] : Pairs{{0, 1}, {10, 11}, {10, 12}, {5, 9}, {4, 25}, {28, 29}}) {
    std::vector<std::int16_t> hu = inOrder;
    exchange(hu, kDiscPlane, a, b);
    EXPECT_EQ(pairsIn(hu, kDiscSide, kDiscSide, 1.0), (Pairs{{a, b}}));
  }
}

TEST(SliceOrder, IsNotAskedOfWhatIsAlikeOrOfThreeSlices) {
  EXPECT_EQ(pairsIn(std::vector<std::int16_t>(20 * kDiscPlane, 40), kDiscSide, kDiscSide, 1.0),
            Pairs());
  std::vector<std::int16_t> few = discs(3);
  exchange(few, kDiscPlane, 0, 1);
  EXPECT_EQ(pairsIn(few, kDiscSide, kDiscSide, 1.0), Pairs());
}

TEST(SliceOrder, TellsOfASliceThatFitsNowhereAndOfACopy) {
  const auto looks = [](const std::vector<std::int16_t>& hu) {
    return looksOf(hu, {kDiscSide, kDiscSide}, {1.0, 1.0});
  };
  EXPECT_TRUE(looks(discs(30)).odd.empty());
  EXPECT_TRUE(looks(discs(30)).copies.empty());
  std::vector<std::int16_t> turned = discs(30);
  for (std::size_t row = 0; row < kDiscSide; ++row) {
    const auto begin =
        turned.begin() + static_cast<std::ptrdiff_t>(2 * kDiscPlane + row * kDiscSide);
    std::reverse(begin, begin + kDiscSide);
  }
  ASSERT_EQ(looks(turned).odd.size(), 1U);
  EXPECT_EQ(looks(turned).odd.front().slice, 2U);
  EXPECT_TRUE(looks(turned).exchanged.empty());
  std::vector<std::int16_t> copied = discs(30);
  std::copy_n(copied.begin() + 20 * kDiscPlane, kDiscPlane, copied.begin() + 21 * kDiscPlane);
  EXPECT_EQ(looks(copied).copies, std::vector<std::size_t>{21});
  EXPECT_TRUE(looks(copied).exchanged.empty());
}

class RealSliceOrder : public testing::TestWithParam<const char*> {};

TEST_P(RealSliceOrder, IsSeenWithoutAFalseAlarm) {
  SKIP_WITHOUT(GetParam());
  const Volume ct = readCt(testData(GetParam()), {.despite = {"odd-size", "not-hounsfield"}}).ct;
  const std::array<int, 3>& size = ct.grid().size();
  const std::size_t plane = static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]);
  const double mm = ct.grid().spacingMm()[0];
  const SliceLooks looks = looksOf(ct.voxels(), {size[0], size[1]}, {mm, mm});
  ASSERT_TRUE(looks.exchanged.empty());
  EXPECT_TRUE(looks.odd.empty());
  EXPECT_TRUE(looks.copies.empty());
  const auto slices = static_cast<std::size_t>(size[2]);
  std::size_t tried = 0;
  std::size_t found = 0;
  for (std::size_t a = 1; a + 2 < slices; a += 3) {
    for (const std::size_t apart : {1, 2, 7, 20}) {
      if (a + apart + 1 >= slices)
        continue;
      std::vector<std::int16_t> hu = ct.voxels();
      exchange(hu, plane, a, a + apart);
      ++tried;
      found += pairsIn(hu, size[0], size[1], mm) == Pairs{{a, a + apart}} ? 1U : 0U;
    }
  }
  EXPECT_GE(100 * found, 95 * tried) << found << " of " << tried;
}

INSTANTIATE_TEST_SUITE_P(Cts,
                         RealSliceOrder,
                         testing::Values("ct_verse014/sub-verse014_ct.nii.gz",
                                         "ct_totalseg_spine_report/example_ct.nii.gz",
                                         "ct_totalseg_crops/ct_cropped.nii.gz",
                                         "ct_totalseg_dicom20/example_ct_dicom"));

/// A series whose slices hold more bone the higher they lie; slices a and b have each other's.
std::filesystem::path writeExchanged(const std::filesystem::path& folder, int a, int b) {
  return writeMadeSeries(folder, 10, [&](DicomMaker& maker, int k) {
    const int content = k == a ? b : k == b ? a : k;
    std::vector<std::uint16_t> words(kMadePixels, 24);
    std::fill_n(words.begin(), 16 * (content + 1), std::uint16_t{1324});
    std::fill_n(words.end() - 32, 32, std::uint16_t{924});
    maker.pixels(words);
  });
}

TEST(SliceOrder, OfASeriesIsADoubtThatNamesTheImages) {
  const TemporaryFolder folder;
  EXPECT_EQ(readCt(writeExchanged(folder / "good", 0, 0)).ct.grid().size()[2], 10);
  const std::filesystem::path series = writeExchanged(folder / "bad", 4, 5);
  try {
    readCt(series);
    ADD_FAILURE() << "read";
  } catch (const Doubt& doubt) {
    EXPECT_EQ(doubt.key(), "exchanged-slices");
    EXPECT_THAT(doubt.told(),
                HasSubstr("The contents of image 5 at z 8.0 mm and image 6 at z 10.0 mm seem to be "
                          "exchanged"));
    EXPECT_THAT(doubt.what(), HasSubstr("slice104.dcm"));
    EXPECT_EQ(doubt.told().find("slice104"), std::string::npos);
  }
  EXPECT_EQ(readCt(series, {.despite = {"exchanged-slices"}}).ct.grid().size()[2], 10);
}

}  // namespace
}  // namespace trocar
