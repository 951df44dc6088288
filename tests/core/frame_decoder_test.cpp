#include "core/io/dicom/frame_decoder.h"

#include "core/import.h"
#include "core/io/dicom/codestream.h"
#include "core/process.h"
#include "tests/core/dicom_maker.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

std::vector<std::uint8_t> bytesIn(const std::string& text) {
  return {text.begin(), text.end()};
}

/// The start of a JPEG 2000 codestream of so many columns and rows.
std::string jpeg2000Start(int columns, int rows) {
  std::string bytes("\xFF\x4F\xFF\x51\x00\x29\x00\x00", 8);
  for (const int number : {columns, rows, 0, 0, columns, rows, 0, 0}) {
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes += static_cast<char>(number >> shift);
  }
  return bytes + std::string("\x00\x01\x0F\x01\x01", 5);
}

/// A lossless frame in runs (RLE) of one word: the high bytes, then the low ones.
std::string runs(std::uint16_t word, std::size_t pixels) {
  std::string plane[2];
  for (int n = 0; n < 2; ++n) {
    const char byte = static_cast<char>(n == 0 ? word >> 8U : word & 0xFFU);
    for (std::size_t left = pixels; left > 0;) {
      const std::size_t run = std::min<std::size_t>(left, 128);
      plane[n] += static_cast<char>(257 - run);
      plane[n] += byte;
      left -= run;
    }
    plane[n] += std::string(plane[n].size() % 2, '\x80');
  }
  std::string frame(64, '\0');
  frame[0] = 2;
  frame[4] = 64;
  frame[8] = static_cast<char>(64 + plane[0].size());
  return frame + plane[0] + plane[1];
}

constexpr std::size_t kBytes = 2 * kMadePixels;

struct DecoderAnswers {
  std::map<std::size_t, std::vector<std::uint16_t>> taken;
  std::map<std::size_t, std::string> failed;
};

DecoderAnswers answersFor(const std::vector<DecodeJob>& jobs) {
  DecoderAnswers answers;
  decodeFrames(jobs,
               {[&](std::size_t n, std::span<const std::uint8_t> bytes) {
                  answers.taken[n].resize(bytes.size() / 2);
                  std::memcpy(answers.taken[n].data(), bytes.data(), bytes.size());
                },
                [&](std::size_t n, const std::string& why) { answers.failed[n] = why; }},
               {});
  return answers;
}

TEST(Codestream, SaysItsOwnSize) {
  EXPECT_EQ(codestreamSize(bytesIn(jpeg2000Start(64, 32))), (CodestreamSize{64, 32}));
  const std::string jpegLs(
      "\xFF\xD8\xFF\xE8\x00\x04\x01\x02\xFF\xF7\x00\x0B\x10\x00\x20\x00\x40\x01", 18);
  EXPECT_EQ(codestreamSize(bytesIn(jpegLs)), (CodestreamSize{64, 32}));
  EXPECT_EQ(codestreamSize(bytesIn("Dear colleague")), std::nullopt);
  EXPECT_EQ(codestreamSize({}), std::nullopt);
  for (std::size_t kept = 0; kept < jpegLs.size(); ++kept)
    codestreamSize(bytesIn(jpegLs.substr(0, kept)));
}

TEST(FrameDecoder, DecodesManyFilesInOrder) {
  const TemporaryFolder folder;
  std::vector<DecodeJob> jobs;
  for (int k = 0; k < 5; ++k) {
    const auto word = static_cast<std::uint16_t>(1000 + 300 * k);
    jobs.push_back(
        {madeSlice(k).fragments(kRle, {runs(word, kMadePixels)}).write(folder / madeName(k)),
         kBytes});
  }
  const DecoderAnswers answers = answersFor(jobs);
  EXPECT_TRUE(answers.failed.empty());
  for (std::size_t k = 0; k < 5; ++k)
    EXPECT_EQ(answers.taken.at(k),
              std::vector<std::uint16_t>(kMadePixels, static_cast<std::uint16_t>(1000 + 300 * k)));
}

TEST(FrameDecoder, CostsADamagedFileAlone) {
  const TemporaryFolder folder;
  const fs::path good =
      madeSlice(0).fragments(kRle, {runs(77, kMadePixels)}).write(folder / "good.dcm");
  const fs::path bad = madeSlice(1)
                           .fragments(kJpeg2000, {jpeg2000Start(64, 64) + std::string(200, '\x55')})
                           .write(folder / "bad.dcm");
  const fs::path noise =
      madeSlice(2).fragments(kJpegLs, {std::string(500, '\xA7')}).write(folder / "noise.dcm");
  const DecoderAnswers answers =
      answersFor({{good, kBytes}, {bad, kBytes}, {noise, kBytes}, {good, kBytes}});
  EXPECT_EQ(answers.taken.size(), 2U);
  EXPECT_EQ(answers.taken.count(3), 1U);
  EXPECT_THAT(answers.failed.at(1), HasSubstr("its compressed image says 64 x 64"));
  EXPECT_FALSE(answers.failed.at(2).empty());
}

TEST(FrameDecoder, RefusesAnImageThatClaimsMoreThanItHolds) {
  const TemporaryFolder folder;
  const fs::path file = madeSlice(0).fragments(kRle, {runs(77, 40)}).write(folder / "a.dcm");
  EXPECT_EQ(answersFor({{file, kBytes}}).failed.size(), 1U);
  EXPECT_EQ(answersFor({{folder / "missing.dcm", kBytes}}).failed.size(), 1U);
}

TEST(FrameDecoder, LeavesTheOthersToAPersonWhoSaysSo) {
  const TemporaryFolder folder;
  const fs::path series = writeMadeSeries(folder / "series", 8, [](DicomMaker& maker, int k) {
    maker.fragments(k == 5 ? kJpegLs : kRle, {k == 5 ? "?" : runs(24, kMadePixels)});
  });
  try {
    readCt(series);
    ADD_FAILURE() << "read";
  } catch (const Doubt& doubt) {
    EXPECT_EQ(doubt.key(), "damaged-slices");
    EXPECT_THAT(doubt.what(), HasSubstr("slice105.dcm"));
  }
  EXPECT_EQ(readCt(series, {.despite = {"damaged-slices", "not-hounsfield"}}).madeUp,
            (std::vector<SliceRange>{{5, 5}}));
}

TEST(Process, HandsOverBytesAfterLines) {
  Process child({"/bin/sh", {"-c", "echo head; printf 'abcdef'; sleep 0.1; printf 'gh'"}});
  EXPECT_EQ(child.line(5s), "head");
  std::string bytes(7, '\0');
  EXPECT_TRUE(child.bytes(bytes, 5s));
  EXPECT_EQ(bytes, "abcdefg");
  EXPECT_FALSE(child.bytes(bytes, 5s));
  EXPECT_FALSE(child.speaks());
}

}  // namespace
}  // namespace trocar
