#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/mount.h>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Words = std::vector<std::string>;

/// Exit 2, one line on standard error, nothing on standard output, nothing at `out`.
void expectRefused(const Words& words, const std::string& says, const fs::path& out = {}) {
  const Outcome run = runTrocar(words);
  EXPECT_EQ(run.status, 2) << run.err;
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  EXPECT_THAT(run.err, HasSubstr(says));
  EXPECT_FALSE(!out.empty() && fs::exists(out)) << out << " was left behind";
}

std::vector<std::string> namesIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

/// An MHA of 16-bit voxels, `first` to `first` + count - 1 of 8 x 8 x 8 voxels, of 5 mm unless
/// said.
fs::path writeMha(const fs::path& path, int first, double originMm = 0.0, int stepMm = 5) {
  std::ofstream file(path, std::ios::binary);
  file << "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = "
          "False\nCompressedData = False\n"
       << "TransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = " << originMm
       << " 0 0\nElementSpacing = " << stepMm << ' ' << stepMm << ' ' << stepMm << '\n'
       << "DimSize = 8 8 8\nElementType = MET_SHORT\nElementDataFile = LOCAL\n";
  for (int v = 0; v < 512; ++v) {
    const auto value = static_cast<std::int16_t>(first < 0 ? first + v : (v == 100 ? first : 0));
    file.write(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  return path;
}

class Import : public testing::Test {
 protected:
  Words words(const fs::path& ct, const Words& more = {}) const {
    Words all = {"import", "--ct", ct.string(), "--out", out_.string()};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  TemporaryFolder folder_;
  fs::path out_ = folder_ / "case";
  fs::path ct_ = writeMha(folder_ / "ct.mha", -200);
  fs::path mask_ = writeMha(folder_ / "mask.mha", 1);
};

TEST_F(Import, WritesACaseThatInspectDescribes) {
  const Outcome run = runTrocar(words(ct_, {"--labels", mask_.string() + "=lesion:lesion_1"}));
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.out, "");
  const Outcome inspect = runTrocar({"inspect", out_.string(), "--json"});
  ASSERT_EQ(inspect.status, 0) << inspect.err;
  const auto json = nlohmann::json::parse(inspect.out);
  EXPECT_EQ(json.at("case").at("id"), "case");
  EXPECT_EQ(json.at("volume").at("sizeVoxels"), (std::vector<int>{8, 8, 8}));
  EXPECT_TRUE(json.at("volume").at("position").is_null());
  EXPECT_EQ(json.at("structures").at(0).at("id"), "lesion_1");
  EXPECT_EQ(json.at("structures").at(0).at("role"), "lesion");
  EXPECT_DOUBLE_EQ(json.at("structures").at(0).at("volumeMl").get<double>(), 0.125);
}

TEST_F(Import, RefusesInputThatIsNotThereOrNotAnImage) {
  expectRefused(words(folder_ / "missing.nii"), "missing.nii", out_);
  std::ofstream(folder_ / "empty.nii");
  expectRefused(words(folder_ / "empty.nii"), "empty.nii", out_);
  std::ofstream(folder_ / "letter.nii.gz") << "Dear colleague";
  expectRefused(words(folder_ / "letter.nii.gz"), "letter.nii.gz", out_);
  fs::resize_file(ct_, fs::file_size(ct_) - 100);
  expectRefused(words(ct_), "ct.mha", out_);
  fs::create_directory(folder_ / "holidays");
  std::ofstream(folder_ / "holidays/beach.jpg") << "JFIF";
  expectRefused(words(folder_ / "holidays"), "holds no DICOM images", out_);
  expectRefused(words(mask_), "no CT in Hounsfield units", out_);
}

TEST_F(Import, RefusesLabelsThatCannotBeUsed) {
  expectRefused(words(ct_, {"--labels", (folder_ / "none.nii").string()}), "none.nii", out_);
  expectRefused(words(ct_, {"--labels", mask_.string()}), "=ROLE:ID", out_);
  expectRefused(
      words(ct_, {"--labels", ct_.string() + "=lesion:lesion_1"}), "is no label map", out_);
  expectRefused(
      words(ct_, {"--labels", mask_.string() + "=tumour:t1"}), "\"tumour\" is no role", out_);
  expectRefused(words(ct_, {"--labels", mask_.string() + "=lesion"}), "PATH=ROLE:ID", out_);
  expectRefused(words(ct_, {"--labels", mask_.string() + "=lesion:a/b"}), "a/b", out_);
  const fs::path far = writeMha(folder_ / "far.mha", 1, 5000.0);
  expectRefused(
      words(ct_, {"--labels", far.string() + "=lesion:lesion_1"}), "does not overlap the CT", out_);
  const fs::path twenty = writeMha(folder_ / "twenty.mha", 20);
  expectRefused(words(ct_, {"--labels", twenty.string()}), "--scheme", out_);
  expectRefused(
      words(ct_, {"--labels", twenty.string(), "--scheme", "nonsense"}), "nonsense", out_);
  expectRefused(words(ct_, {"--labels", twenty.string() + "=vers"}), "PATH=SCHEME", out_);
  EXPECT_EQ(runTrocar(words(ct_, {"--labels", twenty.string() + "=verse"})).status, 0);
  EXPECT_EQ(
      runTrocar(words(ct_, {"--labels", twenty.string(), "--scheme", "verse", "--replace"})).status,
      0);
}

TEST_F(Import, SaysHowADoubtIsAnsweredAndTakesTheAnswer) {
  const fs::path tiny = writeMha(folder_ / "tiny.mha", -200, 0.0, 2);
  expectRefused(words(tiny), "(--despite odd-size takes it all the same)", out_);
  const Outcome run = runTrocar(words(tiny, {"--despite", "odd-size"}));
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("odd-size: The CT "));
}

TEST_F(Import, RefusesWrongCalls) {
  expectRefused({"import", "--ct", ct_.string()}, "--out");
  expectRefused({"import", "--out", out_.string()}, "--ct", out_);
  expectRefused(words(ct_, {"--nonsense"}), "nonsense", out_);
  expectRefused({"inspect"}, "CASE");
  expectRefused({"inspect", (folder_ / "nothing").string()}, "nothing");
  expectRefused({"inspect", folder_.path().string()}, "is not a case");
  expectRefused({"demo", "nobody", "--out", out_.string()}, "nobody", out_);
  expectRefused({"demo", "l3-breast"}, "--out");
  expectRefused({"demo", "--random", "7"}, "--out");
  expectRefused({"demo", "--random", "0.5", "--out", out_.string()}, "whole number", out_);
  expectRefused(
      {"demo", "--random", "7", "--lesions", "9", "--out", out_.string()}, "--lesions", out_);
  expectRefused({"demo", "l3-breast", "--random", "7", "--out", out_.string()}, "--random", out_);
  expectRefused({"inspect", "random:x"}, "random:NUMBER");
}

TEST_F(Import, ChangesNothingThatIsThereAlready) {
  fs::create_directory(out_);
  std::ofstream(out_ / "thesis.txt") << "years";
  expectRefused(words(ct_), "thesis.txt");
  EXPECT_EQ(namesIn(out_), Words{"thesis.txt"});
  std::ofstream(folder_ / "file") << "mine";
  expectRefused({"import", "--ct", ct_.string(), "--out", (folder_ / "file").string()}, "file");
  expectRefused({"import", "--ct", ct_.string(), "--out", (folder_ / "file/below").string()},
                "file/below");
  ASSERT_EQ(namesIn(folder_.path()), (Words{"case", "ct.mha", "file", "mask.mha"}));
}

TEST_F(Import, ReplacesACaseOnlyWhereTold) {
  ASSERT_EQ(runTrocar(words(ct_, {"--labels", mask_.string() + "=lesion:lesion_1"})).status, 0);
  expectRefused(words(ct_), "--replace");
  EXPECT_THAT(runTrocar({"inspect", out_.string()}).out, HasSubstr("lesion_1"));
  const Outcome run = runTrocar(words(ct_, {"--replace"}));
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(runTrocar({"inspect", out_.string()}).out, testing::Not(HasSubstr("lesion_1")));
}

TEST_F(Import, LeavesTheOldCaseWhereTheNewOneIsRefused) {
  ASSERT_EQ(runTrocar(words(ct_)).status, 0);
  const auto before = fs::last_write_time(out_ / "case.json");
  expectRefused(words(folder_ / "missing.nii", {"--replace"}), "missing.nii");
  EXPECT_EQ(fs::last_write_time(out_ / "case.json"), before);
}

/// A file system of a few kilobytes, or read-only; not everywhere may a test mount one.
class TinyDisk {
 public:
  TinyDisk(const fs::path& at, unsigned long flags) : at_(at) {
    fs::create_directory(at);
    mounted_ = ::mount("tmpfs", at.c_str(), "tmpfs", flags, "size=64k") == 0;
  }
  ~TinyDisk() {
    if (mounted_)
      ::umount2(at_.c_str(), MNT_DETACH);
  }
  TinyDisk(const TinyDisk&) = delete;
  TinyDisk& operator=(const TinyDisk&) = delete;
  bool mounted() const { return mounted_; }

 private:
  fs::path at_;
  bool mounted_;
};

TEST_F(Import, SaysThatTheDiskIsFullAndLeavesItClean) {
  const TinyDisk disk(folder_ / "disk", 0);
  if (!disk.mounted())
    GTEST_SKIP() << "this user may not mount a small disk";
  std::ofstream(folder_ / "disk/filling") << std::string(60'000, 'x');
  const fs::path out = folder_ / "disk/case";
  expectRefused({"import", "--ct", ct_.string(), "--out", out.string()}, "No space left", out);
  EXPECT_EQ(namesIn(folder_ / "disk"), Words{"filling"});
}

TEST_F(Import, SaysThatTheDiskIsReadOnly) {
  const TinyDisk disk(folder_ / "disk", MS_RDONLY);
  if (!disk.mounted())
    GTEST_SKIP() << "this user may not mount a read-only disk";
  const fs::path out = folder_ / "disk/case";
  expectRefused(
      {"import", "--ct", ct_.string(), "--out", out.string()}, "Read-only file system", out);
}

TEST(ImportOfRealData, FollowsTheRulesOfTheCommandLine) {
  SKIP_WITHOUT("ct_verse014");
  const TemporaryFolder folder;
  const std::string ct = testData("ct_verse014/sub-verse014_ct.nii.gz");
  const std::string labels = testData("ct_verse014/sub-verse014_seg-vert_msk.nii.gz");
  expectRefused(
      {"import", "--ct", ct, "--labels", labels, "--out", folder / "v"}, "--scheme", folder / "v");
  ASSERT_EQ(
      runTrocar(
          {"import", "--ct", ct, "--labels", labels, "--scheme", "verse", "--out", folder / "v"})
          .status,
      0);
  const Outcome run = runTrocar({"inspect", folder / "v", "--json"});
  const auto json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json.at("schema"), "trocar-inspect/1");
  EXPECT_EQ(json.at("levels"), (Words{"L1", "L2", "L3", "L4", "L5"}));
  EXPECT_EQ(json.at("vertebrae").size(), 5U);
  EXPECT_EQ(json.at("vertebrae").at(2).at("level"), "L3");
  EXPECT_TRUE(json.at("structures").at(0).at("touchesBorder").get<bool>());
  SKIP_WITHOUT("dcm_dicom2nifti");
  expectRefused({"import",
                 "--ct",
                 testData("dcm_dicom2nifti/generic/anatomical/001"),
                 "--out",
                 folder / "mr"},
                "but MR",
                folder / "mr");
}

}  // namespace
}  // namespace trocar::cli
