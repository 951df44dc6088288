// What a DICOM folder must not be taken for: series made here, each with one fault.
#include "core/import.h"
#include "tests/core/dicom_maker.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <gmock/gmock.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::uint32_t kPosition = 0x00200032;
constexpr std::uint32_t kSpacing = 0x00280030;

/// A series of `count` slices with this change, and how it is read.
class MadeCt {
 public:
  template <typename Change>
  MadeCt(int count, const Change& change)
      : path_(writeMadeSeries(folder_.path() / "series", count, change)) {}

  const fs::path& path() const { return path_; }
  CtImport read(const ImportChoices& choices = {}) const { return readCt(path_, choices); }
  std::string refusal() const {
    try {
      read();
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }
  /// Of the doubt that is raised; empty for none.
  std::string doubt() const {
    try {
      read();
    } catch (const Doubt& doubt) {
      return doubt.key();
    }
    return {};
  }

 private:
  TemporaryFolder folder_;
  fs::path path_;
};

std::string remarkOf(const CtImport& ct, const std::string& key) {
  for (const Remark& remark : ct.remarks) {
    if (remark.key == key)
      return remark.text;
  }
  return {};
}

int markerAt(const CtImport& ct, int k) {
  return ct.ct.at({8, 6, k});
}

const auto kUnchanged = [](DicomMaker&, int) {};

TEST(DicomCt, ReadsAPlainSeriesWithoutARemark) {
  const CtImport ct = MadeCt(10, kUnchanged).read();
  EXPECT_EQ(ct.ct.grid().size(), (std::array<int, 3>{16, 12, 10}));
  EXPECT_TRUE(ct.ct.grid().spacingMm().isApprox(Vec3(3.0, 2.5, 2.0)));
  EXPECT_TRUE(ct.ct.grid().originMm().isApprox(Vec3(-10, -20, 0)));
  EXPECT_EQ(markerAt(ct, 7), 700);
  EXPECT_EQ(remarkOf(ct, "uneven-slices"), "");
  EXPECT_EQ(ct.position, PatientPosition::Supine);
}

TEST(DicomCt, RefusesNumbersThatAreNotWhollyNumbersByTagAndText) {
  struct {
    std::uint32_t tag;
    const char* text;
    const char* told;
  } const kBad[] = {{kSpacing, "1,25\\1,5", "PixelSpacing (0028,0030) is \"1,25\\1,5\""},
                    {kSpacing, "1.25\\0\\1.5", "3 values where 2 belong"},
                    {kSpacing, "1.25", "1 values where 2 belong"},
                    {kSpacing, "1.25\\nan", "\"nan\" is no number"},
                    {kPosition, "-30,5\\-20\\0", "ImagePositionPatient (0020,0032)"},
                    {0x00200037, "1\\0\\0\\0\\1\\0mm", "ImageOrientationPatient (0020,0037)"},
                    {0x00200037, "1\\0\\0\\1\\0\\0", "right angles"},
                    {0x00281053, "0", "RescaleSlope (0028,1053) is \"0\""},
                    {0x00281052, "-1024 HU", "RescaleIntercept (0028,1052)"}};
  for (const auto& bad : kBad) {
    const MadeCt made(3, [&](DicomMaker& maker, int) { maker.put(bad.tag, "DS", bad.text); });
    EXPECT_THAT(made.refusal(), AllOf(HasSubstr(bad.told), HasSubstr("slice100.dcm"))) << bad.text;
  }
}

TEST(DicomCt, TakesAPlusAndFillingForNumbers) {
  const MadeCt made(3, [&](DicomMaker& maker, int) {
    maker.put(kSpacing, "DS", std::string(" +2.5\\3e0 \0", 11));
  });
  EXPECT_TRUE(made.read().ct.grid().spacingMm().isApprox(Vec3(3.0, 2.5, 2.0)));
}

TEST(DicomCt, SaysTheRealReasonWhyAnImageIsNoSlice) {
  EXPECT_THAT(MadeCt(2, [](DicomMaker& m, int) { m.remove(kPosition); }).refusal(),
              AllOf(HasSubstr("no ImagePositionPatient"), Not(HasSubstr("but CT"))));
  EXPECT_THAT(MadeCt(2, [](DicomMaker& m, int) { m.remove(0x7FE00010); }).refusal(),
              HasSubstr("no PixelData (7fe0,0010)"));
  EXPECT_THAT(MadeCt(2, [](DicomMaker& m, int) { m.put(0x00080060, "CS", "MR"); }).refusal(),
              HasSubstr("but MR"));
  EXPECT_THAT(
      MadeCt(2,
             [](DicomMaker& m, int) { m.put(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.481.2"); })
          .refusal(),
      HasSubstr("RTDoseStorage"));
  EXPECT_THAT(MadeCt(2, [](DicomMaker& m, int) { m.putWord(0x00280010, 6); }).refusal(),
              AllOf(HasSubstr("6 x 16"), HasSubstr("192"), HasSubstr("384")));
  EXPECT_THAT(MadeCt(2, [](DicomMaker& m, int) { m.put(0x00280008, "IS", "2"); }).refusal(),
              HasSubstr("NumberOfFrames (0028,0008)"));
}

TEST(DicomCt, ReadsAClassicImageOfSeveralFramesByItsOffsets) {
  const MadeCt made(1, [](DicomMaker& maker, int) {
    std::vector<std::uint16_t> words(3 * kMadeColumns * kMadeRows, 24);
    for (std::size_t n = 0; n < 3; ++n)
      words[n * kMadeColumns * kMadeRows] = static_cast<std::uint16_t>(1024 + n);
    maker.put(0x00280008, "IS", "3").put(0x3004000C, "DS", "0\\2.5\\5").pixels(words);
  });
  const CtImport ct = made.read({.despite = {"not-hounsfield"}});
  EXPECT_EQ(ct.ct.grid().size()[2], 3);
  EXPECT_NEAR(ct.ct.grid().spacingMm()[2], 2.5, 1e-9);
  EXPECT_EQ(ct.ct.at({0, 0, 2}), 2);
}

TEST(DicomCt, NeverMixesTwoPatientsStudiesOrFrames) {
  for (const std::uint32_t tag : {0x00100020U, 0x00100010U, 0x0020000DU, 0x00200052U}) {
    const MadeCt made(10, [&](DicomMaker& maker, int k) {
      if (k >= 6)
        maker.put(tag, tag == 0x00100010 ? "PN" : tag == 0x00100020 ? "LO" : "UI", "1.9");
      maker.put(0x0020000E, "UI", "");
    });
    const CtImport ct = made.read();
    EXPECT_EQ(ct.ct.grid().size()[2], 6) << std::hex << tag;
    EXPECT_THAT(remarkOf(ct, "several-series"), HasSubstr("#2 (4 images)"));
    EXPECT_EQ(made.read({.series = "no-uid#2"}).ct.grid().size()[2], 4);
    for (const Remark& remark : ct.remarks)
      EXPECT_THAT(remark.text, Not(HasSubstr("Made")));
  }
}

TEST(DicomCt, PartsTwoKernelsPhasesOrSetsOfOneSeries) {
  const auto second = [](DicomMaker& maker, int k) {
    if (k < 10)
      return;
    maker.put(kPosition, "DS", "-10\\-20\\" + std::to_string(2 * (k - 10)));
    maker.put(0x00180060, "DS", "80");
  };
  const MadeCt marked(20, second);
  const CtImport first = marked.read();
  EXPECT_EQ(first.ct.grid().size()[2], 10);
  EXPECT_EQ(markerAt(first, 3), 300);
  EXPECT_THAT(remarkOf(first, "several-acquisitions"), HasSubstr("KVP 80"));
  EXPECT_EQ(markerAt(marked.read({.series = "1.2.3.2#2"}), 3), 1300);
  const MadeCt bare(20, [&](DicomMaker& maker, int k) {
    second(maker, k);
    maker.remove(0x00180060);
  });
  EXPECT_EQ(markerAt(bare.read(), 9), 900);
  EXPECT_THAT(remarkOf(bare.read(), "several-acquisitions"), HasSubstr("InstanceNumber"));
}

TEST(DicomCt, KnowsAPatientWhoseNameIsWrittenInTwoWays) {
  const MadeCt made(10, [](DicomMaker& maker, int k) {
    maker.put(0x00100010, "PN", k % 2 == 0 ? "Doe^Jane" : "DOE^JANE^^ ");
  });
  EXPECT_EQ(made.read().ct.grid().size()[2], 10);
  EXPECT_TRUE(made.read().remarks.empty());
}

TEST(DicomCt, DoubtsImagesThatAllStateOnePlace) {
  const MadeCt made(6, [](DicomMaker& maker, int) { maker.put(0x00200032, "DS", "0\\0\\0"); });
  EXPECT_EQ(made.doubt(), "one-place");
  EXPECT_THAT(made.refusal(), HasSubstr("All 6 images"));
}

TEST(DicomCt, DoubtsSetsThatNothingTellsApart) {
  const MadeCt made(20, [](DicomMaker& maker, int k) {
    maker.put(kPosition, "DS", "-10\\-20\\" + std::to_string(2 * (k / 2)));
    maker.put(0x00200013, "IS", "1");
  });
  EXPECT_EQ(made.doubt(), "mixed-acquisitions");
  EXPECT_EQ(made.read({.despite = {"mixed-acquisitions"}}).ct.grid().size()[2], 10);
}

TEST(DicomCt, KeepsStepAndShootWholeWithOneDuplicate) {
  const MadeCt made(21, [](DicomMaker& maker, int k) {
    const int place = std::min(k, 19);
    maker.put(kPosition, "DS", "-10\\-20\\" + std::to_string(2 * place));
    maker.put(0x00200012, "IS", std::to_string(k / 4));
  });
  const CtImport ct = made.read();
  EXPECT_EQ(ct.ct.grid().size()[2], 20);
  EXPECT_THAT(remarkOf(ct, "duplicate-slices"), HasSubstr("1 slice repeats"));
}

TEST(DicomCt, BearsJitterAndRounding) {
  const MadeCt jitter(20, [](DicomMaker& maker, int k) {
    maker.put(kSpacing, "DS", k % 2 == 0 ? "0.97765\\0.97765" : "0.977649\\0.977651");
    maker.put(0x00200037,
              "DS",
              k % 3 == 0 ? "1\\0\\0\\0\\0.9975\\-0.070666" : "1\\0\\0\\0\\0.9975\\-0.070668");
  });
  EXPECT_EQ(jitter.read().ct.grid().size()[2], 20);
  const MadeCt rounded(30, [](DicomMaker& maker, int k) {
    const std::string tenths = std::to_string(std::lround(19.53125 * k));
    maker.put(kPosition, "DS", "-10\\-20\\" + tenths + "e-1");
  });
  const CtImport ct = rounded.read();
  EXPECT_EQ(ct.ct.grid().size()[2], 30);
  EXPECT_NEAR(ct.ct.grid().spacingMm()[2], 1.953125, 2e-3);
  EXPECT_EQ(remarkOf(ct, "uneven-slices"), "");
  EXPECT_EQ(markerAt(ct, 11), 1100);
}

TEST(DicomCt, MarksMadeUpSlicesAndSaysWhere) {
  const MadeCt made(12, [](DicomMaker& maker, int k) {
    const int place = k < 5 ? k : k + 2;
    maker.put(kPosition, "DS", "-10\\-20\\" + std::to_string(2 * place));
  });
  const CtImport ct = made.read();
  EXPECT_EQ(ct.ct.grid().size()[2], 14);
  EXPECT_EQ(ct.madeUp, (std::vector<SliceRange>{{5, 6}}));
  EXPECT_THAT(remarkOf(ct, "uneven-slices"), HasSubstr("z 10.0 mm to z 12.0 mm"));
  EXPECT_EQ(markerAt(ct, 7), 500);
  EXPECT_EQ(markerAt(ct, 5), 433);
}

TEST(DicomCt, RefusesAGapOfHalfTheCt) {
  const MadeCt made(12, [](DicomMaker& maker, int k) {
    maker.put(kPosition, "DS", "-10\\-20\\" + std::to_string(k < 6 ? 2 * k : 2 * k + 22));
  });
  EXPECT_EQ(made.doubt(), "large-gap");
  EXPECT_EQ(made.read({.despite = {"large-gap"}}).madeUp, (std::vector<SliceRange>{{6, 16}}));
}

TEST(DicomCt, NamesASliceBesideItsPlaceAndCallsItNoTilt) {
  const MadeCt made(20, [](DicomMaker& maker, int k) {
    maker.put(kPosition, "DS", (k == 12 ? "2" : "-10") + ("\\-20\\" + std::to_string(2 * k)));
  });
  EXPECT_EQ(made.doubt(), "shifted-slice");
  EXPECT_THAT(made.refusal(),
              AllOf(HasSubstr("slice112.dcm"),
                    HasSubstr("12.0 mm beside"),
                    HasSubstr("z 24.0 mm"),
                    Not(HasSubstr("tilt"))));
  const CtImport ct = made.read({.despite = {"shifted-slice"}});
  EXPECT_THAT(remarkOf(ct, "shifted-slice"), Not(HasSubstr("slice112.dcm")));
  EXPECT_EQ(remarkOf(ct, "gantry-tilt"), "");
}

TEST(DicomCt, NamesASliceBetweenItsPlaces) {
  const MadeCt made(20, [](DicomMaker& maker, int k) {
    maker.put(kPosition, "DS", "-10\\-20\\" + std::to_string(2 * k) + (k == 7 ? ".8" : ""));
  });
  EXPECT_EQ(made.doubt(), "shifted-slice");
  EXPECT_THAT(made.refusal(), AllOf(HasSubstr("slice107.dcm"), HasSubstr("0.8 mm")));
  EXPECT_EQ(made.read({.despite = {"shifted-slice"}}).ct.grid().size()[2], 20);
}

TEST(DicomCt, CallsAStepBetweenHalvesNoTilt) {
  const MadeCt made(20, [](DicomMaker& maker, int k) {
    maker.put(kPosition, "DS", (k < 10 ? "-10" : "-4") + ("\\-20\\" + std::to_string(2 * k)));
  });
  EXPECT_THAT(remarkOf(made.read(), "shifted-slices"), HasSubstr("6.0 mm"));
  EXPECT_EQ(remarkOf(made.read(), "gantry-tilt"), "");
}

TEST(DicomCt, MissesAnImageWhoseRowsAreNotThoseOfItsPixels) {
  const MadeCt made(10, [](DicomMaker& maker, int k) {
    if (k == 4)
      maker.putWord(0x00280010, kMadeRows / 2);
  });
  EXPECT_EQ(made.doubt(), "damaged-slices");
  EXPECT_THAT(made.refusal(), HasSubstr("Rows (0028,0010)"));
}

TEST(DicomCt, TellsOfATiltThatThePlacesDoNotShow) {
  const MadeCt made(5, [](DicomMaker& maker, int) { maker.put(0x00181120, "DS", "15"); });
  EXPECT_THAT(remarkOf(made.read(), "tilt-contradicted"), HasSubstr("15.0 degrees"));
}

TEST(DicomCt, JoinsImagesThatEachHaveASeries) {
  const MadeCt made(10, [](DicomMaker& maker, int k) {
    maker.put(0x0020000E, "UI", "1.2.3.2." + std::to_string(k + 1));
  });
  EXPECT_EQ(made.read().ct.grid().size()[2], 10);
  EXPECT_THAT(remarkOf(made.read(), "joined-series"), HasSubstr("10 images"));
}

TEST(DicomCt, OffersToGoOnWithoutADamagedFile) {
  const MadeCt made(10, kUnchanged);
  const fs::path victim = made.path() / madeName(4);
  for (const std::uintmax_t cut : {10U, 100U, 300U}) {
    fs::resize_file(victim, fs::file_size(victim) - cut);
    EXPECT_EQ(made.doubt(), "damaged-slices");
    EXPECT_THAT(made.refusal(), AllOf(HasSubstr("slice104.dcm"), HasSubstr("1 of the 10")));
    const CtImport ct = made.read({.despite = {"damaged-slices"}});
    EXPECT_EQ(ct.ct.grid().size()[2], 10);
    EXPECT_EQ(ct.madeUp, (std::vector<SliceRange>{{4, 4}}));
    EXPECT_THAT(remarkOf(ct, "damaged-slices"), Not(HasSubstr("slice104.dcm")));
  }
}

TEST(DicomCt, DoubtsOneSliceOfAnotherScale) {
  for (const bool missing : {false, true}) {
    const MadeCt made(10, [&](DicomMaker& maker, int k) {
      if (k == 3 && missing)
        maker.remove(0x00281052);
      else if (k == 3)
        maker.put(0x00281052, "DS", "0");
    });
    EXPECT_EQ(made.doubt(), "rescale-differs");
    EXPECT_THAT(made.refusal(), AllOf(HasSubstr("slice103.dcm"), HasSubstr("-1024")));
  }
  const MadeCt slopes(10, [](DicomMaker& maker, int k) {
    std::vector<std::uint16_t> words = madeWords(k);
    for (std::uint16_t& word : words)
      word = static_cast<std::uint16_t>(k % 2 == 0 ? word : 2 * word);
    maker.put(0x00281053, "DS", k % 2 == 0 ? "1" : "0.5").pixels(words);
  });
  EXPECT_EQ(markerAt(slopes.read(), 4), 400);
  EXPECT_EQ(markerAt(slopes.read(), 5), 500);
}

TEST(DicomCt, TellsOfUnitsThatAreNotHu) {
  const auto unit = [](const char* type) {
    return [type](DicomMaker& maker, int) { maker.put(0x00281054, "LO", type); };
  };
  EXPECT_EQ(MadeCt(3, unit("Z_EFF")).doubt(), "not-hounsfield");
  EXPECT_THAT(remarkOf(MadeCt(3, unit("US")).read(), "hu-not-calibrated"), HasSubstr("US"));
  EXPECT_EQ(remarkOf(MadeCt(3, unit("HU")).read(), "hu-not-calibrated"), "");
  const MadeCt coneBeam(3, [](DicomMaker& maker, int) { maker.put(0x00080060, "CS", "XA"); });
  EXPECT_THAT(remarkOf(coneBeam.read(), "hu-not-calibrated"), HasSubstr("cone-beam"));
  const MadeCt capture(
      3, [](DicomMaker& maker, int) { maker.put(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7"); });
  EXPECT_EQ(capture.doubt(), "secondary-capture");
}

TEST(DicomCt, ReadsPaddingAsAir) {
  const auto padded = [](std::uint16_t word) {
    return [word](DicomMaker& maker, int) {
      std::vector<std::uint16_t> words(kMadeColumns * kMadeRows, 1064);
      for (std::size_t n = 0; n < words.size(); ++n) {
        if (n % kMadeColumns < 2 || n / kMadeColumns < 2)
          words[n] = word;
      }
      words[6 * kMadeColumns + 8] = word;  // Metal, say, within the field.
      words[6 * kMadeColumns + 9] = 24;
      maker.pixels(words).putWord(0x00280120, word);
    };
  };
  const CtImport bright = MadeCt(3, padded(4095)).read();
  EXPECT_EQ(bright.ct.at({0, 5, 1}), -1024);
  EXPECT_EQ(markerAt(bright, 1), 3071);
  EXPECT_NE(remarkOf(bright, "padding"), "");
  const CtImport low = MadeCt(3, [&](DicomMaker& maker, int k) {
                         padded(63536)(maker, k);  // -2000 as a signed number.
                         maker.putWord(0x00280103, 1).put(0x00281052, "DS", "0");
                       }).read();
  EXPECT_EQ(low.ct.at({0, 5, 1}), -1024);
  EXPECT_EQ(remarkOf(low, "padding"), "");
}

TEST(DicomCt, RefusesSequencesThatNestWithoutEnd) {
  std::string nested;
  for (int n = 0; n < 40000; ++n)
    nested += std::string("\x08\x00\x40\x11SQ\x00\x00\xFF\xFF\xFF\xFF", 12) +
              std::string("\xFE\xFF\x00\xE0\xFF\xFF\xFF\xFF", 8);
  const MadeCt made(1, [&](DicomMaker& maker, int) { maker.put(0x00081140, "SQ", nested); });
  EXPECT_THAT(made.refusal(), HasSubstr("stand within each other hundreds deep"));
}

TEST(DicomCt, SaysWhenValuesAreClipped) {
  const MadeCt made(3, [](DicomMaker& maker, int) { maker.put(0x00281053, "DS", "40"); });
  EXPECT_THAT(remarkOf(made.read({.despite = {"not-hounsfield"}}), "hu-clipped"),
              HasSubstr("32767"));
}

}  // namespace
}  // namespace trocar
