#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

using testing::HasSubstr;

TEST(ScoreVerb, AnswersTheTalksExampleAsJson) {
  const Outcome run = runTrocar({"score",
                                 "sins",
                                 "location=T10",
                                 "pain=non-mechanical",
                                 "lesion=lytic",
                                 "alignment=normal",
                                 "collapse=none-over-50-involved",
                                 "posterolateral=unilateral",
                                 "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const auto json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json.at("schema"), "trocar-score/1");
  EXPECT_EQ(json.at("score"), "sins");
  EXPECT_EQ(json.at("total"), 6);
  EXPECT_EQ(json.at("category"), "stable");
  EXPECT_EQ(
      json.at("components").at(0),
      (nlohmann::json{{"key", "location"}, {"value", "T10"}, {"points", 1}, {"basis", "entered"}}));
}

TEST(ScoreVerb, BadAnswersAreOneLine) {
  for (const std::vector<std::string>& call : {std::vector<std::string>{"score", "apgar"},
                                               {"score", "sins", "location=L6"},
                                               {"score", "mirels", "pain"},
                                               {"score", "mirels", "pain=mild", "pain=mild"},
                                               {"score", "noms", "escc=1c"}}) {
    const Outcome run = runTrocar(call);
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  }
  EXPECT_THAT(runTrocar({"score", "noms", "escc=1c", "myelopathy=no"}).err,
              HasSubstr("high-grade"));
}

TEST(XrayVerb, BadCallsAreOneLineAndWriteNothing) {
  const TemporaryFolder folder;
  const std::string out = folder / "x.png";
  for (const std::vector<std::string>& call :
       {std::vector<std::string>{"xray", "no-such-case", "--view", "ap", "--out", out},
        {"xray", "no-such-case", "--view", "ap", "--angles", "0,0", "--out", out}}) {
    const Outcome run = runTrocar(call);
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  }
  EXPECT_FALSE(std::filesystem::exists(out));
}

}  // namespace
}  // namespace trocar::cli
