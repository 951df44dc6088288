#include "core/error.h"
#include "core/io.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace trocar {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "trocar-files-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path folder_;
};

TEST_F(Files, ReplacesAFileWholeAndLeavesNothingElse) {
  const fs::path path = folder_ / "plan.json";
  writeFileAtomically(path, "old");
  writeFileAtomically(path, std::string("new\0bytes", 9));
  EXPECT_EQ(readFile(path), std::string("new\0bytes", 9));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(Files, SaysInOneSentenceWhatCannotBeReadOrWritten) {
  EXPECT_THROW(readFile(folder_ / "missing"), Error);
  EXPECT_THROW(readFile(folder_), Error);
  EXPECT_THROW(writeFileAtomically(folder_ / "no" / "such" / "file", "x"), Error);
  EXPECT_THROW(writeFileAtomically(folder_, "x"), Error);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 0);
}

TEST_F(Files, AddsToTheEndOfAFile) {
  const fs::path path = folder_ / "attempts.jsonl";
  appendToFile(path, "one\n");
  appendToFile(path, "two\n");
  EXPECT_EQ(readFile(path), "one\ntwo\n");
  EXPECT_THROW(appendToFile(folder_ / "no" / "such", "x"), Error);
}

TEST_F(Files, LeavesADeviceWhatItIs) {
  writeFileAtomically("/dev/null", "gone");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

}  // namespace
}  // namespace trocar
