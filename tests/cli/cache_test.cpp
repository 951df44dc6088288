#include "core/io.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;

/// A plan with cement, and a cache folder of its own.
class Cache : public testing::Test {
 protected:
  void SetUp() override {
    done({"suggest",
          "bundled:l3-breast",
          "--level",
          "L3",
          "--approach",
          "transpedicular",
          "--side",
          "left",
          "--out",
          plan_});
    done({"treat", plan_, "--inject", "N1=0.3ml", "--out", plan_});
    fs::remove_all(folder_ / "home");
  }
  std::string done(const std::vector<std::string>& arguments, const char* cache = "on") const {
    const Outcome outcome = runTrocar(
        arguments, {{"TROCAR_CACHE", cache}, {"XDG_CACHE_HOME", (folder_ / "home").string()}});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
  }
  std::string evaluated(const std::vector<std::string>& more = {}, const char* cache = "on") const {
    std::vector<std::string> words{"evaluate", plan_, "--json", "--no-physics"};
    words.insert(words.end(), more.begin(), more.end());
    return done(words, cache);
  }
  std::vector<fs::path> kept() const {
    std::vector<fs::path> files;
    std::error_code none;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(folder_ / "home/trocar/results", none))
      files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
  }

  TemporaryFolder folder_;
  const std::string plan_ = (folder_ / "plan.json").string();
};

TEST_F(Cache, SaysTheSameAndGrowsNoMore) {
  const std::string fresh = evaluated();
  const std::vector<fs::path> files = kept();
  EXPECT_GE(files.size(), 3U);
  EXPECT_EQ(evaluated(), fresh);
  EXPECT_EQ(kept(), files);
  for (const fs::path& file : files)
    writeFileAtomically(file, "damaged");
  EXPECT_EQ(evaluated(), fresh);
  EXPECT_EQ(kept(), files);
}

TEST_F(Cache, MayBeSwitchedOff) {
  const std::string fresh = evaluated({}, "off");
  EXPECT_EQ(evaluated({"--no-cache"}), fresh);
  EXPECT_FALSE(fs::exists(folder_ / "home/trocar/results"));
}

}  // namespace
}  // namespace trocar::cli
