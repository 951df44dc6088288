#include "core/error.h"
#include "core/io.h"
#include "core/new_folder.h"
#include "core/replace_file.h"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

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

fs::perms permissionsOf(const fs::path& path) {
  return fs::status(path).permissions();
}

TEST_F(Files, FollowsALinkAndKeepsIt) {
  const fs::path real = folder_ / "real.json", link = folder_ / "link.json";
  writeFileAtomically(real, "old");
  fs::create_symlink("real.json", link);
  writeFileAtomically(link, "new");
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(readFile(real), "new");
  fs::create_symlink("later.json", folder_ / "dangling");
  writeFileAtomically(folder_ / "dangling", "made");
  EXPECT_EQ(readFile(folder_ / "later.json"), "made");
  writeFileAtomically(link, [](const fs::path& fresh) { appendToFile(fresh, "by a library"); });
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(readFile(real), "by a library");
}

TEST_F(Files, KeepsPermissionsAndGivesANewFileThoseOfTheUser) {
  const fs::path path = folder_ / "private.json";
  writeFileAtomically(path, "old");
  const ::mode_t mask = ::umask(0);
  ::umask(mask);
  EXPECT_EQ(permissionsOf(path), static_cast<fs::perms>(0666 & ~mask));
  const auto mine = static_cast<fs::perms>(0640);
  fs::permissions(path, mine);
  writeFileAtomically(path, "new");
  EXPECT_EQ(permissionsOf(path), mine);
  writeFileAtomically(path, [](const fs::path& fresh) { appendToFile(fresh, "by a library"); });
  EXPECT_EQ(permissionsOf(path), mine);
}

TEST_F(Files, WritesIntoAPipe) {
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string got;
  std::jthread reader([&] { got = readFile(pipe); });
  writeFileAtomically(pipe, "through");
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_TRUE(fs::is_fifo(pipe));
}

/// What a writer that was killed leaves, and what one that goes on holds.
TEST_F(Files, ClearsWhatKilledWritersLeftAndNothingElse) {
  const fs::path path = folder_ / "plan.json";
  const fs::path dead = folder_ / ".plan.json.trocar-abcdef";
  const fs::path deadFolder = folder_ / ".plan.json.trocar-000000";
  const fs::path living = folder_ / ".plan.json.trocar-123456";
  const fs::path other = folder_ / ".other.json.trocar-abcdef";
  for (const fs::path& file : {dead, living, other})
    appendToFile(file, "half");
  fs::create_directories(deadFolder / "inside");
  const int held = ::open(living.c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_EQ(::flock(held, LOCK_EX), 0);
  writeFileAtomically(path, "whole");
  EXPECT_FALSE(fs::exists(dead));
  EXPECT_FALSE(fs::exists(deadFolder));
  EXPECT_TRUE(fs::exists(living));
  EXPECT_TRUE(fs::exists(other));
  ::close(held);
}

TEST_F(Files, SaysThatAFileMayNotGrowBeyondTheLimit) {
  const fs::path path = folder_ / "big";
  writeFileAtomically(path, "old");
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit small{4096, limit.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  std::string told;
  try {
    writeFileAtomically(path, std::string(10000, 'x'));
  } catch (const Error& error) {
    told = error.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, before);
  EXPECT_NE(told.find("ulimit -f"), std::string::npos) << told;
  EXPECT_EQ(readFile(path), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(Files, OfSeveralNoneIsReplacedUnlessAllCanBe) {
  writeFileAtomically(folder_ / "a.mtl", "old");
  EXPECT_THROW(writeFilesTogether({{folder_ / "a.mtl", "new"}, {folder_ / "no" / "a.obj", "new"}}),
               Error);
  EXPECT_EQ(readFile(folder_ / "a.mtl"), "old");
  writeFilesTogether({{folder_ / "a.mtl", "new"}, {folder_ / "a.obj", "new"}});
  EXPECT_EQ(readFile(folder_ / "a.mtl"), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 2);
}

TEST_F(Files, ANewFolderFollowsALinkKeepsItsModeAndIsWhole) {
  const fs::path real = folder_ / "real", link = folder_ / "link";
  fs::create_directory(real);
  appendToFile(real / "old", "old");
  fs::permissions(real, static_cast<fs::perms>(0750));
  fs::create_directory_symlink("real", link);
  {
    NewFolder fresh(link);
    appendToFile(fresh.path() / "new", "new");
    fresh.takePlace();
  }
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(readFile(real / "new"), "new");
  EXPECT_FALSE(fs::exists(real / "old"));
  EXPECT_EQ(permissionsOf(real), static_cast<fs::perms>(0750));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 2);
}

TEST_F(Files, LeavesWhatAnotherProgramHasWritten) {
  const fs::path path = folder_ / "plan.json";
  replaceFile(path, "mine", markOf("gone by now"));
  EXPECT_EQ(readFile(path), "mine");
  replaceFile(path, "mine again", markOf("mine"));
  writeFileAtomically(path, "theirs");
  EXPECT_THROW(replaceFile(path, "mine", markOf("mine again")), ChangedElsewhere);
  EXPECT_EQ(readFile(path), "theirs");
}

/// Of twenty that read the same file and replace it, one does.
TEST_F(Files, OfProgramsThatReplaceTheSameFileOneDoes) {
  const fs::path path = folder_ / "plan.json";
  writeFileAtomically(path, "first");
  std::atomic<int> told = 0;
  {
    std::vector<std::jthread> writers;
    for (int n = 0; n < 20; ++n)
      writers.emplace_back([&, n] {
        try {
          replaceFile(path, std::to_string(n), markOf("first"));
        } catch (const ChangedElsewhere&) {
          ++told;
        }
      });
  }
  EXPECT_EQ(told, 19);
}

TEST_F(Files, LeavesADeviceWhatItIs) {
  writeFileAtomically("/dev/null", "gone");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

}  // namespace
}  // namespace trocar
