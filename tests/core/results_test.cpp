#include "core/results.h"

#include "core/archive.h"
#include "core/content_key.h"
#include "core/io.h"
#include "core/io/result_folder.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>

namespace trocar {
namespace {

namespace fs = std::filesystem;

struct Measured {
  std::string structure;
  std::optional<double> lengthMm;
  std::vector<float> samples;
  Image<float> field;
};

template <class A, Like<Measured> V>
void pass(A& archive, V& v) {
  auto& [structure, lengthMm, samples, field] = v;
  archive(structure, lengthMm, samples, field);
}

Measured measured() {
  const Grid grid({2, 3, 1}, Vec3(1, 2, 3), Vec3(0.5, 1, 2));
  return {"lesion_smith",
          0.1,
          {1.0F, -0.0F, std::numeric_limits<float>::denorm_min()},
          Image<float>(grid, {1, 2, 3, 4, 5, 6})};
}

std::string bytesOf(const Measured& value, const Words& words) {
  ArchiveWriter archive(words);
  archive(value);
  return archive.take();
}

TEST(Archive, GivesBackEveryBit) {
  const Words words{"vertebra_L3", "lesion_smith"};
  const std::string bytes = bytesOf(measured(), words);
  Measured back;
  ArchiveReader archive(bytes, words);
  archive(back);
  archive.requireEnd();
  EXPECT_EQ(bytesOf(back, words), bytes);
  EXPECT_EQ(back.structure, "lesion_smith");
  EXPECT_EQ(back.field.grid(), measured().field.grid());
}

TEST(Archive, HoldsNoWordThatTheReaderBrings) {
  EXPECT_NE(bytesOf(measured(), {}).find("smith"), std::string::npos);
  EXPECT_EQ(bytesOf(measured(), {"lesion_smith"}).find("smith"), std::string::npos);
}

TEST(Archive, RefusesWhatIsCutOffAnywhere) {
  const std::string bytes = bytesOf(measured(), {});
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const std::string part = bytes.substr(0, length);
    Measured back;
    const Words none;
    ArchiveReader archive(part, none);
    EXPECT_THROW(archive(back), Error) << length;
  }
}

TEST(ContentKey, TellsWhereATextEnds) {
  EXPECT_EQ(contentKey({"ab", "c"}), contentKey({"ab", "c"}));
  EXPECT_NE(contentKey({"ab", "c"}), contentKey({"a", "bc"}));
  EXPECT_EQ(programKey().size(), 64U);
}

/// A store as a program that was started anew sees it.
struct Started {
  explicit Started(const fs::path& folder, std::uintmax_t mostBytes = 1U << 20U)
      : results(std::make_shared<ResultFolder>(folder, mostBytes)) {}

  double of(const std::string& key, double value) {
    return *results.of<double>("number", key, {}, [&] { return value; });
  }

