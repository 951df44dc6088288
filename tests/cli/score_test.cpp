#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <gmock/gmock.h>
#include <map>
#include <string>
#include <vector>

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

TEST(ScoreVerb, TheTalksCaseHasASinsOfSixFromWhatIsMeasured) {
  const Outcome run = runTrocar({"score", "sins", "--case", "bundled:t10-renal", "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const auto json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json.at("total"), 6);
  EXPECT_EQ(json.at("category"), "stable");
  std::map<std::string, std::string> basis;
  for (const auto& part : json.at("components")) {
    basis[part.at("key")] = part.at("basis");
    EXPECT_FALSE(part.at("why").get<std::string>().empty());
  }
  EXPECT_EQ(basis,
            (std::map<std::string, std::string>{{"location", "measured"},
                                                {"pain", "estimated"},
                                                {"lesion", "measured"},
                                                {"alignment", "estimated"},
                                                {"collapse", "measured"},
                                                {"posterolateral", "measured"}}));
}

TEST(ScoreVerb, WhatIsGivenGoesBeforeWhatIsMeasuredAndFrameworksFollowEachOther) {
  const Outcome sins =
      runTrocar({"score", "sins", "pain=mechanical", "--case", "bundled:t10-renal", "--json"});
  EXPECT_EQ(nlohmann::json::parse(sins.out).at("total"), 8) << sins.err;
  const Outcome all = runTrocar({"score", "--case", "bundled:t10-renal", "--json"});
  ASSERT_EQ(all.status, 0) << all.err;
  const auto document = nlohmann::json::parse(all.out);
  std::map<std::string, nlohmann::json> frameworks;
  for (const auto& one : document.at("frameworks"))
    frameworks[one.at("score")] = one;
  EXPECT_EQ(frameworks.at("noms").at("missing"), nlohmann::json::array({"myelopathy"}));
  EXPECT_EQ(frameworks.at("embolisation").at("category"),
            "embolisation advised before ablation or surgery");
  const Outcome level =
      runTrocar({"score", "sins", "--case", "bundled:t10-renal", "--level", "L9"});
  EXPECT_EQ(level.status, 2);
  EXPECT_THAT(level.err, HasSubstr("L9"));
  EXPECT_EQ(runTrocar({"score", "sins", "--level", "T10"}).status, 2);
}

TEST(ScoreVerb, ListsQuestionsAndAnswersAsJson) {
  const Outcome run = runTrocar({"score", "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const auto json = nlohmann::json::parse(run.out);
  EXPECT_EQ(json.at("schema"), "trocar-scores/1");
  EXPECT_EQ(json.at("scores").at(0).at("id"), "sins");
  EXPECT_EQ(json.at("scores").at(0).at("questions").at(3).at("key"), "alignment");
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
