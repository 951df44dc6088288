#include "core/io.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

std::vector<Json> linesOf(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    lines.push_back(Json::parse(line));
  return lines;
}

Json scoreJob(const std::string& id, const std::string& location) {
  return {{"id", id},
          {"verb", "score"},
          {"arguments",
           {"mirels",
            "site=" + location,
            "pain=mild",
            "lesion=blastic",
            "size=under-third",
            "--json"}}};
}

void write(const std::filesystem::path& file, const Json& jobs) {
  std::ofstream(file) << Json{{"schema", "trocar-batch/1"}, {"jobs", jobs}}.dump();
}

TEST(BatchVerb, OneLineAJobInOrderAndAFailureStopsNobody) {
  const TemporaryFolder folder;
  write(folder / "jobs.json",
        {scoreJob("a", "upper-limb"),
         scoreJob("bad", "moon"),
         scoreJob("c", "lower-limb"),
         {{"id", "none"}, {"verb", "evaluate"}, {"arguments", {"nowhere.json"}}}});
  const Outcome run = runTrocar({"batch", (folder / "jobs.json").string(), "-j", "3"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("2 of 4 jobs failed"));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1);
  const std::vector<Json> lines = linesOf(run.out);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].at("id"), "a");
  EXPECT_EQ(lines[0].at("status"), 0);
  EXPECT_EQ(lines[0].at("answer").at("total"), 4);
  EXPECT_EQ(lines[1].at("status"), 2);
  EXPECT_THAT(lines[1].at("error").get<std::string>(), HasSubstr("moon"));
  EXPECT_EQ(lines[2].at("answer").at("total"), 5);
  EXPECT_EQ(lines[3].at("status"), 2);
}

TEST(BatchVerb, ResumeRunsOnlyWhatIsNotDone) {
  const TemporaryFolder folder;
  const std::string jobs = (folder / "jobs.json").string();
  write(jobs, {scoreJob("a", "upper-limb"), scoreJob("b", "moon")});
  const Outcome first = runTrocar({"batch", jobs});
  std::ofstream(jobs + ".done", std::ios::app) << "{\"job\": \"cut sho";
  write(jobs, {scoreJob("a", "upper-limb"), scoreJob("b", "lower-limb")});
  const Outcome second = runTrocar({"batch", jobs, "--resume"});
  EXPECT_EQ(second.status, 0) << second.err;
  ASSERT_EQ(linesOf(second.out).size(), 2U);
  EXPECT_EQ(linesOf(second.out)[0], linesOf(first.out)[0]) << "kept, with its time";
  EXPECT_EQ(linesOf(second.out)[1].at("answer").at("total"), 5);
  const Outcome third = runTrocar({"batch", jobs, "--resume"});
  EXPECT_EQ(third.out, second.out);
}

TEST(BatchVerb, RefusesListsThatAreNone) {
  const TemporaryFolder folder;
  const auto refused = [&](const std::string& text, const std::string& word) {
    std::ofstream(folder / "bad.json") << text;
    const Outcome run = runTrocar({"batch", (folder / "bad.json").string()});
    EXPECT_EQ(run.status, 2);
    EXPECT_TRUE(run.out.empty());
    EXPECT_THAT(run.err, HasSubstr(word));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  };
  refused("nonsense", "no sound JSON");
  refused(R"({"schema": "trocar-batch/9", "jobs": []})", "trocar-batch/9");
  refused(R"([{"verb": 5}])", "verb is 5");
  refused(R"({"jobs": [{"id": "x", "verb": "score", "argument": []}]})", "jobs[x].argument");
  refused(R"([{"id": "x", "verb": "score"}, {"id": "x", "verb": "score"}])", "two jobs");
  refused(R"([{"verb": "batch"}])", "cannot run");
}

TEST(BenchVerb, TimesANamedWorkloadAgainstTheMachine) {
  const Outcome run = runTrocar({"bench", "xray", "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const Json answer = Json::parse(run.out);
  EXPECT_EQ(answer.at("schema"), "trocar-bench/1");
  ASSERT_EQ(answer.at("results").size(), 1U);
  const Json& result = answer.at("results").at(0);
  EXPECT_EQ(result.at("name"), "xray");
  EXPECT_GT(result.at("seconds").get<double>(), 0.0);
  EXPECT_GT(result.at("limitShare").get<double>(), 0.0);
  EXPECT_LT(result.at("limitShare").get<double>(), 2.0);
  EXPECT_EQ(result.at("limit"), "bandwidth");
  const Outcome unknown = runTrocar({"bench", "soup"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("soup"));
}

}  // namespace
}  // namespace trocar::cli
