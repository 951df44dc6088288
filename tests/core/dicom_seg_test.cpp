#include "core/io/dicom/dicom_seg.h"

#include "core/error.h"
#include "tests/core/made_seg.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// Bytes that all differ from their neighbours, as one literal run each.
std::string inLiterals(const std::string& bytes) {
  std::string coded(64, '\0');
  coded[0] = 1;
  coded[4] = 64;
  for (std::size_t at = 0; at < bytes.size(); at += 100) {
    const std::string part = bytes.substr(at, 100);
    coded += static_cast<char>(part.size() - 1) + part;
  }
  return coded + std::string(coded.size() % 2, '\x80');
}

/// One stored block of a deflated stream (RFC 1951, 3.2.4).
std::string inStoredBlock(const std::string& bytes) {
  const auto length = static_cast<std::uint16_t>(bytes.size());
  std::string coded(1, '\1');
  for (const std::uint16_t word : {length, static_cast<std::uint16_t>(~length)})
    coded += {static_cast<char>(word & 0xFFU), static_cast<char>(word >> 8U)};
  return coded + bytes;
}

/// Frame k has the bits of its first k + 1 bytes.
std::string bitsOfFrame(int k) {
  std::string bytes(kMadePixels / 8, '\0');
  std::fill_n(bytes.begin(), k + 1, '\xFF');
  return bytes;
}

std::size_t labelledIn(const fs::path& file) {
  const std::vector<labels::LabelLayer> layers = readDicomSegmentation(file);
  EXPECT_EQ(layers.size(), 1U);
  EXPECT_EQ(layers.front().meanings.at(7).name, "L3");
  return layers.front().extents.at(7).voxels;
}

std::string segRefusal(const fs::path& file) {
  try {
    readDicomSegmentation(file);
  } catch (const Error& error) {
    return error.what();
  }
  return "read";
}

TEST(DicomSeg, ReadsBitsInRunsInDeflatedFramesAndPlain) {
  const TemporaryFolder folder;
  std::vector<std::string> runs;
  std::vector<std::string> deflated;
  std::string plain;
  for (int k = 0; k < kSegFrames; ++k) {
    runs.push_back(inLiterals(bitsOfFrame(k)));
    deflated.push_back(inStoredBlock(bitsOfFrame(k)));
    plain += bitsOfFrame(k);
  }
  const std::size_t expected = 8 * (1 + 2 + 3);
  EXPECT_EQ(labelledIn(madeSeg("BINARY", 1).fragments(kRle, runs).write(folder / "runs.dcm")),
            expected);
  EXPECT_EQ(
      labelledIn(
          madeSeg("BINARY", 1).fragments(kDeflatedFrames, deflated).write(folder / "deflated.dcm")),
      expected);
  EXPECT_EQ(
      labelledIn(madeSeg("BINARY", 1).put(0x7FE00010, "OB", plain).write(folder / "plain.dcm")),
      expected);
}

TEST(DicomSeg, ReadsBytesAndWordsOfALabelMap) {
  const TemporaryFolder folder;
  std::vector<std::string> frames;
  for (int k = 0; k < kSegFrames; ++k) {
    std::string bytes(kMadePixels, '\0');
    std::fill_n(bytes.begin(), 10 * k, '\7');
    frames.push_back(inLiterals(bytes));
  }
  EXPECT_EQ(labelledIn(madeSeg("LABELMAP", 8).fragments(kRle, frames).write(folder / "runs.dcm")),
            30U);
  std::vector<std::uint16_t> words(kSegFrames * kMadePixels, 0);
  std::fill_n(words.begin() + kMadePixels, 25, std::uint16_t{7});
  EXPECT_EQ(labelledIn(madeSeg("LABELMAP", 16).pixels(words).write(folder / "words.dcm")), 25U);
}

TEST(DicomSeg, RefusesDamagedFramesWithoutEnding) {
  const TemporaryFolder folder;
  const std::string noise(300, '\xA7');
  const std::vector<std::string> frames(kSegFrames, noise);
  for (const char* syntax : {kRle, kDeflatedFrames, kJpegLs}) {
    for (const auto bits : {std::uint16_t{1}, std::uint16_t{8}}) {
      const fs::path file = madeSeg(bits == 1 ? "BINARY" : "FRACTIONAL", bits)
                                .fragments(syntax, frames)
                                .write(folder / "damaged.dcm");
      EXPECT_THAT(segRefusal(file), HasSubstr("damaged.dcm: its ")) << syntax << " " << bits;
    }
  }
  EXPECT_THAT(segRefusal(madeSeg("BINARY", 1).fragments(kRle, {noise}).write(folder / "one.dcm")),
              HasSubstr("one fragment each"));
}

TEST(DicomSeg, RefusesAHeaderThatClaimsMoreThanThereIs) {
  const TemporaryFolder folder;
  DicomMaker few = madeSeg("BINARY", 1).put(0x7FE00010, "OB", std::string(20, '\1'));
  EXPECT_THAT(segRefusal(few.write(folder / "few.dcm")),
              HasSubstr("PixelData (7fe0,0010) holds 20 bytes, but its 3 frames need 72"));
  few.putWord(0x00280010, 60000);
  EXPECT_THAT(segRefusal(few.write(folder / "large.dcm")), HasSubstr("60000 x 16"));
  EXPECT_THAT(segRefusal(madeSeg("BINARY", 32)
                             .put(0x7FE00010, "OB", std::string(20, '\1'))
                             .write(folder / "bits.dcm")),
              HasSubstr("BitsAllocated (0028,0100) is 32"));
}

}  // namespace
}  // namespace trocar