  Results results;
};

fs::path onlyFileIn(const fs::path& folder) {
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
  return fs::directory_iterator(folder)->path();
}

TEST(Results, AreMadeOnce) {
  const TemporaryFolder folder;
  Started first(folder / "results");
  EXPECT_EQ(first.of("a", 1.5), 1.5);
  EXPECT_EQ(first.of("a", 9.0), 1.5);
  EXPECT_EQ(first.results.made("number"), 1);
  Started later(folder / "results");
  EXPECT_TRUE(later.results.knows("number", "a"));
  EXPECT_FALSE(later.results.knows("number", "b"));
  EXPECT_EQ(later.of("a", 9.0), 1.5);
  EXPECT_EQ(later.results.made("number"), 0);
}

TEST(Results, OfAnotherKindAreOthers) {
  Results results;
  EXPECT_EQ(*results.of<double>("one", "a", {}, [] { return 1.0; }), 1.0);
  EXPECT_EQ(*results.of<double>("two", "a", {}, [] { return 2.0; }), 2.0);
}

TEST(Results, ThatFailAreNotKept) {
  Results results;
  const auto fail = []() -> double { throw Error("no"); };
  EXPECT_THROW(results.of<double>("number", "a", {}, fail), Error);
  EXPECT_FALSE(results.knows("number", "a"));
}

TEST(Results, InMemoryDropTheOldest) {
  Results results(nullptr, 2 * sizeof(double));
  const auto ask = [&](const char* key) {
    results.of<double>("number", key, {}, [] { return 0.0; });
  };
  for (const char* key : {"a", "b", "a", "c"})
    ask(key);
  EXPECT_TRUE(results.knows("number", "a"));
  EXPECT_FALSE(results.knows("number", "b"));
  EXPECT_TRUE(results.knows("number", "c"));
}

TEST(ResultFolder, MakesDamagedResultsAgain) {
  const TemporaryFolder folder;
  Started(folder / "results").of("a", 1.5);
  const fs::path file = onlyFileIn(folder / "results");
  const std::string whole = readFile(file);
  std::vector<std::string> damaged{
      "", whole.substr(0, 5), whole.substr(0, whole.size() - 1), whole + "x"};
  for (std::size_t n = 0; n < whole.size(); ++n) {
    damaged.push_back(whole);
    damaged.back()[n] = static_cast<char>(damaged.back()[n] ^ 0x10);
  }
  for (const std::string& bytes : damaged) {
    writeFileAtomically(file, bytes);
    Started later(folder / "results");
    EXPECT_EQ(later.of("a", 2.5), 2.5);
    EXPECT_EQ(Started(folder / "results").of("a", 0.0), 2.5);
  }
}

TEST(ResultFolder, TakesNoResultOfAnotherProgram) {
  const TemporaryFolder folder;
  ResultFolder files(folder / "results");
  files.write(contentKey({"another program", "number", "a"}), std::string(8, '\0'));
  EXPECT_EQ(Started(folder / "results").of("a", 2.5), 2.5);
}

TEST(ResultFolder, OfAFileOrAFullDiskKeepsNothing) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "results", "a file");
  EXPECT_EQ(Started(folder / "results").of("a", 2.5), 2.5);
  EXPECT_EQ(readFile(folder / "results"), "a file");
  if (fs::exists("/dev/full")) {
    fs::create_directory(folder / "full");
    fs::create_symlink("/dev/full", folder / "full/x");
    EXPECT_EQ(Started(folder / "full/x").of("a", 2.5), 2.5);
  }
}

TEST(ResultFolder, DropsWhatWasNotUsedForLongest) {
  const TemporaryFolder folder;
  const fs::path place = folder / "results";
  ResultFolder files(place, 1000);
  const std::string bytes(200, 'x');
  for (const char* key : {"a", "b", "c", "d"}) {
    files.write(key, bytes);
    const auto age = std::chrono::hours('z' - *key);
    fs::last_write_time(place / (std::string(key) + ".result"),
                        fs::file_time_type::clock::now() - age);
  }
  writeFileAtomically(place / "of-somebody.txt", std::string(5000, 'x'));
  ASSERT_TRUE(files.read("a"));
  files.write("e", bytes);
  EXPECT_TRUE(files.has("a"));
  EXPECT_FALSE(files.has("b"));
  EXPECT_TRUE(files.has("e"));
  EXPECT_TRUE(fs::exists(place / "of-somebody.txt"));
  files.write("f", std::string(2000, 'x'));
  EXPECT_FALSE(files.has("f"));
}

TEST(ResultFolder, IsForItsOwnerAlone) {
  const TemporaryFolder folder;
  Started(folder / "results").of("a", 1.5);
  const fs::perms others = fs::perms::group_all | fs::perms::others_all;
  EXPECT_EQ(fs::status(folder / "results").permissions() & others, fs::perms::none);
  EXPECT_EQ(fs::status(onlyFileIn(folder / "results")).permissions() & others, fs::perms::none);
}

TEST(ResultFolder, ClearsWhatAKilledWriterLeft) {
  const TemporaryFolder folder;
  const fs::path left = folder / "results" / "a.part-1";
  ResultFolder files(folder / "results");
  files.write("b", "x");
  writeFileAtomically(left, "half");
  files.write("c", "x");
  EXPECT_TRUE(fs::exists(left));
  fs::last_write_time(left, fs::file_time_type::clock::now() - std::chrono::hours(2));
  files.write("d", "x");
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(files.has("b"));
}

}  // namespace
}  // namespace trocar
