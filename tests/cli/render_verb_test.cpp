#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string bytesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Width and height of a PNG, from its header.
std::pair<int, int> sizeOf(const fs::path& file) {
  const std::string bytes = bytesOf(file);
  if (bytes.size() < 24 || bytes.substr(1, 3) != "PNG")
    return {0, 0};
  const auto number = [&](std::size_t at) {
    int value = 0;
    for (std::size_t n = 0; n < 4; ++n)
      value = 256 * value + static_cast<unsigned char>(bytes[at + n]);
    return value;
  };
  return {number(16), number(20)};
}

/// The bundled patient at 2.5 mm, and a plan with one needle on it.
class RenderVerb : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    writeCase(makeBundledPatient("l3-breast", 2.5), *folder_ / "case");
    const Outcome needle = runTrocar({"needle",
                                      (*folder_ / "case").string(),
                                      "--instrument",
                                      "bone-needle-11g",
                                      "--entry",
                                      "49.4,64.6,88.6",
                                      "--target",
                                      "3.4,-24.5,90.5",
                                      "--out",
                                      plan()});
    ASSERT_EQ(needle.status, 0) << needle.err;
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }
  static std::string plan() { return (*folder_ / "plan.json").string(); }

  /// The picture of a plan with these options.
  Outcome render(std::vector<std::string> options) const {
    options.insert(options.begin(), {"render", plan()});
    options.insert(options.end(), {"--out", (out_ / "picture.png").string()});
    return runTrocar(options);
  }
  fs::path picture() const { return out_ / "picture.png"; }

  static TemporaryFolder* folder_;
  TemporaryFolder out_;
};
TemporaryFolder* RenderVerb::folder_ = nullptr;

TEST_F(RenderVerb, WritesEveryViewInTheSizeAskedFor) {
  for (const char* view :
       {"axial", "sagittal", "coronal", "along:N1", "across:N1", "barrel:N1", "3d"}) {
    const Outcome run = render({"--view", view, "--size", "160x120"});
    EXPECT_EQ(run.status, 0) << view << run.err;
    EXPECT_EQ(sizeOf(picture()), std::pair(160, 120)) << view;
    fs::remove(picture());
  }
}

TEST_F(RenderVerb, NeedsNoDisplayForASliceAndGivesTheSameBytesAgain) {
  ASSERT_EQ(render({"--view", "axial", "--size", "160x120"}).status, 0);
  const std::string once = bytesOf(picture());
  const Outcome again = runTrocar(
      {"render", plan(), "--view", "axial", "--size", "160x120", "--out", picture().string()},
      {{"DISPLAY", ""}, {"PATH", ""}});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_EQ(bytesOf(picture()), once);
}

TEST_F(RenderVerb, PointAndWindowChangeTheSlice) {
  ASSERT_EQ(render({"--view", "axial", "--size", "160x120"}).status, 0);
  const std::string usual = bytesOf(picture());
  ASSERT_EQ(render({"--view", "axial", "--size", "160x120", "--at", "3.4,-24.5,60"}).status, 0);
  EXPECT_NE(bytesOf(picture()), usual);
  ASSERT_EQ(render({"--view", "axial", "--size", "160x120", "--window", "400,40"}).status, 0);
  EXPECT_NE(bytesOf(picture()), usual);
}

TEST_F(RenderVerb, RefusesBadInputInOneLineAndWritesNothing) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> bad = {
      {{"--view", "moon"}, "--view moon is not known"},
      {{"--view", "along"}, "needs a needle, such as along:N1"},
      {{"--view", "axial:N1"}, "takes no needle"},
      {{"--view", "barrel:N9"}, "no needle 'N9'"},
      {{"--view", "axial", "--size", "160"}, "--size 160 is no size"},
      {{"--view", "axial", "--size", "8x8"}, "--size 8x8 is no size"},
      {{"--view", "axial", "--size", "160x120.5"}, "is no size"},
      {{"--view", "axial", "--size", "9000x100"}, "is no size"},
      {{"--view", "axial", "--window", "0,40"}, "--window 0,40 is no window"},
      {{"--view", "axial", "--window", "bone"}, "--window bone is no window"},
      {{"--view", "axial", "--at", "1,2"}, "--at '1,2' is no point"},
      {{"--view", "axial", "--at", "1,2,three"}, "--at '1,2,three' is no point"},
      {{"--view", "3d", "--from", "below"}, "--from: below is not known; use anterior, posterior"},
      {{}, "--view is required"}};
  for (const auto& [options, words] : bad) {
    const Outcome run = render(options);
    EXPECT_EQ(run.status, 2) << words;
    EXPECT_TRUE(run.out.empty()) << run.out;
    EXPECT_THAT(run.err, HasSubstr(words));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_FALSE(fs::exists(picture())) << words;
  }
}

TEST_F(RenderVerb, NamesThePlaceThatCannotBeReadOrWritten) {
  const Outcome absent =
      runTrocar({"render", "nowhere.json", "--view", "axial", "--out", picture().string()});
  EXPECT_EQ(absent.status, 2);
  EXPECT_THAT(absent.err, HasSubstr("nowhere.json"));
  const fs::path unreachable = out_ / "absent" / "picture.png";
  const Outcome unwritten = runTrocar(
      {"render", plan(), "--view", "axial", "--size", "64x64", "--out", unreachable.string()});
  EXPECT_EQ(unwritten.status, 2);
  EXPECT_THAT(unwritten.err, HasSubstr(unreachable.string()));
}

}  // namespace
}  // namespace trocar::cli
